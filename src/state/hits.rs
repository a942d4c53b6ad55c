//! Hits: what was reported from the field, and where each stands.
//!
//! Uses `apply`, `snapshot`. Kept in the file alone: they are few, and no search asks for them.

use jiff::Timestamp;
use rusqlite::OptionalExtension;
use rusqlite::params;

use super::apply::Batch;
use super::apply::Skip;
use super::apply::number;
use super::change::Disliked;
use super::error::StateError;
use super::snapshot::State;
use crate::domain::fact::Fact;
use crate::domain::fact::Recorded;
use crate::domain::hit::Hit;
use crate::domain::hit::HitState;
use crate::domain::ids::HitId;

pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS hits (id TEXT PRIMARY KEY, alert TEXT NOT NULL, open INTEGER NOT NULL,
        due INTEGER, position INTEGER NOT NULL, doc BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS hits_by_standing ON hits (open, due);";

impl Batch<'_> {
    /// Applies a fact about a hit.
    pub(super) fn hit(&mut self, recorded: &Recorded) -> Result<(), Skip> {
        let disliked = |reason: Disliked| Skip::Disliked(reason);
        let hit = match &recorded.fact {
            Fact::HitReported { report, due } => Hit {
                report: report.as_ref().clone(),
                reporter: recorded.actor.clone(),
                reported: recorded.time,
                state: HitState::Reported,
                escalations: 0,
                due: Some(*due),
                note: None,
                version: recorded.position,
            },
            Fact::HitChanged { hit, change, .. } => {
                let document: Option<Vec<u8>> = self
                    .connection
                    .prepare_cached("SELECT doc FROM hits WHERE id = ?1")?
                    .query_row([hit.as_str()], |row| row.get(0))
                    .optional()?;
                let document = document.ok_or_else(|| disliked("there is no such hit"))?;
                let known = read(&document).map_err(Skip::Storage)?;
                let changed = known.changed(change.clone());
                Hit {
                    version: recorded.position,
                    ..changed.map_err(|_| disliked("the hit is answered already"))?
                }
            }
            _ => return Err(disliked("it is not about a hit")),
        };
        let document = serde_json::to_vec(&hit).map_err(|_| disliked("it cannot be written as JSON"))?;
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO hits (id, alert, open, due, position, doc)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                hit.report.hit.as_str(),
                hit.report.alert.as_str(),
                hit.state.is_open(),
                hit.due.map(Timestamp::as_millisecond),
                number(hit.version.0),
                document
            ])?;
        Ok(())
    }
}

impl State {
    /// A hit; none when there is no such one. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hit(&self, id: &HitId) -> Result<Option<Hit>, StateError> {
        let document: Option<Vec<u8>> = self.readers().with(|connection| {
            connection
                .prepare_cached("SELECT doc FROM hits WHERE id = ?1")?
                .query_row([id.as_str()], |row| row.get(0))
                .optional()
        })?;
        document.as_deref().map(read).transpose()
    }

    /// Hits, the newest first, at most `limit`; only those that wait for an answer, or all. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hits(&self, only_open: bool, limit: usize) -> Result<Vec<Hit>, StateError> {
        let sql = "SELECT doc FROM hits WHERE open >= ?1 ORDER BY id DESC LIMIT ?2";
        self.hits_by(sql, i64::from(only_open), limit)
    }

    /// Hits whose instant has come by `now`, at most `limit`. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hits_due(&self, now: Timestamp, limit: usize) -> Result<Vec<Hit>, StateError> {
        let sql = "SELECT doc FROM hits WHERE open = 1 AND due <= ?1 ORDER BY due LIMIT ?2";
        self.hits_by(sql, now.as_millisecond(), limit)
    }

    fn hits_by(&self, sql: &str, argument: i64, limit: usize) -> Result<Vec<Hit>, StateError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let documents: Vec<Vec<u8>> = self.readers().with(|connection| {
            connection
                .prepare_cached(sql)?
                .query_map([argument, limit], |row| row.get(0))?
                .collect()
        })?;
        documents.iter().map(|document| read(document)).collect()
    }
}

fn read(document: &[u8]) -> Result<Hit, StateError> {
    serde_json::from_slice(document).map_err(|_| StateError::Damaged {
        row: "hits".to_owned(),
    })
}
