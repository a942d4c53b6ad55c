//! How far the index is: what makes an answer true, and what holds a bulk import back.
//!
//! Uses nothing. Written by the index loop a few times a second, read by every search.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use tokio::sync::watch;

use super::refusal::NotReady;
use crate::domain::ids::Position;

/// Most heads remembered: more than the index falls behind while answers are still given.
const MARKS: usize = 64;
/// Within which an alert is found once it was acknowledged.
const PROMISED: Duration = Duration::from_secs(1);
/// Facts a second that the index is taken to manage before any pace was measured.
const FIRST_PACE: u64 = 4_000;
/// Facts from which a step says something of the pace.
const TELLING: u64 = 500;
/// How long after a search others are expected.
const EXPECTED: Duration = Duration::from_secs(30);

/// How far the index is, and since when it has been behind.
#[derive(Debug)]
pub(super) struct Progress {
    indexed: watch::Sender<Position>,
    level: Mutex<Level>,
    /// Facts a second that the index takes up while it has many.
    pace: AtomicU64,
    broken: AtomicBool,
    begun: Instant,
    /// Seconds after `begun`, and one, of the last search; zero before the first.
    searched: AtomicU64,
    /// Whether the last try to write the index failed.
    failing: AtomicBool,
}

/// What is known of the past.
#[derive(Debug, Default)]
struct Level {
    /// The latest instant of which the index is known to hold everything; `None` before the first.
    at: Option<Instant>,
    /// Heads of the journal, and when each was seen, that the index has not reached.
    marks: VecDeque<(Instant, Position)>,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            indexed: watch::Sender::new(Position(0)),
            level: Mutex::default(),
            pace: AtomicU64::new(FIRST_PACE),
            broken: AtomicBool::new(false),
            begun: Instant::now(),
            searched: AtomicU64::new(0),
            failing: AtomicBool::new(false),
        }
    }
}

impl Progress {
    /// The journal's head now, before the index goes on.
    pub(super) fn mark(&self, head: Position) {
        let mut level = self.level.lock().unwrap_or_else(PoisonError::into_inner);
        if level.marks.len() == MARKS {
            level.marks.pop_back();
        }
        level.marks.push_back((Instant::now(), head));
    }

    /// What the index has reached.
    pub(super) fn report(&self, indexed: Position) {
        {
            let mut level = self.level.lock().unwrap_or_else(PoisonError::into_inner);
            while let Some((seen, head)) = level.marks.front().copied()
                && indexed >= head
            {
                level.at = Some(seen);
                level.marks.pop_front();
            }
        }
        self.indexed
            .send_if_modified(|at| std::mem::replace(at, indexed) != indexed);
    }

