//! Files written for good: copied with their hash, synced with the folders that name them.
//!
//! Uses nothing of the house.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Read;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::path::PathBuf;

use aws_lc_rs::digest::Context;
use aws_lc_rs::digest::SHA256;

use super::error::BackupError;
use super::manifest::Listed;

/// How much is read at once.
const PIECE_BYTES: usize = 256 << 10;

/// Copies the file at `from` to `to`, which must not exist, and syncs it; its length and SHA-256.
pub(super) fn copy(from: &Path, to: &Path, mode: u32) -> Result<(u64, String), BackupError> {
    make_folder_of(to)?;
    let mut source = File::open(from).map_err(BackupError::file(from))?;
    let mut copy = create(to, mode)?;
    let hashed = hash_through(&mut source, &mut copy).map_err(BackupError::file(to))?;
    copy.sync_all().map_err(BackupError::file(to))?;
    Ok(hashed)
}

/// Writes a file that must not exist, and syncs it.
pub(super) fn write(to: &Path, bytes: &[u8], mode: u32) -> Result<(), BackupError> {
    make_folder_of(to)?;
    let mut file = create(to, mode)?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(BackupError::file(to))
}

fn create(to: &Path, mode: u32) -> Result<File, BackupError> {
    let options = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(to);
    options.map_err(BackupError::file(to))
}

/// Makes the folder that a file is to stand in, and those above it.
pub(super) fn make_folder_of(path: &Path) -> Result<(), BackupError> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => make_folder(folder),
        _ => Ok(()),
    }
}

/// Makes a folder for the owner alone, and those above it.
pub(super) fn make_folder(folder: &Path) -> Result<(), BackupError> {
    let mut builder = fs::DirBuilder::new();
    builder
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(BackupError::file(folder))
}

/// A file of a set as it stands there.
pub(super) fn listed(set: &Path, path: &str) -> Result<Listed, BackupError> {
    let full = set.join(path);
    let mut file = File::open(&full).map_err(BackupError::file(&full))?;
    let (bytes, sha256) = hash_through(&mut file, &mut io::sink()).map_err(BackupError::file(&full))?;
    Ok(Listed {
        path: path.to_owned(),
        bytes,
        sha256,
    })
}

fn hash_through(from: &mut impl Read, to: &mut impl Write) -> io::Result<(u64, String)> {
    let (mut context, mut bytes) = (Context::new(&SHA256), 0);
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let read = match from.read(&mut piece) {
            Ok(0) => return Ok((bytes, hex::encode(context.finish()))),
            Ok(read) => piece.get(..read).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        to.write_all(read)?;
        context.update(read);
        bytes += read.len() as u64;
    }
}

/// Every file below a folder, by its path from there; none where there is no folder. What is neither file
/// nor folder is left out.
pub(super) fn below(folder: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let (mut found, mut folders) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(inner) = folders.pop() {
        let path = folder.join(&inner);
        let entries = match fs::read_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.map_err(BackupError::file(&path))?,
        };
        for entry in entries {
            let entry = entry.map_err(BackupError::file(&path))?;
            let kind = entry.file_type().map_err(BackupError::file(&path))?;
            if kind.is_dir() {
                folders.push(inner.join(entry.file_name()));
            } else if kind.is_file() {
                found.push(inner.join(entry.file_name()));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Syncs a folder and all below it, so that every name in them is on the disk.
pub(super) fn sync_folders(folder: &Path) -> Result<(), BackupError> {
    for entry in fs::read_dir(folder).map_err(BackupError::file(folder))? {
        let entry = entry.map_err(BackupError::file(folder))?;
        if entry.file_type().map_err(BackupError::file(folder))?.is_dir() {
            sync_folders(&entry.path())?;
        }
    }
    sync(folder)
}

/// Syncs one folder.
pub(super) fn sync(folder: &Path) -> Result<(), BackupError> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(BackupError::file(folder))
}

/// The folder that a path stands in.
pub(super) fn above(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
