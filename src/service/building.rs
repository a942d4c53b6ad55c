//! Building an index beside the live one: the journal from its start, on a thread that gives way to
//! searches and to the index that answers.
//!
//! Uses `index`, `follow`, `indexing`'s reading of facts. What it makes is seen by nobody before
//! `indexing` has put it in place.

use std::sync::Arc;
use std::thread;
use std::thread::JoinHandle;
use std::time::Duration;
use std::time::Instant;

use super::Services;
use super::follow;
use super::follow::CatchUpError;
use super::indexing;
use super::rebuild::Outcome;
use super::rebuild::Stage;
use crate::domain::ids::Position;
use crate::index::Beside;
use crate::index::IndexError;
use crate::index::Writer;

/// How far the thread and those it starts stand back (nice): behind the live index, which stands back too.
const STAND_BACK: i32 = 10;
/// Facts between two commits: few and large segments, since nobody searches them yet.
const COMMIT_FACTS: u64 = 50_000;
/// What the one who puts the new index in place may have left to take up, facts.
const GAP: u64 = 2_000;
/// How often the building looks whether its merges are done, and longest wait for that.
const LOOK: Duration = Duration::from_millis(100);
const LONGEST_MERGE: Duration = Duration::from_secs(900);
/// A merge that gave up is taken up again with a commit.
const MERGE_AGAIN: Duration = Duration::from_secs(5);

/// Why there is no new index.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unbuilt {
    /// Somebody wanted it so.
    #[error("it was stopped")]
    Stopped,
    /// The journal cannot be read.
    #[error(transparent)]
    Read(#[from] CatchUpError),
    /// The new folder cannot be written.
    #[error("the new index cannot be written")]
    Index(#[from] IndexError),
    /// The thread has ended by a fault of ours.
    #[error("the building ended badly")]
    Panicked,
    /// The system gives no thread.
    #[error("there is no thread for it")]
    NoThread(#[source] std::io::Error),
}

impl Unbuilt {
    /// How the rebuild has ended then.
    pub(super) fn outcome(&self) -> Outcome {
        match self {
            Self::Stopped => Outcome::Stopped,
            error => {
                let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
                Outcome::Failed(format!("{error}{}", cause.unwrap_or_default()))
            }
        }
    }
}

/// The thread that builds.
#[derive(Debug)]
pub(super) struct Builder(JoinHandle<Result<Beside, Unbuilt>>);

impl Builder {
    /// Starts it.
    pub(super) fn start(services: &Arc<Services>) -> Result<Self, Unbuilt> {
        services
            .rebuild
            .tell(Stage::Reading, Position(0), services.state.position());
        let services = Arc::clone(services);
        let run = move || {
            if let Err(error) = rustix::process::nice(STAND_BACK) {
                tracing::warn!(%error, "the rebuild does not give way to searches");
            }
            let built = build(&services);
            services.rebuild.notify();
            built
        };
        let started = thread::Builder::new().name("rebuild".to_owned()).spawn(run);
        Ok(Self(started.map_err(Unbuilt::NoThread)?))
    }

    /// Whether it has ended.
    pub(super) fn is_finished(&self) -> bool {
        self.0.is_finished()
    }

    /// What it has made.
    pub(super) fn join(self) -> Result<Beside, Unbuilt> {
        self.0.join().unwrap_or(Err(Unbuilt::Panicked))
    }
}

fn build(services: &Services) -> Result<Beside, Unbuilt> {
    let mut beside = services.index.beside(&services.config.index)?;
    tracing::info!("another index is being built beside the one that answers");
    let reached = catch_up(services, &mut beside.writer, Position(0))?;
    merge(services, &mut beside.writer, reached)?;
    catch_up(services, &mut beside.writer, reached)?;
    Ok(beside)
}

/// Takes up the journal until little is left.
fn catch_up(services: &Services, writer: &mut Writer, mut reached: Position) -> Result<Position, Unbuilt> {
    let mut committed = reached;
    loop {
        let target = services.state.position();
        services.rebuild.tell(Stage::Reading, reached, target);
        if target.0.saturating_sub(reached.0) <= GAP {
            // Also where there was nothing: a small commit is when small merges are considered.
            writer.commit(reached, services.clock.now())?;
            return Ok(reached);
        }
        if services.rebuild.is_to_stop() {
            return Err(Unbuilt::Stopped);
        }
        reached = take_up(services, writer, reached, target)?;
        if reached.0 - committed.0 >= COMMIT_FACTS {
            writer.commit(reached, services.clock.now())?;
            committed = reached;
        }
    }
}

/// Takes up some facts after `reached`; how far that is.
pub(super) fn take_up(
    services: &Services,
    writer: &mut Writer,
    reached: Position,
    target: Position,
) -> Result<Position, Unbuilt> {
    let wanted = usize::try_from(target.0.saturating_sub(reached.0)).unwrap_or(follow::BATCH);
    let facts = follow::read(&*services.journal, reached, wanted.min(follow::BATCH))?;
    // The state has taken up `target`, so the journal has it too.
    let last = facts.last().map_or(target, |last| last.position);
    let alerts = services.state.alerts();
    writer.apply(
        facts
            .iter()
            .filter_map(|recorded| indexing::index_change(&alerts, &recorded.fact)),
    )?;
    Ok(last)
}

/// Waits until the segments are as few as they are to be, so that the first searches are as quick as the
/// later ones.
fn merge(services: &Services, writer: &mut Writer, reached: Position) -> Result<(), Unbuilt> {
    let (begun, mut committed) = (Instant::now(), Instant::now());
    // What was taken up in bulk counts as large until a commit brings little.
    writer.commit(reached, services.clock.now())?;
    while !writer.is_settled()? && begun.elapsed() < LONGEST_MERGE {
        services
            .rebuild
            .tell(Stage::Merging, reached, services.state.position());
        if services.rebuild.is_to_stop() {
            return Err(Unbuilt::Stopped);
        }
        thread::sleep(LOOK);
        if committed.elapsed() >= MERGE_AGAIN {
            writer.commit(reached, services.clock.now())?;
            committed = Instant::now();
        }
    }
    Ok(writer.refresh()?)
}
