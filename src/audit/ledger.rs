//! What the audit log's writer thread does with one record.
//!
//! Uses `chain`, `key`, `row`. Time never runs backwards here, though the clock may; the head is
//! signed once a group, in the same transaction.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::params;

use super::chain;
use super::chain::Hash;
use super::key::LogKey;
use super::record::Commitment;
use super::record::Record;
use super::row;
use crate::domain::clock::Clock;
use crate::storage::Ledger;

/// A record with its salts, ready to be written.
#[derive(Debug)]
pub(super) struct Salted {
    pub(super) record: Record,
    pub(super) salt: Hash,
    pub(super) answer: Commitment,
}

/// What the writer says of a record that is durable. Only this file makes one.
#[derive(Debug)]
pub(super) struct Durable {
    leaf: u64,
    time: Timestamp,
    answer: Commitment,
}

impl Durable {
    pub(super) const fn into_parts(self) -> (u64, Timestamp, Commitment) {
        (self.leaf, self.time, self.answer)
    }
}

/// The end of the log.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tail {
    pub(super) size: i64,
    pub(super) chain: Hash,
    pub(super) milliseconds: i64,
}

#[derive(Debug)]
pub(super) struct Records {
    pub(super) log: String,
    pub(super) key: Arc<LogKey>,
    pub(super) clock: Arc<dyn Clock>,
    /// How many records are durable, for whoever counts.
    pub(super) leaves: Arc<AtomicU64>,
    /// The time of the last of them, milliseconds since 1970.
    pub(super) last: Arc<AtomicI64>,
}

/// A record that is not JSON, such as one with a key that is no text.
#[derive(Debug)]
pub(super) struct NotJson;

impl Ledger for Records {
    type Job = Salted;
    type Done = Durable;
    type Refusal = NotJson;
    type Tail = Tail;

    fn weight(_job: &Salted) -> usize {
        1
    }

    fn write(
        &mut self,
        connection: &Connection,
        tail: &mut Tail,
        job: &Salted,
    ) -> Result<Result<Durable, NotJson>, rusqlite::Error> {
        let leaf = tail.size.unsigned_abs();
        let milliseconds = self.clock.now().as_millisecond().max(tail.milliseconds);
        let time = row::instant(milliseconds);
        let Ok(payload) = row::payload(&job.record, leaf, time, &job.answer) else {
            return Ok(Err(NotJson));
        };
        let hash = chain::leaf_hash(&job.salt, &payload);
        let chain = chain::link(&tail.chain, &hash);
        connection
            .prepare_cached(
                "INSERT INTO records (leaf, time, actor, request, hash, chain, salt, payload)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                tail.size,
                milliseconds,
                job.record.actor,
                job.record.request.as_str(),
                hash,
                chain,
                job.salt,
                payload
            ])?;
        *tail = Tail {
            size: tail.size + 1,
            chain,
            milliseconds,
        };
        Ok(Ok(Durable {
            leaf,
            time,
            answer: job.answer,
        }))
    }

    fn seal(&mut self, connection: &Connection, tail: &mut Tail) -> Result<(), rusqlite::Error> {
        write_head(connection, &self.log, &self.key, tail)
    }

    fn durable(&mut self, tail: &Tail) {
        self.last.store(tail.milliseconds, Ordering::Relaxed);
        self.leaves.store(tail.size.unsigned_abs(), Ordering::Release);
    }
}

/// Signs and writes the head.
pub(super) fn write_head(
    connection: &Connection,
    log: &str,
    key: &LogKey,
    tail: &Tail,
) -> Result<(), rusqlite::Error> {
    let time = row::instant(tail.milliseconds);
    let message = chain::head_bytes(log, tail.size.unsigned_abs(), &tail.chain, time);
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO head (one, log, size, chain, time, signature)
             VALUES (1, ?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            log,
            tail.size,
            tail.chain,
            tail.milliseconds,
            key.sign(&message)
        ])?;
    Ok(())
}
