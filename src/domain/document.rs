//! Identity documents by kind, number and issuing country.
//!
//! Uses `country`. A number keeps its entered form; `key` is what two numbers are compared by.

use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

use super::country::Country;

/// Kinds of document that identify a person (DOMAIN 3.5).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// Travel passport.
    Passport,
    /// National identity card.
    IdCard,
    /// Visa.
    Visa,
    /// Residence permit.
    ResidencePermit,
    /// Driving licence.
    DrivingLicence,
    /// A personal number in a national register, on no single paper.
    NationalNumber,
    /// Any other, or not known.
    Other,
}

impl DocumentKind {
    /// Every kind, in the order of the enum.
    pub const ALL: [Self; 7] = [
        Self::Passport,
        Self::IdCard,
        Self::Visa,
        Self::ResidencePermit,
        Self::DrivingLicence,
        Self::NationalNumber,
        Self::Other,
    ];
}

/// Why a text is not a document number. Holds none of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("must have 3 to 40 letters or digits, with spaces or . / - between them")]
pub struct BadDocumentNumber;

/// A document number: ASCII letters and digits, perhaps with separators, as entered.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentNumber(Box<str>);

impl DocumentNumber {
    /// As entered.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What numbers are compared by: upper case, letters and digits only.
    #[must_use]
    pub fn key(&self) -> String {
        self.0
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_uppercase())
            .collect()
    }
}

impl FromStr for DocumentNumber {
    type Err = BadDocumentNumber;

    fn from_str(text: &str) -> Result<Self, BadDocumentNumber> {
        let text = text.trim();
        let plain = text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b" ./-".contains(&b));
        let count = text.bytes().filter(u8::is_ascii_alphanumeric).count();
        if plain && text.len() <= 60 && (3..=40).contains(&count) {
            Ok(Self(text.into()))
        } else {
            Err(BadDocumentNumber)
        }
    }
}

impl TryFrom<String> for DocumentNumber {
    type Error = BadDocumentNumber;

    fn try_from(text: String) -> Result<Self, BadDocumentNumber> {
        text.parse()
    }
}

impl From<DocumentNumber> for String {
    fn from(number: DocumentNumber) -> Self {
        number.0.into()
    }
}

/// One document.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: DocumentKind,
    /// Its number.
    pub number: DocumentNumber,
    /// Who issued it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_without_separators_and_case() {
        assert_eq!(
            "nx 123-456/7".parse::<DocumentNumber>().unwrap().key(),
            "NX1234567"
        );
    }

    #[test]
    fn short_long_and_foreign_texts_are_no_number() {
        for bad in ["", "12", "№123", "A<B", &"1".repeat(41)] {
            assert!(bad.parse::<DocumentNumber>().is_err(), "{bad}");
        }
    }
}
