//! Birth dates as they are known: a day, a month, a year, or a span of years.
//!
//! Uses nothing. Written like EDTF (ISO 8601-2): `1980-05-17`, `1980-05`, `1980`, `1978/1982`.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

/// Years a birth date may have.
pub const BIRTH_YEARS: std::ops::RangeInclusive<i16> = 1850..=2149;

/// A birth date at the precision it is known with.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub enum BirthDate {
    /// Only the year.
    Year(i16),
    /// Year and month, 1 to 12.
    Month(i16, i8),
    /// The day.
    Day(Date),
    /// Some year between these two, both included, the first the smaller.
    Years(i16, i16),
}

/// Why a text is not a birth date. Holds none of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadBirthDate {
    /// Not one of the four forms.
    #[error("must be YYYY, YYYY-MM, YYYY-MM-DD or YYYY/YYYY")]
    Form,
    /// No such month, day or year.
    #[error("must be a date that exists, between the years 1850 and 2149")]
    Impossible,
    /// A span that ends before it begins.
    #[error("must be a span whose first year is not after its last")]
    Backwards,
}

impl BirthDate {
    /// First and last year it may be.
    #[must_use]
    pub fn years(&self) -> (i16, i16) {
        match *self {
            Self::Year(year) | Self::Month(year, _) => (year, year),
            Self::Day(date) => (date.year(), date.year()),
            Self::Years(first, last) => (first, last),
        }
    }
}

impl FromStr for BirthDate {
    type Err = BadBirthDate;

    fn from_str(text: &str) -> Result<Self, BadBirthDate> {
        if let Some((first, last)) = text.split_once('/') {
            let (first, last) = (year(first)?, year(last)?);
            return if first <= last {
                Ok(Self::Years(first, last))
            } else {
                Err(BadBirthDate::Backwards)
            };
        }
        let mut parts = text.split('-');
        let first = year(parts.next().unwrap_or_default())?;
        let month = parts.next().map(two_digits).transpose()?;
        let day = parts.next().map(two_digits).transpose()?;
        if parts.next().is_some() {
            return Err(BadBirthDate::Form);
        }
        match (month, day) {
            (None, _) => Ok(Self::Year(first)),
            (Some(month @ 1..=12), None) => Ok(Self::Month(first, month)),
            (Some(month), Some(day)) => Date::new(first, month, day)
                .map(Self::Day)
                .map_err(|_| BadBirthDate::Impossible),
            (Some(_), None) => Err(BadBirthDate::Impossible),
        }
    }
}

fn year(text: &str) -> Result<i16, BadBirthDate> {
    if text.len() != 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadBirthDate::Form);
    }
    let year = text.parse().map_err(|_| BadBirthDate::Form)?;
    if BIRTH_YEARS.contains(&year) {
        Ok(year)
    } else {
        Err(BadBirthDate::Impossible)
    }
}

fn two_digits(text: &str) -> Result<i8, BadBirthDate> {
    if text.len() != 2 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadBirthDate::Form);
    }
    text.parse().map_err(|_| BadBirthDate::Form)
}

impl TryFrom<String> for BirthDate {
    type Error = BadBirthDate;

    fn try_from(text: String) -> Result<Self, BadBirthDate> {
        text.parse()
    }
}

impl From<BirthDate> for String {
    fn from(date: BirthDate) -> Self {
        date.to_string()
    }
}

impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(date) => write!(f, "{date}"),
            Self::Years(first, last) => write!(f, "{first:04}/{last:04}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_four_forms_are_read_and_written_alike() {
        for text in ["1980", "1980-05", "1980-05-17", "1978/1982", "2000-02-29"] {
            assert_eq!(text.parse::<BirthDate>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn dates_that_cannot_be_are_refused() {
        for text in [
            "1980-13",
            "1980-02-30",
            "1981-02-29",
            "1980-00-01",
            "0001",
            "9999",
        ] {
            assert_eq!(text.parse::<BirthDate>(), Err(BadBirthDate::Impossible), "{text}");
        }
        for text in [
            "",
            "80",
            "1980-5-1",
            "17.05.1980",
            "1980-05-17-1",
            "+980",
            "١٩٨٠",
            "1980/",
        ] {
            assert_eq!(text.parse::<BirthDate>(), Err(BadBirthDate::Form), "{text}");
        }
        assert_eq!("1982/1978".parse::<BirthDate>(), Err(BadBirthDate::Backwards));
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_what_is_read_reads_the_same_again(text in "\\PC{0,12}") {
            if let Ok(date) = text.parse::<BirthDate>() {
                prop_assert_eq!(date.to_string().parse::<BirthDate>(), Ok(date));
            }
        }
    }
}
