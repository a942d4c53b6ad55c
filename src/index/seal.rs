//! Seals: a checksum at the end of every file, checked before the file's first byte is used.
//!
//! Uses tantivy's directory. Tantivy's own checksum leaves out its footers and `meta.json`, and is looked
//! at only when asked; here nothing can be read that was not checked. Files are read whole into memory
//! and kept while in use, so the bytes that were checked are the bytes that answer: a page lost or
//! altered later cannot reach a search, and a failing disk gives an error at start, not a signal.
//!
//! Tantivy's list of the files it may delete is not kept but read off the folder: then nothing a crash
//! leaves behind escapes it, there is one file less to be damaged, and a commit spares its eight syncs.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::Weak;

use tantivy::directory::AntiCallToken;
use tantivy::directory::Directory;
use tantivy::directory::DirectoryLock;
use tantivy::directory::FileHandle;
use tantivy::directory::Lock;
use tantivy::directory::MmapDirectory;
use tantivy::directory::OwnedBytes;
use tantivy::directory::TerminatingWrite;
use tantivy::directory::WatchCallback;
use tantivy::directory::WatchHandle;
use tantivy::directory::WritePtr;
use tantivy::directory::error::DeleteError;
use tantivy::directory::error::LockError;
use tantivy::directory::error::OpenDirectoryError;
use tantivy::directory::error::OpenReadError;
use tantivy::directory::error::OpenWriteError;

use super::folder::files_in;

/// `LKS1` and eight hexadecimal digits: the CRC-32 of everything before.
const SEAL_BYTES: usize = 12;
/// How much is read at once where a file is only checked.
const PIECE_BYTES: usize = 256 << 10;
/// Tantivy's list of the files it may delete.
const MANAGED: &str = ".managed.json";
/// Begins the names of lock files, which are empty, unsealed and stay.
pub(super) const LOCKS: &str = ".tantivy-";

/// A folder in which every file is sealed. Clones share what they have read.
#[derive(Clone, Debug)]
pub(super) struct Sealed {
    folder: PathBuf,
    // Written and locked through tantivy's own directory; it maps nothing, since reading goes past it.
    inner: MmapDirectory,
    read: Arc<Mutex<HashMap<PathBuf, Weak<[u8]>>>>,
}

impl Sealed {
    /// The sealed folder at `folder`, which exists.
    pub(super) fn open(folder: &Path) -> Result<Self, OpenDirectoryError> {
        let inner = MmapDirectory::open(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            inner,
            read: Arc::default(),
        })
    }

    /// Content of a file, checked when it is first read.
    fn content(&self, path: &Path) -> Result<OwnedBytes, OpenReadError> {
        let known = self
            .read
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(path)
            .and_then(Weak::upgrade);
        let bytes: Arc<[u8]> = match known {
            Some(bytes) => bytes,
            None => {
                let bytes = read_sealed(&self.folder, path)?;
                let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
                read.insert(path.to_owned(), Arc::downgrade(&bytes));
                bytes
            }
        };
        let content = content(&bytes).len();
        Ok(OwnedBytes::new(bytes).slice(0..content))
    }
}

/// What of a sealed file is not its seal.
pub(super) fn content(sealed: &[u8]) -> &[u8] {
    let end = sealed.len().saturating_sub(SEAL_BYTES);
    sealed.get(..end).unwrap_or_default()
}

/// Reads a file, once and into its place, and checks its seal, which stays on.
///
/// # Errors
/// When there is no such file, it cannot be read, or its seal is missing or does not fit (`InvalidData`).
pub(super) fn read_sealed(folder: &Path, path: &Path) -> Result<Arc<[u8]>, OpenReadError> {
    let bytes = read(&folder.join(path)).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
        _ => OpenReadError::wrap_io_error(error, path.to_owned()),
    })?;
    let content = content(&bytes);
    // Compared as written, not as a number: `a` and `A` are one digit but two bytes.
    if bytes.get(content.len()..) != Some(&seal(crc32fast::hash(content))) {
        let error = io::Error::new(io::ErrorKind::InvalidData, "the seal does not fit");
        return Err(OpenReadError::wrap_io_error(error, path.to_owned()));
    }
    Ok(bytes)
}

