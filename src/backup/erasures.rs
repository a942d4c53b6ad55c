//! What was erased after a set was taken is erased again in the home that is made of it.
//!
//! Uses `journal`. A copy made before an erasure holds the key that the erasure destroyed: restoring it would
//! bring the person back. So erasures are read from wherever they are still known (the home that goes on, a
//! later set, the list that `lookout alert erased` writes) and made again before the home is put in place.
//! What is read and kept for that are ids, reasons and instants: no word of anybody.

use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use super::error::BackupError;
use super::take::JOURNAL;
use crate::domain::clock::Clock;
use crate::domain::fact::Fact;
use crate::domain::fact::alert_stream;
use crate::domain::ids::AlertId;
use crate::domain::ids::Position;
use crate::domain::sealed::seal_of;
use crate::journal;
use crate::journal::Body;
use crate::journal::Entry;
use crate::journal::Expect;
use crate::journal::Journal;
use crate::journal::ReadError;
use crate::journal::Shred;
use crate::journal::SqliteJournal;

/// The kind of the facts that erase.
const ERASED: &str = "alert.erased";
/// Who is named in the journal.
const ACTOR: &str = "restore";
/// How a file of SQLite's begins.
const SQLITE: &[u8] = b"SQLite format 3\0";
/// Longest line of a list of erasures.
const LONGEST: u64 = 64 << 10;

/// An erasure, as a journal or a list of them has it: a line of that list is this as JSON.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Erasure {
    /// Its place in the journal that it was made in.
    pub position: Position,
    /// When it was made.
    pub time: Timestamp,
    /// The fact: the alert's id, and why as a code.
    pub fact: Fact,
    /// Whether that journal is the one that is restored, gone on.
    #[serde(skip)]
    pub(super) goes_on: bool,
}

/// The erasures in a journal, in their order.
///
/// # Errors
/// When it cannot be read.
pub fn erased(journal: &Path) -> Result<Vec<Erasure>, BackupError> {
    let stored = journal::of_kind(journal, ERASED).map_err(BackupError::Journal)?;
    let read = stored.into_iter().map(|stored| {
        let damaged = || {
            BackupError::Journal(ReadError::Damaged {
                after: stored.position,
            })
        };
        let Body::Open(body) = &stored.body else {
            return Err(damaged());
        };
        Ok(Erasure {
            position: stored.position,
            time: stored.time,
            fact: serde_json::from_slice(body).map_err(|_| damaged())?,
            goes_on: false,
        })
    });
    read.collect()
}

/// The erasures that a home, a set, a journal or a list knows; `restored` is the journal that they are to be
/// made in, and ends at `head`.
pub(super) fn known_to(from: &Path, restored: &Path, head: Position) -> Result<Vec<Erasure>, BackupError> {
    let journal = if from.is_dir() {
        from.join(JOURNAL)
    } else if is_sqlite(from)? {
        from.to_owned()
    } else {
        return listed(from);
    };
    let goes_on = journal::same_at(&journal, restored, head).map_err(BackupError::Journal)?;
    let mut erasures = erased(&journal)?;
    for erasure in &mut erasures {
        erasure.goes_on = goes_on;
    }
    Ok(erasures)
}

fn is_sqlite(path: &Path) -> Result<bool, BackupError> {
    let mut first = Vec::new();
    let file = File::open(path).map_err(BackupError::file(path))?;
    let read = file.take(SQLITE.len() as u64).read_to_end(&mut first);
    read.map_err(BackupError::file(path))?;
    Ok(first == SQLITE)
}

fn listed(path: &Path) -> Result<Vec<Erasure>, BackupError> {
    let foreign = || BackupError::Foreign {
        file: path.display().to_string(),
    };
    let mut input = BufReader::new(File::open(path).map_err(BackupError::file(path))?);
    let (mut erasures, mut line) = (Vec::new(), String::new());
    loop {
        line.clear();
        let read = input.by_ref().take(LONGEST).read_line(&mut line);
        if read.map_err(BackupError::file(path))? == 0 {
            return Ok(erasures);
        }
        if line.trim().is_empty() {
            continue;
        }
        let erasure: Erasure = serde_json::from_str(&line).map_err(|_| foreign())?;
        if erasure.fact.erases().is_none() {
            return Err(foreign());
        }
        erasures.push(erasure);
    }
}

/// Makes those erasures in the journal at `path`, which no node has open and which ends at `head`, that come
/// after the last fact of their alert. How many.
pub(super) fn make(
    path: &Path,
    head: Position,
    mut erasures: Vec<Erasure>,
    clock: Arc<dyn Clock>,
) -> Result<u64, BackupError> {
    erasures.sort_by_key(|erasure| erasure.time);
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.map_err(BackupError::file(path))?;
    let journal = SqliteJournal::open(path, clock).map_err(|error| BackupError::Journal(error.into()))?;
    let mut made = 0;
    for erasure in erasures {
        let Some(alert) = erasure.fact.erases() else {
            continue;
        };
        let stream = alert_stream(alert);
        let last = journal.stream(&stream, 1).map_err(BackupError::Journal)?;
        let Some(last) = last.last().filter(|last| last.kind != ERASED) else {
            continue;
        };
        // One log: whatever comes after its head comes after this. Else only the clock tells.
        let after = (erasure.goes_on && erasure.position > head) || erasure.time > last.time;
        if !after {
            continue;
        }
        let entry = entry(alert, &erasure.fact)?;
        let appended = runtime.block_on(journal.append(ACTOR.to_owned(), vec![entry], Expect::Any));
        appended.map_err(BackupError::Erasing)?;
        made += 1;
    }
    Ok(made)
}

fn entry(alert: &AlertId, fact: &Fact) -> Result<Entry, BackupError> {
    let stream = alert_stream(alert);
    let body = serde_json::to_vec(fact).map_err(|_| BackupError::Foreign { file: stream.clone() })?;
    Ok(Entry {
        kind: fact.kind(),
        body,
        sealed: None,
        shreds: Some(Shred {
            name: seal_of(alert),
            stream: stream.clone(),
        }),
        stream,
    })
}

/// All that several sources know.
pub(super) fn known_to_all(
    sources: &[PathBuf],
    restored: &Path,
    head: Position,
) -> Result<Vec<Erasure>, BackupError> {
    let mut all = Vec::new();
    for source in sources {
        all.extend(known_to(source, restored, head)?);
    }
    Ok(all)
}
