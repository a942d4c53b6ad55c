//! A list on its way into the home: copied, hashed, bounded, its signature checked.
//!
//! Uses `signature`. The copy is what is read, twice; whatever happens to the source meanwhile. It is
//! removed when its last user is gone.

use std::fs::DirBuilder;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Read;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use aws_lc_rs::digest;

use super::files::SIGNATURE;
use super::signature;
use super::signature::Over;
use super::signature::Signed;
use crate::domain::feed::Feed;
use crate::domain::feed_run::Failing;
use crate::domain::feed_run::ListMark;
use crate::domain::feed_source::Key;
use crate::service::FeedProgress;
use crate::service::Spooled;
use crate::service::SpooledFile;

/// Bytes read at once.
const BUFFER: usize = 256 << 10;
/// The end of a file as old systems mark it, which the Treasury's lists still have.
const OLD_END: u8 = 0x1A;

/// A folder that goes with its last user.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "a feed's list cannot be removed from the home");
        }
    }
}

/// A list that is being fetched.
pub(super) struct Spool<'a> {
    folder: Arc<Folder>,
    key: Option<&'a Key>,
    left: u64,
    hash: digest::Context,
    bytes: u64,
    lists: Vec<SpooledFile>,
    beside: Vec<SpooledFile>,
    progress: &'a FeedProgress,
}

impl<'a> Spool<'a> {
    pub(super) fn new(below: &Path, feed: &'a Feed, progress: &'a FeedProgress) -> Result<Self, Failing> {
        let folder = below.join(feed.id.as_str());
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&folder);
        made.map_err(|error| failed(&error, "the home takes no list"))?;
        Ok(Self {
            folder: Arc::new(Folder(folder)),
            key: feed.key.as_ref(),
            left: feed.most.bytes(),
            hash: digest::Context::new(&digest::SHA256),
            bytes: 0,
            lists: Vec::new(),
            beside: Vec::new(),
            progress,
        })
    }

    /// Whether its files must be signed.
    pub(super) const fn key(&self) -> Option<&'a Key> {
        self.key
    }

    /// Copies a file, once its signature beside it is known.
    pub(super) fn copy(&mut self, path: &Path, beside: bool) -> Result<(), Failing> {
        let signed = match self.key {
            None => None,
            Some(key) => Some(Signed::new(key, &signature_of(path)?)?),
        };
        let mut source =
            File::open(path).map_err(|error| failed(&error, "a feed's list cannot be opened"))?;
        let before = stamp(&source)?;
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let mut taking = self.begin(name, beside, signed.as_ref())?;
        let mut buffer = vec![0; BUFFER];
        loop {
            let read = match source.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(failed(&error, "a feed's list cannot be read")),
            };
            taking.take(buffer.get(..read).unwrap_or_default())?;
        }
        taking.end()?;
        // Somebody is writing it: neither the old list nor the new one.
        if stamp(&source)? != before {
            return Err(Failing::NotWhole);
        }
        Ok(())
    }

    /// Begins a file of the list, whose bytes are then taken one after another.
    pub(super) fn begin<'s>(
        &'s mut self,
        name: String,
        beside: bool,
        signed: Option<&'s Signed>,
    ) -> Result<Taking<'s, 'a>, Failing> {
        let number = self.lists.len() + self.beside.len();
        let path = self.folder.0.join(format!("{number}"));
        let file = OpenOptions::new()
            .create(true)
            .truncate(true)
            .write(true)
            .mode(0o600)
            .open(&path);
        let file = file.map_err(|error| failed(&error, "the home takes no list"))?;
        Ok(Taking {
            over: signed.map(Signed::over).transpose()?,
            file: BufWriter::with_capacity(BUFFER, file),
            spool: self,
            name,
            beside,
            path,
            last: b'\n',
        })
    }

    /// The list, whole.
    pub(super) fn finish(self, etag: Option<String>, modified: Option<String>) -> Spooled {
        Spooled {
            mark: ListMark {
                sha256: hex::encode(self.hash.finish()),
                bytes: self.bytes,
                etag,
                modified,
            },
            files: self.lists,
            beside: self.beside,
        }
    }
}

/// A file of the list on its way.
pub(super) struct Taking<'s, 'a> {
    spool: &'s mut Spool<'a>,
    over: Option<Over<'s>>,
    file: BufWriter<File>,
    name: String,
    beside: bool,
    path: PathBuf,
    last: u8,
}

impl Taking<'_, '_> {
    pub(super) fn take(&mut self, bytes: &[u8]) -> Result<(), Failing> {
        let spool = &mut *self.spool;
        if spool.progress.is_stopping() {
            return Err(Failing::Unreadable);
        }
        let length = bytes.len() as u64;
        spool.left = spool.left.checked_sub(length).ok_or(Failing::TooLarge)?;
        spool.bytes += length;
        spool.hash.update(bytes);
        spool.progress.add(length);
        if let Some(over) = &mut self.over {
            over.update(bytes);
        }
        self.last = bytes.last().copied().unwrap_or(self.last);
        let written = self.file.write_all(bytes);
        written.map_err(|error| failed(&error, "the home takes no list"))
    }

    pub(super) fn end(mut self) -> Result<(), Failing> {
        let written = self.file.flush();
        written.map_err(|error| failed(&error, "the home takes no list"))?;
        if let Some(over) = self.over.take() {
            over.finish()?;
        }
        let (folder, path) = (Arc::clone(&self.spool.folder), self.path);
        let file = SpooledFile {
            name: self.name,
            ends_a_line: [b'\n', OLD_END].contains(&self.last),
            open: Box::new(move || {
                // The folder stays as long as somebody may open a file of it.
                let _kept = &folder;
                let file = File::open(&path)?;
                let reader: Box<dyn BufRead + Send> = Box::new(BufReader::with_capacity(BUFFER, file));
                Ok(reader)
            }),
        };
        match self.beside {
            true => self.spool.beside.push(file),
            false => self.spool.lists.push(file),
        }
        Ok(())
    }
}

/// Length and time of change, by which a file that is being written is known.
fn stamp(file: &File) -> Result<(u64, Option<std::time::SystemTime>), Failing> {
    let known = file.metadata();
    let known = known.map_err(|error| failed(&error, "a feed's list cannot be read"))?;
    Ok((known.len(), known.modified().ok()))
}

fn signature_of(path: &Path) -> Result<String, Failing> {
    let mut name = path.as_os_str().to_owned();
    name.push(SIGNATURE);
    let file = match File::open(PathBuf::from(name)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Failing::Unsigned),
        Err(error) => return Err(failed(&error, "a list's signature cannot be opened")),
    };
    let mut text = String::new();
    match file.take(signature::MAX_BYTES).read_to_string(&mut text) {
        Ok(_) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(Failing::BadSignature),
        Err(error) => Err(failed(&error, "a list's signature cannot be read")),
    }
}

fn failed(error: &io::Error, what: &str) -> Failing {
    tracing::warn!(%error, "{what}");
    Failing::Unreadable
}
