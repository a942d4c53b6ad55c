//! Why there is no backup, or nothing is restored.
//!
//! Uses the errors of `journal`, `audit`, `storage`, `pki`. A text names files of the set, never what is in
//! them.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use crate::audit::AuditError;
use crate::journal::AppendError;
use crate::journal::ReadError;
use crate::pki::PkiError;
use crate::storage::StorageError;

/// Why a set was not taken, does not verify, or was not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file or folder cannot be read or written.
    #[error("cannot use {}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// There is something where the set or the home is to be.
    #[error("{} is there already and is not empty; nothing is overwritten", .0.display())]
    Taken(PathBuf),
    /// The log's key cannot be used to sign the set.
    #[error("the set cannot be signed: the audit log's key cannot be used")]
    NoKey(#[source] PkiError),
    /// The database cannot be copied.
    #[error("cannot copy {file}")]
    Copy {
        /// Which, as it is named in the set.
        file: String,
        /// Why.
        #[source]
        cause: StorageError,
    },
    /// It is no set, or one of another form.
    #[error("{file} is not that of a backup that this version knows")]
    Foreign {
        /// Which, as it is named in the set.
        file: String,
    },
    /// The manifest is not what the log's key has signed.
    #[error("manifest.json is not what was signed: it or manifest.sig was altered, or the key is another")]
    Signature,
    /// A file is missing.
    #[error("{file} is missing")]
    Missing {
        /// Which, as it is named in the set.
        file: String,
    },
    /// A file is not what the manifest says.
    #[error("{file} was altered or cut short: it is not what the manifest says")]
    Altered {
        /// Which, as it is named in the set.
        file: String,
    },
    /// The journal is not whole.
    #[error("the journal of the set is not whole")]
    Journal(#[source] ReadError),
    /// The journal cannot be cut.
    #[error("the journal cannot be cut")]
    Cut(#[source] StorageError),
    /// What was erased since cannot be erased again.
    #[error("what was erased since cannot be erased in the home that is made")]
    Erasing(#[source] AppendError),
    /// The audit log cannot be read.
    #[error("the audit log of the set cannot be read")]
    Audit(#[source] AuditError),
    /// The audit log does not verify.
    #[error("the audit log of the set is not sound ({0} faults)")]
    Unsound(u64),
    /// The journal or the log ends elsewhere than the manifest says.
    #[error("the {0} of the set does not end where the manifest says")]
    OtherEnd(&'static str),
    /// The keys cannot be encrypted.
    #[error("the keys cannot be encrypted")]
    Encrypting,
    /// The passphrase does not open the keys.
    #[error("keys.age cannot be opened: the passphrase is another, or the file was altered")]
    Passphrase,
    /// The set has keys, and neither a passphrase was given nor were they declined.
    #[error("the set holds private keys, and no passphrase was given")]
    KeysWanted,
    /// The set has no keys to restore.
    #[error("the set holds no private keys")]
    NoKeys,
    /// Nothing of the journal is as old as that.
    #[error("no fact of the set was accepted at or before that moment")]
    NothingSoOld,
}

impl BackupError {
    /// An error of the system's about a path.
    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |cause| Self::File { path, cause }
    }
}
