//! The person an alert is about, and the names a person goes by.
//!
//! Uses `text`, `date`, `country`, `document`. Nothing entered is ever overwritten by a normalised
//! form: `matching` derives what it needs and keeps it apart.

use serde::Deserialize;
use serde::Serialize;

use super::country::Country;
use super::date::BirthDate;
use super::document::Document;
use super::photo::Photo;
use super::text::Text;

/// A name as entered: in one piece, or as family and given names.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(try_from = "NameFields", into = "NameFields")]
pub enum NameForm {
    /// In one piece, parts in any order; `Jansen, Pieter` and `Pieter Jansen` are the same.
    Whole(Text),
    /// Family and given names apart.
    Parts {
        /// Family names.
        family: Text,
        /// Given names.
        given: Text,
    },
    /// Only family names.
    Family(Text),
    /// Only given names.
    Given(Text),
}

/// A name without any part.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("must have `name`, or `family` and `given`, or one of these two")]
pub struct BadName;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct NameFields {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    family: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    given: Option<Text>,
}

impl NameForm {
    /// Makes a form from the fields a caller may give.
    ///
    /// # Errors
    /// When no field is given, or `name` together with parts.
    pub fn from_fields(
        name: Option<Text>,
        family: Option<Text>,
        given: Option<Text>,
    ) -> Result<Self, BadName> {
        match (name, family, given) {
            (Some(name), None, None) => Ok(Self::Whole(name)),
            (None, Some(family), Some(given)) => Ok(Self::Parts { family, given }),
            (None, Some(family), None) => Ok(Self::Family(family)),
            (None, None, Some(given)) => Ok(Self::Given(given)),
            _ => Err(BadName),
        }
    }

    /// The name as a person would write it in one piece, given names first.
    #[must_use]
    pub fn display(&self) -> String {
        match self {
            Self::Whole(text) | Self::Family(text) | Self::Given(text) => text.to_string(),
            Self::Parts { family, given } => format!("{given} {family}"),
        }
    }
}

impl TryFrom<NameFields> for NameForm {
    type Error = BadName;

    fn try_from(fields: NameFields) -> Result<Self, BadName> {
        Self::from_fields(fields.name, fields.family, fields.given)
    }
}

impl From<NameForm> for NameFields {
    fn from(form: NameForm) -> Self {
        let (name, family, given) = match form {
            NameForm::Whole(name) => (Some(name), None, None),
            NameForm::Parts { family, given } => (None, Some(family), Some(given)),
            NameForm::Family(family) => (None, Some(family), None),
            NameForm::Given(given) => (None, None, Some(given)),
        };
        Self { name, family, given }
    }
}

/// What a name is to the person (DOMAIN 3.5).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameKind {
    /// The name the alert was entered under.
    #[default]
    Primary,
    /// A full alias that the owner holds for reliable.
    AliasGood,
    /// A nickname, a fragment, or an alias of doubtful origin: counts only when exact.
    AliasLow,
    /// Name at birth.
    Birth,
    /// Family name before marriage.
    Maiden,
}

/// One of a person's names.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(try_from = "PersonNameFields", into = "PersonNameFields")]
pub struct PersonName {
    /// What it is to the person.
    pub kind: NameKind,
    /// As entered.
    pub form: NameForm,
    /// ISO 15924 code of the script it was entered in, where the owner states it.
    pub script: Option<Text>,
}

/// How a name is written in JSON: the fields of its form stand beside the others. Spelt out, since
/// serde's `flatten` would let unknown fields through.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct PersonNameFields {
    #[serde(rename = "type", default)]
    kind: NameKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    family: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    given: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    script: Option<Text>,
}

impl TryFrom<PersonNameFields> for PersonName {
    type Error = BadName;

    fn try_from(fields: PersonNameFields) -> Result<Self, BadName> {
        Ok(Self {
            kind: fields.kind,
            form: NameForm::from_fields(fields.name, fields.family, fields.given)?,
            script: fields.script,
        })
    }
}

impl From<PersonName> for PersonNameFields {
    fn from(name: PersonName) -> Self {
        let NameFields {
            name: whole,
            family,
            given,
        } = name.form.into();
        Self {
            kind: name.kind,
            name: whole,
            family,
            given,
            script: name.script,
        }
    }
}

/// Sex as documents give it (ICAO 9303: M, F, or `<`, here X).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Sex {
    /// Male.
    M,
    /// Female.
    F,
    /// Unspecified in the document.
    X,
}

/// In what role the person is sought (LED Art. 6): mandatory.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonStatus {
    /// Suspected of an offence.
    Suspect,
    /// Convicted.
    Convicted,
    /// Victim.
    Victim,
    /// Witness.
    Witness,
    /// Missing.
    Missing,
    /// Any other.
    Other,
}

/// Where a person was born, as far as known.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Town or region, as entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub town: Option<Text>,
    /// Country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
}

/// A person an alert is about.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Names, at least one; the first primary one is how the alert is called.
    pub names: Vec<PersonName>,
    /// Birth dates, perhaps several, perhaps none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub birth_dates: Vec<BirthDate>,
    /// Birth places, perhaps several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub birth_places: Vec<Place>,
    /// Sex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Nationalities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nationalities: Vec<Country>,
    /// Documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// Marks and looks, in the owner's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// Photographs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Photo>,
    /// In what role the person is sought.
    pub status: PersonStatus,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_and_writes_the_same_json() {
        for json in [
            r#"{"type":"primary","family":"Janssen","given":"Pjotr"}"#,
            r#"{"type":"alias-low","name":"Piet","script":"Latn"}"#,
            r#"{"type":"maiden","family":"Peeters"}"#,
            r#"{"type":"birth","given":"Anna"}"#,
        ] {
            let name: PersonName = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&name).unwrap(), json);
        }
    }

    #[test]
    fn a_name_with_an_unknown_field_or_without_a_form_is_refused() {
        for json in [
            r#"{"family":"Janssen","surname":"Janssen"}"#,
            r#"{"name":"Pjotr Janssen","family":"Janssen"}"#,
            r#"{"type":"primary"}"#,
            r#"{"type":"nickname","name":"Piet"}"#,
        ] {
            assert!(serde_json::from_str::<PersonName>(json).is_err(), "{json}");
        }
    }
}
