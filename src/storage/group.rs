//! Group commit: all that waits goes into one transaction, one sync, then each is acknowledged.
//!
//! Uses `error`, `file` and `meter`. Runs on the writer's own thread. A ledger says what a job writes; what
//! it remembers of the last row is its tail, which is taken back when the transaction is.

use std::time::Instant;

use rusqlite::Connection;
use tokio::sync::mpsc;
use tokio::sync::oneshot;
use tokio::sync::watch;

use super::error::StorageError;
use super::error::WriteError;
use super::file::Checkpoints;
use super::meter::Meter;
use super::writer::Bounds;
use super::writer::Condition;

/// What a writer writes.
pub trait Ledger: Send + 'static {
    /// What a caller brings.
    type Job: Send + 'static;
    /// What a caller gets once the job is durable.
    type Done: Send + 'static;
    /// Why a job may be refused by the ledger's own rules.
    type Refusal: Send + 'static;
    /// What the next row builds on: last number, last hash, last time.
    type Tail: Clone + Send + 'static;

    /// How many rows a job writes, at least about.
    fn weight(job: &Self::Job) -> usize;

    /// Writes one job inside the open transaction. A refusal must leave no row and `tail` as it was.
    /// May be called again for the same job when a group is taken back.
    ///
    /// # Errors
    /// What the database says; the whole group is then taken back and tried one by one.
    fn write(
        &mut self,
        connection: &Connection,
        tail: &mut Self::Tail,
        job: &Self::Job,
    ) -> Result<Result<Self::Done, Self::Refusal>, rusqlite::Error>;

    /// Writes what stands once a group, after its jobs and before the commit.
    ///
    /// # Errors
    /// As for `write`.
    fn seal(&mut self, _connection: &Connection, _tail: &mut Self::Tail) -> Result<(), rusqlite::Error> {
        Ok(())
    }

    /// Tells the world that all up to `tail` is durable; before the callers are told.
    fn durable(&mut self, _tail: &Self::Tail) {}

    /// Whether something was overwritten that must not stay in the write-ahead log either: it is emptied
    /// after the callers were told, and after each later group until that has worked.
    fn leaves_traces(&self) -> bool {
        false
    }

    /// Tells the world that the log was emptied.
    fn no_traces(&mut self) {}
}

pub(super) struct Waiting<L: Ledger> {
    pub(super) job: L::Job,
    pub(super) reply: oneshot::Sender<Result<L::Done, WriteError<L::Refusal>>>,
}

/// The thread's own half of a writer.
pub(super) struct Desk<L: Ledger> {
    pub(super) connection: Connection,
    pub(super) ledger: L,
    pub(super) tail: L::Tail,
    pub(super) jobs: mpsc::Receiver<Waiting<L>>,
    pub(super) condition: watch::Sender<Condition>,
    pub(super) bounds: Bounds,
    pub(super) checkpoints: Checkpoints,
    pub(super) meter: Meter,
}

/// What became of one job of a committed group.
type Outcome<L> = Result<<L as Ledger>::Done, <L as Ledger>::Refusal>;

/// A transaction that was taken back, and whether it surely was.
enum Failure {
    Before(StorageError),
    Commit(StorageError),
}

impl<L: Ledger> Desk<L> {
    /// Serves until every sender is gone or the file is broken.
    pub(super) fn run(mut self) {
        while let Some(first) = self.jobs.blocking_recv() {
            let group = self.gather(first);
            let rows = group.iter().map(|waiting| L::weight(&waiting.job)).sum();
            let served = self
                .serve(group)
                .and_then(|()| self.checkpoints.committed(&self.connection, rows))
                .and_then(|()| self.empty());
            if let Err(error) = served {
                return self.give_up(&error);
            }
        }
        if let Err(error) = self.checkpoints.close(&self.connection) {
            self.give_up(&error);
        }
    }

    fn empty(&mut self) -> Result<(), StorageError> {
        if self.ledger.leaves_traces() && self.checkpoints.empty(&self.connection)? {
            self.ledger.no_traces();
        }
        Ok(())
    }

    fn gather(&mut self, first: Waiting<L>) -> Vec<Waiting<L>> {
        let mut rows = L::weight(&first.job);
        let mut group = vec![first];
        while rows < self.bounds.group_rows {
            let Ok(next) = self.jobs.try_recv() else { break };
            rows = rows.saturating_add(L::weight(&next.job));
            group.push(next);
        }
        group
    }

