//! A home made of a set.
//!
//! Uses `check`. Everything is copied into a folder inside the home, verified there, and then moved to its
//! place, journal and log last and together: until that is done the folder stands, and no node starts.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use super::check;
use super::erasures;
use super::error::BackupError;
use super::files;
use super::keys;
use super::keys::Passphrase;
use super::manifest::Keys;
use super::manifest::Listed;
use super::manifest::MANIFEST;
use super::manifest::Manifest;
use super::take::CERTS;
use super::take::JOURNAL;
use crate::audit::PublicKey;
use crate::config::Home;
use crate::domain::clock::Clock;
use crate::domain::ids::Position;
use crate::journal;

/// Where a home is made, inside of it.
const UNDER_WAY: &str = ".restore";
/// What the next start records and removes, in `var`.
pub const RESTORED: &str = "restored.json";

/// What is to be restored.
pub struct Restore<'a> {
    /// The set.
    pub set: &'a Path,
    /// The home: empty, or not there yet.
    pub home: &'a Home,
    /// The log's public key, where it was kept elsewhere.
    pub key: Option<&'a PublicKey>,
    /// Facts accepted after it are left out.
    pub until: Option<Timestamp>,
    /// What opens the set's keys.
    pub passphrase: Option<&'a Passphrase>,
    /// Leave the set's keys where they are.
    pub without_keys: bool,
    /// Homes, sets, journals or lists that know what was erased since the set was taken.
    pub erasures: &'a [PathBuf],
    /// What tells when something was erased again.
    pub clock: Arc<dyn Clock>,
}

/// What was restored: kept in the home until the next start has recorded it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Restored {
    /// SHA-256 of the set's manifest, in hexadecimal.
    pub manifest: String,
    /// Which node it was.
    pub node: String,
    /// When the set was begun.
    pub taken: Timestamp,
    /// Where its journal ends.
    pub journal: Position,
    /// The moment it was cut at, if it was.
    pub until: Option<Timestamp>,
    /// Where the journal ends now.
    pub position: Position,
    /// Records in the audit log, which is kept whole.
    pub leaves: u64,
    /// Alerts that were erased since the set was taken, and again here; their facts come after `position`.
    #[serde(default)]
    pub erased: u64,
    /// Whether the private keys are there.
    pub keys: bool,
}

/// Whether a restore has begun in this home and not ended.
#[must_use]
pub fn under_way(home: &Home) -> bool {
    home.path().join(UNDER_WAY).exists()
}

/// Makes a home of a set.
///
/// # Errors
/// What does not verify, with the file, or cannot be written; then the home is as empty as it was, or,
/// where the last step failed, no node starts in it.
pub fn restore(asked: &Restore<'_>) -> Result<Restored, BackupError> {
    let (manifest, key) = check::manifest(asked.set, asked.key)?;
    let with_keys = match (manifest.keys, asked.passphrase) {
        (Keys::Encrypted, None) if !asked.without_keys => return Err(BackupError::KeysWanted),
        (Keys::Absent, Some(_)) => return Err(BackupError::NoKeys),
        (_, passphrase) => passphrase,
    };
    let path = asked.home.path();
    let there = path.exists();
    files::make_folder(path)?;
    if !is_empty(path)? {
        return Err(BackupError::Taken(path.to_owned()));
    }
    let aside = path.join(UNDER_WAY);
    let made = fill(asked, &aside, &manifest, &key, with_keys);
    let made = made.and_then(|restored| files::sync_folders(&aside).map(|()| restored));
    if made.is_err() {
        // Best effort: the first error is the one worth telling.
        fs::remove_dir_all(&aside).ok();
        if !there {
            fs::remove_dir(path).ok();
        }
    }
    let restored = made?;
    // What fails from here on leaves the folder, and so a home that no node starts in.
    put_in_place(&aside, path)?;
    Ok(restored)
}

/// A folder that a file system begins with does not count.
fn is_empty(folder: &Path) -> Result<bool, BackupError> {
    for entry in fs::read_dir(folder).map_err(BackupError::file(folder))? {
        if entry.map_err(BackupError::file(folder))?.file_name() != "lost+found" {
            return Ok(false);
        }
    }
    Ok(true)
}

