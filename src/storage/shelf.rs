//! Files that are kept sealed and asked for by their hash: written aside, synced, and given their name.
//!
//! Uses `place`, `sealing`. A file stands under its [`Place`], two digits of it a folder, as the SHA-256 of the
//! rest and then what was sealed: so it can be checked without being opened. It opens only for whoever has the
//! hash of what is in it. No content stands in a name or an error.

use std::collections::HashMap;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::SystemTime;

use aws_lc_rs::digest;
use jiff::Timestamp;

use super::place;
use super::place::Place;

/// What the name of a file begins with that has none yet; nobody else takes such.
const ASIDE: &str = ".aside-";
/// Bytes of the checksum.
const SUM_BYTES: usize = 32;

/// A folder of such files. One process writes it.
#[derive(Debug)]
pub struct Shelf {
    folder: PathBuf,
    /// How many hold each place: what is held is not removed.
    held: Mutex<HashMap<Place, usize>>,
}

/// That a file is not removed for now: until this is dropped.
#[derive(Debug)]
pub struct Held {
    shelf: Arc<Shelf>,
    place: Place,
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut held = self.shelf.held();
        if let Some(count) = held.get_mut(&self.place) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.place);
            }
        }
    }
}

impl Shelf {
    /// The files below a folder, which need not be there. What a crash left half written is removed.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn open(folder: PathBuf) -> io::Result<Arc<Self>> {
        for entry in entries(&folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(ASIDE) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(Arc::new(Self {
            folder,
            held: Mutex::default(),
        }))
    }

    fn held(&self) -> MutexGuard<'_, HashMap<Place, usize>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a file whose SHA-256 is `hash`, durably, as of `now`; one that is there is written anew. It stays
    /// at least as long as the answer is held.
    ///
    /// # Errors
    /// When it cannot be written; then nothing stands under its name that was not there before.
    pub fn put(self: &Arc<Self>, hash: &[u8; 32], bytes: &[u8], now: Timestamp) -> io::Result<Held> {
        let place = Place::of(hash);
        let sealed = place::key_of(hash)
            .seal(place.bytes(), bytes)
            .map_err(io::Error::other)?;
        *self.held().entry(place).or_default() += 1;
        let held = Held {
            shelf: Arc::clone(self),
            place,
        };
        let path = self.path(&place);
        let folder = path.parent().unwrap_or(&self.folder);
        make_folder(&self.folder)?;
        make_folder(folder)?;
        let mut tag = [0; 8];
        aws_lc_rs::rand::fill(&mut tag).map_err(|_| io::Error::other("no randomness"))?;
        let aside = self.folder.join(format!("{ASIDE}{}", hex::encode(tag)));
        let written = write(&aside, &sum(&place, &sealed), &sealed, now)
            .and_then(|()| fs::rename(&aside, &path))
            .and_then(|()| sync(folder));
        if written.is_err() {
            // Best effort: the first error is the one worth telling, and the next start removes it.
            fs::remove_file(&aside).ok();
        }
        written.map(|()| held)
    }

    /// The file whose SHA-256 is `hash`; none where there is no such one.
    ///
    /// # Errors
    /// When it cannot be read, or is not what was written.
    pub fn read(&self, hash: &[u8; 32]) -> io::Result<Option<Vec<u8>>> {
        let place = Place::of(hash);
        let file = match fs::read(self.path(&place)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read?,
        };
        let bytes = file
            .get(SUM_BYTES..)
            .and_then(|sealed| place::key_of(hash).open(place.bytes(), sealed));
        bytes.ok_or_else(damaged).map(Some)
    }

    /// Whether there is a file at a place, sound or not.
    #[must_use]
    pub fn has(&self, place: &Place) -> bool {
        self.path(place).exists()
    }

