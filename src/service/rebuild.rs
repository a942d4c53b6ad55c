//! Rebuilding the index while it answers: who asks for it, how far it is, and how the last one ended.
//!
//! Uses `access`, `audit`. One at a time; `indexing` owns the thread that builds (`building`) and puts
//! what it made in place.

use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use serde_json::json;
use tokio::sync::Notify;

use super::Refused;
use super::Services;
use super::record::Attempt;
use super::refusal::Refusal;
use crate::access::ManageIndex;
use crate::access::Permit;
use crate::domain::ids::Position;

/// How long after a rebuild that failed a damaged index is rebuilt again.
const RETRY: Duration = Duration::from_secs(600);

/// Why an index is rebuilt.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cause {
    /// Somebody asked for it.
    Asked,
    /// A file of it is damaged on the disk.
    Damaged,
}

impl Cause {
    /// The stable word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Damaged => "damaged",
        }
    }
}

/// What a rebuild is at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stage {
    /// It has not begun yet.
    Waiting,
    /// It takes up the journal.
    Reading,
    /// It has, and merges what it made.
    Merging,
    /// It takes up what came meanwhile, and is put in place.
    Swapping,
}

impl Stage {
    /// The stable word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Reading => "reading",
            Self::Merging => "merging",
            Self::Swapping => "swapping",
        }
    }
}

/// How a rebuild ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The new index answers.
    Swapped,
    /// It was stopped; the old index answers.
    Stopped,
    /// It failed, for this reason; the old index answers.
    Failed(String),
}

impl Outcome {
    /// The stable word for it.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Swapped => "swapped",
            Self::Stopped => "stopped",
            Self::Failed(_) => "failed",
        }
    }
}

/// A rebuild under way.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Its number since the start.
    pub number: u64,
    /// Why.
    pub cause: Cause,
    /// What it is at.
    pub stage: Stage,
    /// How far in the journal the new index is.
    pub position: Position,
    /// How far it has to get.
    pub of: Position,
    /// When it was asked for.
    pub since: Instant,
    stop: bool,
}

/// A rebuild that has ended.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Its number since the start.
    pub number: u64,
    /// Why.
    pub cause: Cause,
    /// How far the new index was.
    pub position: Position,
    /// How long it took.
    pub took: Duration,
    /// How.
    pub outcome: Outcome,
    at: Instant,
}

/// What is known of rebuilds.
#[derive(Clone, Debug, Default)]
pub struct Rebuilding {
    /// The one under way.
    pub run: Option<Run>,
    /// The last that ended since the start.
    pub last: Option<Ended>,
    /// What was found damaged on the disk, and is not mended yet: a file's name, or why it was not read.
    pub damaged: Option<String>,
    count: u64,
}

/// The one place where rebuilds are asked for and told of.
#[derive(Debug, Default)]
pub(super) struct Rebuild {
    known: Mutex<Rebuilding>,
    /// Something for the loop that owns the thread.
    news: Notify,
}

impl Rebuild {
    fn known(&self) -> MutexGuard<'_, Rebuilding> {
        // Nothing under this lock can be left half changed.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known.
    pub(super) fn report(&self) -> Rebuilding {
        self.known().clone()
    }

    /// Asks for one; the number of the one under way, and whether it is new.
    pub(super) fn ask(&self, cause: Cause) -> (u64, bool) {
        let mut known = self.known();
        if let Some(run) = known.run {
            return (run.number, false);
        }
        known.count += 1;
        let number = known.count;
        known.run = Some(Run {
            number,
            cause,
            stage: Stage::Waiting,
            position: Position(0),
            of: Position(0),
            since: Instant::now(),
            stop: false,
        });
        self.news.notify_one();
        (number, true)
    }

    /// That the disk holds something else than what answers, so that the index is to be rebuilt.
    pub(super) fn found_damage(&self, what: String) {
        self.known().damaged = Some(what);
        self.ask(Cause::Damaged);
    }

    /// Asks for one again where the last has not mended what is damaged.
    pub(super) fn ask_again(&self) {
        let due = {
            let known = self.known();
            let rested = |last: &Ended| last.at.elapsed() >= RETRY;
            known.run.is_none() && known.damaged.is_some() && known.last.as_ref().is_none_or(rested)
        };
        if due {
            self.ask(Cause::Damaged);
        }
    }

    /// Asks the one with this number, or whichever there is, to stop; whether there is one.
    pub(super) fn stop(&self, number: Option<u64>) -> bool {
        let mut known = self.known();
        match &mut known.run {
            Some(run) if number.is_none_or(|number| number == run.number) => {
                run.stop = true;
                self.news.notify_one();
                true
            }
            _ => false,
        }
    }

    /// Whether the one under way is to stop.
    pub(super) fn is_to_stop(&self) -> bool {
        self.known().run.is_some_and(|run| run.stop)
    }

