//! What the journal's writer thread does with one append.
//!
//! Uses `digest`, `entry`, `keys`. The expectation is checked inside the transaction that writes, so of two
//! appends of one group the second sees the first.

use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;
use tokio::sync::watch;

use super::digest::Row;
use super::entry::Appended;
use super::entry::Entry;
use super::entry::Expect;
use super::keys;
use crate::domain::clock::Clock;
use crate::domain::ids::Position;
use crate::storage::Ledger;

pub(super) const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS facts (
        position INTEGER PRIMARY KEY,
        time INTEGER NOT NULL,
        actor TEXT NOT NULL,
        stream TEXT NOT NULL,
        kind TEXT NOT NULL,
        hash BLOB NOT NULL,
        body BLOB NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS facts_of_stream ON facts (stream);
    CREATE TABLE IF NOT EXISTS keys (number INTEGER PRIMARY KEY, name TEXT NOT NULL, key BLOB NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS keys_of_name ON keys (name);";

/// How a row's body is kept: the number of the key it is sealed under; NULL in rows of journals that had
/// no seals yet.
pub(super) const SEALED: &str = "ALTER TABLE facts ADD COLUMN sealed INTEGER";

/// In the place of a key's number: the body is open and stays so.
pub(super) const OPEN: i64 = 0;

/// In the place of a key's number: the body was overwritten.
pub(super) const OVERWRITTEN: i64 = -1;

/// What the next row builds on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tail {
    /// The last position.
    pub(super) position: i64,
    /// The last one that erased something.
    pub(super) erasing: i64,
}

pub(super) struct Append {
    pub(super) actor: String,
    pub(super) entries: Vec<Entry>,
    pub(super) expect: Expect,
}

#[derive(Debug)]
pub(super) struct Conflict {
    pub(super) stream: String,
    pub(super) actual: Position,
}

#[derive(Debug)]
pub(super) struct Facts {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) head: watch::Sender<Position>,
    /// Up to where what was erased has left the log, and up to where it was erased.
    pub(super) erased: watch::Sender<Position>,
    pub(super) erasing: Position,
}

impl Ledger for Facts {
    type Job = Append;
    type Done = Appended;
    type Refusal = Conflict;
    type Tail = Tail;

    fn weight(job: &Append) -> usize {
        job.entries.len().max(1)
    }

    fn write(
        &mut self,
        connection: &Connection,
        tail: &mut Tail,
        job: &Append,
    ) -> Result<Result<Appended, Conflict>, rusqlite::Error> {
        if let Some(conflict) = conflict(connection, job)? {
            return Ok(Err(conflict));
        }
        let time = super::sqlite::nanoseconds(self.clock.now());
        for entry in &job.entries {
            tail.position += 1;
            insert(connection, tail.position, time, &job.actor, entry)?;
            if let Some(shred) = &entry.shreds {
                keys::destroy(connection, &shred.name)?;
                keys::overwrite(connection, &shred.stream)?;
                tail.erasing = tail.position;
            }
        }
        Ok(Ok(Appended {
            position: Position(tail.position.unsigned_abs()),
            // As it is read back.
            time: super::sqlite::instant(time),
        }))
    }

    fn durable(&mut self, tail: &Tail) {
        self.erasing = Position(tail.erasing.unsigned_abs());
        let head = Position(tail.position.unsigned_abs());
        if !self.leaves_traces() {
            self.erased.send_replace(head);
        }
        self.head.send_replace(head);
    }

    fn leaves_traces(&self) -> bool {
        *self.erased.borrow() < self.erasing
    }

    fn no_traces(&mut self) {
        self.erased.send_replace(*self.head.borrow());
    }
}

fn insert(
    connection: &Connection,
    position: i64,
    time: i64,
    actor: &str,
    entry: &Entry,
) -> Result<(), rusqlite::Error> {
    let mut row = Row {
        position,
        time,
        actor,
        stream: &entry.stream,
        kind: entry.kind,
        body: &entry.body,
        sealed: Some(OPEN),
    };
    let sealed;
    if let Some(name) = &entry.sealed {
        let (number, key) = keys::of(connection, name, position)?;
        sealed = key.seal(&row.about(), row.body)?;
        row.body = &sealed;
        row.sealed = Some(number);
    }
    connection
        .prepare_cached(
            "INSERT INTO facts (position, time, actor, stream, kind, hash, body, sealed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            row.position,
            time,
            row.actor,
            row.stream,
            row.kind,
            row.hash(),
            row.body,
            row.sealed
        ])?;
    Ok(())
}

/// The first stream of which more is known than the job expects.
fn conflict(connection: &Connection, job: &Append) -> Result<Option<Conflict>, rusqlite::Error> {
    let since_last = |stream: &String, since: Position| {
        let actual = last_of(connection, stream)?;
        let stream = stream.clone();
        Ok::<_, rusqlite::Error>((actual > since).then_some(Conflict { stream, actual }))
    };
    match &job.expect {
        Expect::Any => Ok(None),
        Expect::Unchanged { stream, since } => since_last(stream, *since),
        Expect::EachUnchanged { since } => {
            for entry in &job.entries {
                if let Some(conflict) = since_last(&entry.stream, *since)? {
                    return Ok(Some(conflict));
                }
            }
            Ok(None)
        }
    }
}

fn last_of(connection: &Connection, stream: &str) -> Result<Position, rusqlite::Error> {
    // `IN`: see `keys::of`.
    let last: Option<i64> = connection
        .prepare_cached("SELECT position FROM facts WHERE stream IN (?1) ORDER BY position DESC LIMIT 1")?
        .query_row([stream], |row| row.get(0))
        .optional()?;
    Ok(Position(last.unwrap_or_default().unsigned_abs()))
}
