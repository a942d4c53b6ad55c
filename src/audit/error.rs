//! Why a record is not in the log, or the log cannot be read.
//!
//! Uses nothing but `storage`. Whatever it is: without a receipt there is no answer.

use crate::storage::StorageError;

/// Why a record is not in the log, or the log cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// Too many records wait already; nothing was written.
    #[error("too many audit records are waiting")]
    Busy,
    /// The record is not in the log: no room, or the database refused. A later one may be taken.
    #[error("the audit log cannot be written")]
    NotWritten,
    /// The record was sent to the disk and not acknowledged: it may be in the log or not.
    #[error("the audit record was sent but not acknowledged")]
    Unknown,
    /// The log takes nothing any more; nothing was written.
    #[error("the audit log has stopped")]
    Stopped,
    /// No random numbers for a salt.
    #[error("the system gives no random numbers")]
    NoRandom,
    /// The file at this place is the log of another name.
    #[error("this is the log {found}, not {asked}")]
    OtherLog {
        /// Its name.
        found: String,
        /// The name asked for.
        asked: String,
    },
    /// The last records do not fit the signed head: `audit verify` tells where.
    #[error("the audit log has been changed or cut off")]
    Tampered,
    /// The file.
    #[error("the audit log cannot be used")]
    Storage(#[from] StorageError),
}

impl From<rusqlite::Error> for AuditError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Storage(error.into())
    }
}
