//! Proposed changes that wait for a second person: at most one an alert, the last.
//!
//! Uses `domain`. A row goes when its change is made, turned down, or the alert is withdrawn. One that
//! was overtaken by another change stays until then: whoever proposed it is to see what became of it.

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Row;
use rusqlite::params;

use super::apply::number;
use super::documents;
use super::documents::Keys;
use super::error::StateError;
use super::photos;
use super::photos::By;
use super::snapshot::State;
use crate::domain::fact::Fact;
use crate::domain::fact::Recorded;
use crate::domain::ids::AlertId;
use crate::domain::ids::Position;
use crate::domain::proposal::Proposal;

pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS proposals (alert TEXT PRIMARY KEY, position INTEGER NOT NULL,
        time TEXT NOT NULL, actor TEXT NOT NULL, doc BLOB NOT NULL) STRICT, WITHOUT ROWID;";

/// Keeps a proposal in the place of one before it. Whether it could be written as JSON.
pub(super) fn keep(
    connection: &Connection,
    recorded: &Recorded,
    alert: &AlertId,
    change: &Fact,
) -> Result<bool, rusqlite::Error> {
    let Ok(document) = serde_json::to_vec(change) else {
        return Ok(false);
    };
    forget(connection, alert)?;
    let position = number(recorded.position.0);
    let sealed = documents::seal(connection, Keys::Proposals, position, &document)?;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO proposals (alert, position, time, actor, doc) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            alert.as_str(),
            position,
            recorded.time.to_string(),
            recorded.actor,
            sealed
        ])?;
    photos::refer(connection, alert, By::Proposal, photos::proposed(change))?;
    Ok(true)
}

/// Forgets the proposal about an alert, if there is one.
pub(super) fn forget(connection: &Connection, alert: &AlertId) -> Result<(), rusqlite::Error> {
    let position: Option<i64> = connection
        .prepare_cached("SELECT position FROM proposals WHERE alert = ?1")?
        .query_row([alert.as_str()], |row| row.get(0))
        .optional()?;
    if let Some(position) = position {
        documents::destroy(connection, Keys::Proposals, position)?;
        photos::refer(connection, alert, By::Proposal, &[])?;
    }
    connection
        .prepare_cached("DELETE FROM proposals WHERE alert = ?1")?
        .execute([alert.as_str()])?;
    Ok(())
}

impl State {
    /// The proposal that waits about an alert, overtaken or not. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn proposal(&self, alert: &AlertId) -> Result<Option<Proposal>, StateError> {
        let row = self.readers().with(|connection| {
            connection
                .prepare_cached(&format!("{COLUMNS} WHERE alert = ?1"))?
                .query_row([alert.as_str()], raw)
                .optional()
        })?;
        row.map(read).transpose()
    }

    /// The proposals that wait, oldest first, at most `limit`. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn proposals(&self, limit: usize) -> Result<Vec<Proposal>, StateError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows: Vec<Raw> = self.readers().with(|connection| {
            connection
                .prepare_cached(&format!("{COLUMNS} ORDER BY position LIMIT ?1"))?
                .query_map([limit], raw)?
                .collect()
        })?;
        rows.into_iter().map(read).collect()
    }

    /// Whether an alert was last changed by hand, not by reading a list. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_by_hand(&self, alert: &AlertId) -> Result<bool, StateError> {
        let Some(ordinal) = self.alerts().ordinal(alert) else {
            return Ok(false);
        };
        let by_hand = self.readers().with(|connection| {
            connection
                .prepare_cached("SELECT by_hand FROM documents WHERE ordinal = ?1")?
                .query_row([ordinal.0], |row| row.get(0))
                .optional()
        })?;
        Ok(by_hand.unwrap_or_default())
    }
}

/// What is read of a proposal.
const COLUMNS: &str = "SELECT alert, position, time, actor, doc,
    (SELECT key FROM proposal_keys WHERE number = position) FROM proposals";

type Raw = (String, i64, String, String, Vec<u8>, Vec<u8>);

fn raw(row: &Row<'_>) -> Result<Raw, rusqlite::Error> {
    Ok((
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
        row.get(5)?,
    ))
}

fn read((alert, position, time, actor, sealed, key): Raw) -> Result<Proposal, StateError> {
    let damaged = || StateError::Damaged {
        row: format!("proposals {position}"),
    };
    let time: Timestamp = time.parse().map_err(|_| damaged())?;
    let document = documents::open(&key, position, &sealed).ok_or_else(damaged)?;
    Ok(Proposal {
        alert: alert.parse().map_err(|_| damaged())?,
        position: Position(position.unsigned_abs()),
        time,
        actor,
        change: serde_json::from_slice(&document).map_err(|_| damaged())?,
    })
}