    /// Removes the file at a place where nobody holds it and `unwanted` says so, which is asked once no upload
    /// can come in between. Whether there is none now.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, place: &Place, unwanted: impl FnOnce() -> bool) -> io::Result<bool> {
        let held = self.held();
        if held.contains_key(place) || !unwanted() {
            return Ok(!self.has(place));
        }
        let path = self.path(place);
        match fs::remove_file(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
            removed => removed?,
        }
        drop(held);
        sync(path.parent().unwrap_or(&self.folder))?;
        Ok(true)
    }

    /// The files of one of the 256 folders, and since when each is there.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn part(&self, number: u8) -> io::Result<Vec<(Place, Timestamp)>> {
        let mut found = Vec::new();
        for entry in entries(&self.folder.join(format!("{number:02x}")))? {
            let entry = entry?;
            let Some(place) = named(&entry.path()) else {
                continue;
            };
            match entry.metadata().and_then(|file| file.modified()) {
                Ok(since) => found.push((place, Timestamp::try_from(since).unwrap_or(Timestamp::MIN))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// How many files there are, and the places of those that are not what was written. Opens none.
    ///
    /// # Errors
    /// When a folder or file cannot be read.
    pub fn check(folder: &Path) -> io::Result<(u64, Vec<Place>)> {
        let (mut count, mut bad) = (0, Vec::new());
        for number in 0..=u8::MAX {
            for entry in entries(&folder.join(format!("{number:02x}")))? {
                let path = entry?.path();
                let Some(place) = named(&path) else { continue };
                let file = match fs::read(&path) {
                    // Erased meanwhile.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                    read => read?,
                };
                count += 1;
                let parts = file.split_at_checked(SUM_BYTES);
                if parts.is_none_or(|(kept, sealed)| kept != sum(&place, sealed)) {
                    bad.push(place);
                }
            }
        }
        Ok((count, bad))
    }

    fn path(&self, place: &Place) -> PathBuf {
        let name = place.to_string();
        let (folder, rest) = name.split_at(2);
        self.folder.join(folder).join(rest)
    }
}

/// The place that a file's folder and name make.
fn named(path: &Path) -> Option<Place> {
    let folder = path.parent()?.file_name()?.to_str()?;
    format!("{folder}{}", path.file_name()?.to_str()?).parse().ok()
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a file is not what was written")
}

/// Bound to the place, so that a file under another's name is found.
fn sum(place: &Place, sealed: &[u8]) -> Vec<u8> {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(place.bytes());
    context.update(sealed);
    context.finish().as_ref().to_vec()
}

fn write(path: &Path, sum: &[u8], sealed: &[u8], now: Timestamp) -> io::Result<()> {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(sum)?;
    file.write_all(sealed)?;
    file.set_modified(SystemTime::from(now))?;
    file.sync_all()
}

/// Makes a folder and syncs the one that names it.
fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    folder.parent().map_or(Ok(()), sync)
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// What is in a folder; nothing where there is none.
fn entries(folder: &Path) -> io::Result<impl Iterator<Item = io::Result<fs::DirEntry>>> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None.into_iter().flatten()),
        read => Ok(Some(read?).into_iter().flatten()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_795_413_600, 0);

    fn shelf() -> (tempfile::TempDir, Arc<Shelf>) {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path().join("photos")).unwrap();
        (folder, shelf)
    }

    fn only_file(shelf: &Shelf) -> PathBuf {
        let places = (0..=u8::MAX).flat_map(|part| shelf.part(part).unwrap());
        let places: Vec<_> = places.collect();
        assert_eq!(places.len(), 1);
        assert_eq!(places[0].1, NOW);
        shelf.path(&places[0].0)
    }

    #[test]
    fn what_is_put_is_read_by_its_hash_and_stands_in_the_clear_nowhere() {
        let (_folder, shelf) = shelf();
        let hash = [7; 32];
        drop(shelf.put(&hash, b"a face of nobody", NOW).unwrap());
        assert_eq!(shelf.read(&hash).unwrap().unwrap(), b"a face of nobody");
        assert_eq!(shelf.read(&[8; 32]).unwrap(), None);
        let path = only_file(&shelf);
        let file = fs::read(&path).unwrap();
        assert!(!file.windows(4).any(|part| part == b"face"));
        assert!(!path.to_string_lossy().contains(&hex::encode(hash)));
        assert_eq!(Shelf::check(&shelf.folder).unwrap(), (1, Vec::new()));
    }

    #[test]
    fn a_changed_byte_is_found_with_and_without_the_hash() {
        let (_folder, shelf) = shelf();
        let hash = [7; 32];
        drop(shelf.put(&hash, b"a face of nobody", NOW).unwrap());
        let path = only_file(&shelf);
        let sound = fs::read(&path).unwrap();
        for place in [0, 40, sound.len() - 1] {
            let mut changed = sound.clone();
            changed[place] ^= 1;
            fs::write(&path, &changed).unwrap();
            let (count, bad) = Shelf::check(&shelf.folder).unwrap();
            assert_eq!(
                (count, bad.as_slice()),
                (1, [Place::of(&hash)].as_slice()),
                "{place}"
            );
            if place >= SUM_BYTES {
                assert_eq!(shelf.read(&hash).unwrap_err().kind(), io::ErrorKind::InvalidData);
            }
        }
        fs::write(&path, &sound[..20]).unwrap();
        assert_eq!(Shelf::check(&shelf.folder).unwrap().1.len(), 1);
        assert!(shelf.read(&hash).is_err());
        // An upload mends it.
        drop(shelf.put(&hash, b"a face of nobody", NOW).unwrap());
        assert!(shelf.read(&hash).unwrap().is_some());
    }

    #[test]
    fn what_is_held_is_not_removed_and_what_is_wanted_neither() {
        let (_folder, shelf) = shelf();
        let place = Place::of(&[7; 32]);
        let first = shelf.put(&[7; 32], b"x", NOW).unwrap();
        let second = shelf.put(&[7; 32], b"x", NOW).unwrap();
        drop(first);
        assert!(!shelf.remove(&place, || true).unwrap(), "held by the second");
        drop(second);
        assert!(!shelf.remove(&place, || false).unwrap(), "wanted");
        assert!(shelf.has(&place));
        assert!(shelf.remove(&place, || true).unwrap());
        assert!(!shelf.has(&place) && shelf.remove(&place, || true).unwrap());
    }

    #[test]
    fn what_a_crash_left_half_written_is_gone_at_the_next_start() {
        let (folder, shelf) = shelf();
        drop(shelf.put(&[7; 32], b"x", NOW).unwrap());
        let left = folder.path().join("photos/.aside-00");
        fs::write(&left, b"half").unwrap();
        let again = Shelf::open(folder.path().join("photos")).unwrap();
        assert!(!left.exists());
        assert!(again.has(&Place::of(&[7; 32])));
    }
}
