//! The audit log in one SQLite file.
//!
//! Uses `ledger`, `read`, `receipt`. At start the last record must fit the signed head; the whole
//! chain is `verify`'s.

use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use tokio::sync::watch;

use super::chain;
use super::error::AuditError;
use super::key::LogKey;
use super::key::PublicKey;
use super::ledger;
use super::ledger::Records;
use super::ledger::Salted;
use super::ledger::Tail;
use super::read;
use super::read::Entry;
use super::read::Filter;
use super::receipt::Receipt;
use super::record;
use super::record::AuditLog;
use super::record::Commitment;
use super::record::Record;
use super::row;
use crate::domain::clock::Clock;
use crate::domain::ids::QueryId;
use crate::storage;
use crate::storage::Bounds;
use crate::storage::Condition;
use crate::storage::Durability;
use crate::storage::Readers;
use crate::storage::WriteError;
use crate::storage::Writer;

/// An audit log in one folder. Dropping it writes what waits and closes the file cleanly.
#[derive(Debug)]
pub struct SqliteAudit {
    // Stands first so that readers are gone when the writer empties its log.
    readers: Readers,
    writer: Writer<Records>,
    log: String,
    key: Arc<LogKey>,
    leaves: Arc<AtomicU64>,
    last: Arc<AtomicI64>,
}

impl SqliteAudit {
    /// Opens the log `log` kept in `folder`, or begins it there.
    ///
    /// # Errors
    /// When the file cannot be made, is the log of another name, or does not end as its head says.
    pub fn open(folder: &Path, log: String, key: LogKey, clock: Arc<dyn Clock>) -> Result<Self, AuditError> {
        let path = folder.join(row::FILE);
        Self::start(&path, storage::open(&path, Durability::Full)?, log, key, clock)
    }

    pub(super) fn start(
        path: &Path,
        connection: Connection,
        log: String,
        key: LogKey,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, AuditError> {
        connection.execute_batch(row::SCHEMA)?;
        let key = Arc::new(key);
        let tail = tail(&connection, &log, &key)?;
        let leaves = Arc::new(AtomicU64::new(tail.size.unsigned_abs()));
        let last = Arc::new(AtomicI64::new(tail.milliseconds));
        let ledger = Records {
            log: log.clone(),
            key: Arc::clone(&key),
            clock,
            leaves: Arc::clone(&leaves),
            last: Arc::clone(&last),
        };
        let bounds = Bounds {
            queue: 4096,
            group_rows: 1024,
            checkpoint_rows: 1000,
        };
        let writer = Writer::start("audit", connection, ledger, tail, bounds)?;
        Ok(Self {
            readers: Readers::of(path),
            writer,
            log,
            key,
            leaves,
            last,
        })
    }

    /// The log's name.
    #[must_use]
    pub fn log(&self) -> &str {
        &self.log
    }

    /// The key that verifies its receipts.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.key.public()
    }

    /// Records that pass `filter`, oldest or newest first. Reads the disk.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&self, filter: &Filter) -> Result<Vec<Entry>, AuditError> {
        Ok(self.readers.with(|connection| read::select(connection, filter))?)
    }
}

impl AuditLog for SqliteAudit {
    fn commit(
        &self,
        record: Record,
    ) -> Pin<Box<dyn Future<Output = Result<Receipt, AuditError>> + Send + '_>> {
        Box::pin(self.write(record))
    }

    fn of_request(&self, request: &QueryId) -> Result<Vec<Entry>, AuditError> {
        Ok(self
            .readers
            .with(|connection| read::of_request(connection, request))?)
    }

    fn leaves(&self) -> u64 {
        self.leaves.load(Ordering::Relaxed)
    }

    fn last(&self) -> Option<Timestamp> {
        let some = self.leaves.load(Ordering::Acquire) > 0;
        some.then(|| row::instant(self.last.load(Ordering::Relaxed)))
    }

    fn condition(&self) -> watch::Receiver<Condition> {
        self.writer.condition()
    }
}

impl SqliteAudit {
    async fn write(&self, record: Record) -> Result<Receipt, AuditError> {
        let answer = match record.answer {
            Some(answer) => answer,
            None => Commitment::to(&[])?,
        };
        let job = Salted {
            record,
            salt: record::random()?,
            answer,
        };
        let durable = self.writer.write_now(job).await.map_err(|error| match error {
            WriteError::Busy => AuditError::Busy,
            WriteError::Unknown => AuditError::Unknown,
            WriteError::Stopped => AuditError::Stopped,
            WriteError::Full | WriteError::Failed | WriteError::Refused(_) => AuditError::NotWritten,
        })?;
        Ok(Receipt::of(durable, &self.log, &self.key))
    }
}

/// The end of the log as the signed head and the last record agree on it; a new log gets a head.
fn tail(connection: &Connection, log: &str, key: &LogKey) -> Result<Tail, AuditError> {
    let head = read::head(connection)?;
    let last: Option<(i64, Vec<u8>)> = connection
        .query_row(
            "SELECT leaf, chain FROM records ORDER BY leaf DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some(head) = head else {
        if last.is_some() {
            return Err(AuditError::Tampered);
        }
        let tail = Tail {
            size: 0,
            chain: chain::START,
            milliseconds: row::instant(0).as_millisecond(),
        };
        ledger::write_head(connection, log, key, &tail)?;
        return Ok(tail);
    };
    if head.log != log {
        return Err(AuditError::OtherLog {
            found: head.log,
            asked: log.to_owned(),
        });
    }
    let (size, chain) = last.map_or((0, chain::START.to_vec()), |(leaf, chain)| (leaf + 1, chain));
    if size != head.size || chain != head.chain || !head.signed_by(&key.public()) {
        return Err(AuditError::Tampered);
    }
    Ok(Tail {
        size,
        chain: head.chain,
        milliseconds: head.milliseconds,
    })
}
