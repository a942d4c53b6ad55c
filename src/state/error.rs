//! Why state cannot be opened, changed or read.
//!
//! Uses nothing but `storage`. A fact that makes no sense is no error: it is logged and skipped.

use crate::storage::StorageError;

/// Why state cannot be opened, changed or read.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The file; `Full` may pass, `Broken` means that the process must exit.
    #[error("the state cannot be kept")]
    Storage(#[from] StorageError),
    /// A row does not read as what was written: delete the file and replay the journal.
    #[error("the state is damaged at {row} and must be rebuilt")]
    Damaged {
        /// Which table and row; no personal data.
        row: String,
    },
}

impl From<rusqlite::Error> for StateError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Storage(error.into())
    }
}
