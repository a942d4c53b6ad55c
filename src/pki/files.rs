//! Where keys and certificates lie under `certs/live/`, and how they are read and written.
//!
//! Uses `config::Home` only through the folder it names; `certs/README.md` says who may read what.
//! A file is there whole or not at all: written aside, synced, renamed, the folder synced.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Read;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::path::PathBuf;

use super::PkiError;

/// Larger than any chain or key; a larger file is not one.
const MOST_BYTES: u64 = 256 * 1024;

/// The authority's folder.
pub const AUTHORITY: &str = "authority";
/// The root's certificate, in [`AUTHORITY`]; public, partners trust it.
pub const ROOT_CERTIFICATE: &str = "root.pem";
/// The root's private key, in [`AUTHORITY`]; belongs offline.
pub const ROOT_KEY: &str = "root.key";
/// The issuing authority's certificate, in [`AUTHORITY`].
pub const ISSUING_CERTIFICATE: &str = "issuing.pem";
/// The issuing authority's private key, in [`AUTHORITY`].
pub const ISSUING_KEY: &str = "issuing.key";
/// Folder of the doors' certificates: `<door>.pem` (with its chain) and `<door>.key`.
pub const DOORS: &str = "doors";
/// Folder of client certificates made by `quickstart` and `cert issue`: `<name>.pem`, `.key`, `.p12`.
pub const CLIENTS: &str = "clients";
/// The audit log's private key.
pub const LOG_KEY: &str = "audit.key";
/// The audit log's public key; verifiers and witnesses need it.
pub const LOG_PUBLIC_KEY: &str = "audit.pub";

/// Who may read a file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Secrecy {
    /// The owner only (0600).
    Private,
    /// Everybody (0644).
    Public,
}

/// Paths under one `certs/live/` folder.
#[derive(Clone, Debug)]
pub struct Files(PathBuf);

impl Files {
    /// The files under `folder`, usually `Home::certs()`.
    #[must_use]
    pub fn under(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// The authority's folder, for `Authority::load`.
    #[must_use]
    pub fn authority(&self) -> PathBuf {
        self.0.join(AUTHORITY)
    }

    /// Certificate chain of the door of this name.
    #[must_use]
    pub fn door_chain(&self, door: &str) -> PathBuf {
        self.0.join(DOORS).join(format!("{door}.pem"))
    }

    /// Private key of the door of this name.
    #[must_use]
    pub fn door_key(&self, door: &str) -> PathBuf {
        self.0.join(DOORS).join(format!("{door}.key"))
    }

    /// A client's file; `extension` is `pem`, `key` or `p12`.
    #[must_use]
    pub fn client(&self, name: &str, extension: &str) -> PathBuf {
        self.0.join(CLIENTS).join(format!("{name}.{extension}"))
    }

    /// The audit log's private key.
    #[must_use]
    pub fn log_key(&self) -> PathBuf {
        self.0.join(LOG_KEY)
    }

    /// The audit log's public key.
    #[must_use]
    pub fn log_public_key(&self) -> PathBuf {
        self.0.join(LOG_PUBLIC_KEY)
    }
}

/// Reads a file of PEM.
///
/// # Errors
/// [`PkiError::File`], also for one over 256 KiB or not UTF-8.
pub fn read(path: &Path) -> Result<String, PkiError> {
    let failed = |source| PkiError::File {
        path: path.to_owned(),
        source,
    };
    let mut text = String::new();
    let file = File::open(path).map_err(failed)?;
    file.take(MOST_BYTES + 1)
        .read_to_string(&mut text)
        .map_err(failed)?;
    if text.len() as u64 > MOST_BYTES {
        return Err(failed(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "larger than 256 KiB",
        )));
    }
    Ok(text)
}

/// Writes `content` to `path`, making its folder (0700) where there is none. After a crash the file
/// is the old one or the new one, never a part.
///
/// # Errors
/// [`PkiError::File`].
pub fn write(path: &Path, content: &[u8], secrecy: Secrecy) -> Result<(), PkiError> {
    replace(path, content, secrecy).map_err(|source| PkiError::File {
        path: path.to_owned(),
        source,
    })
}

fn replace(path: &Path, content: &[u8], secrecy: Secrecy) -> io::Result<()> {
    let invalid = || io::Error::new(io::ErrorKind::InvalidInput, "not a file's path");
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .ok_or_else(invalid)?;
    make_folder(folder)?;
    let mut tag = [0; 8];
    aws_lc_rs::rand::fill(&mut tag).map_err(|_| io::Error::other("no randomness"))?;
    let aside = folder.join(format!(".{name}.{}.new", hex::encode(tag)));
    let written = write_aside(&aside, content, secrecy).and_then(|()| fs::rename(&aside, path));
    if written.is_err() {
        // Best effort: the first error is the one worth telling.
        fs::remove_file(&aside).ok();
    }
    written?;
    File::open(folder)?.sync_all()
}

fn write_aside(aside: &Path, content: &[u8], secrecy: Secrecy) -> io::Result<()> {
    let mode = match secrecy {
        Secrecy::Private => 0o600,
        Secrecy::Public => 0o644,
    };
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(aside)?;
    file.write_all(content)?;
    file.sync_all()
}

/// Makes `folder` and those above it, each durable in its own parent.
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if folder.is_dir() {
        return Ok(());
    }
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    make_folder(parent)?;
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    File::open(parent)?.sync_all()
}