fn fill(
    asked: &Restore<'_>,
    aside: &Path,
    manifest: &Manifest,
    key: &PublicKey,
    passphrase: Option<&Passphrase>,
) -> Result<Restored, BackupError> {
    files::make_folder(aside)?;
    for wanted in manifest.files.iter().filter(|file| file.path != keys::FILE) {
        let from = check::present(asked.set, &wanted.path)?;
        let mode = if wanted.path.starts_with(CERTS) {
            0o644
        } else {
            0o600
        };
        // What is compared is what was copied.
        let (bytes, sha256) = files::copy(&from, &aside.join(&wanted.path), mode)?;
        let path = wanted.path.clone();
        check::agrees(wanted, &Listed { path, bytes, sha256 })?;
    }
    if let Some(wanted) = manifest.find(keys::FILE) {
        check::present(asked.set, keys::FILE)?;
        check::agrees(wanted, &files::listed(asked.set, keys::FILE)?)?;
    }
    check::records(aside, manifest, key)?;
    if let Some(passphrase) = passphrase {
        let sealed = asked.set.join(keys::FILE);
        let sealed = fs::read(&sealed).map_err(BackupError::file(&sealed))?;
        for (path, bytes) in keys::open(&sealed, passphrase)? {
            files::write(&inside(aside, &path)?, &bytes, 0o600)?;
        }
    }
    let mut position = manifest.journal.position;
    let journal_there = aside.join(JOURNAL);
    let mut known = Vec::new();
    if let Some(until) = asked.until {
        // What was erased in the part that is cut off stays erased, and the journal says so.
        known = erasures::known_to(&journal_there, &journal_there, position)?;
        position = journal::cut(&journal_there, until).map_err(BackupError::Cut)?;
        if position == Position(0) {
            return Err(BackupError::NothingSoOld);
        }
    }
    known.extend(erasures::known_to_all(asked.erasures, &journal_there, position)?);
    let erased = match known.is_empty() {
        true => 0,
        false => erasures::make(&journal_there, position, known, Arc::clone(&asked.clock))?,
    };
    if asked.until.is_some() || erased > 0 {
        journal::check(&journal_there, true).map_err(BackupError::Journal)?;
    }
    let restored = Restored {
        manifest: files::listed(asked.set, MANIFEST)?.sha256,
        node: manifest.node.clone(),
        taken: manifest.taken,
        journal: manifest.journal.position,
        until: asked.until,
        position,
        leaves: manifest.audit.leaves,
        erased,
        keys: passphrase.is_some(),
    };
    let note = serde_json::to_vec(&restored).map_err(|_| BackupError::Foreign {
        file: RESTORED.to_owned(),
    })?;
    files::write(&aside.join("var").join(RESTORED), &note, 0o600)?;
    Ok(restored)
}

/// A path of the keys' file in the home that is made.
fn inside(aside: &Path, path: &str) -> Result<PathBuf, BackupError> {
    let below = path.strip_prefix(CERTS).and_then(|path| path.strip_prefix('/'));
    let plain = below.filter(|path| Path::new(path).components().all(is_plain));
    let foreign = || BackupError::Foreign {
        file: keys::FILE.to_owned(),
    };
    plain.map(|_| aside.join(path)).ok_or_else(foreign)
}

fn is_plain(component: std::path::Component<'_>) -> bool {
    matches!(component, std::path::Component::Normal(_))
}

/// Moves what was made to its place: `var`, with the journal and the log in it, last.
fn put_in_place(aside: &Path, home: &Path) -> Result<(), BackupError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(aside).map_err(BackupError::file(aside))? {
        names.push(entry.map_err(BackupError::file(aside))?.file_name());
    }
    names.sort_by_key(|name| name == "var");
    for name in names {
        let to = home.join(&name);
        fs::rename(aside.join(&name), &to).map_err(BackupError::file(&to))?;
        files::sync(home)?;
    }
    fs::remove_dir(aside).map_err(BackupError::file(aside))?;
    files::sync(home)?;
    files::sync(files::above(home))
}
