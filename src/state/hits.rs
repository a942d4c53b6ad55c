//! Hits: what was reported from the field, and where each stands.
//!
//! Uses `apply`, `documents`, `snapshot`. Kept in the file alone: they are few, and no search asks for them.
//! Sealed, since a report tells of the person: they go with their alert.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::params;

use super::apply::Batch;
use super::apply::Skip;
use super::apply::number;
use super::change::Disliked;
use super::documents;
use super::documents::Keys;
use super::error::StateError;
use super::snapshot::State;
use crate::domain::fact::Fact;
use crate::domain::fact::Recorded;
use crate::domain::hit::Hit;
use crate::domain::hit::HitState;
use crate::domain::ids::AlertId;
use crate::domain::ids::HitId;

pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS hits (id TEXT PRIMARY KEY, alert TEXT NOT NULL, open INTEGER NOT NULL,
        due INTEGER, reported INTEGER NOT NULL, doc BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS hits_by_standing ON hits (open, due);";

impl Batch<'_> {
    /// Applies a fact about a hit.
    pub(super) fn hit(&mut self, recorded: &Recorded) -> Result<(), Skip> {
        let disliked = |reason: Disliked| Skip::Disliked(reason);
        let (reported, hit) = match &recorded.fact {
            Fact::HitReported { report, due } => (
                number(recorded.position.0),
                Hit {
                    report: report.as_ref().clone(),
                    reporter: recorded.actor.clone(),
                    reported: recorded.time,
                    state: HitState::Reported,
                    escalations: 0,
                    due: Some(*due),
                    note: None,
                    version: recorded.position,
                },
            ),
            Fact::HitChanged { hit, change, .. } => {
                let kept = self
                    .connection
                    .prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?
                    .query_row([hit.as_str()], raw)
                    .optional()?;
                let kept = kept.ok_or_else(|| disliked("there is no such hit"))?;
                let reported = kept.reported;
                let changed = read(kept).map_err(Skip::Storage)?.changed(change.clone());
                let changed = changed.map_err(|_| disliked("the hit is answered already"))?;
                let version = recorded.position;
                (reported, Hit { version, ..changed })
            }
            _ => return Err(disliked("it is not about a hit")),
        };
        let document = serde_json::to_vec(&hit).map_err(|_| disliked("it cannot be written as JSON"))?;
        let sealed = documents::seal(self.connection, Keys::Hits, reported, &document)?;
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO hits (id, alert, open, due, reported, doc)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                hit.report.hit.as_str(),
                hit.report.alert.as_str(),
                hit.state.is_open(),
                hit.due.map(Timestamp::as_millisecond),
                reported,
                sealed
            ])?;
        Ok(())
    }
}

/// Takes away the hits of an alert that is erased.
pub(super) fn forget(connection: &Connection, alert: &AlertId) -> Result<(), rusqlite::Error> {
    let reported: Vec<i64> = connection
        .prepare_cached("DELETE FROM hits WHERE alert = ?1 RETURNING reported")?
        .query_map([alert.as_str()], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for number in reported {
        documents::destroy(connection, Keys::Hits, number)?;
    }
    Ok(())
}

impl State {
    /// A hit; none when there is no such one. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hit(&self, id: &HitId) -> Result<Option<Hit>, StateError> {
        let kept = self.readers().with(|connection| {
            connection
                .prepare_cached(&format!("{COLUMNS} WHERE id = ?1"))?
                .query_row([id.as_str()], raw)
                .optional()
        })?;
        kept.map(read).transpose()
    }

    /// Hits, the newest first, at most `limit`; only those that wait for an answer, or all. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hits(&self, only_open: bool, limit: usize) -> Result<Vec<Hit>, StateError> {
        let rest = "WHERE open >= ?1 ORDER BY id DESC LIMIT ?2";
        self.hits_by(rest, i64::from(only_open), limit)
    }

    /// Hits whose instant has come by `now`, at most `limit`. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hits_due(&self, now: Timestamp, limit: usize) -> Result<Vec<Hit>, StateError> {
        let rest = "WHERE open = 1 AND due <= ?1 ORDER BY due LIMIT ?2";
        self.hits_by(rest, now.as_millisecond(), limit)
    }

    fn hits_by(&self, rest: &str, argument: i64, limit: usize) -> Result<Vec<Hit>, StateError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let kept: Vec<Raw> = self.readers().with(|connection| {
            connection
                .prepare_cached(&format!("{COLUMNS} {rest}"))?
                .query_map([argument, limit], raw)?
                .collect()
        })?;
        kept.into_iter().map(read).collect()
    }
}

const COLUMNS: &str = "SELECT reported, doc, (SELECT key FROM hit_keys WHERE number = reported) FROM hits";

/// A hit as the file has it.
struct Raw {
    reported: i64,
    sealed: Vec<u8>,
    key: Vec<u8>,
}

fn raw(row: &Row<'_>) -> Result<Raw, rusqlite::Error> {
    Ok(Raw {
        reported: row.get(0)?,
        sealed: row.get(1)?,
        key: row.get(2)?,
    })
}

fn read(kept: Raw) -> Result<Hit, StateError> {
    let damaged = || StateError::Damaged {
        row: format!("hits {}", kept.reported),
    };
    let document = documents::open(&kept.key, kept.reported, &kept.sealed).ok_or_else(damaged)?;
    serde_json::from_slice(&document).map_err(|_| damaged())
}
