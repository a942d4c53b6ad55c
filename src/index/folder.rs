//! The folder of an index: which files in it count, checking them, emptying it.
//!
//! Uses `seal`; `generation` says which folder is the live one. Only what the last commit names counts; the rest is left over from a crash, is never
//! read, and goes with the next commit.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use tantivy::TantivyError;
use tantivy::directory::Directory;
use tantivy::directory::DirectoryLock;
use tantivy::directory::INDEX_WRITER_LOCK;
use tantivy::index::IndexMeta;
use tantivy::index::SegmentComponent;

use super::commit::Commit;
use super::error::IndexError;
use super::error::Rebuilt;
use super::generation;
use super::generation::live_folder;
use super::seal::LOCKS;
use super::seal::Sealed;
use super::seal::check_sealed;
use crate::domain::ids::Position;

/// Longest wait for a lock, and the pause between two tries.
const LOCK_WAIT: Duration = Duration::from_millis(500);
const LOCK_PAUSE: Duration = Duration::from_millis(10);

/// The list of segments, replaced by each commit.
pub(super) const META: &str = "meta.json";

/// What a check has read.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Checked {
    /// Files whose seals fit.
    pub files: usize,
    /// Their length, bytes.
    pub bytes: u64,
}

/// Checks the seal of every file that counts in the live index of `root`, as it is on the disk now. It may
/// be in use, here or by another process; searches and changes go on.
///
/// # Errors
/// `Damaged` with the first file found missing, cut short or altered; `Io` when one cannot be read.
pub fn check(root: &Path) -> Result<Checked, IndexError> {
    check_at(root, &mut || true).map(Option::unwrap_or_default)
}

/// The same, piece by piece: `go_on` is asked before each, and may take its time. None where it said no.
pub(super) fn check_at(root: &Path, go_on: &mut dyn FnMut() -> bool) -> Result<Option<Checked>, IndexError> {
    loop {
        let folder = live_folder(root)?;
        match check_one(&folder, go_on) {
            // Another index has taken its place meanwhile, and its files are gone.
            Err(_) if live_folder(root)? != folder => {}
            checked => return checked,
        }
    }
}

fn check_one(folder: &Path, go_on: &mut dyn FnMut() -> bool) -> Result<Option<Checked>, IndexError> {
    let mut files = named(folder)?;
    let mut checked = Checked::default();
    let mut good = HashSet::new();
    while let Some(file) = files.difference(&good).next().cloned() {
        match check_sealed(folder, &file, go_on) {
            Ok(Some(bytes)) => {
                checked.files += 1;
                checked.bytes += bytes;
                good.insert(file);
            }
            Ok(None) => return Ok(None),
            Err(error) => {
                // A merge may have replaced the file since; it is missed only if it is still named.
                files = named(folder)?;
                if files.contains(&file) {
                    return Err(error.into());
                }
            }
        }
    }
    Ok(Some(checked))
}

/// The last fact of the journal that the live index of `root` holds, as its last commit says; the inner
/// error says that it was not made by this program and version, and will be built anew at start.
/// Changes nothing; nothing but the commit is read.
///
/// # Errors
/// As [`check`].
pub fn position(root: &Path) -> Result<Result<Position, Rebuilt>, IndexError> {
    let metas = tantivy::Index::open(Sealed::open(&live_folder(root)?)?)?.load_metas()?;
    if metas.payload.is_none() && metas.segments.is_empty() {
        return Ok(Ok(Position(0)));
    }
    Ok(Commit::read(metas.payload.as_deref()).map(|commit| commit.position))
}

/// The files that the last commit names, and the list that names them.
fn named(folder: &Path) -> Result<HashSet<PathBuf>, IndexError> {
    let sealed = Sealed::open(folder)?;
    Ok(files_of(&tantivy::Index::open(sealed)?.load_metas()?))
}

fn files_of(metas: &IndexMeta) -> HashSet<PathBuf> {
    // Tantivy lists every file a segment could have. One without deletions has no `del` file, and the
    // store's temporary file is gone once a segment is written.
    let mut files = metas.list_segment_files();
    files.retain(|file| file.extension().is_none_or(|kind| kind != "temp"));
    for segment in metas.segments.iter().filter(|segment| !segment.has_deletes()) {
        files.remove(&segment.relative_path(SegmentComponent::Delete));
    }
    files.insert(PathBuf::from(META));
    files
}

/// Removes every index in `root`, whatever state it is in. The next [`Index::open`](super::Index::open)
/// starts empty at position 0. What is no index of ours is left alone.
///
/// # Errors
/// `InUse` while a writer has one; `Io` when a file cannot be removed.
pub fn erase(root: &Path) -> Result<(), IndexError> {
    let _lock = lock(root)?;
    generation::clear(root)
}

/// Keeps every writer, here and in other processes, out of the folder while it is held.
pub(super) fn lock(folder: &Path) -> Result<DirectoryLock, IndexError> {
    fs::create_dir_all(folder)?;
    let engine = Sealed::open(folder)?;
    patiently(|| {
        let lock = engine.acquire_lock(&INDEX_WRITER_LOCK);
        lock.map_err(|error| TantivyError::LockFailure(error, None).into())
    })
}

/// Tries again for a moment while somebody else has the folder. A lock that was just given up may
/// still be held by a child process between its fork and its exec, which then closes it.
pub(super) fn patiently<T>(mut take: impl FnMut() -> Result<T, IndexError>) -> Result<T, IndexError> {
    let until = Instant::now() + LOCK_WAIT;
    loop {
        match take() {
            Err(IndexError::InUse) if Instant::now() < until => std::thread::sleep(LOCK_PAUSE),
            taken => return taken,
        }
    }
}

/// Removes every file but the locks, `meta.json` first: cut short, it leaves an empty index behind.
pub(super) fn empty(folder: &Path) -> Result<(), IndexError> {
    match fs::remove_file(folder.join(META)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    for file in files_in(folder)? {
        fs::remove_file(folder.join(file))?;
    }
    Sealed::open(folder)?.sync_directory()?;
    Ok(())
}

/// Names of the files in the folder, the locks left out.
pub(super) fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if !entry.file_type()?.is_dir() && !name.to_string_lossy().starts_with(LOCKS) {
            files.push(PathBuf::from(name));
        }
    }
    Ok(files)
}
