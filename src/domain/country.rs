//! Countries and the other issuers of travel documents.
//!
//! Uses nothing. One canonical code each: ISO 3166-1 alpha-2, or the three letters of ICAO 9303-3
//! where ISO has none (DOMAIN 3.5).

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

/// A country or other issuer.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 3]);

/// A code that names no country.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("must be an ISO 3166-1 alpha-2 or alpha-3 code, or one of ICAO 9303-3")]
pub struct BadCountry;

impl Country {
    /// Its canonical code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0)
            .unwrap_or_default()
            .trim_end_matches('\0')
    }
}

impl FromStr for Country {
    type Err = BadCountry;

    fn from_str(text: &str) -> Result<Self, BadCountry> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(Self([*a, *b, 0])),
            _ => Err(BadCountry),
        }
    }
}

impl TryFrom<String> for Country {
    type Error = BadCountry;

    fn try_from(text: String) -> Result<Self, BadCountry> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
