//! Following the journal: every fact into the state, every alert into the index.
//!
//! Uses `journal`, `state`, `index`, `matching`. Two loops with an owner that ends them. The state
//! never waits for an index commit, so a revocation bites at once while a list is being imported.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::Services;
use super::refusal::NotReady;
use crate::domain::alert::Subject;
use crate::domain::fact::Fact;
use crate::domain::fact::Recorded;
use crate::domain::ids::Position;
use crate::index::Change;
use crate::index::Entry;
use crate::index::Writer;
use crate::journal::Journal;
use crate::journal::ReadError;
use crate::matching;
use crate::state::State;
use crate::state::StateError;
use crate::storage::StorageError;

/// Facts taken from the journal at once.
const BATCH: usize = 1_000;
/// How long a loop waits for news before it looks by itself, and after a failure.
const IDLE: Duration = Duration::from_millis(500);

/// Segments that need no tidying.
const FEW_SEGMENTS: usize = 3;
/// How often the index publishes what its merges have made, when no change comes.
const REFRESH: Duration = Duration::from_secs(5);

/// How far the index is, and since when it has been behind.
#[derive(Debug)]
pub(super) struct Progress {
    indexed: watch::Sender<Position>,
    /// The latest instant of which the index is known to hold everything; `None` before the first.
    level_at: Mutex<Option<Instant>>,
    broken: AtomicBool,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            indexed: watch::Sender::new(Position(0)),
            level_at: Mutex::new(None),
            broken: AtomicBool::new(false),
        }
    }
}

impl Progress {
    pub(super) fn watch(&self) -> watch::Receiver<Position> {
        self.indexed.subscribe()
    }

    /// What the index has reached; `level` where it held everything that there was at that instant.
    fn report(&self, indexed: Position, level: Option<Instant>) {
        if level.is_some() {
            *self.level_at.lock().unwrap_or_else(PoisonError::into_inner) = level;
        }
        self.indexed
            .send_if_modified(|at| std::mem::replace(at, indexed) != indexed);
    }

    /// The latest instant of which the index is known to hold everything.
    pub(super) fn level_at(&self) -> Option<Instant> {
        *self.level_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that a loop has ended or its disk has failed: nothing will follow any more.
    fn break_down(&self) {
        self.broken.store(true, Ordering::Relaxed);
    }

    /// Whether the loops can go on. If not, the process must end; a restart replays.
    pub(super) fn broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// Whether answers from an index at `indexed` are true while the journal is at `head`.
    pub(super) fn check(&self, indexed: Position, head: Position, stale: Duration) -> Result<(), NotReady> {
        // Held for nanoseconds, by the index loop a few times a second.
        let level_at = *self.level_at.lock().unwrap_or_else(PoisonError::into_inner);
        match level_at {
            None => Err(NotReady::Building),
            Some(_) if indexed >= head => Ok(()),
            Some(level_at) if level_at.elapsed() > stale => Err(NotReady::Behind),
            Some(_) => Ok(()),
        }
    }
}

/// The two loops; they end when this is dropped or stopped.
#[derive(Debug)]
pub struct Followers {
    stop: watch::Sender<bool>,
    loops: Vec<JoinHandle<()>>,
}

impl Followers {
    /// Starts both. The state has been brought up to the journal's head before ([`catch_up`]).
    #[must_use]
    pub fn start(services: Arc<Services>, writer: Writer) -> Self {
        let stop = watch::Sender::new(false);
        let state = tokio::spawn(follow_state(Arc::clone(&services), stop.subscribe()));
        let index = tokio::spawn(follow_index(services, writer, stop.subscribe()));
        Self {
            stop,
            loops: vec![state, index],
        }
    }

    /// Ends both, with the index committed as far as it got.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        for follower in self.loops.drain(..) {
            if let Err(error) = follower.await {
                tracing::error!(%error, "a follower ended badly");
            }
        }
    }
}

