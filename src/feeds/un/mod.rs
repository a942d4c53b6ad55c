//! The consolidated list of the United Nations Security Council, XML.
//!
//! Uses `domain` and the mapping. One element is held at a time. Individuals become alerts; entities,
//! and whoever the list itself says has left it, are skipped.

mod elements;
mod fields;
#[cfg(test)]
mod tests;
mod values;

use std::io::BufRead;

use self::elements::Elements;
use self::elements::Kind;
use self::fields::Fields;
use super::clean;
use super::listed::Listed;
use super::listed::day;
use super::mapping::Mapping;
use super::names::Names;
use super::reader::Entry;
use super::reader::Fault;
use super::tally::Note;
use super::tally::Notes;
use super::tally::add;
use super::tally::note;
use crate::domain::ids::AlertId;
use crate::domain::person::NameKind;
use crate::domain::person::PersonName;
use crate::domain::text::Text;

/// The parts of a name, in the order in which they are said. They are no family and given names:
/// which is which differs from people to people, and the list does not say.
const NAME_PARTS: [&str; 6] = [
    "FIRST_NAME",
    "SECOND_NAME",
    "THIRD_NAME",
    "FOURTH_NAME",
    "FIFTH_NAME",
    "SIXTH_NAME",
];

/// The entries of a list.
#[derive(Debug)]
pub(super) struct Entries<R> {
    elements: Elements<R>,
    mapping: Mapping,
}

impl<R: BufRead> Entries<R> {
    pub(super) const fn new(input: R, mapping: Mapping) -> Self {
        Self {
            elements: Elements::new(input),
            mapping,
        }
    }

    /// The next entry, with its line.
    pub(super) fn next(&mut self, notes: &mut Notes) -> Option<(u64, Result<Entry, Fault>)> {
        let (line, element) = self.elements.next()?;
        let entry = element.and_then(|(kind, element)| match kind {
            Kind::Entity => {
                note(notes, Note::SkippedEntity);
                Ok(Entry::Skipped)
            }
            Kind::Individual => {
                let read = individual(element, &self.mapping, notes);
                read.map_err(|reason| Fault::of(about(element, &self.mapping), reason))
            }
        });
        Some((line, entry))
    }

    #[cfg(test)]
    pub(super) fn held_bytes(&self) -> usize {
        self.elements.held_bytes()
    }
}

fn individual(element: &[u8], mapping: &Mapping, notes: &mut Notes) -> Result<Entry, String> {
    let fields = Fields::read(element)?;
    // Notes of a person who is rejected in the end would count what nobody has.
    let mut own_notes = Notes::new();
    if delisted(&fields, mapping, &mut own_notes) {
        note(notes, Note::SkippedDelisted);
        return Ok(Entry::Skipped);
    }
    let number = number(&fields);
    let id = mapping.numbered_id(number);
    let listed = Listed {
        id: id.ok_or("REFERENCE_NUMBER: must be there")?,
        source: number
            .parse()
            .map_err(|error| format!("REFERENCE_NUMBER: {error}"))?,
        names: names(&fields, &mut own_notes),
        birth_dates: values::birth_dates(&fields, &mut own_notes),
        birth_places: values::birth_places(&fields, &mut own_notes),
        sex: clean::sex(fields.values("GENDER"), &mut own_notes),
        nationalities: values::nationalities(&fields, &mut own_notes),
        documents: values::documents(&fields, &mut own_notes),
        description: description(&fields, &mut own_notes),
        legal_basis: legal_basis(&fields),
        offence: None,
        entered: day(fields.value("LISTED_ON")),
    };
    let alerts = listed.alerts(mapping, &mut own_notes)?;
    add(notes, own_notes);
    Ok(Entry::Alerts(alerts))
}

fn number(fields: &Fields) -> &str {
    match fields.value("REFERENCE_NUMBER") {
        "" => fields.value("DATAID"),
        number => number,
    }
}

/// The alert of a person who is rejected.
fn about(element: &[u8], mapping: &Mapping) -> Option<AlertId> {
    let fields = Fields::read(element).ok()?;
    mapping.numbered_id(number(&fields))
}

/// Whether the list says that the person has left it. A date that cannot be read does not say so.
fn delisted(fields: &Fields, mapping: &Mapping, notes: &mut Notes) -> bool {
    let mut left = false;
    for text in fields.values("DELISTED_ON") {
        match day(text) {
            Some(day) => left |= day <= mapping.today,
            None => note(notes, Note::DelistedUnclear),
        }
    }
    left
}

fn names(fields: &Fields, notes: &mut Notes) -> Vec<PersonName> {
    let mut names = Names::default();
    let parts = NAME_PARTS.iter().flat_map(|part| fields.values(part));
    let parts: Vec<&str> = parts.collect();
    names.add_whole(NameKind::Primary, &parts.join(" "), notes);
    for name in fields.values("NAME_ORIGINAL_SCRIPT") {
        names.add_whole(NameKind::Primary, name, notes);
    }
    for alias in fields.of("INDIVIDUAL_ALIAS") {
        let kind = if alias.part("QUALITY").eq_ignore_ascii_case("low") {
            NameKind::AliasLow
        } else {
            NameKind::AliasGood
        };
        names.add_whole(kind, alias.part("ALIAS_NAME"), notes);
    }
    names.sorted()
}

fn description(fields: &Fields, notes: &mut Notes) -> Option<Text> {
    let said = ["TITLE", "DESIGNATION", "COMMENTS1"];
    clean::joined(said.iter().flat_map(|name| fields.values(name)), notes)
}

fn legal_basis(fields: &Fields) -> Option<Text> {
    let (list, _) = clean::cleaned(fields.value("UN_LIST_TYPE"))?;
    format!("UN Security Council list: {list}")
        .parse()
        .ok()
        .or(Some(list))
}
