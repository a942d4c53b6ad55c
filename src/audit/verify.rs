//! Walking the whole log: is every record as it was written, and is none missing?
//!
//! Uses `chain`, `key`, `read`. Finds any edit, drop, reorder or cut against the signed head. A log
//! put back as a whole to an older state looks sound from inside: only a witness who kept a later
//! head can tell.

use std::path::Path;

use rusqlite::Connection;

use super::chain;
use super::error::AuditError;
use super::key::PublicKey;
use super::read;
use super::read::Whole;
use super::row;
use crate::storage::Readers;

/// Most findings a report lists; it counts on beyond.
const MOST_FINDINGS: usize = 100;

/// What the walk found.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Report {
    /// The log's name, when it has a head.
    pub log: Option<String>,
    /// Records met.
    pub records: u64,
    /// Of these, records whose payload was erased; their hashes still count.
    pub erased: u64,
    /// The chain after the last record, for a witness to keep.
    pub chain: [u8; 32],
    /// What is wrong, in the order of the log, at most a hundred.
    pub findings: Vec<Finding>,
    /// How many things are wrong in all.
    pub faults: u64,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.faults == 0
    }

    fn find(&mut self, leaf: Option<u64>, fault: Fault) {
        self.faults += 1;
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(Finding { leaf, fault });
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Finding {
    /// Where; absent when it is the head's.
    pub leaf: Option<u64>,
    /// What.
    pub fault: Fault,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Fault {
    /// Leaves before this one are missing.
    #[error("records before this one are missing")]
    Gap,
    /// The payload is not what was hashed.
    #[error("the record was changed")]
    Changed,
    /// The chain does not lead from the record before to this one.
    #[error("the chain is broken")]
    Unchained,
    /// The columns to find it by do not say what the record says.
    #[error("the record is filed under something else")]
    Misfiled,
    /// Recorded before its predecessor.
    #[error("the time runs backwards")]
    Backwards,
    /// There is no head.
    #[error("the signed head is missing")]
    NoHead,
    /// The head counts other records than there are.
    #[error("the log does not end where its signed head says")]
    CutOff,
    /// The head is not signed by the key.
    #[error("the head's signature does not verify")]
    Unsigned,
}

/// Walks the log kept in `folder`. Without a key the head's signature is not checked.
///
/// # Errors
/// When the file cannot be read; what is wrong in it is in the report.
pub fn verify(folder: &Path, key: Option<&PublicKey>) -> Result<Report, AuditError> {
    let path = folder.join(row::FILE);
    if !path.exists() {
        let cause = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(crate::storage::StorageError::Unreachable { path, cause }.into());
    }
    Ok(Readers::of(&path).with(|connection| walk(connection, key))?)
}

fn walk(connection: &Connection, key: Option<&PublicKey>) -> Result<Report, rusqlite::Error> {
    // One transaction: head and records are of one moment, though the writer goes on.
    let _moment = connection.unchecked_transaction()?;
    let mut report = Report {
        chain: chain::START,
        ..Report::default()
    };
    let mut next = 0;
    let mut milliseconds = i64::MIN;
    let mut select = connection.prepare(
        "SELECT leaf, time, actor, request, hash, chain, salt, payload FROM records ORDER BY leaf",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let whole = Whole::of(row)?;
        let leaf = Some(whole.leaf.unsigned_abs());
        report.records += 1;
        if whole.leaf != next {
            report.find(leaf, Fault::Gap);
        }
        next = whole.leaf.saturating_add(1);
        if whole.milliseconds < milliseconds {
            report.find(leaf, Fault::Backwards);
        }
        milliseconds = whole.milliseconds;
        match (&whole.salt, &whole.payload) {
            (Some(salt), Some(payload)) => {
                if chain::leaf_hash(salt, payload).as_slice() != whole.hash {
                    report.find(leaf, Fault::Changed);
                } else if !whole.agrees(payload) {
                    report.find(leaf, Fault::Misfiled);
                }
            }
            (None, None) => report.erased += 1,
            _ => report.find(leaf, Fault::Changed),
        }
        let expected = chain::link(&report.chain, &whole.hash);
        if expected.as_slice() != whole.chain {
            report.find(leaf, Fault::Unchained);
        }
        // Go on from what the row says, so that one fault is found once.
        report.chain = whole.chain.try_into().unwrap_or(expected);
    }
    match read::head(connection)? {
        None => report.find(None, Fault::NoHead),
        Some(head) => {
            if head.size != next || head.chain != report.chain {
                report.find(None, Fault::CutOff);
            }
            if key.is_some_and(|key| !head.signed_by(key)) {
                report.find(None, Fault::Unsigned);
            }
            report.log = Some(head.log);
        }
    }
    Ok(report)
}
