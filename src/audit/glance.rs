//! Looking at the log's end from outside: does it end as its signed head says?
//!
//! Uses `read` and `chain`. What a start asks, without a lock or a write; the whole log is `verify`'s.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;

use super::chain;
use super::error::AuditError;
use super::key::PublicKey;
use super::read;
use super::read::Whole;
use super::row;
use crate::storage::Readers;
use crate::storage::StorageError;

/// Records at the end whose hashes and links are checked.
const TAIL: i64 = 1_000;

/// The end of a log that is as its head says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct End {
    /// The log's name.
    pub log: String,
    /// Records in it.
    pub records: u64,
    /// When the last was recorded; absent in an empty log.
    pub last: Option<Timestamp>,
}

/// Checks the end of the log kept in `folder`: the head's signature, that the log ends where the head
/// says, and the last thousand records.
///
/// # Errors
/// When the file cannot be read; [`AuditError::Tampered`].
pub fn glance(folder: &Path, key: &PublicKey) -> Result<End, AuditError> {
    let path = folder.join(row::FILE);
    if !path.exists() {
        let cause = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(StorageError::Unreachable { path, cause }.into());
    }
    let end = Readers::of(&path).with(|connection| end(connection, key))?;
    end.ok_or(AuditError::Tampered)
}

fn end(connection: &Connection, key: &PublicKey) -> Result<Option<End>, rusqlite::Error> {
    // One transaction: head and records are of one moment, though the writer goes on.
    let _moment = connection.unchecked_transaction()?;
    let Some(head) = read::head(connection)?.filter(|head| head.signed_by(key)) else {
        return Ok(None);
    };
    let mut select = connection.prepare(
        "SELECT leaf, time, actor, request, hash, chain, salt, payload FROM records
         WHERE leaf >= ?1 ORDER BY leaf",
    )?;
    let mut rows = select.query([head.size.saturating_sub(TAIL)])?;
    let mut last: Option<Whole> = None;
    while let Some(row) = rows.next()? {
        let whole = Whole::of(row)?;
        if !follows(last.as_ref(), &whole) {
            return Ok(None);
        }
        last = Some(whole);
    }
    let (size, chain) = match &last {
        Some(last) => (last.leaf.saturating_add(1), last.chain.as_slice()),
        None => (0, chain::START.as_slice()),
    };
    if size != head.size || chain != head.chain.as_slice() {
        return Ok(None);
    }
    Ok(Some(End {
        log: head.log,
        records: head.size.unsigned_abs(),
        last: last.map(|last| row::instant(last.milliseconds)),
    }))
}

/// Whether a record is as it was written, and stands where it was written.
fn follows(before: Option<&Whole>, whole: &Whole) -> bool {
    let linked = match before {
        None => true,
        Some(before) => {
            let chain = chain::Hash::try_from(before.chain.as_slice());
            before.leaf.saturating_add(1) == whole.leaf
                && chain.is_ok_and(|chain| chain::link(&chain, &whole.hash).as_slice() == whole.chain)
        }
    };
    linked
        && match (&whole.salt, &whole.payload) {
            (Some(salt), Some(payload)) => chain::leaf_hash(salt, payload).as_slice() == whole.hash,
            (None, None) => true,
            _ => false,
        }
}
