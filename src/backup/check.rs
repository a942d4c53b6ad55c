//! Verifying a set: its signature, every file, the journal's rows, the audit log's chain.
//!
//! Uses `journal` and `audit` by reading only; nothing of the set is changed.

use std::fs;
use std::path::Path;

use rustls_pki_types::SubjectPublicKeyInfoDer;
use rustls_pki_types::pem::PemObject;

use super::error::BackupError;
use super::files;
use super::manifest::AuditEnd;
use super::manifest::Listed;
use super::manifest::MANIFEST;
use super::manifest::Manifest;
use super::manifest::SIGNATURE;
use super::take::JOURNAL;
use super::take::LOG;
use super::take::LOG_PUBLIC_KEY;
use crate::audit;
use crate::audit::PublicKey;
use crate::journal;

/// What stands before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410, 4).
const ED25519: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

/// Verifies the set at `set` by `key`, or by the public key that is in it: then it shows that nothing was
/// altered by accident, and not that nobody made another set.
///
/// # Errors
/// What is wrong, with the file.
pub fn check(set: &Path, key: Option<&PublicKey>) -> Result<Manifest, BackupError> {
    let (manifest, key) = manifest(set, key)?;
    contents(set, &manifest, &key)?;
    Ok(manifest)
}

/// The manifest of a set, once its signature is good, and the key that it was verified by.
pub(super) fn manifest(set: &Path, key: Option<&PublicKey>) -> Result<(Manifest, PublicKey), BackupError> {
    let bytes = read(set, MANIFEST)?;
    let signature = read(set, SIGNATURE)?;
    let key = match key {
        Some(key) => *key,
        None => own_key(&read(set, LOG_PUBLIC_KEY)?)?,
    };
    Ok((Manifest::read(&bytes, &signature, &key)?, key))
}

/// Holds every file against the manifest, and journal and log against themselves.
pub(super) fn contents(set: &Path, manifest: &Manifest, key: &PublicKey) -> Result<(), BackupError> {
    for file in &manifest.files {
        if !set.join(&file.path).exists() {
            return Err(missing(&file.path));
        }
        agrees(file, &files::listed(set, &file.path)?)?;
    }
    records(set, manifest, key)
}

/// Whether a file is what the manifest says.
pub(super) fn agrees(wanted: &Listed, found: &Listed) -> Result<(), BackupError> {
    if wanted == found {
        return Ok(());
    }
    Err(BackupError::Altered {
        file: wanted.path.clone(),
    })
}

/// Journal and log below `folder`, a set or a home: whole, and ending where the manifest says.
pub(super) fn records(folder: &Path, manifest: &Manifest, key: &PublicKey) -> Result<(), BackupError> {
    // A set without them is none, whatever its manifest lists.
    for needed in [JOURNAL, LOG] {
        if manifest.find(needed).is_none() {
            return Err(missing(needed));
        }
    }
    let journal = journal::check(&folder.join(JOURNAL), true).map_err(BackupError::Journal)?;
    let end = &manifest.journal;
    if (journal.head, journal.last, hex::encode(journal.hash)) != (end.position, end.time, end.hash.clone()) {
        return Err(BackupError::OtherEnd("journal"));
    }
    log(folder, manifest, key)
}

/// The log below `folder`.
pub(super) fn log(folder: &Path, manifest: &Manifest, key: &PublicKey) -> Result<(), BackupError> {
    let log = folder.join("var/audit");
    let report = audit::verify(&log, Some(key)).map_err(BackupError::Audit)?;
    if !report.is_sound() {
        return Err(BackupError::Unsound(report.faults));
    }
    let head = audit::head(&log).map_err(BackupError::Audit)?;
    if AuditEnd::of(&head) != manifest.audit {
        return Err(BackupError::OtherEnd("audit log"));
    }
    Ok(())
}

fn read(set: &Path, path: &str) -> Result<Vec<u8>, BackupError> {
    let full = set.join(path);
    match fs::read(&full) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(missing(path)),
        read => read.map_err(BackupError::file(&full)),
    }
}

fn missing(path: &str) -> BackupError {
    BackupError::Missing {
        file: path.to_owned(),
    }
}

/// The log's public key as the set has it.
fn own_key(pem: &[u8]) -> Result<PublicKey, BackupError> {
    let key = SubjectPublicKeyInfoDer::from_pem_slice(pem).ok();
    let key = key.as_ref().and_then(|spki| spki.strip_prefix(&ED25519));
    let altered = || BackupError::Altered {
        file: LOG_PUBLIC_KEY.to_owned(),
    };
    key.and_then(|key| key.try_into().ok())
        .map(PublicKey)
        .ok_or_else(altered)
}
