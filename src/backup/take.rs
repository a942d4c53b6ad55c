//! Taking a set of a home, beside its running node or without one.
//!
//! Uses `journal`, `audit`, `storage`, `pki` by reading only. The audit log is copied before the journal:
//! whatever a record of the copy names was in the journal by then, so the journal's copy has it. Photos come
//! after the journal, for the same reason.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use jiff::Timestamp;
use rustix::fs::CWD;
use rustix::fs::RenameFlags;
use rustix::fs::renameat_with;
use rustix::io::Errno;

use super::check;
use super::error::BackupError;
use super::files;
use super::keys;
use super::keys::Passphrase;
use super::manifest::AuditEnd;
use super::manifest::JournalEnd;
use super::manifest::Keys;
use super::manifest::Listed;
use super::manifest::MANIFEST;
use super::manifest::Manifest;
use super::manifest::SIGNATURE;
use super::manifest::signature_line;
use crate::audit;
use crate::audit::LogKey;
use crate::config::Home;
use crate::journal;
use crate::pki::PkiError;
use crate::pki::files as certs;
use crate::pki::files::Files;
use crate::pki::pem;
use crate::storage;

/// Paths in the set, as in the home.
pub(super) const LOG: &str = "var/audit/log.db";
pub(super) const JOURNAL: &str = "var/journal.db";
pub(super) const CERTS: &str = "certs/live";
pub(super) const LOG_PUBLIC_KEY: &str = "certs/live/audit.pub";
pub(super) const SETTINGS: &str = "lookout.toml";
/// Folders whose files are copied as they are, where they are there.
const KEPT: [&str; 1] = ["var/photos"];

/// What is to be taken.
pub struct Take<'a> {
    /// The node's home.
    pub home: &'a Home,
    /// Its settings file, if there is one.
    pub settings: &'a Path,
    /// Its name.
    pub node: &'a str,
    /// Where the set is to be: a folder that is not there yet.
    pub to: &'a Path,
    /// What the private keys are encrypted under; without it they are left out.
    pub keys: Option<&'a Passphrase>,
    /// The present.
    pub now: Timestamp,
}

/// What is being done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// The audit log is copied.
    Log,
    /// The journal is copied.
    Journal,
    /// The rest is copied.
    Rest,
    /// The set is read again and verified.
    Verifying,
}

/// A set that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// What it says of itself.
    pub manifest: Manifest,
    /// The SHA-256 of its manifest, in hexadecimal: for whoever keeps it elsewhere.
    pub sha256: String,
}

/// Takes a set, verifies it and gives it its name. `each` is told how far the copying is, in bytes.
///
/// # Errors
/// When something cannot be read or written, or does not verify; then there is no set.
pub fn take(asked: &Take<'_>, each: &mut dyn FnMut(Step, u64, u64)) -> Result<Taken, BackupError> {
    if fs::symlink_metadata(asked.to).is_ok() {
        return Err(BackupError::Taken(asked.to.to_owned()));
    }
    let key = log_key(asked.home)?;
    let aside = aside(asked.to)?;
    files::make_folder(&aside)?;
    let taken = fill(asked, &aside, &key, each).and_then(|taken| {
        files::sync_folders(&aside)?;
        rename(&aside, asked.to)?;
        files::sync(files::above(asked.to))?;
        Ok(taken)
    });
    if taken.is_err() {
        // Best effort: the first error is the one worth telling.
        fs::remove_dir_all(&aside).ok();
    }
    taken
}

