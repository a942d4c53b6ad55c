//! Arguments that are coded words or dates, read by the same parsers as the API's fields.
//!
//! Uses `domain`. The error lists the words that are known.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::domain::document::Document;
use crate::domain::document::DocumentKind;

/// A word of one of the domain's enums: `wanted-for-arrest`.
pub(super) fn coded<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(Value::String(text.to_owned())).map_err(|error| error.to_string())
}

/// The word of a value of one of the domain's enums.
pub(super) fn of<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

/// A document: `passport:NX1234567:NL`, the country left out where it is not known.
pub(super) fn document(text: &str) -> Result<Document, String> {
    const FORM: &str = "must be KIND:NUMBER or KIND:NUMBER:COUNTRY, such as passport:NX1234567:NL";
    let mut parts = text.split(':');
    let (Some(kind), Some(number)) = (parts.next(), parts.next()) else {
        return Err(FORM.to_owned());
    };
    let country = parts.next();
    if parts.next().is_some() {
        return Err(FORM.to_owned());
    }
    let kind = coded(kind).map_err(|_| {
        let kinds: Vec<String> = DocumentKind::ALL.iter().map(of).collect();
        format!("the kind must be one of {}", kinds.join(", "))
    })?;
    let number = number.parse().map_err(|error| format!("the number {error}"))?;
    let country = country.map(|country| country.parse().map_err(|error| format!("the country {error}")));
    Ok(Document {
        kind,
        number,
        country: country.transpose()?,
    })
}

/// An instant: `2026-11-23T08:00:00Z`, or a day, which means its first instant in UTC.
pub(super) fn instant(text: &str) -> Result<Timestamp, String> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    let day: Result<Date, _> = text.parse();
    day.and_then(|day| day.to_zoned(TimeZone::UTC))
        .map(|zoned| zoned.timestamp())
        .map_err(|_| {
            "must be a day such as 2026-11-23, or an instant such as 2026-11-23T08:00:00Z".to_owned()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::alert::Category;

    #[test]
    fn a_document_is_kind_number_and_perhaps_country() {
        let full = document("passport:NX 1234567:NLD").unwrap();
        assert_eq!(full.kind, DocumentKind::Passport);
        assert_eq!(full.number.as_str(), "NX 1234567");
        assert_eq!(full.country, Some("NL".parse().unwrap()));
        assert_eq!(document("id-card:123").unwrap().country, None);
    }

    #[test]
    fn what_is_no_document_is_told_which_part_is_wrong() {
        for (text, part) in [
            ("NX1234567", "KIND:NUMBER"),
            ("passport:NX1234567:NL:1", "KIND:NUMBER"),
            ("Pass:NX1234567", "passport, id-card"),
            ("passport:1", "the number must"),
            ("passport:NX1234567:Holland", "the country must"),
        ] {
            let error = document(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn an_unknown_word_is_answered_with_those_that_are_known() {
        assert_eq!(coded("wanted-for-arrest"), Ok(Category::WantedForArrest));
        assert_eq!(of(&Category::WantedForArrest), "wanted-for-arrest");
        let error = coded::<Category>("wanted").unwrap_err();
        assert!(error.contains("`missing-to-protect`"), "{error}");
    }

    #[test]
    fn a_day_begins_at_midnight_in_utc() {
        let day = instant("2026-11-23").unwrap();
        assert_eq!(day, instant("2026-11-23T00:00:00Z").unwrap());
        assert!(instant("yesterday").is_err());
    }
}
