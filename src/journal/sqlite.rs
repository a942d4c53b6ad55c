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
use super::entry::Body;
use super::entry::Entry;
use super::entry::Expect;
use super::entry::Journal;
use super::entry::ReadError;
use super::entry::Stored;
use super::ledger::Append;
use super::ledger::Facts;
use super::ledger::OPEN;
use super::ledger::OVERWRITTEN;
use super::ledger::SCHEMA;
use super::ledger::SEALED;
use super::ledger::Tail;
use crate::domain::clock::Clock;
use crate::domain::ids::Position;
use crate::storage;
use crate::storage::Bounds;
use crate::storage::Checkpoints;
use crate::storage::Condition;
use crate::storage::Durability;
use crate::storage::Readers;
use crate::storage::SealKey;
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
    erased: watch::Receiver<Position>,
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
        if !has_seals(&connection)? {
            connection.execute_batch(SEALED)?;
        }
        let tail: i64 = connection.query_row("SELECT coalesce(max(position), 0) FROM facts", [], |row| {
            row.get(0)
        })?;
        let last = Position(tail.unsigned_abs());
        let (sender, head) = watch::channel(last);
        // Opening empties the log, so that nothing erased is in it; where that failed, the first group does.
        let emptied = Checkpoints::every(usize::MAX).empty(&connection)?;
        let (gone, erased) = watch::channel(if emptied { last } else { Position(0) });
        let ledger = Facts {
            clock,
            head: sender,
            erased: gone,
            erasing: last,
        };
        let tail = Tail {
            position: tail,
            erasing: tail,
        };
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
            erased,
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

    fn erased(&self) -> watch::Receiver<Position> {
        self.erased.clone()
    }
}

/// A row as it is read.
pub(super) struct Raw {
    position: i64,
    time: i64,
    actor: String,
    stream: String,
    kind: String,
    pub(super) hash: Vec<u8>,
    body: Vec<u8>,
    sealed: Option<i64>,
    /// The key it is sealed under, or what stands in its place.
    key: Option<Vec<u8>>,
}

/// The facts of `rows`, which follow the one at `after`, once each is found to be what was written.
pub(super) fn sound(rows: Vec<Raw>, after: Position) -> Result<Vec<Stored>, ReadError> {
    let mut stored = Vec::with_capacity(rows.len());
    let mut last = after;
    for row in rows {
        if row.position.unsigned_abs() != last.0.saturating_add(1) {
            return Err(ReadError::Damaged { after: last });
        }
        let fact = whole(row)?;
        last = fact.position;
        stored.push(fact);
    }
    Ok(stored)
}

/// A fact, once it is found to be what was written.
pub(super) fn whole(raw: Raw) -> Result<Stored, ReadError> {
    let position = Position(raw.position.unsigned_abs());
    let damaged = || ReadError::Damaged {
        after: Position(position.0.saturating_sub(1)),
    };
    let row = Row {
        position: raw.position,
        time: raw.time,
        actor: &raw.actor,
        stream: &raw.stream,
        kind: &raw.kind,
        body: &raw.body,
        sealed: raw.sealed,
    };
    if row.hash().as_slice() != raw.hash {
        return Err(damaged());
    }
    let body = match raw.sealed {
        None | Some(OPEN) => Body::Open(raw.body),
        Some(OVERWRITTEN) => Body::Erased,
        // Keys are overwritten, never removed: one that is not there was not destroyed by us.
        Some(_) => match SealKey::kept(&raw.key.ok_or_else(damaged)?) {
            Some(key) => Body::Open(key.open(&row.about(), row.body).ok_or_else(damaged)?),
            None => Body::Erased,
        },
    };
    Ok(Stored {
        position,
        time: instant(raw.time),
        actor: raw.actor,
        stream: raw.stream,
        kind: raw.kind,
        body,
    })
}

/// Whether this version has written to the file: before, no row was sealed.
pub(super) fn has_seals(connection: &Connection) -> Result<bool, rusqlite::Error> {
    let columns = "SELECT count(*) FROM pragma_table_info('facts') WHERE name = 'sealed'";
    connection.query_row(columns, [], |row| row.get::<_, i64>(0).map(|count| count > 0))
}

const ROWS: &str = "SELECT position, time, actor, stream, kind, hash, body, sealed,
    (SELECT key FROM keys WHERE number = sealed) FROM facts";
const ROWS_BEFORE_SEALS: &str =
    "SELECT position, time, actor, stream, kind, hash, body, NULL, NULL FROM facts";

/// Rows after a position, in order.
pub(super) fn rows(
    connection: &Connection,
    after: Position,
    limit: usize,
) -> Result<Vec<Raw>, rusqlite::Error> {
    rows_of(connection, ROWS, after, limit)
}

/// The same of a file that no process of this version may have opened for writing yet.
pub(super) fn rows_of_any(
    connection: &Connection,
    after: Position,
    limit: usize,
) -> Result<Vec<Raw>, rusqlite::Error> {
    rows_of(connection, rows_here(connection)?, after, limit)
}

/// The rows of a kind, in order, of a file that no process of this version may have opened for writing yet.
pub(super) fn rows_of_kind(connection: &Connection, kind: &str) -> Result<Vec<Raw>, rusqlite::Error> {
    let rows = rows_here(connection)?;
    connection
        .prepare_cached(&format!("{rows} WHERE kind = ?1 ORDER BY position"))?
        .query_map([kind], raw)?
        .collect()
}

fn rows_here(connection: &Connection) -> Result<&'static str, rusqlite::Error> {
    let seals = has_seals(connection)?;
    Ok(if seals { ROWS } else { ROWS_BEFORE_SEALS })
}

fn rows_of(
    connection: &Connection,
    rows: &str,
    after: Position,
    limit: usize,
) -> Result<Vec<Raw>, rusqlite::Error> {
    let after = i64::try_from(after.0).unwrap_or(i64::MAX);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    connection
        .prepare_cached(&format!("{rows} WHERE position > ?1 ORDER BY position LIMIT ?2"))?
        .query_map(params![after, limit], raw)?
        .collect()
}

/// The last rows of a stream, the last first.
fn rows_of_stream(connection: &Connection, stream: &str, limit: usize) -> Result<Vec<Raw>, rusqlite::Error> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    connection
        .prepare_cached(&format!(
            "{ROWS} WHERE stream = ?1 ORDER BY position DESC LIMIT ?2"
        ))?
        .query_map(params![stream, limit], raw)?
        .collect()
}

fn raw(row: &rusqlite::Row<'_>) -> Result<Raw, rusqlite::Error> {
    Ok(Raw {
        position: row.get(0)?,
        time: row.get(1)?,
        actor: row.get(2)?,
        stream: row.get(3)?,
        kind: row.get(4)?,
        hash: row.get(5)?,
        body: row.get(6)?,
        sealed: row.get(7)?,
        key: row.get(8)?,
    })
}

/// Nanoseconds since 1970 as the file keeps them: good from 1677 to 2262.
pub(super) fn nanoseconds(time: Timestamp) -> i64 {
    i64::try_from(time.as_nanosecond()).unwrap_or(i64::MAX)
}

pub(super) fn instant(nanoseconds: i64) -> Timestamp {
    Timestamp::from_nanosecond(i128::from(nanoseconds)).unwrap_or(Timestamp::MAX)
}
