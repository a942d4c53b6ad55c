//! Following the journal: every fact into the state, every alert into the index.
//!
//! Uses `journal`, `state`, `indexing`. Two loops with an owner that ends them. The state never waits
//! for an index commit, so a revocation bites at once while a list is being imported.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::Services;
use super::handed;
use super::handed::Hand;
use super::handed::Handed;
use super::indexing;
use crate::domain::fact::Fact;
use crate::domain::fact::Recorded;
use crate::domain::ids::Position;
use crate::domain::sealed;
use crate::index::Writer;
use crate::journal::Body;
use crate::journal::Journal;
use crate::journal::ReadError;
use crate::state::State;
use crate::state::StateError;
use crate::storage::StorageError;

/// Facts taken from the journal at once.
pub(super) const BATCH: usize = 1_000;
/// How long a loop waits for news before it looks by itself, and after a failure.
pub(super) const IDLE: Duration = Duration::from_millis(500);
/// How long the state waits for facts that the journal has and whose writer is about to hand them over.
const GRACE: Duration = Duration::from_millis(2);

/// The two loops; they end when this is dropped or stopped.
#[derive(Debug)]
pub struct Followers {
    stop: Stop,
    state: JoinHandle<()>,
    index: std::thread::JoinHandle<()>,
}

/// Ends the loops when it is dropped.
#[derive(Debug)]
struct Stop(watch::Sender<bool>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.send_replace(true);
    }
}

impl Followers {
    /// Starts both, from within the runtime. The state has been brought up to the journal's head
    /// before ([`catch_up`]).
    ///
    /// # Errors
    /// The system's, when it gives no thread.
    pub fn start(services: Arc<Services>, writer: Writer) -> std::io::Result<Self> {
        let stop = watch::Sender::new(false);
        let (hand, handed) = handed::channel();
        let index = indexing::start(
            Arc::clone(&services),
            writer,
            handed,
            stop.subscribe(),
            Handle::current(),
        )?;
        let appended = services
            .appended()
            .ok_or_else(|| std::io::Error::other("followed already"))?;
        let state = tokio::spawn(follow_state(services, appended, hand, stop.subscribe()));
        Ok(Self {
            stop: Stop(stop),
            state,
            index,
        })
    }

    /// Ends both, with the index committed as far as it got.
    pub async fn stop(self) {
        drop(self.stop);
        if let Err(error) = self.state.await {
            tracing::error!(%error, "following the journal into the state ended badly");
        }
        let index = self.index;
        let ended = tokio::task::spawn_blocking(move || index.join()).await;
        if !matches!(ended, Ok(Ok(()))) {
            tracing::error!("following the journal into the index ended badly");
        }
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

/// Facts after a position, at most `limit`.
pub(super) fn read(
    journal: &dyn Journal,
    after: Position,
    limit: usize,
) -> Result<Vec<Recorded>, CatchUpError> {
    let stored = journal.follow(after, limit).map_err(CatchUpError::Journal)?;
    let decode = |entry: crate::journal::Stored| {
        let fact = match &entry.body {
            Body::Open(body) => {
                serde_json::from_slice(body).map_err(|_| CatchUpError::Unreadable(entry.position))?
            }
            Body::Erased => Fact::Shredded {
                stream: entry.stream,
                put: sealed::puts_an_alert(&entry.kind),
            },
        };
        Ok(Recorded {
            position: entry.position,
            time: entry.time,
            actor: entry.actor,
            fact,
        })
    };
    stored.into_iter().map(decode).collect()
}

async fn follow_state(
    services: Arc<Services>,
    mut appended: Handed,
    hand: Hand,
    mut stop: watch::Receiver<bool>,
) {
    let mut head = services.journal.head();
    while !*stop.borrow_and_update() {
        let step = Arc::clone(&services);
        let hand = hand.clone();
        let target = *head.borrow_and_update();
        if services.state.position() < target {
            appended.await_some(GRACE).await;
        }
        let outcome = tokio::task::spawn_blocking(move || {
            let outcome = advance(&step, &mut appended, target, &hand);
            (appended, outcome)
        });
        let outcome = match outcome.await {
            Ok((returned, outcome)) => {
                appended = returned;
                outcome
            }
            Err(error) => {
                tracing::error!(%error, "a state step ended badly");
                return services.progress.break_down();
            }
        };
        if let Err(error) = outcome {
            tracing::error!(%error, "the state does not follow the journal");
            if matches!(
                error,
                CatchUpError::State(StateError::Storage(StorageError::Broken { .. }))
            ) {
                return services.progress.break_down();
            }
            tokio::time::sleep(IDLE).await;
        }
        if services.state.position() >= *head.borrow_and_update() {
            tokio::select! {
                _ = head.changed() => {}
                _ = stop.changed() => {}
            }
        }
    }
}

/// Applies what was appended up to `target`, and hands it on to the index.
fn advance(
    services: &Services,
    appended: &mut Handed,
    target: Position,
    hand: &Hand,
) -> Result<(), CatchUpError> {
    while services.state.position() < target {
        let facts = appended.after(services.state.position(), target, &*services.journal)?;
        if facts.is_empty() {
            return Ok(());
        }
        // Before the state says that it has them: the index then finds them at hand, and takes none before.
        hand.give(Arc::clone(&facts));
        services.state.apply(&facts).map_err(CatchUpError::State)?;
    }
    Ok(())
}
