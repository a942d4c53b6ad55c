//! Applying a batch of facts: one transaction, then the new snapshots.
//!
//! Uses `alerts`, `change`, `code`, `documents`, `fingerprint`, `shared`. Nothing is seen by readers before the
//! transaction is in, and a transaction taken back leaves nothing in memory either.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::params;

use super::alerts::Alerts;
use super::alerts::Known;
use super::change::Disliked;
use super::code;
use super::code::Clocked;
use super::documents;
use super::documents::Beside;
use super::error::StateError;
use super::fingerprint;
use super::registry::Registry;
use super::shared::Shared;
use crate::domain::alert::Alert;
use crate::domain::alert::Validity;
use crate::domain::fact::Fact;
use crate::domain::fact::Recorded;
use crate::domain::fact::alert_of;
use crate::domain::ids::AlertId;
use crate::domain::ids::Ordinal;
use crate::domain::ids::Position;

/// What a batch makes of the snapshots; a part it does not touch stays as it was.
#[derive(Default)]
pub(super) struct Next {
    pub(super) alerts: Option<Alerts>,
    pub(super) registry: Option<Registry>,
    /// Contacts that no alert has any more.
    pub(super) unused_contacts: Vec<usize>,
}

/// A batch under way.
pub(super) struct Batch<'a> {
    pub(super) connection: &'a Connection,
    pub(super) shared: &'a mut Shared,
    pub(super) old_alerts: &'a Alerts,
    pub(super) old_registry: &'a Registry,
    pub(super) next: Next,
    /// Whether it erases something.
    pub(super) erasing: bool,
}

/// Why one fact is not applied.
enum Skip {
    Disliked(Disliked),
    Storage(StateError),
}

impl From<rusqlite::Error> for Skip {
    fn from(error: rusqlite::Error) -> Self {
        Self::Storage(error.into())
    }
}

