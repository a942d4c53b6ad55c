//! What is remembered of the clock, as a file of the home; and whether the home may issue by it.
//!
//! Uses `service`'s rule and the audit log's head. Read also without a running node: a start that renews its
//! doors' certificates, and commands that issue.

use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::audit;
use crate::config::Home;
use crate::service::ClockBehind;
use crate::service::ClockKeeper;
use crate::service::ClockNote;
use crate::service::may_issue;

/// The note in a file.
pub(super) struct NoteFile(PathBuf);

impl NoteFile {
    pub(super) fn of(home: &Home) -> Self {
        Self(home.clock_note())
    }
}

impl ClockKeeper for NoteFile {
    fn kept(&self) -> Option<ClockNote> {
        let read = std::fs::read(&self.0).and_then(|bytes| Ok(serde_json::from_slice(&bytes)?));
        match read {
            Ok(note) => Some(note),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                tracing::warn!(%error, "what was kept of the clock cannot be read; the audit log says when it was");
                None
            }
        }
    }

    fn keep(&self, note: &ClockNote) -> io::Result<()> {
        let folder = self.0.parent().unwrap_or(Path::new("."));
        let aside = self.0.with_extension("new");
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&aside)?;
        file.write_all(&serde_json::to_vec(note)?)?;
        file.sync_all()?;
        std::fs::rename(&aside, &self.0)?;
        File::open(folder)?.sync_all()
    }
}

/// What is remembered of the clock at a home, if anything is.
#[must_use]
pub fn clock_note(home: &Home) -> Option<ClockNote> {
    NoteFile::of(home).kept()
}

/// Whether the authority of a home may issue anything now. A home without an audit log may; one whose log
/// cannot be read is for the start to tell.
///
/// # Errors
/// When the clock is behind the log.
pub fn home_may_issue(home: &Home, now: Timestamp) -> Result<(), ClockBehind> {
    let head = audit::head(&home.audit()).ok();
    let last = head.filter(|head| head.leaves > 0).map(|head| head.time);
    may_issue(now, last, clock_note(home).as_ref())
}
