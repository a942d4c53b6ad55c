//! A person of a foreign list, read: what is left is what the mapping says.
//!
//! Uses `domain` and the mapping. The one place where a foreign list's alert is made, so that no
//! format can give it another category or action than the mapping's (DOMAIN 3.3).

use jiff::civil::Date;

use super::mapping::Mapping;
use super::tally::Note;
use super::tally::Notes;
use super::tally::note;
use crate::domain::alert::Alert;
use crate::domain::alert::Subject;
use crate::domain::alert::Validity;
use crate::domain::country::Country;
use crate::domain::date::BirthDate;
use crate::domain::document::Document;
use crate::domain::ids::AlertId;
use crate::domain::person::Person;
use crate::domain::person::PersonName;
use crate::domain::person::Place;
use crate::domain::person::Sex;
use crate::domain::text::Text;

/// Most names one alert holds (`Alert::check`).
const MAX_NAMES: usize = 64;
/// Most alerts one person becomes; over six thousand names.
pub(super) const MAX_PARTS: usize = 99;

/// What a list says of one person.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) id: AlertId,
    /// The list's own id.
    pub(super) source: Text,
    /// Names, primary ones first.
    pub(super) names: Vec<PersonName>,
    pub(super) birth_dates: Vec<BirthDate>,
    pub(super) birth_places: Vec<Place>,
    pub(super) sex: Option<Sex>,
    pub(super) nationalities: Vec<Country>,
    pub(super) documents: Vec<Document>,
    pub(super) description: Option<Text>,
    pub(super) legal_basis: Option<Text>,
    pub(super) offence: Option<Text>,
    /// Day the list first had the person, where it says so.
    pub(super) entered: Option<Date>,
}

impl Listed {
    /// The alerts of the person: one, unless the names are too many for it.
    pub(super) fn alerts(self, mapping: &Mapping, notes: &mut Notes) -> Result<Vec<Alert>, String> {
        if self.names.is_empty() {
            return Err("name: must have at least one that can be read".to_owned());
        }
        let person = Person {
            names: Vec::new(),
            birth_dates: self.birth_dates,
            birth_places: self.birth_places,
            sex: self.sex,
            nationalities: self.nationalities,
            documents: self.documents,
            description: self.description,
            photos: Vec::new(),
            status: mapping.says.status,
        };
        let entered = self.entered.filter(|date| *date <= mapping.today);
        let alert = Alert {
            id: self.id,
            category: mapping.says.category,
            action: mapping.says.action,
            subject: Subject::Person(person),
            owner: mapping.says.owner.clone(),
            legal_basis: self.legal_basis,
            offence: self.offence,
            cautions: Vec::new(),
            handling: mapping.says.handling,
            visibility: mapping.says.visibility.clone(),
            validity: Validity::Active,
            entered: entered.unwrap_or(mapping.today),
            last_validated: mapping.today,
            review_due: mapping.review_due(),
            expires: None,
            links: Vec::new(),
            source: Some(self.source),
            contact: None,
        };
        let alerts = parts(alert, self.names, notes);
        for alert in &alerts {
            alert.check().map_err(|error| error.to_string())?;
        }
        Ok(alerts)
    }
}

/// The day a text begins with, `2016-11-30` or `2016-11-30T00:00:00`.
pub(super) fn day(text: &str) -> Option<Date> {
    text.trim().get(..10)?.parse().ok()
}

/// Gives the alert its names. Those beyond what it holds go to further alerts about the same
/// person, each under the primary name too, and all linked.
fn parts(alert: Alert, names: Vec<PersonName>, notes: &mut Notes) -> Vec<Alert> {
    let (first, rest) = names.split_at(names.len().min(MAX_NAMES));
    let mut groups = vec![first.to_vec()];
    for more in rest.chunks(MAX_NAMES - 1) {
        groups.push(first.iter().take(1).chain(more).cloned().collect());
    }
    if groups.len() > MAX_PARTS {
        note(notes, Note::TooMany);
        groups.truncate(MAX_PARTS);
    }
    if groups.len() > 1 {
        note(notes, Note::NamesSplit);
    }
    let ids: Vec<AlertId> = (1..=groups.len())
        .filter_map(|number| match number {
            1 => Some(alert.id.clone()),
            _ => format!("{}_p{number}", alert.id).parse().ok(),
        })
        .collect();
    let make = |(names, id): (Vec<PersonName>, &AlertId)| {
        let mut part = alert.clone();
        let Subject::Person(person) = &mut part.subject;
        person.names = names;
        part.links = ids.iter().filter(|other| *other != id).cloned().collect();
        part.id = id.clone();
        part
    };
    groups.into_iter().zip(&ids).map(make).collect()
}