impl Batch<'_> {
    /// Writes facts and the new position inside the open transaction.
    pub(super) fn write<'f>(
        &mut self,
        facts: impl Iterator<Item = &'f Recorded>,
        position: Position,
    ) -> Result<(), StateError> {
        for recorded in facts {
            match self.one(recorded) {
                Ok(()) => {}
                Err(Skip::Storage(error)) => return Err(error),
                Err(Skip::Disliked(reason)) => tracing::warn!(
                    position = recorded.position.0,
                    kind = recorded.fact.kind(),
                    reason,
                    "a fact was skipped"
                ),
            }
        }
        self.write_shared()?;
        if self.erasing {
            self.next.unused_contacts = self.drop_contacts()?;
        }
        let registry = self.next.registry.as_ref().unwrap_or(self.old_registry).version();
        self.connection
            .prepare_cached("UPDATE progress SET position = ?1, registry = ?2 WHERE one = 1")?
            .execute(params![number(position.0), number(registry)])?;
        Ok(())
    }

    fn one(&mut self, recorded: &Recorded) -> Result<(), Skip> {
        match &recorded.fact {
            Fact::AlertPut { alert } | Fact::AlertCorrected { alert, .. } => {
                let clock = self.clocked(&alert.id);
                let lapsed = clock.lapsed.filter(|_| alert.validity == Validity::UnderReview);
                self.put(recorded.position, alert, Clocked { lapsed, ..clock })
            }
            Fact::AlertEntered {
                alert, not_before, ..
            } => {
                let (hidden, lapsed) = (*not_before, None);
                self.put(recorded.position, alert, Clocked { hidden, lapsed })
            }
            Fact::AlertExtended {
                alert,
                review_due,
                validated,
                ..
            } => {
                let kept = self.stored(alert)?.extended(*review_due, *validated);
                let (hidden, lapsed) = (self.clocked(alert).hidden, None);
                self.put(recorded.position, &kept, Clocked { hidden, lapsed })
            }
            Fact::AlertHidden { alert, until, .. } => self.hide(recorded.position, alert, Some(*until)),
            Fact::AlertUnhidden { alert, .. } => self.hide(recorded.position, alert, None),
            Fact::AlertLapsed { alert } => {
                let kept = self.stored(alert)?.lapsed();
                let (hidden, lapsed) = (self.clocked(alert).hidden, Some(recorded.time));
                self.put(recorded.position, &kept, Clocked { hidden, lapsed })
            }
            Fact::AlertWithdrawn { alert, .. } => self.withdraw(alert, recorded.time),
            Fact::AlertErased { alert, .. } => {
                let ordinal = self.erase(alert)?;
                self.erasing = true;
                documents::note_erased(self.connection, number(recorded.position.0), ordinal)?;
                Ok(())
            }
            // What an erasure later in the journal took back; only that there was such an alert is left.
            Fact::Shredded { stream } => match alert_of(stream) {
                Some(alert) => self.erase(&alert).map(drop),
                None => Ok(()),
            },
            Fact::ProfilePut { .. }
            | Fact::PartnerPut { .. }
            | Fact::PartnerSuspended { .. }
            | Fact::PartnerResumed { .. }
            | Fact::StaffPut { .. }
            | Fact::CertificateRegistered { .. }
            | Fact::CertificateRevoked { .. } => self.register(recorded),
        }
    }

    /// What is known of an alert's instants, as far as the batch has got.
    fn clocked(&self, id: &AlertId) -> Clocked {
        let alerts = self.next.alerts.as_ref().unwrap_or(self.old_alerts);
        let card = alerts.ordinal(id).and_then(|ordinal| alerts.card(ordinal));
        card.map_or_else(Clocked::default, |card| Clocked {
            hidden: card.hidden_until(),
            lapsed: card.lapsed_at(),
        })
    }

    /// An alert as the batch has made it so far.
    fn stored(&self, id: &AlertId) -> Result<Alert, Skip> {
        let alerts = self.next.alerts.as_ref().unwrap_or(self.old_alerts);
        let none = || Skip::Disliked("there is no such alert");
        let ordinal = alerts.ordinal(id).ok_or_else(none)?;
        let raw = documents::get(self.connection, ordinal)?.ok_or_else(none)?;
        let document = raw.open().map_err(Skip::Storage)?;
        serde_json::from_slice(&document).map_err(|_| {
            Skip::Storage(StateError::Damaged {
                row: format!("documents {}", ordinal.0),
            })
        })
    }

    fn hide(&mut self, version: Position, id: &AlertId, hidden: Option<Timestamp>) -> Result<(), Skip> {
        let kept = self.stored(id)?;
        let lapsed = self.clocked(id).lapsed;
        self.put(version, &kept, Clocked { hidden, lapsed })
    }

    fn put(&mut self, version: Position, alert: &Alert, clock: Clocked) -> Result<(), Skip> {
        let document =
            fingerprint::document(alert).map_err(|_| Skip::Disliked("it cannot be written as JSON"))?;
        let digest = fingerprint::of_document(&document);
        let (card, bytes) = code::encode(alert, clock, self.shared);
        let alerts = self.next.alerts.get_or_insert_with(|| self.old_alerts.clone());
        let (ordinal, known) = alerts
            .put(card)
            .ok_or(Skip::Disliked("the ordinals are used up"))?;
        let mut card = self.connection.prepare_cached(match known {
            Known::New => "INSERT INTO cards (ordinal, id, card) VALUES (?1, ?2, ?3)",
            Known::Before => "UPDATE cards SET card = ?3, gone = NULL WHERE ordinal = ?1 AND id = ?2",
        })?;
        card.execute(params![ordinal.0, alert.id.as_str(), bytes])?;
        let beside = Beside {
            version: number(version.0),
            hidden: clock.hidden.map(code::second_from),
            digest: &digest,
        };
        documents::put(self.connection, ordinal, &beside, &document)?;
        Ok(())
    }

    fn withdraw(&mut self, id: &AlertId, time: Timestamp) -> Result<(), Skip> {
        let alerts = self.next.alerts.get_or_insert_with(|| self.old_alerts.clone());
        let ordinal = alerts
            .withdraw(id, time.as_second())
            .ok_or(Skip::Disliked("there is no such alert"))?;
        self.connection
            .prepare_cached("UPDATE cards SET card = NULL, gone = ?2 WHERE ordinal = ?1")?
            .execute(params![ordinal.0, time.as_second()])?;
        documents::remove(self.connection, ordinal)?;
        Ok(())
    }

    /// Takes away what there still is of an alert, but for its id and ordinal.
    fn erase(&mut self, id: &AlertId) -> Result<Ordinal, Skip> {
        let alerts = self.next.alerts.get_or_insert_with(|| self.old_alerts.clone());
        let (ordinal, known) = alerts
            .erase(id)
            .ok_or(Skip::Disliked("the ordinals are used up"))?;
        let mut card = self.connection.prepare_cached(match known {
            Known::New => "INSERT INTO cards (ordinal, id) VALUES (?1, ?2)",
            Known::Before => "UPDATE cards SET card = NULL, gone = NULL WHERE ordinal = ?1 AND id = ?2",
        })?;
        card.execute(params![ordinal.0, id.as_str()])?;
        documents::remove(self.connection, ordinal)?;
        Ok(ordinal)
    }

    /// After an erasure: destroys the contacts that no alert has any more. Which they are.
    fn drop_contacts(&self) -> Result<Vec<usize>, StateError> {
        let alerts = self.next.alerts.as_ref().unwrap_or(self.old_alerts);
        let contacts = alerts.iter().filter_map(|(_, card)| card.contact.as_ref());
        let unused = self.shared.contacts.unused(&contacts.map(Arc::as_ptr).collect());
        for number in &unused {
            documents::drop_contact(self.connection, i64::try_from(*number).unwrap_or(i64::MAX))?;
        }
        Ok(unused)
    }

    fn register(&mut self, recorded: &Recorded) -> Result<(), Skip> {
        let registry = self
            .next
            .registry
            .get_or_insert_with(|| self.old_registry.clone());
        let row = registry.change(recorded).map_err(Skip::Disliked)?;
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO registry (kind, id, doc) VALUES (?1, ?2, ?3)")?
            .execute(params![row.kind, row.id, row.document])?;
        Ok(())
    }

    fn write_shared(&mut self) -> Result<(), StateError> {
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
            let sealed = documents::seal_contact(self.connection, number_there, &document)?;
            write("contact", number, Ok(sealed))?;
        }
        for (number, visibility) in self.shared.visibilities.unkept() {
            write("visibility", number, serde_json::to_vec(visibility))?;
        }
        Ok(())
    }
}

/// A position as SQLite keeps it.
pub(super) fn number(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}
