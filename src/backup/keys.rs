//! A home's private keys in one file behind a passphrase.
//!
//! Uses `age`. Which files are private is decided by what is public: a certificate or a public key in PEM
//! without a private key in it. All else under `certs/live/` counts as a secret.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::Serialize;

use super::age;
use super::error::BackupError;
use super::files;

/// The file of the set.
pub(super) const FILE: &str = "keys.age";
/// Fewest characters of a passphrase: whoever has the set can try as many as it likes.
const FEWEST: usize = 12;
/// Largest file that is taken for a key or a certificate.
const MOST_BYTES: u64 = 1 << 20;

/// What opens the keys of a set.
#[derive(Clone)]
pub struct Passphrase(String);

impl Passphrase {
    /// A passphrase of at least twelve characters.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        (text.chars().count() >= FEWEST).then(|| Self(text.to_owned()))
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// What stands in the file once it is opened: paths from the home, and what is in each in base64.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    files: BTreeMap<String, String>,
}

/// What lies under `certs/live/`, by whether it may be shown.
pub(super) struct Sorted {
    /// Paths from the home.
    pub(super) public: Vec<String>,
    private: Vec<String>,
}

/// Sorts what lies below `folder`, which is at `path` in the home.
pub(super) fn sort(folder: &Path, path: &str) -> Result<Sorted, BackupError> {
    let mut sorted = Sorted {
        public: Vec::new(),
        private: Vec::new(),
    };
    for file in files::below(folder)? {
        let full = folder.join(&file);
        // A name that is no text is none of ours.
        let Some(name) = file.to_str().map(|name| format!("{path}/{name}")) else {
            continue;
        };
        let length = fs::metadata(&full).map_err(BackupError::file(&full))?.len();
        if length <= MOST_BYTES {
            let list = if is_public(&full)? {
                &mut sorted.public
            } else {
                &mut sorted.private
            };
            list.push(name);
        }
    }
    Ok(sorted)
}

fn is_public(path: &Path) -> Result<bool, BackupError> {
    let named = path
        .extension()
        .is_some_and(|kind| kind == "pem" || kind == "pub");
    if !named {
        return Ok(false);
    }
    let bytes = fs::read(path).map_err(BackupError::file(path))?;
    let secret = bytes.windows(7).any(|word| word == b"PRIVATE");
    Ok(!secret && bytes.starts_with(b"-----BEGIN "))
}

/// The private files of `home`, encrypted.
pub(super) fn seal(home: &Path, sorted: &Sorted, passphrase: &Passphrase) -> Result<Vec<u8>, BackupError> {
    let mut kept = Kept {
        files: BTreeMap::new(),
    };
    for path in &sorted.private {
        let full = home.join(path);
        let bytes = fs::read(&full).map_err(BackupError::file(&full))?;
        kept.files.insert(path.clone(), STANDARD.encode(bytes));
    }
    let plain = serde_json::to_vec(&kept).map_err(|_| BackupError::Encrypting)?;
    age::encrypt(&passphrase.0, &plain).ok_or(BackupError::Encrypting)
}

/// Opens the keys of a set; paths from the home, with what is in each.
pub(super) fn open(sealed: &[u8], passphrase: &Passphrase) -> Result<Vec<(String, Vec<u8>)>, BackupError> {
    let plain = age::decrypt(&passphrase.0, sealed).ok_or(BackupError::Passphrase)?;
    let foreign = || BackupError::Foreign {
        file: FILE.to_owned(),
    };
    let kept: Kept = serde_json::from_slice(&plain).map_err(|_| foreign())?;
    let decode = |(path, text): (String, String)| Ok((path, STANDARD.decode(text).map_err(|_| foreign())?));
    kept.files.into_iter().map(decode).collect()
}
