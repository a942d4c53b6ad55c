//! Following the journal into the index: the loop that takes up alerts, commits, and tidies.
//!
//! Uses `index`, `matching`, `progress`; facts come from the loop that fills the state, or from the
//! journal. It has a thread of its own that gives way to searches, and so have the threads it starts.

use std::sync::Arc;
use std::thread;
use std::thread::JoinHandle;
use std::time::Duration;
use std::time::Instant;

use tokio::runtime::Handle;
use tokio::sync::watch;

use super::Services;
use super::building;
use super::building::Builder;
use super::building::Unbuilt;
use super::follow::CatchUpError;
use super::follow::IDLE;
use super::handed::Handed;
use super::rebuild::Outcome;
use super::rebuild::Stage;
use crate::domain::alert::Subject;
use crate::domain::fact::Fact;
use crate::domain::ids::Position;
use crate::index::Beside;
use crate::index::Change;
use crate::index::Entry;
use crate::index::IndexError;
use crate::index::Writer;
use crate::matching;
use crate::state::Alerts;
use crate::state::StateError;

/// How far the index's threads stand back behind those that answer (nice). Not far: a new alert must be
/// found within a second on a machine that is busy answering.
const STAND_BACK: i32 = 5;
/// Segments that need no tidying.
const FEW_SEGMENTS: usize = 3;
/// Erased alerts that are taken out of the files together.
const PURGED_AT_ONCE: usize = 10_000;
/// How often the index publishes what its merges have made, when no change comes.
const REFRESH: Duration = Duration::from_secs(5);
/// How often the log says how far an index is that is being built and does not answer yet.
const TELL: Duration = Duration::from_secs(10);

/// Starts the loop.
pub(super) fn start(
    services: Arc<Services>,
    writer: Writer,
    facts: Handed,
    stop: watch::Receiver<bool>,
    runtime: Handle,
) -> std::io::Result<JoinHandle<()>> {
    // An index that holds everything answers from the first request on.
    services.progress.mark(*services.journal.head().borrow());
    services.progress.report(services.index.snapshot().position());
    let run = move || {
        // Says so if the loop ends by a panic.
        let guard = Guard(Arc::clone(&services));
        if let Err(error) = rustix::process::nice(STAND_BACK) {
            tracing::warn!(%error, "the index does not give way to searches");
        }
        let loops = Loop {
            reached: services.index.snapshot().position(),
            services,
            writer,
            facts,
            failing: false,
            // What the process before left undone.
            purging: true,
            builder: None,
        };
        loops.run(stop, &runtime);
        drop(guard);
    };
    thread::Builder::new().name("index".to_owned()).spawn(run)
}

/// Says that the index is not followed any more, if its thread panics.
struct Guard(Arc<Services>);

impl Drop for Guard {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.progress.break_down();
        }
    }
}

