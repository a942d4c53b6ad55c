//! An alert in full, as far as the asking side may see it: step two of an answer.
//!
//! Uses `alert`, `person`, `verdict`. What a profile withholds is `None` here and absent in the answer
//! (DESIGN 1, rule 5). What to do was said in step one, with what is known of the match; it is not said
//! again here, where nothing was compared.

use jiff::civil::Date;

use super::alert::Category;
use super::alert::Caution;
use super::alert::Contact;
use super::alert::Handling;
use super::country::Country;
use super::date::BirthDate;
use super::document::Document;
use super::ids::AlertId;
use super::ids::OwnerId;
use super::ids::QueryId;
use super::person::PersonName;
use super::person::PersonStatus;
use super::person::Place;
use super::person::Sex;
use super::photo::Photo;
use super::text::Text;
use super::verdict::Dates;

/// An alert as one profile sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// The number of this request.
    pub request: QueryId,
    /// The query that returned the alert.
    pub query: QueryId,
    /// The alert.
    pub alert: AlertId,
    /// How the answer may be used.
    pub handling: Handling,
    /// Whom to call: the alert's own, or this gateway's contact point.
    pub contact: Contact,
    /// In what role the person is sought (LED Art. 6).
    pub status: PersonStatus,
    /// Why the person is sought.
    pub category: Option<Category>,
    /// Warnings.
    pub cautions: Option<Vec<Caution>>,
    /// Who entered it.
    pub owner: Option<OwnerId>,
    /// How fresh it is.
    pub days: Option<Days>,
    /// Names as entered.
    pub names: Option<Vec<PersonName>>,
    /// When and where the person was born.
    pub birth: Option<(Vec<BirthDate>, Vec<Place>)>,
    /// Sex and nationalities.
    pub identity: Option<(Option<Sex>, Vec<Country>)>,
    /// Documents.
    pub documents: Option<Vec<Document>>,
    /// Marks and looks; none too where the alert has none.
    pub description: Option<Text>,
    /// What it rests on.
    pub basis: Option<Basis>,
    /// Alerts it is linked to, as far as the asking side may know of them.
    pub links: Option<Vec<AlertId>>,
    /// Its number in the list it came from.
    pub source: Option<Text>,
    /// Photographs.
    pub photos: Option<Vec<Photo>>,
}

/// An alert's days.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Days {
    /// Day it was entered.
    pub entered: Date,
    /// Its last review and the next.
    pub review: Dates,
    /// Last day it is in force whatever a review says.
    pub expires: Option<Date>,
}

/// What an alert rests on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Basis {
    /// Decision or law.
    pub legal_basis: Option<Text>,
    /// Offence.
    pub offence: Option<Text>,
}
