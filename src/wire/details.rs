//! Step two of an answer: an alert in full, as far as the profile goes.
//!
//! Uses `domain`. Fields that a profile withholds are absent, not null (DESIGN 1, rule 5).

use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;
use utoipa::IntoParams;
use utoipa::ToSchema;

use super::reply::Confirm;
use super::reply::ReceiptReply;
use crate::domain::alert::Category;
use crate::domain::alert::Caution;
use crate::domain::alert::Contact;
use crate::domain::alert::Handling;
use crate::domain::country::Country;
use crate::domain::date::BirthDate;
use crate::domain::details::Details;
use crate::domain::document::Document;
use crate::domain::ids::AlertId;
use crate::domain::ids::OwnerId;
use crate::domain::ids::QueryId;
use crate::domain::person::PersonName;
use crate::domain::person::PersonStatus;
use crate::domain::person::Place;
use crate::domain::person::Sex;
use crate::domain::photo::Photo;
use crate::domain::text::Text;

/// Which alert, in the path.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct AlertPath {
    /// The alert, as a candidate names it.
    #[param(pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", example = "BE-26-000042")]
    pub alert: String,
}

/// By which query, in the query part.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ClaimQuery {
    /// The number of the search that returned the alert, as its answer gives it in `query`; once, and
    /// nothing beside it.
    #[param(pattern = "^[0-9A-Z]{26}$", example = "01KAR0000000000000000000Q7")]
    pub query: String,
}

/// An alert in full, as far as the profile goes.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct DetailsReply {
    /// This request's number, also in `x-request-id`.
    #[schema(value_type = String)]
    pub request: QueryId,
    /// The query that returned the alert.
    #[schema(value_type = String)]
    pub query: QueryId,
    /// The alert.
    #[schema(value_type = String, example = "BE-26-000042")]
    pub alert: AlertId,
    /// How the answer may be used.
    #[schema(value_type = String)]
    pub handling: Handling,
    /// Whether the owner must confirm first.
    pub confirm: Confirm,
    /// Whom to call.
    #[schema(value_type = Object)]
    pub contact: Contact,
    /// In what role the person is sought.
    #[schema(value_type = String)]
    pub status: PersonStatus,
    /// Why the person is sought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    pub category: Option<Category>,
    /// Warnings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>, nullable = false)]
    pub cautions: Option<Vec<Caution>>,
    /// Who entered the alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    pub owner: Option<OwnerId>,
    /// Day it was entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date, nullable = false)]
    pub entered: Option<Date>,
    /// Day the owner last confirmed the alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date, nullable = false)]
    pub last_validated: Option<Date>,
    /// Last day it is in force without a new review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date, nullable = false)]
    pub review_due: Option<Date>,
    /// Last day it is in force whatever a review says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date, nullable = false)]
    pub expires: Option<Date>,
    /// All names, as entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Object>>, nullable = false)]
    pub names: Option<Vec<PersonName>>,
    /// Birth dates, perhaps several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>, nullable = false)]
    pub birth_dates: Option<Vec<BirthDate>>,
    /// Birth places, perhaps several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Object>>, nullable = false)]
    pub birth_places: Option<Vec<Place>>,
    /// Sex, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    pub sex: Option<Sex>,
    /// Nationalities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>, nullable = false)]
    pub nationalities: Option<Vec<Country>>,
    /// Documents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Object>>, nullable = false)]
    pub documents: Option<Vec<Document>>,
    /// Marks and looks, in the owner's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    pub description: Option<Text>,
    /// Decision or law it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    pub legal_basis: Option<Text>,
    /// Offence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    pub offence: Option<Text>,
    /// Alerts it is linked to, as far as they are for you.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>, nullable = false)]
    pub links: Option<Vec<AlertId>>,
    /// Its number in the list it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    pub source: Option<Text>,
    /// Photographs, by their hashes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Object>>, nullable = false)]
    pub photos: Option<Vec<Photo>>,
    /// The proof that the answer was recorded. Its `hash` covers all the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub receipt: Option<ReceiptReply>,
}

impl DetailsReply {
    /// The answer's form, without its proof.
    #[must_use]
    pub fn of(details: Details) -> Self {
        let (birth_dates, birth_places) = details.birth.unzip();
        let (sex, nationalities) = details.identity.unzip();
        let (legal_basis, offence) = details
            .basis
            .map(|basis| (basis.legal_basis, basis.offence))
            .unzip();
        Self {
            request: details.request,
            query: details.query,
            alert: details.alert,
            handling: details.handling,
            confirm: Confirm::Required,
            contact: details.contact,
            status: details.status,
            category: details.category,
            cautions: details.cautions,
            owner: details.owner,
            entered: details.days.map(|days| days.entered),
            last_validated: details.days.map(|days| days.review.last_validated),
            review_due: details.days.map(|days| days.review.review_due),
            expires: details.days.and_then(|days| days.expires),
            names: details.names,
            birth_dates,
            birth_places,
            sex: sex.flatten(),
            nationalities,
            documents: details.documents,
            description: details.description,
            legal_basis: legal_basis.flatten(),
            offence: offence.flatten(),
            links: details.links,
            source: details.source,
            photos: details.photos,
            receipt: None,
        }
    }
}
