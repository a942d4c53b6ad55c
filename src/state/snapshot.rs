//! State itself: one that applies, many that read.
//!
//! Uses the rest of the room. Applying belongs to the thread that follows the journal; every other
//! caller reads a snapshot, or a document from the file.

use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use arc_swap::ArcSwap;
use arc_swap::Guard;
use jiff::Timestamp;
use rusqlite::Connection;
use tokio::sync::watch;

use super::alerts::Alerts;
use super::apply::Batch;
use super::apply::Next;
use super::documents;
use super::documents::Raw;
use super::error::StateError;
use super::feeds::Feeds;
use super::registry::Registry;
use super::shared::Shared;
use super::store;
use crate::domain::alert::Alert;
use crate::domain::fact::Recorded;
use crate::domain::force::Force;
use crate::domain::ids::AlertId;
use crate::domain::ids::Ordinal;
use crate::domain::ids::Position;
use crate::storage;
use crate::storage::Checkpoints;
use crate::storage::Readers;
use crate::storage::StorageError;

/// What all applied facts add up to.
#[derive(Debug)]
pub struct State {
    pub(super) readers: Readers,
    owner: Mutex<Owner>,
    registry: ArcSwap<Registry>,
    alerts: ArcSwap<Alerts>,
    pub(super) feeds: ArcSwap<Feeds>,
    position: watch::Sender<Position>,
    erased: watch::Sender<Position>,
    registry_changes: watch::Sender<u64>,
}

/// What only the one that applies needs.
#[derive(Debug)]
struct Owner {
    connection: Connection,
    shared: Shared,
    checkpoints: Checkpoints,
    /// The position of the last fact that erased something.
    erasing: Position,
}

/// An alert with its place and version.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StoredAlert {
    /// Its ordinal.
    pub ordinal: Ordinal,
    /// The position of its last fact: the version to expect in a change.
    pub version: Position,
    /// The first instant at which it is not hidden, past or to come; none when nobody hid it.
    pub hidden_until: Option<Timestamp>,
    /// The alert.
    pub alert: Alert,
}

impl StoredAlert {
    /// Whether it may be a candidate at `now`.
    #[must_use]
    pub fn in_force(&self, now: Timestamp) -> bool {
        self.force(now).is_in_force()
    }

    /// Where it stands at `now`.
    #[must_use]
    pub fn force(&self, now: Timestamp) -> Force {
        Force::of(&self.alert, self.hidden_until, now)
    }
}

impl State {
    /// Opens the state kept at `path`, or an empty one. A file of another version is emptied: the
    /// caller replays from `position`.
    ///
    /// # Errors
    /// When the file cannot be made or read; `Damaged` asks for [`State::discard`] and a replay.
    pub fn open(path: &Path) -> Result<Self, StateError> {
        let (connection, loaded) = store::open(path)?;
        let version = loaded.registry.version();
        let mut checkpoints = Checkpoints::every(20_000);
        // Opening empties the log, so that nothing erased is in it; where that failed, it is tried again.
        let emptied = checkpoints.empty(&connection)?;
        let erased = if emptied { loaded.position } else { Position(0) };
        Ok(Self {
            readers: Readers::of(path),
            owner: Mutex::new(Owner {
                connection,
                shared: loaded.shared,
                checkpoints,
                erasing: loaded.position,
            }),
            registry: ArcSwap::from_pointee(loaded.registry),
            alerts: ArcSwap::from_pointee(loaded.alerts),
            feeds: ArcSwap::from_pointee(loaded.feeds),
            position: watch::Sender::new(loaded.position),
            erased: watch::Sender::new(erased),
            registry_changes: watch::Sender::new(version),
        })
    }

    /// Removes the file at `path`, which no state may have open, so that the next `open` begins at
    /// position 0.
    ///
    /// # Errors
    /// When it is there and cannot be removed.
    pub fn discard(path: &Path) -> Result<(), StorageError> {
        storage::remove(path)
    }

    /// Connections that read the file.
    pub(super) const fn readers(&self) -> &Readers {
        &self.readers
    }

    /// The position of the last fact applied.
    #[must_use]
    pub fn position(&self) -> Position {
        *self.position.borrow()
    }

