//! The parts a use case works with, put together once by `server`.
//!
//! Uses every room below. Shared by all edges; nothing in it is replaced after start.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use jiff::Timestamp;
use tokio::sync::Semaphore;

use super::answer::Canonical;
use super::clock;
use super::clock::Belief;
use super::clock::ClockKeeper;
use super::feeds::Feeding;
use super::feeds::ListSource;
use super::gate::Gate;
use super::handed;
use super::handed::Hand;
use super::handed::Handed;
use super::metrics::Metrics;
use super::progress::Progress;
use super::rebuild::Rebuild;
use super::refusal::NotReady;
use super::tally::Tally;
use crate::access::Limits;
use crate::access::Refusals;
use crate::audit::AuditLog;
use crate::config::Config;
use crate::domain::clock::Clock;
use crate::domain::ids::Position;
use crate::domain::ids::QueryId;
use crate::domain::partner::Profile;
use crate::index::Index;
use crate::journal::Journal;
use crate::state::State;
use crate::storage::Condition;
use crate::storage::Shelf;

/// What `server` hands in.
pub struct Parts {
    /// Settings.
    pub config: Arc<Config>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The journal.
    pub journal: Arc<dyn Journal>,
    /// The audit log.
    pub audit: Arc<dyn AuditLog>,
    /// The state.
    pub state: Arc<State>,
    /// The index.
    pub index: Arc<Index>,
    /// The files of photographs.
    pub shelf: Arc<Shelf>,
    /// The form that receipts commit to.
    pub canonical: Canonical,
    /// What local commands act under.
    pub local_profile: Profile,
    /// Where what is believed of the clock is kept.
    pub clock_keeper: Box<dyn ClockKeeper>,
    /// Where feeds' lists come from.
    pub lists: Arc<dyn ListSource>,
    /// Kept until the last user of the services is gone: the home's lock.
    pub lock: Box<dyn Send + Sync>,
}

/// How far each part is in the journal.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Positions {
    /// The journal's head.
    pub journal: Position,
    /// What the state has applied.
    pub state: Position,
    /// What the index has taken up.
    pub index: Position,
}

/// Every use case, as methods in the files of this room.
pub struct Services {
    pub(super) config: Arc<Config>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) clock_keeper: Box<dyn ClockKeeper>,
    pub(super) belief: Mutex<Belief>,
    pub(super) journal: Arc<dyn Journal>,
    pub(super) audit: Arc<dyn AuditLog>,
    pub(super) state: Arc<State>,
    pub(super) index: Arc<Index>,
    pub(super) shelf: Arc<Shelf>,
    /// One picture is decoded at a time.
    pub(super) decoding: Arc<Semaphore>,
    /// The number of the last photograph that has ended whose file is gone.
    pub(super) photos_tidied: AtomicI64,
    pub(super) canonical: Canonical,
    pub(super) limits: Limits,
    pub(super) gate: Gate,
    /// For step two, so that its short turns do not mislead what searches are planned by.
    pub(super) second_gate: Gate,
    pub(super) refusals: Refusals,
    pub(super) tally: Tally,
    pub(super) lists: Arc<dyn ListSource>,
    pub(super) feeding: Feeding,
    pub(super) progress: Progress,
    pub(super) rebuild: Rebuild,
    /// Facts just appended, to the loop that fills the state; its end waits here for the loop to start.
    pub(super) hand: Hand,
    appended: Mutex<Option<Handed>>,
    pub(super) metrics: Metrics,
    /// When it was put together.
    pub(super) opened: Instant,
    /// What local commands act under: the policy table bounds them, not a profile.
    pub(super) local_profile: Arc<Profile>,
    stopping: AtomicBool,
    // The last field: given up when everything above is closed.
    _lock: Box<dyn Send + Sync>,
}

impl Services {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let (hand, appended) = handed::channel();
        let (doubt, last) = (parts.config.retention.clock_doubt, parts.audit.last());
        let belief = clock::belief(&*parts.clock, doubt, &*parts.clock_keeper, last);
        Self {
            gate: Gate::new(&parts.config.search),
            second_gate: Gate::new(&parts.config.search),
            config: parts.config,
            clock: parts.clock,
            clock_keeper: parts.clock_keeper,
            belief,
            journal: parts.journal,
            audit: parts.audit,
            state: parts.state,
            index: parts.index,
            shelf: parts.shelf,
            decoding: Arc::new(Semaphore::new(1)),
            photos_tidied: AtomicI64::new(0),
            canonical: parts.canonical,
            limits: Limits::default(),
            refusals: Refusals::default(),
            tally: Tally::default(),
            lists: parts.lists,
            feeding: Feeding::default(),
            progress: Progress::default(),
            rebuild: Rebuild::default(),
            hand,
            appended: Mutex::new(Some(appended)),
            metrics: Metrics::default(),
            opened: Instant::now(),
            local_profile: Arc::new(parts.local_profile),
            stopping: AtomicBool::new(false),
            _lock: parts.lock,
        }
    }

    /// The settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The state, read only: who is registered, which alerts there are.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// How much time has passed, whatever the present instant is said to be: see [`Clock::steady`].
    #[must_use]
    pub fn steady(&self) -> Duration {
        self.clock.steady()
    }

    /// A number for a new request.
    ///
    /// The system's random source does not fail once it has been seeded; were it to, the number is
    /// the time alone, which still tells requests apart in a log.
    #[must_use]
    pub fn number(&self) -> QueryId {
        let mut random = [0; 16];
        let filled = aws_lc_rs::rand::fill(&mut random);
        debug_assert!(filled.is_ok(), "no randomness");
        QueryId::new(self.clock.now(), u128::from_be_bytes(random))
    }

    /// Whether an answer given now would be true (DESIGN 1, rule 2).
    ///
    /// # Errors
    /// Why not.
    pub fn ready(&self) -> Result<(), NotReady> {
        if self.is_stopping() {
            return Err(NotReady::Stopping);
        }
        if self.failed() {
            return Err(NotReady::Failed);
        }
        let head = *self.journal.head().borrow();
        self.progress
            .check(self.index.snapshot().position(), head, self.config.index.stale)
    }

    /// Whether a disk failed under the journal or the audit log, so that the process must end: after
    /// a failed fsync nobody knows what is stored (SECURITY 4, row 26).
    #[must_use]
    pub fn failed(&self) -> bool {
        let broken = |condition: &Condition| *condition == Condition::Broken;
        broken(&self.journal.condition().borrow())
            || broken(&self.audit.condition().borrow())
            || self.progress.broken()
    }

    /// How far journal, state and index are.
    #[must_use]
    pub fn positions(&self) -> Positions {
        Positions {
            journal: *self.journal.head().borrow(),
            state: self.state.position(),
            index: self.index.snapshot().position(),
        }
    }

    /// The loop's end of [`Services::hand`], once.
    pub(super) fn appended(&self) -> Option<Handed> {
        self.appended
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    /// The metrics of the use cases.
    #[must_use]
    pub const fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Whether the process is stopping.
    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// Says that the process is stopping: readiness goes off, started requests are finished.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.feeding.stop(None);
    }
}
