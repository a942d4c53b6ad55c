//! What the journal's writer thread does with one append.
//!
//! Uses `digest`, `entry`. The expectation is checked inside the transaction that writes, so of two
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
    CREATE INDEX IF NOT EXISTS facts_of_stream ON facts (stream);";

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
}

impl Ledger for Facts {
    type Job = Append;
    type Done = Appended;
    type Refusal = Conflict;
    /// The last position.
    type Tail = i64;

    fn weight(job: &Append) -> usize {
        job.entries.len().max(1)
    }

    fn write(
        &mut self,
        connection: &Connection,
        tail: &mut i64,
        job: &Append,
    ) -> Result<Result<Appended, Conflict>, rusqlite::Error> {
        if let Some(conflict) = conflict(connection, job)? {
            return Ok(Err(conflict));
        }
        let time = super::sqlite::nanoseconds(self.clock.now());
        let mut insert = connection.prepare_cached(
            "INSERT INTO facts (position, time, actor, stream, kind, hash, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for entry in &job.entries {
            let row = Row {
                position: *tail + 1,
                time,
                actor: &job.actor,
                stream: &entry.stream,
                kind: entry.kind,
                body: &entry.body,
            };
            let hash = row.hash();
            insert.execute(params![
                row.position,
                time,
                row.actor,
                row.stream,
                row.kind,
                hash,
                row.body
            ])?;
            *tail += 1;
        }
        Ok(Ok(Appended {
            position: Position(tail.unsigned_abs()),
            // As it is read back.
            time: super::sqlite::instant(time),
        }))
    }

    fn durable(&mut self, tail: &i64) {
        self.head.send_replace(Position(tail.unsigned_abs()));
    }
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
    let last: Option<i64> = connection
        .prepare_cached("SELECT position FROM facts WHERE stream = ?1 ORDER BY position DESC LIMIT 1")?
        .query_row([stream], |row| row.get(0))
        .optional()?;
    Ok(Position(last.unwrap_or_default().unsigned_abs()))
}
