//! The machine-readable zone of a travel document: ICAO 9303 parts 3 to 7 (DOMAIN 3.7).
//!
//! Uses `country`, `date`, `document`, `person`, `query`, `text`. Every check digit is verified before
//! any field is read, and a wrong one refuses the zone: a misread letter would become a false
//! "no hit". What is written stays as written; `MUELLER` is not turned back into `Müller`.

mod fields;
mod layout;
#[cfg(test)]
mod specimens;
#[cfg(test)]
mod tests;

use std::fmt;

use jiff::civil::Date;

use super::country::Country;
use super::date::BirthDate;
use super::document::Document;
use super::person::Sex;
use super::query::QueryName;
use layout::Zone;

/// What a machine-readable zone says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mrz {
    /// The name, absent where the document bears none; `truncated` when it fills its field to the
    /// last place (9303-3, 4.6).
    pub name: Option<QueryName>,
    /// The document, its kind as far as the document code tells.
    pub document: Document,
    /// Nationality; absent where the document says `XXX`, unspecified.
    pub nationality: Option<Country>,
    /// The issuing state or organisation.
    pub issuer: Country,
    /// Birth date, as far as known. The latest century that is not in the future.
    pub birth_date: Option<BirthDate>,
    /// Sex; `<` is X.
    pub sex: Sex,
    /// Last day of validity, absent where none is stated. Within fifty years of today.
    pub expiry: Option<Date>,
}

/// A part of the zone that a check digit protects.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Checked {
    /// Document number, with its continuation where it is long.
    DocumentNumber,
    /// Birth date.
    BirthDate,
    /// Date of expiry.
    Expiry,
    /// Personal number or other optional data.
    OptionalData,
    /// All of these together.
    Composite,
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DocumentNumber => "document number",
            Self::BirthDate => "birth date",
            Self::Expiry => "expiry",
            Self::OptionalData => "optional data",
            Self::Composite => "composite",
        })
    }
}

/// Why lines are no machine-readable zone. Names the field, never what stands in it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadMrz {
    /// Wrong number of lines, or lines of a wrong length.
    #[error("must be 3 lines of 30 characters, 2 of 36 or 2 of 44")]
    Shape,
    /// A character that no zone has.
    #[error("line {line}: must have only A-Z, 0-9 and <")]
    Character {
        /// Which line, the first being 1.
        line: u8,
    },
    /// A check digit that does not fit: misread or mistyped.
    #[error("{0}: the check digit does not fit")]
    CheckDigit(Checked),
    /// A digit in the name: misread, since names have none.
    #[error("name: must not have digits")]
    Name,
    /// No document number of at least three characters.
    #[error("document number: must have at least three characters")]
    DocumentNumber,
    /// A day that does not exist.
    #[error("birth date: must be a date that exists")]
    BirthDate,
    /// A letter other than M, F, X or `<`.
    #[error("sex: must be M, F, X or <")]
    Sex,
    /// Issued by nobody known.
    #[error("issuing state: must be a code of ICAO 9303-3")]
    Issuer,
    /// No known nationality.
    #[error("nationality: must be a code of ICAO 9303-3")]
    Nationality,
}

/// Reads the lines of a machine-readable zone: TD1, TD2, TD3, MRV-A, MRV-B, or the French identity
/// card of before 2021. `today` decides the century of two-digit years.
///
/// # Errors
/// The first rule broken: shape, characters, check digits in the order of [`Checked`], then values.
pub fn parse(lines: &[impl AsRef<str>], today: Date) -> Result<Mrz, BadMrz> {
    let zone = Zone::cut(lines)?;
    zone.verify()?;
    let issuer = fields::country(zone.issuer).ok_or(BadMrz::Issuer)?;
    let nationality = fields::country(zone.nationality).ok_or(BadMrz::Nationality)?;
    let stated = |country: Country| (country != Country::UNSPECIFIED).then_some(country);
    Ok(Mrz {
        name: fields::name(zone.name)?,
        document: Document {
            kind: fields::kind(zone.code),
            number: fields::number(zone.number, zone.continuation())?,
            country: stated(issuer),
        },
        nationality: stated(nationality),
        issuer,
        birth_date: fields::birth_date(zone.birth, today)?,
        sex: fields::sex(zone.sex)?,
        expiry: fields::expiry(zone.expiry, today),
    })
}
