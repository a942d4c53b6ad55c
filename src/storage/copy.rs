//! Copying a database while its writer goes on.
//!
//! Uses `error`. One read transaction over the whole copy: it is of one moment, the writer is never held
//! up, and the copying never begins again because something was written meanwhile. What the writer adds
//! stays in its log until the end of the copying.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::OpenFlags;
use rusqlite::backup::Backup;
use rusqlite::backup::StepResult;
use rusqlite::config::DbConfig;

use super::error::StorageError;

/// Pages copied at once: a megabyte.
const STEP_PAGES: std::ffi::c_int = 256;
/// Longest wait for somebody else's lock.
const BUSY: Duration = Duration::from_secs(5);

/// Copies the database at `from` as it is at this moment to `to`, which must not exist, and syncs it.
/// `each` is told how many of how many bytes are copied. The copy is one file: its log is moved into it.
///
/// # Errors
/// When one cannot be read or the other cannot be written.
pub fn copy(from: &Path, to: &Path, each: &mut dyn FnMut(u64, u64)) -> Result<(), StorageError> {
    let unreachable = |path: &Path| {
        let path = path.to_owned();
        move |cause| StorageError::Unreachable { path, cause }
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(from, flags)?;
    source.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    source.busy_timeout(BUSY)?;
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)
        .map_err(unreachable(to))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut copy = Connection::open_with_flags(to, flags)?;
    // Nobody reads it before it is whole, and it is synced then.
    copy.execute_batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;")?;
    let page: u64 = source
        .query_row("PRAGMA page_size", [], |row| row.get::<_, u32>(0))?
        .into();
    // The transaction begins with its first reading.
    let moment = source.unchecked_transaction()?;
    moment.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    {
        let copying = Backup::new(&moment, &mut copy)?;
        loop {
            let step = copying.step(STEP_PAGES)?;
            let progress = copying.progress();
            let of = u64::from(progress.pagecount.unsigned_abs()) * page;
            let left = u64::from(progress.remaining.unsigned_abs()) * page;
            each(of.saturating_sub(left), of);
            match step {
                StepResult::Done => break,
                StepResult::Busy | StepResult::Locked => std::thread::sleep(Duration::from_millis(10)),
                _ => {}
            }
        }
    }
    drop(moment);
    // Its head still says that there is a log beside it.
    copy.execute_batch("PRAGMA journal_mode = DELETE;")?;
    drop(copy);
    file.sync_all().map_err(unreachable(to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Durability;
    use crate::storage::open;

    #[test]
    fn a_copy_is_of_one_moment_though_every_step_of_it_meets_a_write() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("notes.db"), folder.path().join("copy.db"));
        let writer = open(&from, Durability::Full).unwrap();
        writer
            .execute_batch("CREATE TABLE notes (number INTEGER PRIMARY KEY, note BLOB)")
            .unwrap();
        for number in 0..2_000 {
            let note = vec![7_u8; 4_000];
            writer
                .execute("INSERT INTO notes VALUES (?1, ?2)", (number, note))
                .unwrap();
        }
        let mut steps = 0;
        copy(&from, &to, &mut |copied, of| {
            assert!(copied <= of);
            steps += 1;
            let note = vec![8_u8; 4_000];
            writer
                .execute("INSERT INTO notes VALUES (?1, ?2)", (10_000 + steps, note))
                .unwrap();
        })
        .unwrap();
        assert!(steps > 5, "{steps}");
        let copy = Connection::open_with_flags(&to, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let count: i64 = copy
            .query_row("SELECT count(*) FROM notes", [], |row| row.get(0))
            .unwrap();
        assert_eq!(count, 2_000, "nothing that came after it began");
        let sound: String = copy
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(sound, "ok");
        drop(copy);
        let names: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with("copy"))
            .collect();
        assert_eq!(names, ["copy.db"], "it is one file, also after it was read");
    }

    #[test]
    fn nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("notes.db"), folder.path().join("copy.db"));
        drop(open(&from, Durability::Full).unwrap());
        std::fs::write(&to, "mine").unwrap();
        assert!(matches!(
            copy(&from, &to, &mut |_, _| ()),
            Err(StorageError::Unreachable { .. })
        ));
        assert_eq!(std::fs::read(&to).unwrap(), b"mine");
    }
}
