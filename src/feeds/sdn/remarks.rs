//! The remarks of an entry: birth, nationality, documents, weak aliases, all in one text.
//!
//! Uses `domain`. Parts stand between semicolons; a part of no known form is kept as description.

use super::documents;
use crate::domain::country::Country;
use crate::domain::date::BirthDate;
use crate::domain::document::Document;
use crate::domain::person::Place;
use crate::feeds::clean::cleaned;
use crate::feeds::clean::read;
use crate::feeds::countries;
use crate::feeds::dates;
use crate::feeds::tally::Note;
use crate::feeds::tally::Notes;
use crate::feeds::tally::note;

/// What remarks say.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    pub(super) birth_dates: Vec<BirthDate>,
    pub(super) birth_places: Vec<Place>,
    pub(super) nationalities: Vec<Country>,
    pub(super) documents: Vec<Document>,
    pub(super) sexes: Vec<String>,
    /// Names that the Treasury itself calls weak: those it gives in the remarks only.
    pub(super) weak_aliases: Vec<String>,
    /// Everything else, as it stands.
    pub(super) others: Vec<String>,
}

/// Signs that stand for "also known as".
const KNOWN_AS: [&str; 3] = ["a.k.a.", "f.k.a.", "n.k.a."];

impl Remarks {
    /// Takes up one text of remarks.
    pub(super) fn take(&mut self, text: &str, notes: &mut Notes) {
        for part in text.split(';') {
            let part = part.trim().trim_end_matches('.').trim_end();
            if !part.is_empty() && part != "(individual)" {
                self.part(part, notes);
            }
        }
    }

    fn part(&mut self, part: &str, notes: &mut Notes) {
        let said = after(part, "alt. ").unwrap_or(part);
        if KNOWN_AS.iter().any(|sign| after(said, sign).is_some()) {
            self.aliases(said);
        } else if let Some(text) = after(said, "DOB ") {
            self.birth_dates.extend(dates::birth_date(text, notes));
        } else if let Some(text) = after(said, "POB ") {
            self.birth_places.extend(place(text, notes));
        } else if let Some(text) = after(said, "nationality ").or_else(|| after(said, "citizen ")) {
            let country = read(countries::named(text), Note::CountryDropped, notes);
            if country.is_none() {
                self.others.push(part.to_owned());
            }
            self.nationalities.extend(country);
        } else if let Some(text) = after(said, "Gender ") {
            self.sexes.push(text.to_owned());
        } else if let Some(document) = documents::document(said, notes) {
            self.documents.extend(document);
        } else {
            self.others.push(part.to_owned());
        }
    }

    /// `a.k.a. 'X', a.k.a. 'Y'`.
    fn aliases(&mut self, said: &str) {
        let mut rest = said;
        while !rest.is_empty() {
            let next = KNOWN_AS
                .iter()
                .filter_map(|sign| Some((find(rest, sign)?, sign.len())))
                .min();
            let (name, more) = match next {
                Some((at, length)) => (rest.get(..at), rest.get(at + length..)),
                None => (Some(rest), None),
            };
            let around = |c: char| c.is_whitespace() || ",\"'`‘’“”".contains(c);
            let name = name.unwrap_or_default().trim_matches(around);
            if !name.is_empty() {
                self.weak_aliases.push(name.to_owned());
            }
            rest = more.unwrap_or_default();
        }
    }
}

fn place(text: &str, notes: &mut Notes) -> Option<Place> {
    let (town, country) = countries::place(text);
    let town = town.and_then(|town| read(cleaned(town), Note::BirthPlaceDropped, notes));
    if let Some((_, false)) = town {
        note(notes, Note::BirthPlaceDropped);
    }
    let town = town.map(|(town, _)| town);
    (town.is_some() || country.is_some()).then_some(Place { town, country })
}

/// What follows a beginning, in whatever letters that is written.
fn after<'a>(text: &'a str, beginning: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(beginning.len())?;
    start.eq_ignore_ascii_case(beginning).then_some(rest)
}

fn find(text: &str, sign: &str) -> Option<usize> {
    text.to_ascii_lowercase().find(sign)
}