    /// Commits a group and answers each of it; one by one if the group as a whole fails, so that a
    /// job too large for the disk does not take small ones with it.
    fn serve(&mut self, group: Vec<Waiting<L>>) -> Result<(), StorageError> {
        let mut tail = self.tail.clone();
        let begun = Instant::now();
        match self.attempt(&mut tail, &group) {
            Ok(outcomes) => {
                self.meter.committed(group.len(), begun.elapsed());
                self.tail = tail;
                self.ledger.durable(&self.tail);
                self.report(Condition::Sound);
                for (waiting, outcome) in group.into_iter().zip(outcomes) {
                    // A caller that went away does not want to know.
                    drop(waiting.reply.send(outcome.map_err(WriteError::Refused)));
                }
                Ok(())
            }
            Err(failure) => match self.take_back(failure) {
                Ok(_) if group.len() > 1 => self.serve_one_by_one(group),
                Ok(verdict) => {
                    answer(group, verdict);
                    Ok(())
                }
                Err((verdict, error)) => {
                    answer(group, verdict);
                    Err(error)
                }
            },
        }
    }

    fn serve_one_by_one(&mut self, group: Vec<Waiting<L>>) -> Result<(), StorageError> {
        let mut group = group.into_iter();
        while let Some(waiting) = group.next() {
            if let Err(error) = self.serve(vec![waiting]) {
                answer(group.collect(), Verdict::Stopped);
                return Err(error);
            }
        }
        Ok(())
    }

    fn attempt(&mut self, tail: &mut L::Tail, group: &[Waiting<L>]) -> Result<Vec<Outcome<L>>, Failure> {
        let before = |error: rusqlite::Error| Failure::Before(error.into());
        statement(&self.connection, "BEGIN IMMEDIATE").map_err(before)?;
        let mut outcomes = Vec::with_capacity(group.len());
        for waiting in group {
            outcomes.push(
                self.ledger
                    .write(&self.connection, tail, &waiting.job)
                    .map_err(before)?,
            );
        }
        if outcomes.iter().any(Result::is_ok) {
            self.ledger.seal(&self.connection, tail).map_err(before)?;
        }
        statement(&self.connection, "COMMIT")
            .map_err(|error| Failure::Commit(StorageError::of_commit(error)))?;
        Ok(outcomes)
    }

    /// Ends the failed transaction. `Ok`: nothing of it is there, go on. `Err`: stop for good.
    fn take_back(&self, failure: Failure) -> Result<Verdict, (Verdict, StorageError)> {
        let (error, doubt) = match failure {
            Failure::Before(error) => (error, Verdict::Stopped),
            Failure::Commit(error) => (error, Verdict::Unknown),
        };
        if let StorageError::Broken(_) = error {
            return Err((doubt, error));
        }
        // SQLite has often rolled back by itself.
        if !self.connection.is_autocommit()
            && let Err(cause) = statement(&self.connection, "ROLLBACK")
        {
            return Err((doubt, StorageError::Broken(cause)));
        }
        if matches!(error, StorageError::Full) {
            self.report(Condition::Full);
            return Ok(Verdict::Full);
        }
        tracing::error!(%error, cause = ?std::error::Error::source(&error), "a write was refused by the database");
        Ok(Verdict::Failed)
    }

    fn report(&self, condition: Condition) {
        self.condition.send_if_modified(|current| {
            let changed = *current != condition;
            *current = condition;
            changed
        });
    }

    /// After a failed sync: no write, no checkpoint, no new job.
    fn give_up(mut self, error: &StorageError) {
        tracing::error!(%error, cause = ?std::error::Error::source(error), "the file can no longer be trusted");
        self.report(Condition::Broken);
        self.jobs.close();
        while let Ok(waiting) = self.jobs.try_recv() {
            drop(waiting.reply.send(Err(WriteError::Stopped)));
        }
    }
}

/// What is said to each job of a group that was not written.
#[derive(Clone, Copy)]
enum Verdict {
    Full,
    Failed,
    Stopped,
    Unknown,
}

fn answer<L: Ledger>(group: Vec<Waiting<L>>, verdict: Verdict) {
    for waiting in group {
        let error = match verdict {
            Verdict::Full => WriteError::Full,
            Verdict::Failed => WriteError::Failed,
            Verdict::Stopped => WriteError::Stopped,
            Verdict::Unknown => WriteError::Unknown,
        };
        drop(waiting.reply.send(Err(error)));
    }
}

fn statement(connection: &Connection, sql: &str) -> Result<(), rusqlite::Error> {
    connection.prepare_cached(sql)?.execute([]).map(|_| ())
}
