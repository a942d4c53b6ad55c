//! Cutting a journal that nobody uses at a moment: for a restore to before a mistake.
//!
//! Uses `storage`. Facts are one gapless order, so what is cut is an end of it, never a middle.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::params;

use super::sqlite;
use crate::domain::ids::Position;
use crate::storage;
use crate::storage::Checkpoints;
use crate::storage::Durability;
use crate::storage::StorageError;

/// Removes the facts from the first one on that was accepted after `until`. The journal's head then.
/// Where a clock was set back in between, facts behind that one go too, whatever their time says.
///
/// # Errors
/// When the file cannot be read or written.
pub fn cut(path: &Path, until: Timestamp) -> Result<Position, StorageError> {
    let connection = storage::open(path, Durability::Full)?;
    let kept = kept(&connection, until)?;
    connection.execute("DELETE FROM facts WHERE position > ?1", params![kept])?;
    Checkpoints::every(1).close(&connection)?;
    Ok(Position(kept.unsigned_abs()))
}

fn kept(connection: &Connection, until: Timestamp) -> Result<i64, rusqlite::Error> {
    connection.query_row(
        "SELECT coalesce((SELECT min(position) FROM facts WHERE time > ?1) - 1,
                         (SELECT max(position) FROM facts), 0)",
        [sqlite::nanoseconds(until)],
        |row| row.get(0),
    )
}
