//! What each field of a machine-readable zone means.
//!
//! Uses the types of `domain`; gets its bytes from `layout`, already A-Z, 0-9 and `<` alone.

use jiff::civil::Date;

use super::BadMrz;
use super::layout::FILLER;
use super::layout::NameField;
use crate::domain::country::Country;
use crate::domain::date::BirthDate;
use crate::domain::document::DocumentKind;
use crate::domain::document::DocumentNumber;
use crate::domain::person::NameForm;
use crate::domain::person::Sex;
use crate::domain::query::QueryName;
use crate::domain::text::Text;

/// The letters without the fillers after them.
fn written(field: &[u8]) -> &str {
    let end = field
        .iter()
        .rposition(|b| *b != FILLER)
        .map_or(0, |last| last + 1);
    field
        .get(..end)
        .and_then(|field| std::str::from_utf8(field).ok())
        .unwrap_or_default()
}

/// A country; Germany's `D` is written with two fillers.
pub(super) fn country(field: &[u8]) -> Option<Country> {
    written(field).parse().ok()
}

/// The kind, by the document code: 9303-4 to 9303-7, and `R` for the residence permits of
/// Regulation (EC) 1030/2002.
pub(super) fn kind(code: &[u8]) -> DocumentKind {
    match code {
        b"AC" => DocumentKind::Other,
        b"IP" | [b'P', _] => DocumentKind::Passport,
        [b'V', _] => DocumentKind::Visa,
        [b'A' | b'C' | b'I', b'R'] | [b'R', _] => DocumentKind::ResidencePermit,
        [b'A' | b'C' | b'I', _] => DocumentKind::IdCard,
        _ => DocumentKind::Other,
    }
}

/// The number and, where it is long, its rest.
pub(super) fn number(field: &[u8], rest: &[u8]) -> Result<DocumentNumber, BadMrz> {
    // Some issuers fill blanks inside a number; these are separators, as a space is.
    let number = [field, rest].concat();
    written(&number)
        .replace('<', " ")
        .parse()
        .map_err(|_| BadMrz::DocumentNumber)
}

/// Sex; `<` and the X that some print are both "unspecified".
pub(super) const fn sex(letter: u8) -> Result<Sex, BadMrz> {
    match letter {
        b'M' => Ok(Sex::M),
        b'F' => Ok(Sex::F),
        FILLER | b'X' => Ok(Sex::X),
        _ => Err(BadMrz::Sex),
    }
}

/// The name, if there is one.
pub(super) fn name(field: NameField<'_>) -> Result<Option<QueryName>, BadMrz> {
    let (family, given, last) = match field {
        NameField::One(field) => {
            // Not trimmed in front: a field that begins with `<<` has only given names.
            let (family, given) = written(field).split_once("<<").unwrap_or((written(field), ""));
            (family, given, field)
        }
        NameField::Two(family, given) => {
            let last = if written(given).is_empty() { family } else { given };
            (written(family), written(given), last)
        }
    };
    if [family, given]
        .iter()
        .any(|part| part.bytes().any(|b| b.is_ascii_digit()))
    {
        return Err(BadMrz::Name);
    }
    let form = match (spaced(family), spaced(given)) {
        (Some(family), Some(given)) => NameForm::Parts { family, given },
        (Some(family), None) => NameForm::Family(family),
        (None, Some(given)) => NameForm::Given(given),
        (None, None) => return Ok(None),
    };
    Ok(Some(QueryName {
        form,
        truncated: last.last() != Some(&FILLER),
    }))
}

fn spaced(part: &str) -> Option<Text> {
    let words: Vec<&str> = part.split('<').filter(|word| !word.is_empty()).collect();
    words.join(" ").parse().ok()
}

/// Two digits, or none where the field has fillers or noughts, which say "not known".
fn known(field: Option<&[u8]>) -> Result<Option<i8>, BadMrz> {
    match field {
        Some(b"<<" | b"00") => Ok(None),
        Some([a @ b'0'..=b'9', b @ b'0'..=b'9']) => {
            let value = (a - b'0') * 10 + (b - b'0');
            Ok(i8::try_from(value).ok())
        }
        _ => Err(BadMrz::BirthDate),
    }
}

/// A birth date of six places, as far as known. The year is the latest that is not in the future,
/// so that somebody over a hundred reads as a century younger; the zone cannot say more.
pub(super) fn birth_date(field: &[u8], today: Date) -> Result<Option<BirthDate>, BadMrz> {
    let year = match field.get(..2) {
        Some(b"00") => Some(0),
        year => known(year)?,
    };
    let (month, day) = (known(field.get(2..4))?, known(field.get(4..))?);
    let Some(year) = year else {
        return Ok(None);
    };
    let this = today.year() - today.year().rem_euclid(100) + i16::from(year);
    let mut dates = [this, this - 100].into_iter().filter_map(|year| {
        let (date, first) = match (month, day) {
            (None, _) => (BirthDate::Year(year), Date::new(year, 1, 1)),
            (Some(month), None) => (BirthDate::Month(year, month), Date::new(year, month, 1)),
            (Some(month), Some(day)) => {
                let date = Date::new(year, month, day);
                (BirthDate::Day(date.clone().ok()?), date)
            }
        };
        first.is_ok_and(|first| first <= today).then_some(date)
    });
    dates.next().map(Some).ok_or(BadMrz::BirthDate)
}

/// Last day of validity within fifty years of today; none where the field states no such day, since
/// nothing is decided by it.
pub(super) fn expiry(field: &[u8], today: Date) -> Option<Date> {
    let digits: i32 = std::str::from_utf8(field).ok()?.parse().ok()?;
    let part = |value: i32| i8::try_from(value % 100).ok();
    let (year, month, day) = (part(digits / 10_000)?, part(digits / 100)?, part(digits)?);
    let century = today.year() - today.year().rem_euclid(100);
    let near = (today.year() - 50)..=(today.year() + 49);
    [century, century - 100, century + 100]
        .into_iter()
        .map(|century| century + i16::from(year))
        .find(|year| near.contains(year))
        .and_then(|year| Date::new(year, month, day).ok())
}
