//! Which of the indexes in a folder is the live one: each has a folder of its own under a number, and a
//! sealed file says which.
//!
//! Uses `folder`, `seal`. The file is replaced in one rename after what it names is whole and synced, so
//! a crash at any moment leaves one good index; whatever else stands beside it is left over and is swept
//! away at start and after a swap.

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use tantivy::directory::Directory;

use super::error::IndexError;
use super::folder;
use super::folder::META;
use super::seal::Sealed;
use super::seal::content;
use super::seal::read_sealed;

/// The file that names the live one.
pub(super) const CURRENT: &str = "current";

/// The first number, which a new folder begins with.
const FIRST: Generation = Generation(1);

/// An index in a folder of indexes, by its number; a later one has a higher number.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Generation(u64);

impl Generation {
    /// The one after it.
    pub(super) const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// Its folder in `root`.
    pub(super) fn folder(self, root: &Path) -> PathBuf {
        root.join(self.0.to_string())
    }

    fn parse(name: &str) -> Option<Self> {
        let number = name.parse().ok()?;
        // One spelling each: `01` is nobody's.
        (Self(number).0.to_string() == name).then_some(Self(number))
    }
}

/// What the folder says of itself.
pub(super) enum Standing {
    /// This one is live.
    Live(Generation),
    /// There is none, and nothing that tells of one.
    New,
    /// The file that names the live one is damaged, or gone while there are some.
    Damaged,
}

/// Which one is live in `root`, which exists.
pub(super) fn standing(root: &Path) -> Result<Standing, IndexError> {
    match current(root) {
        Ok(Some(live)) => Ok(Standing::Live(live)),
        Ok(None) if all(root)?.is_empty() => Ok(Standing::New),
        Ok(None) | Err(IndexError::Damaged { .. }) => Ok(Standing::Damaged),
        Err(error) => Err(error),
    }
}

/// The folder of the live index in `root`, for who reads it from outside. Before there was more than one,
/// it was `root` itself, and still is until the next start.
pub(super) fn live_folder(root: &Path) -> Result<PathBuf, IndexError> {
    Ok(current(root)?.map_or_else(|| root.to_owned(), |live| live.folder(root)))
}

fn current(root: &Path) -> Result<Option<Generation>, IndexError> {
    if !root.join(CURRENT).exists() {
        return Ok(None);
    }
    let sealed = read_sealed(root, Path::new(CURRENT))?;
    let number = std::str::from_utf8(content(&sealed)).ok().map(str::trim_end);
    let live = number.and_then(Generation::parse).ok_or_else(damaged)?;
    Ok(Some(live))
}

/// That the file which names the live one cannot be trusted.
pub(super) fn damaged() -> IndexError {
    let file = CURRENT.to_owned();
    IndexError::Damaged { file }
}

/// Names the live one, durably and at once. What it names is whole and synced already.
pub(super) fn point(root: &Path, live: Generation) -> Result<(), IndexError> {
    let sealed = Sealed::open(root)?;
    // The name of a folder just made must not be lost by a power cut that keeps the file which tells it.
    sealed.sync_directory()?;
    sealed.atomic_write(Path::new(CURRENT), format!("{}\n", live.0).as_bytes())?;
    sealed.sync_directory()?;
    Ok(())
}

/// Takes over the files of a folder that was itself the only index, as it was before there were several.
/// The caller has its lock. The list of segments moves last, so what is cut short is gone on with; cut
/// short after that, the index is begun anew.
pub(super) fn adopt(root: &Path) -> Result<(), IndexError> {
    if root.join(CURRENT).exists() || !root.join(META).exists() {
        return Ok(());
    }
    let live = FIRST.folder(root);
    fs::create_dir_all(&live)?;
    if live.join(META).exists() {
        // An older program began again beside what a newer one had left.
        folder::empty(&live)?;
    }
    for file in folder::files_in(root)? {
        if file != Path::new(META) {
            fs::rename(root.join(&file), live.join(&file))?;
        }
    }
    Sealed::open(&live)?.sync_directory()?;
    fs::rename(root.join(META), live.join(META))?;
    Sealed::open(&live)?.sync_directory()?;
    point(root, FIRST)
}

/// Removes every index but `kept`, as far as nobody uses it, and what else a crash has left beside them.
pub(super) fn sweep(root: &Path, kept: Generation) -> Result<(), IndexError> {
    for left in all(root)?.into_iter().filter(|left| *left != kept) {
        remove(root, left)?;
    }
    for file in folder::files_in(root)? {
        if file != Path::new(CURRENT) {
            fs::remove_file(root.join(file))?;
        }
    }
    Ok(())
}

/// Removes everything, the name of the live one first: cut short, nothing is trusted any more.
pub(super) fn clear(root: &Path) -> Result<(), IndexError> {
    let all = all(root)?;
    for one in &all {
        // Somebody may be using it; then nothing is touched.
        let _free = folder::lock(&one.folder(root))?;
    }
    gone(fs::remove_file(root.join(CURRENT)))?;
    folder::empty(root)?;
    for one in all {
        remove(root, one)?;
    }
    Ok(())
}

/// Begins a new folder: the first index, with nothing in it yet.
pub(super) fn begin(root: &Path) -> Result<Generation, IndexError> {
    fs::create_dir_all(FIRST.folder(root))?;
    Ok(FIRST)
}

fn remove(root: &Path, one: Generation) -> Result<(), IndexError> {
    let folder = one.folder(root);
    let lock = folder::lock(&folder)?;
    // The list of segments first: cut short, it is an index of nothing.
    folder::empty(&folder)?;
    drop(lock);
    Ok(gone(fs::remove_dir_all(folder))?)
}

fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// All that stand in the folder.
fn all(root: &Path) -> io::Result<Vec<Generation>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            all.extend(entry.file_name().to_str().and_then(Generation::parse));
        }
    }
    Ok(all)
}
