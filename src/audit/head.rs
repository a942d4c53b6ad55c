//! The log's head as somebody else keeps it, and the signature over a backup that the log's key makes.
//!
//! Uses `chain`, `key`, `read`. A backup is signed under words of its own, so that no signature of one
//! kind can be taken for another's.

use std::path::Path;

use aws_lc_rs::digest;
use jiff::Timestamp;

use super::chain;
use super::error::AuditError;
use super::key::LogKey;
use super::key::PublicKey;
use super::read;
use super::row;
use crate::storage::Readers;

/// The end of a log, signed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignedHead {
    /// The log's name.
    pub log: String,
    /// Records in it.
    pub leaves: u64,
    /// The chain after the last.
    pub chain: [u8; 32],
    /// When the last was recorded.
    pub time: Timestamp,
    /// The log key's signature over all of these.
    pub signature: Vec<u8>,
}

impl SignedHead {
    /// Whether `key` has signed it.
    #[must_use]
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        let message = chain::head_bytes(&self.log, self.leaves, &self.chain, self.time);
        key.verifies(&message, &self.signature)
    }
}

/// The head of the log kept in `folder`, as it stands there; its signature is not looked at.
///
/// # Errors
/// When the file cannot be read; [`AuditError::Tampered`] where there is no head.
pub fn head(folder: &Path) -> Result<SignedHead, AuditError> {
    let path = folder.join(row::FILE);
    let head = Readers::of(&path).with(read::head)?.ok_or(AuditError::Tampered)?;
    Ok(SignedHead {
        log: head.log,
        leaves: head.size.unsigned_abs(),
        chain: head.chain,
        time: row::instant(head.milliseconds),
        signature: head.signature,
    })
}

/// The log key's signature over the manifest of a backup.
#[must_use]
pub fn sign_backup(key: &LogKey, manifest: &[u8]) -> [u8; 64] {
    key.sign(&backup_bytes(manifest))
}

/// Whether a signature over the manifest of a backup is the log key's.
#[must_use]
pub fn verify_backup(key: &PublicKey, manifest: &[u8], signature: &[u8]) -> bool {
    key.verifies(&backup_bytes(manifest), signature)
}

/// What is signed for a backup: `lookout-backup/1`, and the SHA-256 of its manifest in hexadecimal, each
/// ended by a line feed.
fn backup_bytes(manifest: &[u8]) -> Vec<u8> {
    let hash = digest::digest(&digest::SHA256, manifest);
    format!("lookout-backup/1\n{}\n", hex::encode(hash)).into_bytes()
}
