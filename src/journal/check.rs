//! Looking at a journal from outside: is it whole, and how far does it go?
//!
//! Uses `sqlite`'s reading. Changes nothing, and a process may have the file open meanwhile.

use std::path::Path;

use jiff::Timestamp;

use super::entry::ReadError;
use super::sqlite;
use crate::domain::ids::Position;
use crate::storage::Readers;
use crate::storage::StorageError;

/// Rows looked at together, and as many at the end where not all are asked for.
const BATCH: u64 = 1_000;

/// What a check has read.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Checked {
    /// The last position; 0 for a journal without facts.
    pub head: Position,
    /// When its fact was accepted.
    pub last: Option<Timestamp>,
    /// Rows whose hash and place were checked.
    pub rows: u64,
    /// The hash that the last row carries.
    pub hash: [u8; 32],
}

/// Checks the rows of the journal at `path` against their hashes and neighbours: all of them, or the
/// last thousand.
///
/// # Errors
/// When the file cannot be read, is damaged, or a row is not what was written.
pub fn check(path: &Path, all: bool) -> Result<Checked, ReadError> {
    if !path.exists() {
        let cause = std::io::Error::from(std::io::ErrorKind::NotFound);
        let path = path.to_owned();
        return Err(StorageError::Unreachable { path, cause }.into());
    }
    let readers = Readers::of(path);
    let head = readers.with(|connection| {
        connection.query_row("SELECT coalesce(max(position), 0) FROM facts", [], |row| {
            row.get::<_, i64>(0)
        })
    })?;
    let head = head.unsigned_abs();
    let mut checked = Checked {
        head: Position(head),
        ..Checked::default()
    };
    let mut after = Position(if all { 0 } else { head.saturating_sub(BATCH) });
    while after.0 < head {
        let limit = usize::try_from(BATCH).unwrap_or(usize::MAX);
        let raw = readers.with(|connection| sqlite::rows(connection, after, limit))?;
        let hash = raw.last().map(|(_, hash, _)| hash.clone());
        let rows = sqlite::sound(raw, after)?;
        // Sound, so that it is as long as a hash.
        if let Some(Ok(hash)) = hash.map(<[u8; 32]>::try_from) {
            checked.hash = hash;
        }
        let Some(last) = rows.last() else {
            return Err(ReadError::Damaged { after });
        };
        after = last.position;
        checked.last = Some(last.time);
        checked.rows += rows.len() as u64;
    }
    Ok(checked)
}