    /// The same, as it changes. When a position shows here, the snapshots hold it.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Position> {
        self.position.subscribe()
    }

    /// The registry's version, as it changes: only by facts about partners, certificates, users and
    /// profiles. When a version shows here, the snapshot holds it.
    #[must_use]
    pub fn registry_changes(&self) -> watch::Receiver<u64> {
        self.registry_changes.subscribe()
    }

    /// The registry now. A guard is short-lived: not to be held across an `.await`.
    #[must_use]
    pub fn registry(&self) -> Guard<Arc<Registry>> {
        self.registry.load()
    }

    /// The cards now, to be kept for as long as one search takes.
    #[must_use]
    pub fn alerts(&self) -> Arc<Alerts> {
        self.alerts.load_full()
    }

    /// Applies facts in their order: one transaction, then the new snapshots. Facts at or before the
    /// present position were applied and are left out; one that makes no sense is logged and skipped.
    ///
    /// # Errors
    /// When the file cannot be written; then nothing of the batch was applied. After `Broken` the
    /// process must exit.
    pub fn apply(&self, recorded: &[Recorded]) -> Result<(), StateError> {
        let last = recorded
            .iter()
            .map(|fact| fact.position)
            .max()
            .unwrap_or_default();
        self.apply_through(recorded, last)
    }

    /// As `apply`, and moves on to `through`: for a follower that met facts it could not read.
    ///
    /// # Errors
    /// As for `apply`.
    pub fn apply_through(&self, recorded: &[Recorded], through: Position) -> Result<(), StateError> {
        let mut owner = self.owner.lock().unwrap_or_else(PoisonError::into_inner);
        let from = self.position();
        if through <= from {
            return Ok(());
        }
        let fresh = || recorded.iter().filter(move |fact| fact.position > from);
        let next = self.write(&mut owner, fresh(), through)?;
        let registry_version = next.registry.as_ref().map(Registry::version);
        if let Some(alerts) = next.alerts {
            self.alerts.store(Arc::new(alerts));
        }
        if let Some(feeds) = next.feeds {
            self.feeds.store(Arc::new(feeds));
        }
        if let Some(registry) = next.registry {
            self.registry.store(Arc::new(registry));
        }
        if let Some(version) = registry_version {
            self.registry_changes
                .send_if_modified(|known| std::mem::replace(known, version) != version);
        }
        self.position.send_replace(through);
        let rows = fresh().count();
        let Owner {
            connection,
            shared,
            checkpoints,
            erasing,
        } = &mut *owner;
        shared.uses.take(&next.uses);
        for number in next.unused_contacts {
            shared.contacts.drop(number);
            shared.uses.drop(number);
        }
        if let Some(last) = fresh().rfind(|fact| fact.fact.erases().is_some()) {
            *erasing = last.position;
        }
        checkpoints.committed(connection, rows)?;
        self.empty(&mut owner)
    }

    /// Up to which position what facts erased is in none of the state's files any more: the write-ahead
    /// log is emptied a moment after they were applied.
    #[must_use]
    pub fn erased(&self) -> watch::Receiver<Position> {
        self.erased.subscribe()
    }

    /// Tries again to empty the log where a reader was in the way when something was erased. Waits for the
    /// disk.
    ///
    /// # Errors
    /// `Broken` when a sync failed.
    pub fn empty_log(&self) -> Result<(), StateError> {
        self.empty(&mut self.owner.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn empty(&self, owner: &mut Owner) -> Result<(), StateError> {
        let traces = *self.erased.borrow() < owner.erasing;
        if !traces || owner.checkpoints.empty(&owner.connection)? {
            self.erased.send_replace(self.position());
        }
        Ok(())
    }

    /// The ordinals that facts after a position have erased, with the positions of these facts, in order
    /// and at most `limit`. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn erased_after(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Vec<(Position, Ordinal)>, StateError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let after = i64::try_from(after.0).unwrap_or(i64::MAX);
        Ok(self
            .readers
            .with(|connection| documents::erased_after(connection, after, limit))?)
    }

    fn write<'f>(
        &self,
        owner: &mut Owner,
        facts: impl Iterator<Item = &'f Recorded>,
        through: Position,
    ) -> Result<Next, StateError> {
        let Owner {
            connection, shared, ..
        } = owner;
        let transaction = connection.unchecked_transaction()?;
        let (old_alerts, old_registry) = (self.alerts.load(), self.registry.load());
        let old_feeds = self.feeds.load();
        let mut batch = Batch {
            connection: &transaction,
            shared,
            old_alerts: &old_alerts,
            old_registry: &old_registry,
            old_feeds: &old_feeds,
            next: Next::default(),
            erasing: false,
        };
        let written = batch.write(facts, through);
        let next = std::mem::take(&mut batch.next);
        let done = written.and_then(|()| {
            transaction
                .commit()
                .map_err(|error| StorageError::of_commit(error).into())
        });
        match done {
            Ok(()) => {
                shared.keep();
                Ok(next)
            }
            Err(error) => {
                shared.forget();
                Err(error)
            }
        }
    }

    /// An alert by id; none when it was withdrawn or never was. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn alert(&self, id: &AlertId) -> Result<Option<StoredAlert>, StateError> {
        match self.alerts.load().ordinal(id) {
            Some(ordinal) => self.alert_by_ordinal(ordinal),
            None => Ok(None),
        }
    }

    /// An alert by ordinal; none when it was withdrawn or never was. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn alert_by_ordinal(&self, ordinal: Ordinal) -> Result<Option<StoredAlert>, StateError> {
        let row = self
            .readers
            .with(|connection| documents::get(connection, ordinal))?;
        row.as_ref().map(stored).transpose()
    }

    /// Alerts in the order of their ordinals from `from` on, at most `limit`. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn alerts_from(&self, from: Ordinal, limit: usize) -> Result<Vec<StoredAlert>, StateError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows: Vec<Raw> = self.readers.with(|connection| {
            connection
                .prepare_cached(&format!(
                    "{} WHERE ordinal >= ?1 ORDER BY ordinal LIMIT ?2",
                    documents::COLUMNS
                ))?
                .query_map((from.0, limit), Raw::of)?
                .collect()
        })?;
        rows.iter().map(stored).collect()
    }
}

#[cfg(test)]
impl State {
    /// Stands in for a full disk.
    pub(super) fn limit_pages(&self, pages: u32) {
        let owner = self.owner.lock().unwrap();
        owner
            .connection
            .execute_batch(&format!("PRAGMA max_page_count = {pages}"))
            .unwrap();
    }
}

impl Drop for State {
    fn drop(&mut self) {
        let Owner {
            connection,
            checkpoints,
            ..
        } = self.owner.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = checkpoints.close(connection) {
            tracing::error!(%error, "the state was not closed cleanly; the next start mends it");
        }
    }
}

fn stored(raw: &Raw) -> Result<StoredAlert, StateError> {
    let ordinal = raw.ordinal;
    let alert = serde_json::from_slice(&raw.open()?).map_err(|_| StateError::Damaged {
        row: format!("documents {ordinal}"),
    })?;
    Ok(StoredAlert {
        ordinal: Ordinal(ordinal),
        version: Position(raw.version.unsigned_abs()),
        hidden_until: raw.hidden.and_then(|second| Timestamp::from_second(second).ok()),
        alert,
    })
}
