//! What goes into a journal and what comes out of it, whatever keeps it.
//!
//! Uses nothing but `domain` and `storage`'s errors. The same trait will stand over NATS JetStream
//! (DESIGN 7), where `Unknown` is an everyday answer.

use std::future::Future;
use std::pin::Pin;

use jiff::Timestamp;
use tokio::sync::watch;

use crate::domain::ids::Position;
use crate::storage::Condition;
use crate::storage::StorageError;

/// A fact to be appended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// What it changes: `alert/BE-26-000042`.
    pub stream: String,
    /// Its kind: `alert.put`.
    pub kind: &'static str,
    /// The fact as JSON, made by the caller.
    pub body: Vec<u8>,
}

/// A fact as it was accepted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stored {
    /// Its place.
    pub position: Position,
    /// When it was accepted, by this gateway's clock. Order is by position, never by this.
    pub time: Timestamp,
    /// Who made the change.
    pub actor: String,
    /// What it changes.
    pub stream: String,
    /// Its kind.
    pub kind: String,
    /// The fact as JSON.
    pub body: Vec<u8>,
}

/// Facts that were accepted together.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Appended {
    /// The place of the last; the others stand right before it.
    pub position: Position,
    /// When they were accepted.
    pub time: Timestamp,
}

/// What must be so for facts to be accepted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Expect {
    /// Nothing.
    Any,
    /// No fact of `stream` stands after `since`; 0 means that there is none at all.
    Unchanged {
        /// Which stream.
        stream: String,
        /// The position the caller decided on.
        since: Position,
    },
    /// That nothing happened to any of the streams appended to since a position.
    EachUnchanged {
        /// The position.
        since: Position,
    },
}

/// Why facts were not accepted.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum AppendError {
    /// The expectation fails; nothing was written.
    #[error("{stream} has changed at position {actual}")]
    Conflict {
        /// Which stream.
        stream: String,
        /// Its last position.
        actual: Position,
    },
    /// No room on the disk; nothing was written, and a later try may work.
    #[error("the disk is full")]
    Full,
    /// Sent and not acknowledged: the facts may have been accepted or not.
    #[error("the change was sent but not acknowledged")]
    Unknown,
    /// The journal takes nothing any more; nothing was written.
    #[error("the journal has stopped")]
    Stopped,
    /// The database refused, for a reason that is in the log; nothing was written.
    #[error("the journal refused the change")]
    Failed,
}

/// Why facts cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The row after this position is missing or is not what was written.
    #[error("the journal is damaged after position {after}")]
    Damaged {
        /// The last sound position.
        after: Position,
    },
    /// The file cannot be read.
    #[error("the journal cannot be read")]
    Storage(#[from] StorageError),
}

/// One ordered log of facts.
pub trait Journal: Send + Sync + 'static {
    /// Accepts all of `entries`, one after the other without another's fact in between, or none.
    /// Returns once they are durable; without entries, the position is the present head.
    ///
    /// # Errors
    /// When they were not acknowledged; each variant says what is known.
    fn append(
        &self,
        actor: String,
        entries: Vec<Entry>,
        expect: Expect,
    ) -> Pin<Box<dyn Future<Output = Result<Appended, AppendError>> + Send + '_>>;

    /// The facts after `after`, in order, at most `limit`; none when there is none yet. Reads the
    /// disk: not for a thread of the runtime.
    ///
    /// # Errors
    /// When the file cannot be read or a row is not what was written.
    fn follow(&self, after: Position, limit: usize) -> Result<Vec<Stored>, ReadError>;

    /// The last facts of one stream, in order, at most `limit`; none when there never was one. Reads
    /// the disk: not for a thread of the runtime.
    ///
    /// # Errors
    /// As [`Journal::follow`].
    fn stream(&self, stream: &str, limit: usize) -> Result<Vec<Stored>, ReadError>;

    /// The last durable position, now and after each change.
    fn head(&self) -> watch::Receiver<Position>;

    /// How it fares: once `Broken`, the process must end.
    fn condition(&self) -> watch::Receiver<Condition>;
}
