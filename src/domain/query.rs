//! A query about a person, parsed and bounded.
//!
//! Uses `ids`, `person`, `date`, `document`, `country`. The edge makes it from the request; one that
//! exists has at least a name or a document.

use serde::Deserialize;
use serde::Serialize;

use super::country::Country;
use super::date::BirthDate;
use super::document::Document;
use super::ids::CaseReference;
use super::ids::PurposeCode;
use super::ids::UserId;
use super::person::NameForm;
use super::person::Sex;

/// Most names one query may carry.
pub const MAX_QUERY_NAMES: usize = 5;
/// Most documents one query may carry: five given and one read from an MRZ.
pub const MAX_QUERY_DOCUMENTS: usize = 6;
/// Most nationalities one query may carry: five given and one read from an MRZ.
pub const MAX_QUERY_NATIONALITIES: usize = 6;

/// How widely to search.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The name as given, in any order and script, without spelling variants.
    Exact,
    /// With spelling variants, equivalents, swapped and missing parts.
    #[default]
    Standard,
    /// Also looser candidates; needs the right in the profile.
    Broad,
}

/// Who stands behind the query at the asking agency (SIS Art. 12(2)).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Requester {
    /// The person, as the agency knows them.
    pub user: UserId,
    /// The unit.
    pub unit: Option<UserId>,
}

/// Why and for whom the question is asked; mandatory with every query.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Justification {
    /// Coded purpose.
    pub purpose: PurposeCode,
    /// The agency's case.
    pub reference: CaseReference,
    /// Who asks.
    pub requester: Requester,
}

/// A name in a query; one read from an MRZ may have been cut off by the width of its line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct QueryName {
    /// The name.
    pub form: NameForm,
    /// Whether its last part may be only the beginning of the real one (ICAO 9303-3, 4.6).
    pub truncated: bool,
}

/// Whom the query is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SoughtPerson {
    /// Names, at most [`MAX_QUERY_NAMES`]; all are names of the one person.
    pub names: Vec<QueryName>,
    /// Birth date.
    pub birth_date: Option<BirthDate>,
    /// Nationalities, at most [`MAX_QUERY_NATIONALITIES`].
    pub nationalities: Vec<Country>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Documents, at most [`MAX_QUERY_DOCUMENTS`].
    pub documents: Vec<Document>,
}

/// Neither a name nor a document: nothing to look for.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadQuery {
    /// Nothing to look for.
    #[error("must have a name, a document or an MRZ")]
    Nothing,
    /// More than a query may carry.
    #[error("must have at most 5 names, 6 documents and 6 nationalities")]
    TooMuch,
}

/// A question about a person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PersonQuery {
    /// Why and for whom.
    pub justification: Justification,
    person: SoughtPerson,
    /// How widely.
    pub level: Level,
    /// Most candidates wanted, 1 to 50.
    pub limit: u8,
}

impl PersonQuery {
    /// Makes a query.
    ///
    /// # Errors
    /// Without name and document, or with more than the bounds allow.
    pub fn new(
        justification: Justification,
        person: SoughtPerson,
        level: Level,
        limit: u8,
    ) -> Result<Self, BadQuery> {
        if person.names.is_empty() && person.documents.is_empty() {
            return Err(BadQuery::Nothing);
        }
        let too_much = person.names.len() > MAX_QUERY_NAMES
            || person.documents.len() > MAX_QUERY_DOCUMENTS
            || person.nationalities.len() > MAX_QUERY_NATIONALITIES;
        if too_much {
            return Err(BadQuery::TooMuch);
        }
        Ok(Self {
            justification,
            person,
            level,
            limit: limit.clamp(1, 50),
        })
    }

    /// Whom it is about.
    #[must_use]
    pub fn person(&self) -> &SoughtPerson {
        &self.person
    }
}
