//! Everything about a person but the names: what can be read is taken, the rest noted.
//!
//! Uses `domain`. Says nothing that the list does not: a passport's country, say, is not guessed.

use unicode_normalization::UnicodeNormalization;

use super::entity::Entity;
use super::entity::Property;
use crate::domain::country::Country;
use crate::domain::date::BirthDate;
use crate::domain::document::Document;
use crate::domain::document::DocumentKind;
use crate::domain::document::DocumentNumber;
use crate::domain::person::Place;
use crate::domain::person::Sex;
use crate::domain::text::BadText;
use crate::domain::text::MAX_TEXT_CHARS;
use crate::domain::text::Text;
use crate::feeds::tally::Note;
use crate::feeds::tally::Notes;
use crate::feeds::tally::note;

/// Most birth dates, places and nationalities of an alert (`Alert::check`).
const MAX_VALUES: usize = 16;
/// Most documents of an alert.
const MAX_DOCUMENTS: usize = 64;

/// Each value once, at most so many.
fn bounded<T: PartialEq>(values: impl Iterator<Item = T>, most: usize, notes: &mut Notes) -> Vec<T> {
    let mut kept = Vec::new();
    for value in values {
        if kept.contains(&value) {
            continue;
        }
        if kept.len() == most {
            note(notes, Note::TooMany);
            break;
        }
        kept.push(value);
    }
    kept
}

/// What could be read; each value that could not is noted.
fn read<T>(value: Option<T>, what: Note, notes: &mut Notes) -> Option<T> {
    if value.is_none() {
        note(notes, what);
    }
    value
}

pub(super) fn birth_dates(entity: &Entity, notes: &mut Notes) -> Vec<BirthDate> {
    let dates: Vec<BirthDate> = entity
        .of(Property::BirthDate)
        .filter_map(|text| read(birth_date(text), Note::BirthDateDropped, notes))
        .collect();
    bounded(dates.into_iter(), MAX_VALUES, notes)
}

/// A date, its time cut off, months and days of nought taken for "not known".
fn birth_date(text: &str) -> Option<BirthDate> {
    let day = text.trim().split(['T', ' ']).next()?;
    day.trim_end_matches("-00").parse().ok()
}

pub(super) fn birth_places(entity: &Entity, notes: &mut Notes) -> Vec<Place> {
    let countries: Vec<Country> = entity
        .of(Property::BirthCountry)
        .filter_map(|code| read(country(code), Note::CountryDropped, notes))
        .collect();
    let mut places: Vec<Place> = entity
        .of(Property::BirthPlace)
        .filter_map(|town| read(cleaned(town), Note::BirthPlaceDropped, notes))
        .map(|(town, _)| Place {
            town: Some(town),
            country: None,
        })
        .collect();
    match (places.as_mut_slice(), countries.as_slice()) {
        ([only], [country]) => only.country = Some(*country),
        _ => places.extend(countries.into_iter().map(|country| Place {
            town: None,
            country: Some(country),
        })),
    }
    bounded(places.into_iter(), MAX_VALUES, notes)
}

/// Stated nationalities and citizenships; only without any of these, the country that the list
/// connects the person with.
pub(super) fn nationalities(entity: &Entity, notes: &mut Notes) -> Vec<Country> {
    let mut read_all = |properties: &[Property]| -> Vec<Country> {
        let codes = properties.iter().flat_map(|property| entity.of(*property));
        codes
            .filter_map(|code| read(country(code), Note::CountryDropped, notes))
            .collect()
    };
    let mut stated = read_all(&[Property::Nationality, Property::Citizenship]);
    if stated.is_empty() {
        stated = read_all(&[Property::Country]);
    }
    bounded(stated.into_iter(), MAX_VALUES, notes)
}

fn country(code: &str) -> Option<Country> {
    code.trim().to_ascii_uppercase().parse().ok()
}

pub(super) fn sex(entity: &Entity, notes: &mut Notes) -> Option<Sex> {
    let sexes: Vec<Sex> = entity
        .of(Property::Gender)
        .filter_map(|text| {
            let sex = match text.trim().to_ascii_lowercase().as_str() {
                "male" | "m" => Some(Sex::M),
                "female" | "f" => Some(Sex::F),
                "other" | "x" => Some(Sex::X),
                _ => None,
            };
            read(sex, Note::SexDropped, notes)
        })
        .collect();
    match bounded(sexes.into_iter(), MAX_VALUES, notes).as_slice() {
        [sex] => Some(*sex),
        [] => None,
        _ => {
            note(notes, Note::SexContradicts);
            None
        }
    }
}

pub(super) fn documents(entity: &Entity, notes: &mut Notes) -> Vec<Document> {
    let kinds = [
        (Property::PassportNumber, DocumentKind::Passport),
        (Property::IdNumber, DocumentKind::Other),
    ];
    let mut found = Vec::new();
    for (property, kind) in kinds {
        for text in entity.of(property) {
            let number = match text.parse() {
                Ok(number) => Some(number),
                Err(_) => stripped(text).inspect(|_| note(notes, Note::DocumentCleaned)),
            };
            if let Some(number) = read(number, Note::DocumentDropped, notes) {
                found.push(Document {
                    kind,
                    number,
                    country: None,
                });
            }
        }
    }
    bounded(found.into_iter(), MAX_DOCUMENTS, notes)
}

/// A number without what lists write around it: a remark in brackets, a number sign. Letters of
/// other scripts are part of a number, so that one with any is no number here.
fn stripped(text: &str) -> Option<DocumentNumber> {
    let text = text.split(['(', '[', ';']).next()?;
    let foreign = |c: char| c.is_alphanumeric() && !c.is_ascii() && c != 'º' && c != 'ª';
    if text.chars().any(foreign) {
        return None;
    }
    let plain: String = text
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || " ./-".contains(*c))
        .collect();
    plain.parse().ok()
}

/// Position and notes, as much as a description holds.
pub(super) fn description(entity: &Entity, notes: &mut Notes) -> Option<Text> {
    let parts = entity.of(Property::Position).chain(entity.of(Property::Notes));
    let all: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
    let (text, whole) = cleaned(&all.join("; "))?;
    if !whole {
        note(notes, Note::DescriptionCut);
    }
    Some(text)
}

/// A text without control characters, cut at a word where it is too long, and whether it is whole.
/// None without a letter or digit.
pub(super) fn cleaned(text: &str) -> Option<(Text, bool)> {
    if let Ok(text) = text.parse() {
        return Some((text, true));
    }
    // `Text` alone knows what turns the reading direction, so it is asked letter by letter.
    let visible: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| c.to_string().parse::<Text>() != Err(BadText::Bidi))
        .collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    // Composed before it is measured, as `Text` does: NFC can make it longer.
    let joined: String = words.join(" ").nfc().collect();
    let whole = joined.chars().nth(MAX_TEXT_CHARS).is_none();
    let kept: String = joined.chars().take(MAX_TEXT_CHARS).collect();
    let kept = match kept.rsplit_once(' ') {
        Some((words, _)) if !whole => words,
        _ => &kept,
    };
    kept.parse().ok().map(|text| (text, whole))
}