    /// What one step of the index came to.
    pub(super) fn paced(&self, facts: u64, took: Duration) {
        if facts >= TELLING {
            let rate = facts as f64 / took.as_secs_f64().max(0.001);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a positive rate of facts"
            )]
            let pace = u64::midpoint(self.pace.load(Ordering::Relaxed), rate as u64);
            self.pace.store(pace, Ordering::Relaxed);
        }
    }

    /// Says that somebody searches.
    pub(super) fn searched(&self) {
        self.searched
            .store(self.begun.elapsed().as_secs() + 1, Ordering::Relaxed);
    }

    /// Whether nobody has searched for a while: then what spares the index work goes before what spares a
    /// search some.
    pub(super) fn is_quiet(&self) -> bool {
        let last = self.searched.load(Ordering::Relaxed);
        last == 0 || self.begun.elapsed() > EXPECTED + Duration::from_secs(last)
    }

    /// How many facts the index takes up in so long, at the pace it showed last.
    pub(super) fn within(&self, time: Duration) -> u64 {
        let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        self.pace.load(Ordering::Relaxed).saturating_mul(milliseconds) / 1_000
    }

    /// Waits until the index has reached `target`: at most `longest`, and less where it does not move for
    /// `stuck`, for then it is not the load that holds it up. Whether it has.
    pub(super) async fn reached(&self, target: Position, longest: Duration, stuck: Duration) -> bool {
        let mut indexed = self.indexed.subscribe();
        let moving = async {
            while *indexed.borrow_and_update() < target {
                if !matches!(tokio::time::timeout(stuck, indexed.changed()).await, Ok(Ok(()))) {
                    return false;
                }
            }
            true
        };
        tokio::time::timeout(longest, moving).await.unwrap_or(false)
    }

    /// The latest instant of which the index is known to hold everything.
    pub(super) fn level_at(&self) -> Option<Instant> {
        // Held for nanoseconds, by the index loop a few times a second.
        self.level.lock().unwrap_or_else(PoisonError::into_inner).at
    }

    /// Says that a loop has ended or its disk has failed: nothing will follow any more.
    pub(super) fn break_down(&self) {
        self.broken.store(true, Ordering::Relaxed);
    }

    /// Says whether the index could not be written when that was last tried.
    pub(super) fn fails(&self, failing: bool) {
        self.failing.store(failing, Ordering::Relaxed);
    }

    /// Whether the loops can go on. If not, the process must end; a restart replays.
    pub(super) fn broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// Whether answers from an index at `indexed` are true while the journal is at `head`.
    pub(super) fn check(&self, indexed: Position, head: Position, stale: Duration) -> Result<(), NotReady> {
        match self.level_at() {
            None => Err(NotReady::Building),
            Some(_) if indexed >= head => Ok(()),
            Some(level_at) => {
                // What is only slow will be there in a moment. What cannot be written will not, and whoever was
                // told of an alert waits no longer for it than a second.
                let failing = self.failing.load(Ordering::Relaxed);
                let longest = if failing { stale.min(PROMISED) } else { stale };
                if level_at.elapsed() > longest {
                    return Err(NotReady::Behind);
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_quiet_until_somebody_searches() {
        let progress = Progress::default();
        assert!(progress.is_quiet());
        progress.searched();
        assert!(!progress.is_quiet());
        let before = Instant::now().checked_sub(EXPECTED + Duration::from_secs(2));
        let later = Progress {
            begun: before.unwrap(),
            searched: AtomicU64::new(1),
            ..Progress::default()
        };
        assert!(later.is_quiet(), "the last search was half a minute ago");
    }

    #[test]
    fn an_index_that_cannot_be_written_answers_for_a_second_and_one_that_is_slow_for_longer() {
        let progress = Progress::default();
        let (at, head, stale) = (Position(1), Position(2), Duration::from_secs(5));
        assert!(matches!(progress.check(at, head, stale), Err(NotReady::Building)));
        let ago = |time: Duration| {
            progress.level.lock().unwrap().at = Instant::now().checked_sub(time);
        };
        ago(Duration::from_secs(2));
        assert!(progress.check(at, head, stale).is_ok());
        progress.fails(true);
        assert!(matches!(progress.check(at, head, stale), Err(NotReady::Behind)));
        assert!(progress.check(head, head, stale).is_ok(), "nothing is missing");
        ago(PROMISED / 2);
        assert!(progress.check(at, head, stale).is_ok());
        progress.fails(false);
        ago(stale * 2);
        assert!(matches!(progress.check(at, head, stale), Err(NotReady::Behind)));
    }

    #[tokio::test]
    async fn an_index_that_moves_is_waited_for_and_one_that_is_stuck_is_not() {
        let (longest, stuck) = (Duration::from_secs(30), Duration::from_millis(600));
        let progress = Progress::default();
        let moving = async {
            for at in 1..=4 {
                tokio::time::sleep(stuck / 3).await;
                progress.report(Position(at));
            }
        };
        let (reached, ()) = tokio::join!(progress.reached(Position(4), longest, stuck), moving);
        assert!(
            reached,
            "it took longer than that, and was never still for so long"
        );
        let begun = Instant::now();
        assert!(!progress.reached(Position(5), longest, stuck).await);
        assert!((stuck..longest / 2).contains(&begun.elapsed()));
    }
}
