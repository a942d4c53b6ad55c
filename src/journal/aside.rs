//! Facts of one kind in a journal, read from outside: another process may have the file open meanwhile.
//!
//! Uses `sqlite`'s reading. Each row is held against its hash; its neighbours are not looked at.

use std::path::Path;

use rusqlite::OptionalExtension;

use super::entry::ReadError;
use super::entry::Stored;
use super::sqlite;
use crate::domain::ids::Position;
use crate::storage::Readers;
use crate::storage::StorageError;

/// The facts of a kind in the journal at `path`, in their order. Reads all its rows once.
///
/// # Errors
/// When the file is not there or cannot be read, or a row is not what was written.
pub fn of_kind(path: &Path, kind: &str) -> Result<Vec<Stored>, ReadError> {
    there(path)?;
    let readers = Readers::of(path);
    let rows = readers.with(|connection| sqlite::rows_of_kind(connection, kind))?;
    rows.into_iter().map(sqlite::whole).collect()
}

/// Whether two journals have the same fact at a position: they are one log up to there.
///
/// # Errors
/// When a file is not there or cannot be read.
pub fn same_at(one: &Path, other: &Path, position: Position) -> Result<bool, ReadError> {
    let one = hash_at(one, position)?;
    Ok(one.is_some() && one == hash_at(other, position)?)
}

fn hash_at(path: &Path, position: Position) -> Result<Option<Vec<u8>>, ReadError> {
    there(path)?;
    let position = i64::try_from(position.0).unwrap_or(i64::MAX);
    Ok(Readers::of(path).with(|connection| {
        connection
            .query_row("SELECT hash FROM facts WHERE position = ?1", [position], |row| {
                row.get(0)
            })
            .optional()
    })?)
}

/// Reading would make an empty one.
fn there(path: &Path) -> Result<(), ReadError> {
    if path.exists() {
        return Ok(());
    }
    let cause = std::io::Error::from(std::io::ErrorKind::NotFound);
    let path = path.to_owned();
    Err(StorageError::Unreachable { path, cause }.into())
}
