//! The callers' half of a writer: hand in a job, wait until it is durable.
//!
//! Uses `group`. One thread owns the file's only writing connection; the queue before it is bounded.
//! Dropping the writer ends the thread after what waits has been written.

use std::thread;
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::mpsc;
use tokio::sync::oneshot;
use tokio::sync::watch;

use super::error::StorageError;
use super::error::WriteError;
use super::file::Checkpoints;
use super::group::Desk;
use super::group::Ledger;
use super::group::Waiting;
use super::meter::Meter;

/// How a file fares. The server watches it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Condition {
    /// Writes are taken.
    #[default]
    Sound,
    /// The last write found no room; the next may work.
    Full,
    /// A sync failed or the writer died: readiness goes off and the process exits. Final.
    Broken,
}

/// How much a writer takes at once.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Most jobs waiting.
    pub queue: usize,
    /// Rows after which a group takes no further job.
    pub group_rows: usize,
    /// Rows after which the write-ahead log is moved into the file. Moving costs two syncs and holds up
    /// the next group meanwhile: often where each wait counts, seldom where much is written.
    pub checkpoint_rows: usize,
}

/// A writer thread, as its callers see it.
#[derive(Debug)]
pub struct Writer<L: Ledger> {
    jobs: Option<mpsc::Sender<Waiting<L>>>,
    thread: Option<JoinHandle<()>>,
    condition: watch::Receiver<Condition>,
}

/// Says `Broken` if the thread ends by a panic.
struct Guard(watch::Sender<Condition>);

impl Drop for Guard {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.send_replace(Condition::Broken);
        }
    }
}

impl<L: Ledger> Writer<L> {
    /// Starts the thread `name` on `connection`, whose last row is `tail`.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        name: &str,
        connection: Connection,
        ledger: L,
        tail: L::Tail,
        bounds: Bounds,
    ) -> Result<Self, StorageError> {
        let (sender, jobs) = mpsc::channel(bounds.queue);
        let (condition, watching) = watch::channel(Condition::Sound);
        let guard = Guard(condition.clone());
        let desk = Desk {
            connection,
            ledger,
            tail,
            jobs,
            condition,
            bounds,
            checkpoints: Checkpoints::every(bounds.checkpoint_rows),
            meter: Meter::of(name),
        };
        let thread = thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                let _guard = guard;
                desk.run();
            })
            .map_err(|cause| StorageError::Unreachable {
                path: name.into(),
                cause,
            })?;
        Ok(Self {
            jobs: Some(sender),
            thread: Some(thread),
            condition: watching,
        })
    }

    /// Writes a job; waits for a place in the queue and for the sync. If the caller goes away after
    /// the job was queued, it is written all the same.
    ///
    /// # Errors
    /// When it was not acknowledged; each variant says what is known.
    pub async fn write(&self, job: L::Job) -> Result<L::Done, WriteError<L::Refusal>> {
        let (reply, answer) = oneshot::channel();
        let Some(jobs) = &self.jobs else {
            return Err(WriteError::Stopped);
        };
        jobs.send(Waiting { job, reply })
            .await
            .map_err(|_| WriteError::Stopped)?;
        answer.await.unwrap_or(Err(WriteError::Unknown))
    }

    /// Writes a job unless the queue is full; waits for the sync.
    ///
    /// # Errors
    /// `Busy` at once when the queue is full, else as for `write`.
    pub async fn write_now(&self, job: L::Job) -> Result<L::Done, WriteError<L::Refusal>> {
        let (reply, answer) = oneshot::channel();
        let Some(jobs) = &self.jobs else {
            return Err(WriteError::Stopped);
        };
        jobs.try_send(Waiting { job, reply })
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => WriteError::Busy,
                mpsc::error::TrySendError::Closed(_) => WriteError::Stopped,
            })?;
        answer.await.unwrap_or(Err(WriteError::Unknown))
    }

    /// How the file fares.
    #[must_use]
    pub fn condition(&self) -> watch::Receiver<Condition> {
        self.condition.clone()
    }
}

impl<L: Ledger> Drop for Writer<L> {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was reported by the panic hook and by `condition`.
            drop(thread.join());
        }
    }
}