    /// Whether one has been asked for and not begun.
    pub(super) fn is_waiting(&self) -> bool {
        self.known().run.is_some_and(|run| run.stage == Stage::Waiting)
    }

    /// How far the one under way is.
    pub(super) fn tell(&self, stage: Stage, position: Position, of: Position) {
        if let Some(run) = &mut self.known().run {
            (run.stage, run.position, run.of) = (stage, position, of);
        }
    }

    /// That the one under way has ended.
    pub(super) fn end(&self, outcome: Outcome) {
        let mut known = self.known();
        let Some(run) = known.run.take() else { return };
        if outcome == Outcome::Swapped {
            known.damaged = None;
        }
        metrics::counter!("lookout_index_rebuilds_total", "cause" => run.cause.word(), "outcome" => outcome.word())
            .increment(1);
        let (number, cause, position, took) = (run.number, run.cause, run.position, run.since.elapsed());
        let seconds = took.as_secs_f64();
        match &outcome {
            Outcome::Failed(reason) => {
                tracing::error!(cause = cause.word(), %reason, seconds, "the index could not be rebuilt");
            }
            _ => {
                tracing::info!(cause = cause.word(), outcome = outcome.word(), %position, seconds, "a rebuild of the index has ended");
            }
        }
        known.last = Some(Ended {
            number,
            cause,
            position,
            took,
            outcome,
            at: Instant::now(),
        });
    }

    /// Says that there is something for the loop to look at.
    pub(super) fn notify(&self) {
        self.news.notify_one();
    }

    /// Waits until there is something to look at.
    pub(super) async fn news(&self) {
        self.news.notified().await;
    }
}

impl Services {
    /// What is known of rebuilds of the index.
    #[must_use]
    pub fn rebuilding(&self) -> Rebuilding {
        self.rebuild.report()
    }

    /// Builds another index from the journal beside the one that answers, and puts it in its place once it
    /// holds as much. The number of the rebuild under way, and whether it is new: there is one at a time.
    ///
    /// # Errors
    /// When who asked for it cannot be recorded, or the index is being built as it is.
    pub async fn rebuild_index(&self, permit: Permit<ManageIndex>) -> Result<(u64, bool), Refused> {
        let attempt = Attempt::of(&permit);
        if self.progress.level_at().is_none() {
            let building = super::NotReady::Building;
            return Err(self.refuse(attempt, building.into()).await);
        }
        self.recorded(attempt, "rebuild").await?;
        Ok(self.rebuild.ask(Cause::Asked))
    }

    /// Stops the rebuild with this number; what it has made is thrown away.
    ///
    /// # Errors
    /// When it is not under way any more, or who asked cannot be recorded.
    pub async fn stop_rebuild(&self, permit: Permit<ManageIndex>, number: u64) -> Result<(), Refused> {
        let attempt = Attempt::of(&permit);
        if self.rebuild.report().run.is_none_or(|run| run.number != number) {
            return Err(self.refuse(attempt, Refusal::NotFound).await);
        }
        self.recorded(attempt, "stop").await?;
        self.rebuild.stop(Some(number));
        Ok(())
    }

    /// Records what somebody is about to do with the index.
    pub(super) async fn recorded(&self, attempt: Attempt, what: &str) -> Result<(), Refused> {
        let record = attempt
            .clone()
            .record(self.now(), "accepted".to_owned(), json!({ "index": what }));
        match self.audit.commit(record).await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.refuse(attempt, Refusal::NotRecorded(error)).await),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_at_a_time_and_who_asks_meanwhile_gets_its_number() {
        let rebuild = Rebuild::default();
        assert_eq!(rebuild.ask(Cause::Asked), (1, true));
        assert_eq!(rebuild.ask(Cause::Damaged), (1, false));
        rebuild.end(Outcome::Stopped);
        assert_eq!(rebuild.ask(Cause::Asked), (2, true));
    }

    #[test]
    fn only_the_one_that_is_named_is_stopped() {
        let rebuild = Rebuild::default();
        rebuild.ask(Cause::Asked);
        assert!(!rebuild.stop(Some(7)) && !rebuild.is_to_stop());
        assert!(rebuild.stop(Some(1)) && rebuild.is_to_stop());
        rebuild.end(Outcome::Stopped);
        assert!(!rebuild.stop(None));
    }

    #[test]
    fn damage_is_told_until_an_index_was_swapped_in() {
        let rebuild = Rebuild::default();
        rebuild.found_damage("1.term".to_owned());
        rebuild.end(Outcome::Failed("no room".to_owned()));
        assert_eq!(rebuild.report().damaged.as_deref(), Some("1.term"));
        rebuild.ask_again();
        assert!(!rebuild.is_waiting(), "it rests before it tries again");
        rebuild.ask(Cause::Asked);
        rebuild.end(Outcome::Swapped);
        assert_eq!(rebuild.report().damaged, None);
    }
}
