//! What can go wrong with a file of records, sorted by what a caller does about it.
//!
//! Uses nothing. Texts hold no content of any record.

use std::io;
use std::path::PathBuf;

use rusqlite::ErrorCode;
use rusqlite::ffi;

/// Why a file cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// No room on the disk; nothing was written, and a later try may work.
    #[error("the disk is full")]
    Full,
    /// A sync failed: what the disk holds is unknown, so this process must not use the file again.
    #[error("the disk failed to keep what was written; the process must stop")]
    Broken(#[source] rusqlite::Error),
    /// The file cannot be made or reached.
    #[error("cannot open {}", path.display())]
    Unreachable {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// The file is not a sound database.
    #[error("the database is damaged")]
    Damaged(#[source] rusqlite::Error),
    /// Anything else the database says.
    #[error("the database refuses")]
    Refused(#[source] rusqlite::Error),
}

/// Why a job was not acknowledged. `R` is the ledger's own reason.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum WriteError<R> {
    /// The ledger refuses this job; others of its group were written.
    #[error("refused")]
    Refused(R),
    /// No room on the disk; nothing of this job was written, and a later try may work.
    #[error("the disk is full")]
    Full,
    /// Too many jobs wait already; nothing of this job was written.
    #[error("too many writes are waiting")]
    Busy,
    /// It may have been written or not: only a restart and a look at the file tell.
    #[error("the write was sent but not acknowledged")]
    Unknown,
    /// The writer has stopped; nothing of this job was written.
    #[error("the writer has stopped")]
    Stopped,
    /// The database refused it for another reason, which is in the log; nothing was written.
    #[error("the database refused the write")]
    Failed,
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        let Some(failure) = error.sqlite_error() else {
            return Self::Refused(error);
        };
        match (failure.code, failure.extended_code) {
            (_, ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC) => Self::Broken(error),
            // A write that fails leaves no commit behind: SQLite takes the transaction back.
            (ErrorCode::DiskFull, _) | (_, ffi::SQLITE_IOERR_WRITE) => Self::Full,
            (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, _) => Self::Damaged(error),
            _ => Self::Refused(error),
        }
    }
}

impl StorageError {
    /// The meaning of an error of COMMIT itself. Unlike an error before it, one that is neither a
    /// full disk nor a plain refusal may come after the commit was synced, so it counts as broken.
    #[must_use]
    pub fn of_commit(error: rusqlite::Error) -> Self {
        match Self::from(error) {
            Self::Refused(error) | Self::Damaged(error) if leaves_doubt(&error) => Self::Broken(error),
            other => other,
        }
    }
}

/// Only the lock that another connection holds is refused for sure before anything is written.
fn leaves_doubt(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() != Some(ErrorCode::DatabaseBusy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(code: i32) -> rusqlite::Error {
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)
    }

    #[test]
    fn a_failed_sync_is_final_and_a_full_disk_is_not() {
        for code in [ffi::SQLITE_IOERR_FSYNC, ffi::SQLITE_IOERR_DIR_FSYNC] {
            assert!(matches!(
                StorageError::from(failure(code)),
                StorageError::Broken(_)
            ));
        }
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_IOERR_WRITE] {
            assert!(matches!(StorageError::from(failure(code)), StorageError::Full));
            assert!(matches!(
                StorageError::of_commit(failure(code)),
                StorageError::Full
            ));
        }
    }

    #[test]
    fn an_error_of_commit_that_leaves_doubt_is_final() {
        for code in [
            ffi::SQLITE_IOERR_SHMSIZE,
            ffi::SQLITE_IOERR_READ,
            ffi::SQLITE_CORRUPT,
        ] {
            assert!(matches!(
                StorageError::of_commit(failure(code)),
                StorageError::Broken(_)
            ));
        }
        assert!(matches!(
            StorageError::of_commit(failure(ffi::SQLITE_BUSY)),
            StorageError::Refused(_)
        ));
    }
}