/// Checks the seal of a file piece by piece, as it is on the disk and not as the system remembers it;
/// `go_on` is asked before each piece. Its length without the seal, or none where it was told not to go on.
///
/// # Errors
/// As [`read_sealed`].
pub(super) fn check_sealed(
    folder: &Path,
    path: &Path,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<Option<u64>, OpenReadError> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
        _ => OpenReadError::wrap_io_error(error, path.to_owned()),
    };
    let mut file = File::open(folder.join(path)).map_err(failed)?;
    // A favour that the system may refuse.
    let _asked = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed);
    let length = file.metadata().map_err(failed)?.len();
    let Some(content) = length.checked_sub(SEAL_BYTES as u64) else {
        return Err(failed(io::Error::from(io::ErrorKind::InvalidData)));
    };
    let mut crc = crc32fast::Hasher::new();
    let mut piece = vec![0; PIECE_BYTES];
    let mut left = content;
    while left > 0 {
        if !go_on() {
            return Ok(None);
        }
        let wanted = usize::try_from(left).map_or(PIECE_BYTES, |left| left.min(PIECE_BYTES));
        let place = piece.get_mut(..wanted).unwrap_or_default();
        file.read_exact(place).map_err(failed)?;
        crc.update(place);
        left -= wanted as u64;
    }
    let mut found = [0; SEAL_BYTES];
    file.read_exact(&mut found).map_err(failed)?;
    if found == seal(crc.finalize()) {
        Ok(Some(content))
    } else {
        Err(failed(io::Error::from(io::ErrorKind::InvalidData)))
    }
}

fn read(path: &Path) -> io::Result<Arc<[u8]>> {
    let mut file = File::open(path)?;
    let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
    // Files of a hundred megabytes and more: not held twice, not even for a moment.
    let mut bytes: Arc<[u8]> = std::iter::repeat_n(0, length).collect();
    if let Some(place) = Arc::get_mut(&mut bytes) {
        file.read_exact(place)?;
    }
    Ok(bytes)
}

fn seal(crc: u32) -> [u8; SEAL_BYTES] {
    let mut seal = *b"LKS100000000";
    for (place, digit) in seal.iter_mut().skip(4).zip(format!("{crc:08x}").into_bytes()) {
        *place = digit;
    }
    seal
}

impl Directory for Sealed {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.content(path)?))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.read
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(path);
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = self
            .inner
            .open_write(path)?
            .into_inner()
            .map_err(|error| OpenWriteError::wrap_io_error(error.into_error(), path.to_owned()))?;
        Ok(BufWriter::new(Box::new(SealWriter {
            file,
            crc: crc32fast::Hasher::new(),
        })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if path == Path::new(MANAGED) {
            let list = files_in(&self.folder).and_then(|files| Ok(serde_json::to_vec(&files)?));
            return list.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()));
        }
        Ok(content(&read_sealed(&self.folder, path)?).to_vec())
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(MANAGED) {
            return Ok(());
        }
        let mut sealed = Vec::with_capacity(data.len() + SEAL_BYTES);
        sealed.extend_from_slice(data);
        sealed.extend_from_slice(&seal(crc32fast::hash(data)));
        self.inner.atomic_write(path, &sealed)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

/// Seals a file as it is written.
struct SealWriter {
    file: Box<dyn TerminatingWrite + Send + Sync>,
    crc: crc32fast::Hasher,
}

impl Write for SealWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.crc.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl TerminatingWrite for SealWriter {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        let seal = seal(self.crc.clone().finalize());
        self.file.write_all(&seal)?;
        self.file.terminate_ref(token)
    }
}
