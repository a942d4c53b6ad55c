//! What cards share, as a batch changes it: new values are written, and contacts that nobody has any more
//! are destroyed with an erasure.
//!
//! Uses `documents`, `shared`, `uses`. Contacts may name people; the other two kinds do not.

use rusqlite::params;

use super::apply::Batch;
use super::card::Card;
use super::documents;
use super::documents::Keys;
use super::error::StateError;
use crate::domain::ids::AlertId;

impl Batch<'_> {
    /// The number of a card's contact.
    pub(super) fn contact_number(&self, card: &Card) -> Option<u32> {
        self.shared.contacts.number(card.contact.as_deref()?)
    }

    /// The card that an alert has is about to go, if it has one.
    pub(super) fn leaves_contact(&mut self, id: &AlertId) {
        let alerts = self.next.alerts.as_ref().unwrap_or(self.old_alerts);
        let card = alerts.ordinal(id).and_then(|ordinal| alerts.card(ordinal));
        let number = card.and_then(|card| self.contact_number(card));
        self.next.uses.less(number);
    }

    /// After an erasure: destroys the contacts that no alert has any more. Which they are.
    pub(super) fn drop_contacts(&self) -> Result<Vec<u32>, StateError> {
        let unused = self.shared.uses.idle_after(&self.next.uses);
        for number in &unused {
            documents::destroy(self.connection, Keys::Contacts, i64::from(*number))?;
        }
        Ok(unused)
    }

    pub(super) fn write_shared(&mut self) -> Result<(), StateError> {
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO shared (kind, number, doc) VALUES (?1, ?2, ?3)")?;
        let mut write = |kind: &str, number: usize, document: serde_json::Result<Vec<u8>>| {
            let document = document.map_err(|_| StateError::Damaged { row: kind.to_owned() })?;
            insert.execute(params![kind, i64::try_from(number).unwrap_or(i64::MAX), document])?;
            Ok::<(), StateError>(())
        };
        for (number, owner) in self.shared.owners.unkept() {
            write("owner", number, serde_json::to_vec(owner))?;
        }
        for (number, contact) in self.shared.contacts.unkept() {
            let number_there = i64::try_from(number).unwrap_or(i64::MAX);
            let document = serde_json::to_vec(contact).map_err(|_| StateError::Damaged {
                row: "contact".to_owned(),
            })?;
            let sealed = documents::seal(self.connection, Keys::Contacts, number_there, &document)?;
            write("contact", number, Ok(sealed))?;
        }
        for (number, visibility) in self.shared.visibilities.unkept() {
            write("visibility", number, serde_json::to_vec(visibility))?;
        }
        Ok(())
    }
}