fn fill(
    asked: &Take<'_>,
    set: &Path,
    key: &LogKey,
    each: &mut dyn FnMut(Step, u64, u64),
) -> Result<Taken, BackupError> {
    let home = asked.home;
    let mut listed = Vec::new();
    for (step, from, path) in [
        (Step::Log, home.audit().join("log.db"), LOG),
        (Step::Journal, home.journal(), JOURNAL),
    ] {
        let to = set.join(path);
        files::make_folder_of(&to)?;
        let copied = storage::copy(&from, &to, &mut |done, of| each(step, done, of));
        copied.map_err(|cause| BackupError::Copy {
            file: path.to_owned(),
            cause,
        })?;
        listed.push(files::listed(set, path)?);
    }
    each(Step::Rest, 0, 0);
    for folder in KEPT {
        listed.extend(kept(home.path(), set, folder)?);
    }
    if asked.settings.exists() {
        listed.push(copied(asked.settings, set, SETTINGS, 0o600)?);
    }
    let sorted = keys::sort(&home.certs(), CERTS)?;
    for path in &sorted.public {
        listed.push(copied(&home.path().join(path), set, path, 0o644)?);
    }
    if let Some(passphrase) = asked.keys {
        let sealed = keys::seal(home.path(), &sorted, passphrase)?;
        files::write(&set.join(keys::FILE), &sealed, 0o600)?;
        listed.push(files::listed(set, keys::FILE)?);
    }
    each(Step::Verifying, 0, 0);
    let journal = journal::check(&set.join(JOURNAL), true).map_err(BackupError::Journal)?;
    let head = audit::head(&set.join("var/audit")).map_err(BackupError::Audit)?;
    let ends = (
        JournalEnd {
            position: journal.head,
            time: journal.last,
            hash: hex::encode(journal.hash),
        },
        AuditEnd::of(&head),
    );
    let with = if asked.keys.is_some() {
        Keys::Encrypted
    } else {
        Keys::Absent
    };
    let manifest = Manifest::new(asked.node.to_owned(), asked.now, ends, with, listed);
    let sha256 = write_manifest(set, &manifest, key)?;
    // The journal was walked for its end, and the files were hashed as they stand in the set.
    check::log(set, &manifest, &key.public())?;
    Ok(Taken { manifest, sha256 })
}

/// Writes and signs the manifest; its SHA-256.
fn write_manifest(set: &Path, manifest: &Manifest, key: &LogKey) -> Result<String, BackupError> {
    let foreign = |_| BackupError::Foreign {
        file: MANIFEST.to_owned(),
    };
    let mut bytes = serde_json::to_vec_pretty(manifest).map_err(foreign)?;
    bytes.push(b'\n');
    let signature = signature_line(&audit::sign_backup(key, &bytes));
    files::write(&set.join(MANIFEST), &bytes, 0o600)?;
    files::write(&set.join(SIGNATURE), signature.as_bytes(), 0o600)?;
    Ok(files::listed(set, MANIFEST)?.sha256)
}

fn copied(from: &Path, set: &Path, path: &str, mode: u32) -> Result<Listed, BackupError> {
    let (bytes, sha256) = files::copy(from, &set.join(path), mode)?;
    let path = path.to_owned();
    Ok(Listed { path, bytes, sha256 })
}

/// Every file below a folder of the home. One that is gone by now was erased meanwhile, and is to be.
fn kept(home: &Path, set: &Path, folder: &str) -> Result<Vec<Listed>, BackupError> {
    let mut listed = Vec::new();
    for file in files::below(&home.join(folder))? {
        let Some(path) = file.to_str().map(|name| format!("{folder}/{name}")) else {
            continue;
        };
        // Half written: it has no name yet.
        if file
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'))
        {
            continue;
        }
        match copied(&home.join(&path), set, &path, 0o600) {
            Err(BackupError::File { cause, .. }) if cause.kind() == std::io::ErrorKind::NotFound => {}
            copied => listed.push(copied?),
        }
    }
    Ok(listed)
}

fn log_key(home: &Home) -> Result<LogKey, BackupError> {
    let path = Files::under(home.certs()).log_key();
    let text = certs::read(&path).map_err(BackupError::NoKey)?;
    let key = pem::private_key(&text).map_err(BackupError::NoKey)?;
    LogKey::from_pkcs8(key.secret_der()).map_err(|error| {
        let source = std::io::Error::other(error);
        BackupError::NoKey(PkiError::File { path, source })
    })
}

/// A name beside the one that the set is to have.
fn aside(to: &Path) -> Result<PathBuf, BackupError> {
    let name = to.file_name().ok_or_else(|| BackupError::Taken(to.to_owned()))?;
    let mut tag = [0; 6];
    let filled = aws_lc_rs::rand::fill(&mut tag).map_err(|_| std::io::Error::other("no randomness"));
    filled.map_err(BackupError::file(to))?;
    let aside = format!(".{}.{}.part", name.to_string_lossy(), hex::encode(tag));
    Ok(files::above(to).join(aside))
}

/// Gives a set its name, unless somebody else has it.
fn rename(aside: &Path, to: &Path) -> Result<(), BackupError> {
    match renameat_with(CWD, aside, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(()),
        Err(Errno::EXIST) => Err(BackupError::Taken(to.to_owned())),
        // A file system that cannot promise it; a folder is at least never put over one that holds anything.
        Err(Errno::INVAL | Errno::NOSYS) => fs::rename(aside, to).map_err(BackupError::file(to)),
        Err(error) => Err(BackupError::file(to)(error.into())),
    }
}
