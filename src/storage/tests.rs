//! Tests of the group-commit writer, with a ledger that can be told what to do.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::ffi;

use super::*;

/// Inserts texts; a text `refuse` is refused, and one that begins with `!` is run as SQL.
struct Notes;

impl Ledger for Notes {
    type Job = String;
    type Done = i64;
    type Refusal = ();
    type Tail = i64;

    fn weight(_job: &String) -> usize {
        1
    }

    fn write(
        &mut self,
        connection: &Connection,
        tail: &mut i64,
        job: &String,
    ) -> Result<Result<i64, ()>, rusqlite::Error> {
        match job.as_str() {
            "refuse" => return Ok(Err(())),
            "fsync" => return Err(failure(ffi::SQLITE_IOERR_FSYNC)),
            "constraint" => return Err(failure(ffi::SQLITE_CONSTRAINT)),
            "panic" => panic!("as asked"),
            _ => {}
        }
        if let Some(sql) = job.strip_prefix('!') {
            connection.execute_batch(sql)?;
            return Ok(Ok(*tail));
        }
        *tail += 1;
        connection.execute("INSERT INTO notes VALUES (?1, ?2)", (*tail, job))?;
        Ok(Ok(*tail))
    }
}

fn failure(code: i32) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)
}

fn writer(path: &Path, queue: usize) -> Writer<Notes> {
    let connection = open(path, Durability::Full).unwrap();
    connection
        .execute_batch("CREATE TABLE IF NOT EXISTS notes (number INTEGER PRIMARY KEY, note TEXT)")
        .unwrap();
    let tail = connection
        .query_row("SELECT coalesce(max(number), 0) FROM notes", [], |row| row.get(0))
        .unwrap();
    Writer::start(
        "notes",
        connection,
        Notes,
        tail,
        Bounds {
            queue,
            group_rows: 64,
            checkpoint_rows: 1000,
        },
    )
    .unwrap()
}

fn count(path: &Path) -> i64 {
    Readers::of(path)
        .with(|connection| connection.query_row("SELECT count(*) FROM notes", [], |row| row.get(0)))
        .unwrap()
}

async fn write(writer: &Writer<Notes>, note: &str) -> Result<i64, WriteError<()>> {
    writer.write(note.to_owned()).await
}

#[tokio::test]
async fn of_a_group_only_the_refused_and_the_failing_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let writer = writer(&path, 64);
    let (one, refused, failing, two) = tokio::join!(
        write(&writer, "one"),
        write(&writer, "refuse"),
        write(&writer, "constraint"),
        write(&writer, "two"),
    );
    assert_eq!(
        (one, refused, failing),
        (Ok(1), Err(WriteError::Refused(())), Err(WriteError::Failed))
    );
    assert_eq!(two, Ok(2), "numbers have no gap");
    assert_eq!(count(&path), 2);
    assert_eq!(*writer.condition().borrow(), Condition::Sound);
}

#[tokio::test]
async fn a_full_disk_refuses_and_writes_again_once_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let writer = writer(&path, 64);
    write(&writer, "!PRAGMA max_page_count = 4").await.unwrap();
    let large = "x".repeat(100_000);
    let (first, small) = tokio::join!(write(&writer, &large), write(&writer, "small"));
    assert_eq!(first, Err(WriteError::Full));
    assert_eq!(
        small,
        Ok(1),
        "a large one does not take a small one of its group with it"
    );
    assert_eq!(write(&writer, &large).await, Err(WriteError::Full));
    assert_eq!(*writer.condition().borrow(), Condition::Full);
    assert_eq!(count(&path), 1);
    write(&writer, "!PRAGMA max_page_count = 4000").await.unwrap();
    assert_eq!(write(&writer, &large).await, Ok(2));
    assert_eq!(*writer.condition().borrow(), Condition::Sound);
}

#[tokio::test]
async fn after_a_failed_sync_nothing_is_written_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let writer = writer(&path, 64);
    write(&writer, "kept").await.unwrap();
    let mut condition = writer.condition();
    assert!(write(&writer, "fsync").await.is_err());
    condition
        .wait_for(|condition| *condition == Condition::Broken)
        .await
        .unwrap();
    assert_eq!(write(&writer, "later").await, Err(WriteError::Stopped));
    assert_eq!(
        writer.write_now("later".to_owned()).await,
        Err(WriteError::Stopped)
    );
    drop(writer);
    assert_eq!(count(&path), 1);
}

#[tokio::test]
async fn a_writer_that_dies_leaves_its_caller_in_doubt_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let writer = writer(&folder.path().join("notes.db"), 64);
    let mut condition = writer.condition();
    assert_eq!(write(&writer, "panic").await, Err(WriteError::Unknown));
    condition
        .wait_for(|condition| *condition == Condition::Broken)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_full_queue_is_said_at_once_to_those_who_do_not_wait() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let writer = writer(&path, 1);
    // Another connection holds the write lock, so the writer stands still.
    let other = open(&path, Durability::Full).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let waiting = async { tokio::join!(write(&writer, "a"), write(&writer, "b"), write(&writer, "c")) };
    let hasty = async {
        let outcome = writer.write_now("hasty".to_owned()).await;
        other.execute_batch("ROLLBACK").unwrap();
        outcome
    };
    // Polled in this order: when the hasty one comes, one job has the place and two wait for it.
    let ((a, b, c), hasty) = tokio::join!(waiting, hasty);
    assert_eq!(hasty, Err(WriteError::Busy));
    assert!(a.is_ok() && b.is_ok() && c.is_ok(), "{a:?} {b:?} {c:?}");
}

#[tokio::test]
async fn dropping_the_writer_writes_what_waits_and_empties_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.db");
    let writer = writer(&path, 64);
    for note in ["one", "two", "three"] {
        write(&writer, note).await.unwrap();
    }
    drop(writer);
    let log = std::fs::metadata(folder.path().join("notes.db-wal"));
    assert!(log.is_ok_and(|log| log.len() == 0));
    assert_eq!(count(&path), 3);
}

#[test]
fn what_a_crash_left_in_the_log_is_moved_into_the_file_before_anything_is_added() {
    let folder = tempfile::tempdir().unwrap();
    let (path, log) = (folder.path().join("notes.db"), folder.path().join("notes.db-wal"));
    let crashed = open(&path, Durability::Full).unwrap();
    crashed
        .execute_batch("CREATE TABLE notes (number INTEGER PRIMARY KEY, note TEXT); INSERT INTO notes VALUES (1, 'kept');")
        .unwrap();
    // No checkpoint on close: what a crash leaves.
    drop(crashed);
    assert!(std::fs::metadata(&log).unwrap().len() > 0);
    let _opened = open(&path, Durability::Full).unwrap();
    assert_eq!(std::fs::metadata(&log).unwrap().len(), 0);
    assert_eq!(count(&path), 1);
}

#[test]
fn files_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("var").join("notes.db");
    let connection = open(&path, Durability::Full).unwrap();
    connection
        .execute_batch("CREATE TABLE notes (note TEXT)")
        .unwrap();
    for name in ["notes.db", "notes.db-wal", "notes.db-shm"] {
        let mode = std::fs::metadata(folder.path().join("var").join(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    assert_eq!(
        std::fs::metadata(folder.path().join("var"))
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o700
    );
}
