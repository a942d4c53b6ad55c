//! Birth, nationality and documents of an individual: what can be read is taken, the rest noted.
//!
//! Uses `domain`. Says nothing that the list does not.

use super::fields::Field;
use super::fields::Fields;
use crate::domain::country::Country;
use crate::domain::date::BirthDate;
use crate::domain::document::Document;
use crate::domain::document::DocumentKind;
use crate::domain::person::Place;
use crate::feeds::clean::MAX_DOCUMENTS;
use crate::feeds::clean::MAX_VALUES;
use crate::feeds::clean::bounded;
use crate::feeds::clean::cleaned;
use crate::feeds::clean::number;
use crate::feeds::clean::read;
use crate::feeds::countries;
use crate::feeds::dates;
use crate::feeds::tally::Note;
use crate::feeds::tally::Notes;

const ALIAS: &str = "INDIVIDUAL_ALIAS";

pub(super) fn birth_dates(fields: &Fields, notes: &mut Notes) -> Vec<BirthDate> {
    let mut found = Vec::new();
    for field in fields.of("INDIVIDUAL_DATE_OF_BIRTH") {
        found.extend(birth_date(field, notes));
    }
    for alias in fields.of(ALIAS) {
        match alias.part("DATE_OF_BIRTH") {
            "" => {}
            text => found.extend(dates::birth_date(text, notes)),
        }
    }
    bounded(found.into_iter(), MAX_VALUES, notes)
}

fn birth_date(field: &Field, notes: &mut Notes) -> Option<BirthDate> {
    let (from, to) = (field.part("FROM_YEAR"), field.part("TO_YEAR"));
    if !from.is_empty() && !to.is_empty() {
        let span = dates::birth_date(from, notes).zip(dates::birth_date(to, notes));
        let (from, to) = span?;
        return read(dates::between(from, to), Note::BirthDateDropped, notes);
    }
    let said = ["DATE", "YEAR", "FROM_YEAR", "TO_YEAR"].map(|part| field.part(part));
    let text = said.into_iter().find(|text| !text.is_empty())?;
    let date = dates::birth_date(text, notes)?;
    let about = field
        .part("TYPE_OF_DATE")
        .to_ascii_lowercase()
        .starts_with("approx");
    Some(if about { dates::around(date, notes) } else { date })
}

pub(super) fn birth_places(fields: &Fields, notes: &mut Notes) -> Vec<Place> {
    let of = |field: &Field, towns: &[&str], country, notes: &mut Notes| {
        let name = field.part(country);
        let country = countries::named(name);
        let towns = towns.iter().map(|part| field.part(part));
        // A country without a code is still told, as text.
        let unknown = if country.is_none() { name } else { "" };
        let said: Vec<&str> = towns.chain([unknown]).filter(|text| !text.is_empty()).collect();
        let town = match said.as_slice() {
            [] => None,
            said => read(cleaned(&said.join(", ")), Note::BirthPlaceDropped, notes),
        };
        let town = town.map(|(town, _)| town);
        (town.is_some() || country.is_some()).then_some(Place { town, country })
    };
    let mut found = Vec::new();
    for field in fields.of("INDIVIDUAL_PLACE_OF_BIRTH") {
        found.extend(of(field, &["CITY", "STATE_PROVINCE"], "COUNTRY", notes));
    }
    for alias in fields.of(ALIAS) {
        found.extend(of(alias, &["CITY_OF_BIRTH"], "COUNTRY_OF_BIRTH", notes));
    }
    bounded(found.into_iter(), MAX_VALUES, notes)
}

pub(super) fn nationalities(fields: &Fields, notes: &mut Notes) -> Vec<Country> {
    let said = fields.values("NATIONALITY").chain(fields.values("NATIONALITY2"));
    let countries: Vec<Country> = said
        .filter_map(|name| read(countries::named(name), Note::CountryDropped, notes))
        .collect();
    bounded(countries.into_iter(), MAX_VALUES, notes)
}

pub(super) fn documents(fields: &Fields, notes: &mut Notes) -> Vec<Document> {
    let mut found = Vec::new();
    for field in fields.of("INDIVIDUAL_DOCUMENT") {
        let text = field.part("NUMBER");
        if text.is_empty() {
            continue;
        }
        let issuers = ["ISSUING_COUNTRY", "COUNTRY_OF_ISSUE"];
        let country = issuers.iter().find_map(|part| countries::named(field.part(part)));
        let kind = kind(&format!(
            "{} {}",
            field.part("TYPE_OF_DOCUMENT"),
            field.part("TYPE_OF_DOCUMENT2")
        ));
        found.extend(number(text, notes).map(|number| Document {
            kind,
            number,
            country,
        }));
    }
    bounded(found.into_iter(), MAX_DOCUMENTS, notes)
}

/// What the list calls a document; `other` where it leaves that open.
fn kind(text: &str) -> DocumentKind {
    let text = text.to_ascii_lowercase();
    let has = |word| text.contains(word);
    if has("passport") {
        DocumentKind::Passport
    } else if has("identification number") {
        DocumentKind::NationalNumber
    } else if has("identification card") || has("identity card") || has("id card") {
        DocumentKind::IdCard
    } else if has("driv") {
        DocumentKind::DrivingLicence
    } else if has("residen") {
        DocumentKind::ResidencePermit
    } else if has("visa") {
        DocumentKind::Visa
    } else {
        DocumentKind::Other
    }
}