impl Drop for Followers {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

/// Applies what the journal holds beyond the state, before any door opens: the index must never know
/// an alert of which the state knows nothing, for such a candidate would be dropped as not in force.
///
/// # Errors
/// When the journal cannot be read or the state cannot be written.
pub fn catch_up(journal: &dyn Journal, state: &State) -> Result<(), CatchUpError> {
    loop {
        let facts = read(journal, state.position(), BATCH)?;
        if facts.is_empty() {
            return Ok(());
        }
        state.apply(&facts).map_err(CatchUpError::State)?;
    }
}

/// Why the state cannot be brought up to the journal.
#[derive(Debug, thiserror::Error)]
pub enum CatchUpError {
    /// The journal cannot be read.
    #[error("the journal cannot be read")]
    Journal(#[source] ReadError),
    /// The journal holds what this version does not understand.
    #[error("the journal holds a fact at position {0} that this version cannot read")]
    Unreadable(Position),
    /// The state cannot be written.
    #[error("the state cannot be written")]
    State(#[source] crate::state::StateError),
}

fn read(journal: &dyn Journal, after: Position, limit: usize) -> Result<Vec<Recorded>, CatchUpError> {
    let stored = journal.follow(after, limit).map_err(CatchUpError::Journal)?;
    let decode = |entry: crate::journal::Stored| {
        let fact: Fact =
            serde_json::from_slice(&entry.body).map_err(|_| CatchUpError::Unreadable(entry.position))?;
        Ok(Recorded {
            position: entry.position,
            time: entry.time,
            actor: entry.actor,
            fact,
        })
    };
    stored.into_iter().map(decode).collect()
}

async fn follow_state(services: Arc<Services>, mut stop: watch::Receiver<bool>) {
    let mut head = services.journal.head();
    while !*stop.borrow_and_update() {
        let step = Arc::clone(&services);
        let outcome = tokio::task::spawn_blocking(move || catch_up(&*step.journal, &step.state)).await;
        match outcome {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(%error, "the state does not follow the journal");
                if matches!(
                    error,
                    CatchUpError::State(StateError::Storage(StorageError::Broken { .. }))
                ) {
                    return services.progress.break_down();
                }
                tokio::time::sleep(IDLE).await;
            }
            Err(error) => {
                tracing::error!(%error, "a state step ended badly");
                return services.progress.break_down();
            }
        }
        if services.state.position() >= *head.borrow_and_update() {
            tokio::select! {
                _ = head.changed() => {}
                _ = stop.changed() => {}
            }
        }
    }
}

async fn follow_index(services: Arc<Services>, mut writer: Writer, mut stop: watch::Receiver<bool>) {
    let mut applied = services.state.watch();
    let mut reached = services.index.snapshot().position();
    let mut refreshed = Instant::now();
    // With how many segments the index was last asked to merge: each is a dictionary that every
    // search looks into, and merges that a stop cut off are not taken up again by themselves.
    let mut tidied = None;
    loop {
        let ending = *stop.borrow_and_update();
        let target = *applied.borrow_and_update();
        let seen = (Instant::now(), *services.journal.head().borrow());
        if reached < target || ending || tidied.is_none() || refreshed.elapsed() >= REFRESH {
            refreshed = Instant::now();
            let segments = services.index.snapshot().segments();
            let tidy = segments > FEW_SEGMENTS && tidied != Some(segments);
            tidied = Some(segments);
            let step = Arc::clone(&services);
            let done = tokio::task::spawn_blocking(move || {
                let outcome = advance(&step, &mut writer, reached, target, tidy).or_else(|error| {
                    tracing::error!(%error, "the index does not follow the journal");
                    // What was applied and not committed is in doubt; it is applied again.
                    writer.rollback()
                });
                (writer, outcome)
            });
            let Ok((returned, outcome)) = done.await else {
                tracing::error!("an index step ended badly");
                return services.progress.break_down();
            };
            writer = returned;
            match outcome {
                Ok(position) => reached = position,
                Err(error) => {
                    tracing::error!(%error, "the index writer cannot begin again");
                    tokio::time::sleep(IDLE).await;
                }
            }
        }
        let indexed = services.index.snapshot().position();
        services
            .progress
            .report(indexed, (indexed >= seen.1).then_some(seen.0));
        if ending {
            return;
        }
        if reached >= *applied.borrow() {
            tokio::select! {
                _ = applied.changed() => {}
                _ = stop.changed() => {}
                () = tokio::time::sleep(IDLE) => {}
            }
        } else if reached < target {
            // Nothing was gained: the disk is full, or the journal cannot be read now.
            tokio::time::sleep(IDLE / 10).await;
        }
    }
}

/// Why the index does not advance.
#[derive(Debug, thiserror::Error)]
enum AdvanceError {
    #[error(transparent)]
    Read(#[from] CatchUpError),
    #[error("the index cannot be written")]
    Index(#[from] crate::index::IndexError),
}

/// Takes up facts after `from` and commits, with `tidy` also where there are none, at the latest when the settings' commit time is over.
/// Returns the position committed.
fn advance(
    services: &Services,
    writer: &mut Writer,
    from: Position,
    target: Position,
    tidy: bool,
) -> Result<Position, AdvanceError> {
    let started = Instant::now();
    let mut reached = from;
    while reached < target && started.elapsed() < services.config.index.commit {
        let wanted = usize::try_from(target.0 - reached.0).unwrap_or(BATCH).min(BATCH);
        let facts = read(&*services.journal, reached, wanted)?;
        let Some(last) = facts.last() else { break };
        reached = last.position;
        writer.apply(
            facts
                .into_iter()
                .filter_map(|recorded| index_change(&services.state, recorded.fact)),
        )?;
    }
    if reached > from {
        writer.commit(reached, services.clock.now())?;
    } else if tidy {
        // A commit, even of nothing, is when merges are considered.
        writer.commit(reached, services.clock.now())?;
    } else {
        writer.refresh()?;
    }
    Ok(reached)
}

/// What a fact means for the index, if anything.
fn index_change(state: &State, fact: Fact) -> Option<Change> {
    match fact {
        Fact::AlertPut { alert } => {
            let ordinal = state.alerts().ordinal(&alert.id)?;
            let Subject::Person(person) = &alert.subject;
            let record = matching::Record::of(person);
            Some(Change::Put(Entry {
                ordinal,
                keys: record.keys(),
                record: record.encode(),
            }))
        }
        Fact::AlertWithdrawn { alert, .. } => Some(Change::Remove(state.alerts().ordinal(&alert)?)),
        _ => None,
    }
}
