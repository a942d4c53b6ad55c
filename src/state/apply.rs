//! Applying a batch of facts: one transaction, then the new snapshots.
//!
//! Uses `alerts`, `change`, `code`, `fingerprint`, `shared`. Nothing is seen by readers before the
//! transaction is in, and a transaction taken back leaves nothing in memory either.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use super::alerts::Alerts;
use super::alerts::Known;
use super::change::Disliked;
use super::code;
use super::error::StateError;
use super::feeds;
use super::feeds::Feeds;
use super::fingerprint;
use super::registry::Registry;
use super::shared::Shared;
use crate::domain::alert::Alert;
use crate::domain::fact::Fact;
use crate::domain::fact::Recorded;
use crate::domain::ids::AlertId;
use crate::domain::ids::FeedId;
use crate::domain::ids::Ordinal;
use crate::domain::ids::Position;

/// What a batch makes of the snapshots; a part it does not touch stays as it was.
#[derive(Default)]
pub(super) struct Next {
    pub(super) alerts: Option<Alerts>,
    pub(super) registry: Option<Registry>,
    pub(super) feeds: Option<Feeds>,
}

/// A batch under way.
pub(super) struct Batch<'a> {
    pub(super) connection: &'a Connection,
    pub(super) shared: &'a mut Shared,
    pub(super) old_alerts: &'a Alerts,
    pub(super) old_registry: &'a Registry,
    pub(super) old_feeds: &'a Feeds,
    pub(super) next: Next,
}

/// Why one fact is not applied.
pub(super) enum Skip {
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
        let registry = self.next.registry.as_ref().unwrap_or(self.old_registry).version();
        self.connection
            .prepare_cached("UPDATE progress SET position = ?1, registry = ?2 WHERE one = 1")?
            .execute(params![number(position.0), number(registry)])?;
        Ok(())
    }

    fn one(&mut self, recorded: &Recorded) -> Result<(), Skip> {
        match &recorded.fact {
            Fact::AlertPut { alert, feed } => {
                let hidden = self.hidden(&alert.id);
                let (ordinal, digest) = self.put(recorded.position, alert, hidden)?;
                match feed {
                    Some(feed) => Ok(feeds::hold(self.connection, ordinal, feed, &digest)?),
                    None => Ok(()),
                }
            }
            Fact::AlertCorrected { alert, .. } => {
                let hidden = self.hidden(&alert.id);
                self.put(recorded.position, alert, hidden).map(drop)
            }
            Fact::AlertEntered {
                alert, not_before, ..
            } => self.put(recorded.position, alert, *not_before).map(drop),
            Fact::AlertExtended {
                alert,
                review_due,
                validated,
                ..
            } => {
                let kept = self.stored(alert)?.extended(*review_due, *validated);
                let hidden = self.hidden(alert);
                self.put(recorded.position, &kept, hidden).map(drop)
            }
            Fact::AlertHidden { alert, until, .. } => {
                let kept = self.stored(alert)?;
                self.put(recorded.position, &kept, Some(*until)).map(drop)
            }
            Fact::AlertUnhidden { alert, .. } => {
                let kept = self.stored(alert)?;
                self.put(recorded.position, &kept, None).map(drop)
            }
            Fact::AlertWithdrawn { alert, feed, .. } => self.withdraw(alert, feed.as_ref()),
            Fact::FeedPut { .. }
            | Fact::FeedConfirmed { .. }
            | Fact::FeedRan { .. }
            | Fact::FeedRemoved { .. } => self.feed(recorded),
            Fact::HitReported { .. } | Fact::HitChanged { .. } => self.hit(recorded),
            Fact::ProfilePut { .. }
            | Fact::PartnerPut { .. }
            | Fact::PartnerSuspended { .. }
            | Fact::PartnerResumed { .. }
            | Fact::StaffPut { .. }
            | Fact::CertificateRegistered { .. }
            | Fact::CertificateRevoked { .. } => self.register(recorded),
        }
    }

    /// Until when an alert is hidden, as far as the batch has got.
    fn hidden(&self, id: &AlertId) -> Option<Timestamp> {
        let alerts = self.next.alerts.as_ref().unwrap_or(self.old_alerts);
        alerts.card(alerts.ordinal(id)?)?.hidden_until()
    }

    /// An alert as the batch has made it so far.
    fn stored(&self, id: &AlertId) -> Result<Alert, Skip> {
        let alerts = self.next.alerts.as_ref().unwrap_or(self.old_alerts);
        let none = || Skip::Disliked("there is no such alert");
        let ordinal = alerts.ordinal(id).ok_or_else(none)?;
        let document: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT doc FROM documents WHERE ordinal = ?1")?
            .query_row([ordinal.0], |row| row.get(0))
            .optional()?;
        serde_json::from_slice(&document.ok_or_else(none)?).map_err(|_| {
            Skip::Storage(StateError::Damaged {
                row: format!("documents {}", ordinal.0),
            })
        })
    }

    /// Writes an alert; its ordinal and fingerprint.
    fn put(
        &mut self,
        version: Position,
        alert: &Alert,
        hidden: Option<Timestamp>,
    ) -> Result<(Ordinal, [u8; 32]), Skip> {
        let document =
            fingerprint::document(alert).map_err(|_| Skip::Disliked("it cannot be written as JSON"))?;
        let digest = fingerprint::of_document(&document);
        let (card, bytes) = code::encode(alert, hidden, self.shared);
        let alerts = self.next.alerts.get_or_insert_with(|| self.old_alerts.clone());
        let (ordinal, known) = alerts
            .put(card)
            .ok_or(Skip::Disliked("the ordinals are used up"))?;
        let mut card = self.connection.prepare_cached(match known {
            Known::New => "INSERT INTO cards (ordinal, id, card) VALUES (?1, ?2, ?3)",
            Known::Before => "UPDATE cards SET card = ?3 WHERE ordinal = ?1 AND id = ?2",
        })?;
        card.execute(params![ordinal.0, alert.id.as_str(), bytes])?;
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO documents (ordinal, version, hidden, digest, doc)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                ordinal.0,
                number(version.0),
                hidden.map(code::second_from),
                digest,
                document
            ])?;
        Ok((ordinal, digest))
    }

    fn withdraw(&mut self, id: &AlertId, by: Option<&FeedId>) -> Result<(), Skip> {
        let alerts = self.next.alerts.get_or_insert_with(|| self.old_alerts.clone());
        let ordinal = alerts
            .withdraw(id)
            .ok_or(Skip::Disliked("there is no such alert"))?;
        self.connection
            .prepare_cached("UPDATE cards SET card = NULL WHERE ordinal = ?1")?
            .execute([ordinal.0])?;
        self.connection
            .prepare_cached("DELETE FROM documents WHERE ordinal = ?1")?
            .execute([ordinal.0])?;
        Ok(feeds::withdrawn(self.connection, ordinal, by)?)
    }

    fn feed(&mut self, recorded: &Recorded) -> Result<(), Skip> {
        let feeds = self.next.feeds.get_or_insert_with(|| self.old_feeds.clone());
        let changed = feeds::change(feeds, self.connection, recorded).map_err(Skip::Storage)?;
        changed.map_err(Skip::Disliked)
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
            write("contact", number, serde_json::to_vec(contact))?;
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
