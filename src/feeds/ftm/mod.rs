//! FollowTheMoney, as OpenSanctions publishes it: one entity a line, nested or flat.
//!
//! Uses `domain` and the mapping. Only listed persons become alerts; a value that cannot be read is
//! dropped and noted, a name never. Topics say what somebody is listed for, and change no action.

mod entity;
mod names;
#[cfg(test)]
mod tests;
mod values;

use std::collections::BTreeSet;

use jiff::civil::Date;

use self::entity::Entity;
use self::entity::Property;
use super::lookout::not_json;
use super::mapping::Mapping;
use super::tally::Note;
use super::tally::Notes;
use super::tally::note;
use crate::domain::alert::Alert;
use crate::domain::alert::Subject;
use crate::domain::alert::Validity;
use crate::domain::ids::AlertId;
use crate::domain::person::Person;
use crate::domain::person::PersonName;
use crate::domain::text::Text;

/// Most names one alert holds (`Alert::check`).
const MAX_NAMES: usize = 64;
/// Most alerts one person becomes; over six thousand names.
const MAX_PARTS: usize = 99;

/// Reads one line: none when it is about anything but a listed person, else the alerts of that
/// person, one unless the names are too many for it.
pub(super) fn read(line: &str, mapping: &Mapping, notes: &mut Notes) -> Result<Option<Vec<Alert>>, String> {
    let entity: Entity = serde_json::from_str(line).map_err(|error| {
        if error.is_data() {
            "must be a JSON object".to_owned()
        } else {
            not_json(&error)
        }
    })?;
    match entity.schema.as_deref() {
        None => return Err("schema: must be there".to_owned()),
        Some("Person") => {}
        Some(_) => return Ok(None),
    }
    // OpenSanctions also publishes the relatives and associates of those on the list.
    if entity.target == Some(false) {
        return Ok(None);
    }
    let own = entity.id.as_deref().unwrap_or_default();
    let id = mapping.alert_id(own).ok_or("id: must be there")?;
    let source: Text = own.parse().map_err(|error| format!("id: {error}"))?;

    // Notes of a person who is rejected in the end would count what nobody has.
    let mut own_notes = Notes::new();
    let names = names::names(&entity, &mut own_notes);
    if names.is_empty() {
        return Err("name: must have at least one that can be read".to_owned());
    }
    let alert = alert(&entity, id, source, mapping, &mut own_notes);
    let alerts = parts(alert, names, &mut own_notes);
    for alert in &alerts {
        alert.check().map_err(|error| error.to_string())?;
    }
    for (what, count) in own_notes {
        *notes.entry(what).or_default() += count;
    }
    Ok(Some(alerts))
}

/// The alert, still without names.
fn alert(entity: &Entity, id: AlertId, source: Text, mapping: &Mapping, notes: &mut Notes) -> Alert {
    for _ in 0..entity.not_text {
        note(notes, Note::NotText);
    }
    let first_seen = entity.first_seen.as_deref().and_then(|text| {
        let date: Date = text.get(..10)?.parse().ok()?;
        (date <= mapping.today).then_some(date)
    });
    let person = Person {
        names: Vec::new(),
        birth_dates: values::birth_dates(entity, notes),
        birth_places: values::birth_places(entity, notes),
        sex: values::sex(entity, notes),
        nationalities: values::nationalities(entity, notes),
        documents: values::documents(entity, notes),
        description: values::description(entity, notes),
        status: mapping.status,
    };
    Alert {
        id,
        category: mapping.category,
        action: mapping.action,
        subject: Subject::Person(person),
        owner: mapping.owner.clone(),
        legal_basis: None,
        offence: offence(entity),
        cautions: Vec::new(),
        handling: mapping.handling,
        visibility: mapping.visibility.clone(),
        validity: Validity::Active,
        entered: first_seen.unwrap_or(mapping.today),
        last_validated: mapping.today,
        review_due: mapping.review_due(),
        expires: None,
        links: Vec::new(),
        source: Some(source),
        contact: None,
    }
}

/// The topics that name a crime, as the list codes them.
fn offence(entity: &Entity) -> Option<Text> {
    let crimes: BTreeSet<&str> = entity
        .of(Property::Topics)
        .filter(|topic| topic.starts_with("crime"))
        .collect();
    crimes.into_iter().collect::<Vec<_>>().join(", ").parse().ok()
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
