//! What a caller sends: a search.
//!
//! Uses `domain`. Parsed strictly: unknown fields are refused, and every refusal names the field.

use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;
use utoipa::ToSchema;

use super::object::limit;
use super::object::object;
use super::object::objects;
use crate::domain::country::Country;
use crate::domain::date::BirthDate;
use crate::domain::document::Document;
use crate::domain::ids::CaseReference;
use crate::domain::ids::PurposeCode;
use crate::domain::ids::UserId;
use crate::domain::mrz;
use crate::domain::person::NameForm;
use crate::domain::person::Sex;
use crate::domain::query::Justification;
use crate::domain::query::Level;
use crate::domain::query::PersonQuery;
use crate::domain::query::QueryName;
use crate::domain::query::Requester;
use crate::domain::query::SoughtPerson;
use crate::domain::text::Text;

/// A question about a person.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchRequest {
    /// Coded reason, one of `GET /v1/purposes`.
    #[schema(value_type = String, example = "border-check", pattern = "^[a-z0-9][a-z0-9-]{0,31}$")]
    pub purpose: PurposeCode,
    /// The asking side's case number.
    #[schema(value_type = String, example = "NL-2026-000123", pattern = "^[A-Za-z0-9._/:-]{1,64}$")]
    pub reference: CaseReference,
    /// Who stands behind the question.
    #[serde(deserialize_with = "object")]
    pub requester: RequesterFields,
    /// Whom it is about.
    #[serde(deserialize_with = "object")]
    pub person: PersonFields,
    /// How to search.
    #[serde(default, deserialize_with = "object")]
    pub options: Options,
}

/// Who stands behind a question at the asking agency.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequesterFields {
    /// The end user, as the agency knows them.
    #[schema(value_type = String, example = "kmar-7781", pattern = "^[A-Za-z0-9._@:-]{1,64}$")]
    pub user: UserId,
    /// The user's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "Schiphol-2", pattern = "^[A-Za-z0-9._@:-]{1,64}$")]
    pub unit: Option<UserId>,
}

/// Whom a question is about: at least a name, a document or an MRZ.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonFields {
    /// The name in one piece, parts in any order, any script; not together with `family` or `given`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, format = "name", example = "Jansen, Pieter")]
    pub name: Option<Text>,
    /// Family names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, format = "name")]
    pub family: Option<Text>,
    /// Given names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200, format = "name")]
    pub given: Option<Text>,
    /// Birth date: `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a span of years `YYYY/YYYY`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(
        value_type = Option<String>,
        example = "1980-05-17",
        format = "birth-date",
        pattern = "^(18[5-9]|19[0-9]|20[0-9]|21[0-4])[0-9](-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?|/(18[5-9]|19[0-9]|20[0-9]|21[0-4])[0-9])?$"
    )]
    pub birth_date: Option<BirthDate>,
    /// Nationalities: ISO 3166-1 alpha-2 or alpha-3, or a code of ICAO 9303-3.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>, max_items = 5, example = json!(["NL"]))]
    pub nationality: Vec<Country>,
    /// Sex, as documents give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, pattern = "^[MFX]$", example = "M")]
    pub sex: Option<Sex>,
    /// Documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "objects")]
    #[schema(value_type = Vec<Object>, max_items = 5)]
    pub documents: Vec<Document>,
    /// The lines of a machine-readable zone (TD1, TD2, TD3, MRV-A, MRV-B), as read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 3)]
    pub mrz: Vec<String>,
}

/// How to search.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// How widely; `standard` unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, pattern = "^(exact|standard|broad)$", example = "standard")]
    pub level: Option<Level>,
    /// Most candidates, 1 to 50; 5 unless told. The profile may set a lower bound.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "limit")]
    #[schema(minimum = 1, maximum = 50, example = 5)]
    pub limit: Option<u8>,
}

/// A field that has the right form and breaks a rule. Holds no value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BadField {
    /// The field, as a path from the body's root.
    pub field: &'static str,
    /// What it must be.
    pub rule: String,
}

fn bad(field: &'static str, rule: impl ToString) -> BadField {
    BadField {
        field,
        rule: rule.to_string(),
    }
}

impl SearchRequest {
    /// The query that the request asks for. `today` decides the century in an MRZ and which birth
    /// dates lie in the future.
    ///
    /// # Errors
    /// The first field that breaks a rule.
    pub fn into_query(self, today: Date) -> Result<PersonQuery, BadField> {
        let limit = self.options.limit.unwrap_or(5);
        if !(1..=50).contains(&limit) {
            return Err(bad("options.limit", "must be 1 to 50"));
        }
        let justification = Justification {
            purpose: self.purpose,
            reference: self.reference,
            requester: Requester {
                user: self.requester.user,
                unit: self.requester.unit,
            },
        };
        let person = self.person.into_sought(today)?;
        let level = self.options.level.unwrap_or_default();
        PersonQuery::new(justification, person, level, limit).map_err(|error| bad("person", error))
    }
}

impl PersonFields {
    fn into_sought(self, today: Date) -> Result<SoughtPerson, BadField> {
        if self.documents.len() > 5 {
            return Err(bad("person.documents", "must be at most 5"));
        }
        if self.nationality.len() > 5 {
            return Err(bad("person.nationality", "must be at most 5"));
        }
        let mut sought = SoughtPerson {
            names: Vec::new(),
            birth_date: self.birth_date,
            nationalities: self.nationality,
            sex: self.sex,
            documents: self.documents,
        };
        if self.name.is_some() && (self.family.is_some() || self.given.is_some()) {
            return Err(bad("person.name", "must not stand beside `family` or `given`"));
        }
        if let Ok(form) = NameForm::from_fields(self.name, self.family, self.given) {
            sought.names.push(QueryName {
                form,
                truncated: false,
            });
        }
        if !self.mrz.is_empty() {
            let mrz = mrz::parse(&self.mrz, today).map_err(|error| bad("person.mrz", error))?;
            sought.names.extend(mrz.name);
            if !sought.documents.contains(&mrz.document) {
                sought.documents.push(mrz.document);
            }
            sought.birth_date = sought.birth_date.or(mrz.birth_date);
            sought.sex = sought.sex.or(Some(mrz.sex).filter(|sex| *sex != Sex::X));
            sought.nationalities.extend(mrz.nationality);
            sought.nationalities.sort_unstable();
            sought.nationalities.dedup();
        }
        if sought.birth_date.is_some_and(|date| {
            date.years().0 > today.year() || matches!(date, BirthDate::Day(day) if day > today)
        }) {
            return Err(bad("person.birth_date", "must not be in the future"));
        }
        Ok(sought)
    }
}
