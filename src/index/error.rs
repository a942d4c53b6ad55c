//! Why the index cannot do what it was asked.
//!
//! Uses tantivy's errors. A text names files, never keys or records: those are personal data.

use std::io;
use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::error::LockError;
use tantivy::directory::error::OpenDirectoryError;
use tantivy::directory::error::OpenReadError;

/// Why the index gives no answer or takes no change.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The deadline passed before the proposals were complete; nothing is known about the rest.
    #[error("the search passed its deadline")]
    Deadline,
    /// Another process, or another writer in this one, has the folder.
    #[error("the index is in use by another writer")]
    InUse,
    /// The index that is to take the place of another does not hold all that the other holds.
    #[error("the new index does not hold what the old one holds")]
    Behind,
    /// A file is missing, cut short or altered: erase the folder and rebuild.
    #[error("the index is damaged in {file}")]
    Damaged {
        /// Name of the file inside the folder.
        file: String,
    },
    /// The folder cannot be read or written. What was applied since the last commit is in doubt:
    /// [`Writer::rollback`](super::Writer::rollback), then apply again.
    #[error("the index folder cannot be read or written")]
    Io(#[from] io::Error),
    /// The engine failed otherwise; to the caller the same as `Io`.
    #[error("the index engine failed")]
    Engine(#[source] TantivyError),
}

/// Why a folder's content was thrown away at start.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Rebuilt {
    /// A file is missing, cut short or altered.
    #[error("it was damaged in {file}")]
    Damaged {
        /// Name of the file inside the folder.
        file: String,
    },
    /// It is whole, but its fields are not those of this program.
    #[error("it was not made by this program")]
    Foreign,
    /// It was made with other fields, keys or records.
    #[error("it was made as version {found}, and this program needs {needed}")]
    OtherVersion {
        /// Version of the folder's content.
        found: String,
        /// Version this program writes.
        needed: String,
    },
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::OpenReadError(error) => error.into(),
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::InUse,
            TantivyError::IoError(error) if damage(&error) => unnamed(),
            TantivyError::DataCorruption(_) => unnamed(),
            error => Self::Engine(error),
        }
    }
}

impl From<OpenReadError> for IndexError {
    fn from(error: OpenReadError) -> Self {
        match error {
            OpenReadError::FileDoesNotExist(path) => damaged(&path),
            OpenReadError::IoError { io_error, filepath } if damage(&io_error) => damaged(&filepath),
            error => Self::Engine(error.into()),
        }
    }
}

impl From<OpenDirectoryError> for IndexError {
    fn from(error: OpenDirectoryError) -> Self {
        Self::Engine(error.into())
    }
}

/// Whether an error tells of what stands in a file, not of the way to it.
fn damage(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof
    )
}

/// Damage in a file of the folder.
fn damaged(file: &Path) -> IndexError {
    let file = file.file_name().unwrap_or(file.as_os_str());
    IndexError::Damaged {
        file: file.to_string_lossy().into_owned(),
    }
}

fn unnamed() -> IndexError {
    IndexError::Damaged {
        file: "a file the engine does not name".to_owned(),
    }
}
