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

use serde::Deserialize;

use self::entity::Entity;
use self::entity::Property;
use super::fault::not_json;
use super::listed::Listed;
use super::listed::day;
use super::mapping::Mapping;
use super::reader::Entry;
use super::tally::Note;
use super::tally::Notes;
use super::tally::add;
use super::tally::note;
use crate::domain::ids::AlertId;
use crate::domain::text::Text;

/// Reads one line: skipped when it is about anything but a listed person, else the alerts of that
/// person, one unless the names are too many for it.
pub(super) fn read(line: &str, mapping: &Mapping, notes: &mut Notes) -> Result<Entry, String> {
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
        Some(_) => return Ok(Entry::Skipped),
    }
    // OpenSanctions also publishes the relatives and associates of those on the list.
    if entity.target == Some(false) {
        return Ok(Entry::Skipped);
    }
    let own = entity.id.as_deref().unwrap_or_default();
    let id = mapping.alert_id(own).ok_or("id: must be there")?;
    let source: Text = own.parse().map_err(|error| format!("id: {error}"))?;

    // Notes of a person who is rejected in the end would count what nobody has.
    let mut own_notes = Notes::new();
    let listed = Listed {
        id,
        source,
        names: names::names(&entity, &mut own_notes),
        birth_dates: values::birth_dates(&entity, &mut own_notes),
        birth_places: values::birth_places(&entity, &mut own_notes),
        sex: values::sex(&entity, &mut own_notes),
        nationalities: values::nationalities(&entity, &mut own_notes),
        documents: values::documents(&entity, &mut own_notes),
        description: values::description(&entity, &mut own_notes),
        legal_basis: None,
        offence: offence(&entity),
        entered: entity.first_seen.as_deref().and_then(day),
    };
    for _ in 0..entity.not_text {
        note(&mut own_notes, Note::NotText);
    }
    let alerts = listed.alerts(mapping, &mut own_notes)?;
    add(notes, own_notes);
    Ok(Entry::Alerts(alerts))
}

/// The alert of a line that cannot be taken, where so much of it can be read.
pub(super) fn about(line: &str, mapping: &Mapping) -> Option<AlertId> {
    #[derive(Deserialize)]
    struct Own {
        id: String,
    }
    let own: Own = serde_json::from_str(line).ok()?;
    mapping.alert_id(&own.id)
}

/// The topics that name a crime, as the list codes them.
fn offence(entity: &Entity) -> Option<Text> {
    let crimes: BTreeSet<&str> = entity
        .of(Property::Topics)
        .filter(|topic| topic.starts_with("crime"))
        .collect();
    crimes.into_iter().collect::<Vec<_>>().join(", ").parse().ok()
}
