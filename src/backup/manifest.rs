//! The manifest of a set: what is in it, and where journal and log end.
//!
//! Uses `audit`'s signatures. It is written last and signed by the log's key, so that one file vouches for
//! all others.

use std::path::Component;
use std::path::Path;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use super::error::BackupError;
use crate::audit::PublicKey;
use crate::audit::SignedHead;
use crate::audit::verify_backup;
use crate::domain::ids::Position;

/// The form of a set that this version writes and reads.
pub(super) const FORMAT: &str = "lookout-backup/1";
/// The manifest itself, and its signature in hexadecimal.
pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const SIGNATURE: &str = "manifest.sig";

/// What a set says of itself.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    format: String,
    /// Version of the program that took it.
    pub program: String,
    /// Name of the node.
    pub node: String,
    /// When it was begun: what was acknowledged before is in it.
    pub taken: Timestamp,
    /// Where the journal ends.
    pub journal: JournalEnd,
    /// Where the audit log ends.
    pub audit: AuditEnd,
    /// Whether private keys are in it.
    pub keys: Keys,
    /// Every file but the manifest and its signature.
    pub files: Vec<Listed>,
}

/// The end of the journal.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct JournalEnd {
    /// The last fact.
    pub position: Position,
    /// When it was accepted; absent in an empty journal.
    pub time: Option<Timestamp>,
    /// The hash it carries, in hexadecimal.
    pub hash: String,
}

/// The end of the audit log: its signed head.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AuditEnd {
    /// The log's name.
    pub log: String,
    /// Records in it.
    pub leaves: u64,
    /// The chain after the last, in hexadecimal.
    pub chain: String,
    /// When the last was recorded.
    pub time: Timestamp,
    /// The log key's signature over these, in hexadecimal.
    pub signature: String,
}

/// Whether private keys are in a set.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Keys {
    /// None is.
    Absent,
    /// In `keys.age`, behind a passphrase.
    Encrypted,
}

/// A file of the set.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Where it stands in the set, and in the home.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
}

impl AuditEnd {
    /// The head of a log as a manifest says it.
    pub(super) fn of(head: &SignedHead) -> Self {
        Self {
            log: head.log.clone(),
            leaves: head.leaves,
            chain: hex::encode(head.chain),
            time: head.time,
            signature: hex::encode(&head.signature),
        }
    }
}

impl Manifest {
    /// A manifest of this version.
    pub(super) fn new(
        node: String,
        taken: Timestamp,
        ends: (JournalEnd, AuditEnd),
        keys: Keys,
        files: Vec<Listed>,
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            node,
            taken,
            journal: ends.0,
            audit: ends.1,
            keys,
            files,
        }
    }

    /// Reads a manifest once it is found to be what `key` has signed.
    ///
    /// # Errors
    /// `Signature`, or `Foreign` when it is of another form or names a path outside of a home.
    pub(super) fn read(bytes: &[u8], signature: &[u8], key: &PublicKey) -> Result<Self, BackupError> {
        let signature = hex::decode(signature.trim_ascii()).map_err(|_| BackupError::Signature)?;
        if !verify_backup(key, bytes, &signature) {
            return Err(BackupError::Signature);
        }
        let foreign = || BackupError::Foreign {
            file: MANIFEST.to_owned(),
        };
        let manifest: Self = serde_json::from_slice(bytes).map_err(|_| foreign())?;
        let good = manifest.format == FORMAT && manifest.files.iter().all(|file| is_inside(&file.path));
        good.then_some(manifest).ok_or_else(foreign)
    }

    /// The file that stands at this path of the set.
    pub(super) fn find(&self, path: &str) -> Option<&Listed> {
        self.files.iter().find(|file| file.path == path)
    }

    /// All files together, bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

/// Whether a path stays below where it begins.
fn is_inside(path: &str) -> bool {
    let mut components = Path::new(path).components();
    !path.is_empty() && components.all(|component| matches!(component, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leads_out_of_the_home_is_none() {
        for (path, inside) in [
            ("var/journal.db", true),
            ("", false),
            ("/etc/passwd", false),
            ("../certs", false),
            ("var/../../x", false),
            ("./var", false),
        ] {
            assert_eq!(is_inside(path), inside, "{path}");
        }
    }
}
