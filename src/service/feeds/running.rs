//! The run under way: how far it is, that it is the only one, and that it may be told to end.
//!
//! Uses `domain`.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU8;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use tokio::sync::Mutex as TurnMutex;
use tokio::sync::MutexGuard;

use crate::domain::ids::FeedId;

/// What a run is at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Phase {
    /// Another feed runs.
    Waiting,
    /// Fetching the list, in bytes.
    Fetching,
    /// Comparing it with what is held, in entries.
    Comparing,
    /// Taking up what is new or changed, in alerts.
    Changing,
    /// Withdrawing what is gone, in alerts.
    Withdrawing,
}

impl Phase {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Fetching => "fetching",
            Self::Comparing => "comparing",
            Self::Changing => "changing",
            Self::Withdrawing => "withdrawing",
        }
    }

    const fn of(number: u8) -> Self {
        match number {
            0 => Self::Waiting,
            1 => Self::Fetching,
            2 => Self::Comparing,
            3 => Self::Changing,
            _ => Self::Withdrawing,
        }
    }
}

/// How far a run is.
#[derive(Debug, Default)]
pub struct Progress {
    phase: AtomicU8,
    done: AtomicU64,
    of: AtomicU64,
    stop: AtomicBool,
}

impl Progress {
    /// The next phase begins, with so much to do; 0 where that is not known.
    pub fn begin(&self, phase: Phase, of: u64) {
        self.phase.store(phase as u8, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        self.of.store(of, Ordering::Relaxed);
    }

    /// So much more is done.
    pub fn add(&self, more: u64) {
        self.done.fetch_add(more, Ordering::Relaxed);
    }

    /// The phase, how much of it is done, and of how much.
    #[must_use]
    pub fn now(&self) -> (Phase, u64, u64) {
        (
            Phase::of(self.phase.load(Ordering::Relaxed)),
            self.done.load(Ordering::Relaxed),
            self.of.load(Ordering::Relaxed),
        )
    }

    /// Whether it was told to end.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// The runs of a node.
#[derive(Debug, Default)]
pub(in crate::service) struct Feeding {
    turn: TurnMutex<()>,
    runs: Mutex<HashMap<FeedId, Arc<Progress>>>,
}

impl Feeding {
    /// Begins a run; none while the same feed runs.
    pub(super) fn begin(&self, feed: &FeedId) -> Option<Begun<'_>> {
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        if runs.contains_key(feed) {
            return None;
        }
        let progress = Arc::new(Progress::default());
        runs.insert(feed.clone(), Arc::clone(&progress));
        Some(Begun {
            feeding: self,
            feed: feed.clone(),
            progress,
        })
    }

    /// Waits until no other runs.
    pub(super) async fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// How far a feed's run is.
    pub(super) fn progress(&self, feed: &FeedId) -> Option<Arc<Progress>> {
        let runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        runs.get(feed).cloned()
    }

    /// Tells a feed's run to end, or all; whether there was one.
    pub(in crate::service) fn stop(&self, feed: Option<&FeedId>) -> bool {
        let runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        let mut any = false;
        for (_, progress) in runs.iter().filter(|(id, _)| feed.is_none_or(|feed| feed == *id)) {
            progress.stop();
            any = true;
        }
        any
    }
}

/// A run that has begun; ends when it is dropped.
pub(super) struct Begun<'a> {
    feeding: &'a Feeding,
    feed: FeedId,
    pub(super) progress: Arc<Progress>,
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        let mut runs = self.feeding.runs.lock().unwrap_or_else(PoisonError::into_inner);
        runs.remove(&self.feed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_runs_once_at_a_time_and_can_be_told_to_end() {
        let feeding = Feeding::default();
        let (one, other): (FeedId, FeedId) = ("one".parse().unwrap(), "other".parse().unwrap());
        let begun = feeding.begin(&one).unwrap();
        assert!(feeding.begin(&one).is_none() && feeding.begin(&other).is_some());
        begun.progress.begin(Phase::Changing, 7);
        begun.progress.add(3);
        assert_eq!(feeding.progress(&one).unwrap().now(), (Phase::Changing, 3, 7));
        assert!(!feeding.stop(Some(&other)) && !begun.progress.is_stopping());
        assert!(feeding.stop(None) && begun.progress.is_stopping());
        drop(begun);
        assert!(feeding.progress(&one).is_none() && feeding.begin(&one).is_some());
    }
}
