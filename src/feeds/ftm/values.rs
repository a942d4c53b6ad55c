//! Everything about a person but the names: what can be read is taken, the rest noted.
//!
//! Uses `domain`. Says nothing that the list does not: a passport's country, say, is not guessed.

use super::entity::Entity;
use super::entity::Property;
use crate::domain::country::Country;
use crate::domain::date::BirthDate;
use crate::domain::document::Document;
use crate::domain::document::DocumentKind;
use crate::domain::person::Place;
use crate::domain::person::Sex;
use crate::domain::text::Text;
use crate::feeds::clean;
use crate::feeds::clean::MAX_DOCUMENTS;
use crate::feeds::clean::MAX_VALUES;
use crate::feeds::clean::bounded;
use crate::feeds::clean::cleaned;
use crate::feeds::clean::joined;
use crate::feeds::clean::number;
use crate::feeds::clean::read;
use crate::feeds::tally::Note;
use crate::feeds::tally::Notes;

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
    clean::sex(entity.of(Property::Gender), notes)
}

pub(super) fn documents(entity: &Entity, notes: &mut Notes) -> Vec<Document> {
    let kinds = [
        (Property::PassportNumber, DocumentKind::Passport),
        (Property::IdNumber, DocumentKind::Other),
    ];
    let mut found = Vec::new();
    for (property, kind) in kinds {
        for text in entity.of(property) {
            if let Some(number) = number(text, notes) {
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

/// Position and notes, as much as a description holds.
pub(super) fn description(entity: &Entity, notes: &mut Notes) -> Option<Text> {
    joined(
        entity.of(Property::Position).chain(entity.of(Property::Notes)),
        notes,
    )
}
