//! The journal in one SQLite file: the single node's form.
//!
//! Uses `ledger`, `digest`. Every row read is checked against its hash and its neighbour.

use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::params;
use tokio::sync::watch;

use super::digest::Row;
use super::entry::AppendError;
use super::entry::Appended;
use super::entry::Entry;
use super::entry::Expect;
use super::entry::Journal;
use super::entry::ReadError;
use super::entry::Stored;
use super::ledger::Append;
use super::ledger::Facts;
use super::ledger::SCHEMA;
use crate::domain::clock::Clock;
use crate::domain::ids::Position;
use crate::storage;
use crate::storage::Bounds;
use crate::storage::Condition;
use crate::storage::Durability;
use crate::storage::Readers;
use crate::storage::StorageError;
use crate::storage::WriteError;
use crate::storage::Writer;

/// A journal in one file. Dropping it writes what waits and closes the file cleanly.
#[derive(Debug)]
pub struct SqliteJournal {
    // Stands first so that readers are gone when the writer empties the log.
    readers: Readers,
    writer: Writer<Facts>,
    head: watch::Receiver<Position>,
}

impl SqliteJournal {
    /// Opens the journal at `path`, or begins one there.
    ///
    /// # Errors
    /// When the file cannot be made or is not a journal.
    pub fn open(path: &Path, clock: Arc<dyn Clock>) -> Result<Self, StorageError> {
        Self::start(path, storage::open(path, Durability::Full)?, clock)
    }

    pub(super) fn start(
        path: &Path,
        connection: Connection,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StorageError> {
        connection.execute_batch(SCHEMA)?;
        let tail: i64 = connection.query_row("SELECT coalesce(max(position), 0) FROM facts", [], |row| {
            row.get(0)
        })?;
        let (sender, head) = watch::channel(Position(tail.unsigned_abs()));
        let ledger = Facts { clock, head: sender };
        let bounds = Bounds {
            queue: 256,
            group_rows: 4096,
            // Some ten megabytes, ten batches of an import.
            checkpoint_rows: 20_000,
        };
        let writer = Writer::start("journal", connection, ledger, tail, bounds)?;
        Ok(Self {
            readers: Readers::of(path),
            writer,
            head,
        })
    }
}

impl Journal for SqliteJournal {
    fn append(
        &self,
        actor: String,
        entries: Vec<Entry>,
        expect: Expect,
    ) -> Pin<Box<dyn Future<Output = Result<Appended, AppendError>> + Send + '_>> {
        let append = Append {
            actor,
            entries,
            expect,
        };
        Box::pin(async move {
            self.writer.write(append).await.map_err(|error| match error {
                WriteError::Refused(conflict) => AppendError::Conflict {
                    stream: conflict.stream,
                    actual: conflict.actual,
                },
                WriteError::Full => AppendError::Full,
                WriteError::Unknown => AppendError::Unknown,
                WriteError::Stopped => AppendError::Stopped,
                WriteError::Busy | WriteError::Failed => AppendError::Failed,
            })
        })
    }

    fn condition(&self) -> watch::Receiver<Condition> {
        self.writer.condition()
    }

    fn follow(&self, after: Position, limit: usize) -> Result<Vec<Stored>, ReadError> {
        let rows = self.readers.with(|connection| rows(connection, after, limit))?;
        sound(rows, after)
    }

    fn stream(&self, stream: &str, limit: usize) -> Result<Vec<Stored>, ReadError> {
        let rows = self
            .readers
            .with(|connection| rows_of_stream(connection, stream, limit))?;
        rows.into_iter().rev().map(whole).collect()
    }

    fn head(&self) -> watch::Receiver<Position> {
        self.head.clone()
    }
}

/// A row as it is read: its time and hash as the file has them.
pub(super) type Raw = (i64, Vec<u8>, Stored);

/// The facts of `rows`, which follow the one at `after`, once each is found to be what was written.
pub(super) fn sound(rows: Vec<Raw>, after: Position) -> Result<Vec<Stored>, ReadError> {
    let mut stored = Vec::with_capacity(rows.len());
    let mut last = after;
    for row in rows {
        if row.2.position.0 != last.0.saturating_add(1) {
            return Err(ReadError::Damaged { after: last });
        }
        let fact = whole(row)?;
        last = fact.position;
        stored.push(fact);
    }
    Ok(stored)
}

/// A fact, once it is found to be what was written.
fn whole((time, hash, fact): Raw) -> Result<Stored, ReadError> {
    let row = Row {
        position: i64::try_from(fact.position.0).unwrap_or_default(),
        time,
        actor: &fact.actor,
        stream: &fact.stream,
        kind: &fact.kind,
        body: &fact.body,
    };
    if row.hash().as_slice() == hash {
        return Ok(fact);
    }
    let after = Position(fact.position.0.saturating_sub(1));
    Err(ReadError::Damaged { after })
}

pub(super) fn rows(
    connection: &Connection,
    after: Position,
    limit: usize,
) -> Result<Vec<Raw>, rusqlite::Error> {
    let after = i64::try_from(after.0).unwrap_or(i64::MAX);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut select = connection.prepare_cached(
        "SELECT position, time, actor, stream, kind, hash, body FROM facts
         WHERE position > ?1 ORDER BY position LIMIT ?2",
    )?;
    select.query_map(params![after, limit], raw)?.collect()
}

/// The last rows of a stream, the last first.
fn rows_of_stream(connection: &Connection, stream: &str, limit: usize) -> Result<Vec<Raw>, rusqlite::Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut select = connection.prepare_cached(
        "SELECT position, time, actor, stream, kind, hash, body FROM facts
         WHERE stream = ?1 ORDER BY position DESC LIMIT ?2",
    )?;
    select.query_map(params![stream, limit], raw)?.collect()
}

fn raw(row: &rusqlite::Row<'_>) -> Result<Raw, rusqlite::Error> {
    let position: i64 = row.get(0)?;
    let time: i64 = row.get(1)?;
    let stored = Stored {
        position: Position(position.unsigned_abs()),
        time: instant(time),
        actor: row.get(2)?,
        stream: row.get(3)?,
        kind: row.get(4)?,
        body: row.get(6)?,
    };
    Ok((time, row.get(5)?, stored))
}

/// Nanoseconds since 1970 as the file keeps them: good from 1677 to 2262.
pub(super) fn nanoseconds(time: Timestamp) -> i64 {
    i64::try_from(time.as_nanosecond()).unwrap_or(i64::MAX)
}

pub(super) fn instant(nanoseconds: i64) -> Timestamp {
    Timestamp::from_nanosecond(i128::from(nanoseconds)).unwrap_or(Timestamp::MAX)
}
