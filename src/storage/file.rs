//! Opening a database file for its one writer, and moving its WAL into it.
//!
//! Uses `error`. Files are 0600 in folders of 0700: they hold personal data. Checkpoints are made by
//! hand because SQLite's own hide a failed sync.

use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;

use super::error::StorageError;

/// How long the emptying of a log waits for readers, which are done in milliseconds: the writer waits too.
const READERS_WAIT: Duration = Duration::from_millis(250);
/// How long anything else waits for another connection: rusqlite's own.
const BUSY_WAIT: Duration = Duration::from_secs(5);

/// What an acknowledged commit survives.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Durability {
    /// Power loss: the WAL is synced before each commit returns.
    Full,
    /// A crash leaves an older but consistent file: for what can be rebuilt.
    Derived,
}

/// Opens (and makes, where it is missing) the file at `path` for writing, in WAL mode.
///
/// # Errors
/// When the file cannot be made or is not a database.
pub fn open(path: &Path, durability: Durability) -> Result<Connection, StorageError> {
    make(path).map_err(|cause| StorageError::Unreachable {
        path: path.to_owned(),
        cause,
    })?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    let synchronous = match durability {
        Durability::Full => "FULL",
        Durability::Derived => "NORMAL",
    };
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = {synchronous};
         PRAGMA wal_autocheckpoint = 0;
         PRAGMA journal_size_limit = 67108864;
         PRAGMA cache_size = -32768;
         PRAGMA temp_store = MEMORY;
         PRAGMA secure_delete = ON;"
    ))?;
    // A connection closed after a failed sync must not touch the file once more.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.set_prepared_statement_cache_capacity(32);
    // What a crash left in the log may never have reached the disk: after a failed sync the system holds it
    // for written. Moved into the file and synced there, it is durable before anything is acknowledged that
    // stands behind it; and what was erased is in the log no more.
    run(&connection, "PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(connection)
}

/// Removes a database and what SQLite keeps beside it. Missing files are no error.
///
/// # Errors
/// When a file that is there cannot be removed.
pub fn remove(path: &Path) -> Result<(), StorageError> {
    for suffix in ["", "-wal", "-shm"] {
        let path = beside(path, suffix);
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                return Err(StorageError::Unreachable { path, cause });
            }
            _ => {}
        }
    }
    Ok(())
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Makes an empty private file and syncs the folder, so that the name survives power loss too.
fn make(path: &Path) -> io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)?;
    file.sync_all()?;
    fs::File::open(folder)?.sync_all()?;
    if let Some(above) = folder.parent().filter(|above| !above.as_os_str().is_empty()) {
        fs::File::open(above)?.sync_all()?;
    }
    Ok(())
}

/// Says when the WAL has grown enough to be moved into the file.
#[derive(Debug)]
pub struct Checkpoints {
    since: usize,
    every: usize,
}

impl Checkpoints {
    /// One checkpoint after each `every` rows.
    #[must_use]
    pub const fn every(every: usize) -> Self {
        Self { since: 0, every }
    }

    /// Counts `rows` just committed, and moves the WAL when it is due. Readers are not held up; a
    /// full disk or a reader in the way only means that the next one does more.
    ///
    /// # Errors
    /// `Broken` when a sync failed.
    pub fn committed(&mut self, connection: &Connection, rows: usize) -> Result<(), StorageError> {
        self.since = self.since.saturating_add(rows);
        if self.since < self.every {
            return Ok(());
        }
        self.since = 0;
        run(connection, "PRAGMA wal_checkpoint(PASSIVE)")
    }

    /// Moves all of the WAL and empties it, so that what was overwritten is in no file any more; waits a
    /// moment for readers. Whether it is empty now.
    ///
    /// # Errors
    /// `Broken` when a sync failed.
    pub fn empty(&mut self, connection: &Connection) -> Result<bool, StorageError> {
        self.since = 0;
        connection.busy_timeout(READERS_WAIT)?;
        let emptied = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
        connection.busy_timeout(BUSY_WAIT)?;
        let busy: i64 = match emptied.map_err(StorageError::from) {
            Err(StorageError::Broken(error)) => return Err(StorageError::Broken(error)),
            Err(error) => {
                tracing::warn!(%error, "the write-ahead log was not emptied; it will be tried again");
                1
            }
            Ok(busy) => busy,
        };
        Ok(busy == 0)
    }

    /// Moves all of the WAL and empties it: for a clean end.
    ///
    /// # Errors
    /// `Broken` when a sync failed.
    pub fn close(&mut self, connection: &Connection) -> Result<(), StorageError> {
        self.since = 0;
        run(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
    }
}

fn run(connection: &Connection, pragma: &str) -> Result<(), StorageError> {
    match connection
        .query_row(pragma, [], |_| Ok(()))
        .map_err(StorageError::from)
    {
        Err(StorageError::Broken(error)) => Err(StorageError::Broken(error)),
        Err(error) => {
            tracing::warn!(%error, "the write-ahead log was not moved; it will be tried again");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}