/// Why the index does not advance.
#[derive(Debug, thiserror::Error)]
enum AdvanceError {
    #[error(transparent)]
    Read(#[from] CatchUpError),
    #[error("the index cannot be written")]
    Index(#[from] IndexError),
    #[error("the state cannot be read")]
    State(#[from] StateError),
}

struct Loop {
    services: Arc<Services>,
    writer: Writer,
    facts: Handed,
    /// The last position committed.
    reached: Position,
    /// Whether the last try failed, and was logged.
    failing: bool,
    /// Whether something was erased that may still be in the index's files.
    purging: bool,
    /// Who builds another index, while somebody does.
    builder: Option<Builder>,
}

impl Loop {
    fn run(mut self, mut stop: watch::Receiver<bool>, runtime: &Handle) {
        // The engine's threads are to give way too: made anew, they take this thread's standing.
        self.begin_again();
        let mut applied = self.services.state.watch();
        let mut refreshed = Instant::now();
        let mut told = Instant::now();
        // With how many segments the index was last asked to merge: each is a dictionary that every
        // search looks into, and merges that a stop cut off are not taken up again by themselves.
        let mut tidied = None;
        loop {
            let ending = *stop.borrow_and_update();
            let target = *applied.borrow_and_update();
            self.services
                .progress
                .mark(*self.services.journal.head().borrow());
            let mut stuck = false;
            if self.reached < target || ending || tidied.is_none() || refreshed.elapsed() >= REFRESH {
                refreshed = Instant::now();
                let before = self.reached;
                let segments = self.services.index.snapshot().segments();
                let tidy = segments > FEW_SEGMENTS && tidied != Some(segments);
                tidied = Some(segments);
                let advanced = self.advance(target, tidy);
                self.tell(advanced.as_ref().err());
                if let Err(error) = advanced {
                    if let AdvanceError::Index(IndexError::Damaged { file }) = error {
                        self.services.rebuild.found_damage(file);
                    }
                    self.begin_again();
                }
                // The disk is full, or the journal cannot be read now.
                stuck = self.reached == before && self.reached < target;
            }
            self.services
                .progress
                .report(self.services.index.snapshot().position());
            self.rebuild(target, ending);
            if ending {
                return;
            }
            if self.purging
                && let Err(error) = self.purge()
            {
                self.tell(Some(&error));
                self.begin_again();
            }
            if told.elapsed() >= TELL && self.services.progress.level_at().is_none() {
                told = Instant::now();
                tracing::info!(position = %self.reached, of = %target, "the index is being built; searches wait for it");
            }
            let level = self.reached >= *applied.borrow();
            if level || stuck {
                let longest = if level && !self.purging { IDLE } else { IDLE / 10 };
                runtime.block_on(async {
                    tokio::select! {
                        _ = applied.changed(), if level => {}
                        _ = stop.changed() => {}
                        () = self.services.rebuild.news() => {}
                        () = tokio::time::sleep(longest) => {}
                    }
                });
            }
        }
    }

    /// Logs a failure, and its end: it is tried again many times a second, onto a disk that may be full.
    fn tell(&mut self, error: Option<&AdvanceError>) {
        let failed = std::mem::replace(&mut self.failing, error.is_some());
        self.services.progress.fails(self.failing);
        match error {
            Some(error) if !failed => {
                tracing::error!(%error, cause = ?std::error::Error::source(error), "the index does not follow the journal");
            }
            Some(error) => tracing::debug!(%error, "the index still does not follow the journal"),
            None if failed => tracing::info!("the index follows the journal again"),
            None => {}
        }
    }

    /// Forgets what was applied and not committed, which is in doubt; it is applied again.
    fn begin_again(&mut self) {
        match self.writer.rollback() {
            Ok(position) => self.reached = position,
            Err(error) => {
                tracing::error!(%error, "the index writer cannot begin again");
                thread::sleep(IDLE);
            }
        }
    }

    /// Takes a step towards files that hold nothing of what was erased.
    fn purge(&mut self) -> Result<(), AdvanceError> {
        let erased = self
            .services
            .state
            .erased_after(self.writer.purged(), PURGED_AT_ONCE)?;
        let committed = erased.iter().filter(|(position, _)| *position <= self.reached);
        let Some((through, _)) = committed.clone().next_back().copied() else {
            // What is not committed yet is found when it is.
            self.purging = !erased.is_empty();
            return Ok(());
        };
        let ordinals = committed.map(|(_, ordinal)| *ordinal).collect();
        if self.writer.purge(&ordinals, through)? {
            tracing::debug!(alerts = ordinals.len(), "what was erased has left the index");
        }
        Ok(())
    }

    /// Begins a rebuild that was asked for, puts in place what one has made, and ends it at the end.
    fn rebuild(&mut self, target: Position, ending: bool) {
        if ending {
            self.services.rebuild.stop(None);
        }
        match self.builder.take() {
            None if ending => self.services.rebuild.end(Outcome::Stopped),
            None => {
                self.services.rebuild.ask_again();
                if self.services.rebuild.is_waiting() {
                    match Builder::start(&self.services) {
                        Ok(builder) => self.builder = Some(builder),
                        Err(error) => self.services.rebuild.end(error.outcome()),
                    }
                }
            }
            Some(builder) if ending || builder.is_finished() => {
                let built = builder
                    .join()
                    .and_then(|beside| self.put_in_place(beside, target));
                let outcome = built.map_or_else(|error| error.outcome(), |()| Outcome::Swapped);
                // Before it is told that it ended: whoever waits for that finds one index, and what was
                // erased in none.
                if let Err(error) = self.services.index.sweep() {
                    tracing::warn!(%error, "what is left of an index is removed at the next start");
                }
                self.services.rebuild.end(outcome);
            }
            building => self.builder = building,
        }
    }

    /// Puts an index that was built beside in the place of the one that answers, as far as this one is.
    fn put_in_place(&mut self, mut beside: Beside, target: Position) -> Result<(), Unbuilt> {
        if self.services.rebuild.is_to_stop() {
            return Err(Unbuilt::Stopped);
        }
        let services = Arc::clone(&self.services);
        let target = target.max(self.reached);
        let mut reached = beside.position();
        services.rebuild.tell(Stage::Swapping, reached, target);
        while reached < target {
            reached = building::take_up(&services, &mut beside.writer, reached, target)?;
        }
        beside.writer.commit(target, services.clock.now())?;
        let writer = services.index.swap(beside)?;
        drop(std::mem::replace(&mut self.writer, writer));
        services.rebuild.tell(Stage::Swapping, target, target);
        // Its threads stand back as far as those that built it; made anew, as far as this one's.
        self.begin_again();
        // It may have taken up what was erased meanwhile.
        self.purging = true;
        services.progress.report(services.index.snapshot().position());
        Ok(())
    }

    /// Takes up facts and commits, with `tidy` also where there are none, at the latest when the
    /// settings' commit time is over.
    fn advance(&mut self, target: Position, tidy: bool) -> Result<(), AdvanceError> {
        let started = Instant::now();
        let services = Arc::clone(&self.services);
        self.writer.searched(!services.progress.is_quiet());
        let mut reached = self.reached;
        while reached < target && started.elapsed() < services.config.index.commit {
            let facts = self.facts.after(reached, target, &*services.journal)?;
            let Some(last) = facts.last() else { break };
            reached = last.position;
            self.purging |= facts.iter().any(|recorded| recorded.fact.erases().is_some());
            let alerts = services.state.alerts();
            self.writer.apply(
                facts
                    .iter()
                    .filter_map(|recorded| index_change(&alerts, &recorded.fact)),
            )?;
        }
        if reached > self.reached || tidy {
            // A commit, even of nothing, is when merges are considered.
            self.writer.commit(reached, services.clock.now())?;
            services
                .progress
                .paced(reached.0 - self.reached.0, started.elapsed());
            self.reached = reached;
        } else {
            self.writer.refresh()?;
        }
        Ok(())
    }
}

/// What a fact means for the index, if anything.
pub(super) fn index_change(alerts: &Alerts, fact: &Fact) -> Option<Change> {
    match fact {
        Fact::AlertPut { alert, .. }
        | Fact::AlertEntered { alert, .. }
        | Fact::AlertCorrected { alert, .. } => {
            let ordinal = alerts.ordinal(&alert.id)?;
            let Subject::Person(person) = &alert.subject;
            Some(Change::Put(Entry {
                ordinal,
                person: matching::Record::of(person).pack(),
            }))
        }
        Fact::AlertWithdrawn { alert, .. } | Fact::AlertErased { alert, .. } => {
            Some(Change::Remove(alerts.ordinal(alert)?))
        }
        // Neither days nor hiding are in the index: the state decides them at the instant of a search.
        _ => None,
    }
}
