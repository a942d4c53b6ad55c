//! Whether the time of day can be believed, by what is done by it and cannot be undone (decision 0025).
//!
//! Uses `domain`'s clock and `audit`. Nothing is issued while the clock is behind the log; nothing lapses or
//! is erased while it is doubted. Searches, hiding and expiry follow it all the same: they can be put right.

use std::io;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;
use serde_json::json;

use super::Refused;
use super::Services;
use super::record::Attempt;
use super::refusal::Refusal;
use crate::access::ManageClock;
use crate::access::Permit;
use crate::domain::clock::Clock;

/// How far the clock may be behind the log: clocks are put back a little by time servers.
const SLACK: SignedDuration = SignedDuration::from_secs(2);
/// How often what is believed is kept.
const KEEP_EVERY: Duration = Duration::from_secs(600);

/// What is kept of the clock from one start to the next.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ClockNote {
    /// The last time of day that was believed.
    pub believed: Timestamp,
    /// What somebody has said of the clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmed>,
}

/// Somebody has said that the clock was right.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Confirmed {
    /// What it said.
    pub at: Timestamp,
    /// The time of the log's last record then: if that is later, the log was written by a wrong clock.
    pub log: Timestamp,
}

/// Where a [`ClockNote`] is kept.
pub trait ClockKeeper: Send + Sync + 'static {
    /// What was kept last; nothing where it cannot be read.
    fn kept(&self) -> Option<ClockNote>;

    /// Keeps it, durably.
    ///
    /// # Errors
    /// When it cannot be written.
    fn keep(&self, note: &ClockNote) -> io::Result<()>;
}

/// The clock is behind what was recorded: what it would date now cannot be trusted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the clock is {by:#} behind the audit log's last record: nothing is issued by it")]
pub struct ClockBehind {
    /// By how much.
    pub by: SignedDuration,
}

/// Whether something that lives by dates may be issued now: the one answer for every issuer (DESIGN 7).
/// `last` is the time of the log's head.
///
/// # Errors
/// When the clock is behind the log, and nobody has said since that the log's time was wrong.
pub fn may_issue(
    now: Timestamp,
    last: Option<Timestamp>,
    note: Option<&ClockNote>,
) -> Result<(), ClockBehind> {
    let Some(mut last) = last else {
        return Ok(());
    };
    if let Some(confirmed) = note.and_then(|note| note.confirmed)
        && last <= confirmed.log
    {
        last = confirmed.at;
    }
    let by = last.duration_since(now);
    if by > SLACK {
        return Err(ClockBehind { by });
    }
    Ok(())
}

/// Whether the clock is believed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Trust {
    /// It has gone on as time does.
    Believed,
    /// It has not.
    Doubted {
        /// How much further it has moved than time has; negative when it went back.
        step: SignedDuration,
        /// How long it must still go on evenly to be believed.
        rest: Duration,
    },
}

/// The clock and what is thought of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ClockStanding {
    /// What it says.
    pub now: Timestamp,
    /// Whether it is believed.
    pub trust: Trust,
    /// The time of the last record.
    pub last: Option<Timestamp>,
    /// Whether it is behind that.
    pub behind: Option<ClockBehind>,
}

/// What the clock said at a time of the steady one.
#[derive(Clone, Copy, Debug)]
struct Moment {
    time: Timestamp,
    steady: Duration,
}

impl Moment {
    fn of(clock: &dyn Clock) -> Self {
        Self {
            time: clock.now(),
            steady: clock.steady(),
        }
    }

    fn passed(self, now: Self) -> Duration {
        now.steady.saturating_sub(self.steady)
    }

    /// What the clock should say now.
    fn expected(self, now: Self) -> Timestamp {
        self.time.checked_add(self.passed(now)).unwrap_or(Timestamp::MAX)
    }
}

/// What is believed of the clock.
#[derive(Debug)]
pub(super) struct Belief {
    bound: Duration,
    /// The furthest moment that was believed.
    believed: Moment,
    /// Since when it has gone on evenly, where it is doubted.
    doubted: Option<Moment>,
    confirmed: Option<Confirmed>,
    /// When it was kept last, by the steady clock.
    kept: Option<Duration>,
}

impl Belief {
    /// What a start has to go by: what was kept, else the last record; where there is neither, the clock.
    pub(super) fn new(
        clock: &dyn Clock,
        bound: Duration,
        note: Option<ClockNote>,
        last: Option<Timestamp>,
    ) -> Self {
        let now = Moment::of(clock);
        let believed = note.map(|note| note.believed).or(last).unwrap_or(now.time);
        Self {
            bound,
            believed: Moment {
                time: believed,
                ..now
            },
            doubted: None,
            confirmed: note.and_then(|note| note.confirmed),
            kept: None,
        }
    }

    fn note(&self) -> ClockNote {
        ClockNote {
            believed: self.believed.time,
            confirmed: self.confirmed,
        }
    }

    fn is_even(&self, since: Moment, now: Moment) -> bool {
        now.time.duration_since(since.expected(now)).unsigned_abs() <= self.bound
    }

    fn trust(&self, now: Moment) -> Trust {
        if self.is_even(self.believed, now) {
            return Trust::Believed;
        }
        let even = self.doubted.filter(|since| self.is_even(*since, now));
        let rest = self
            .bound
            .saturating_sub(even.map_or(Duration::ZERO, |since| since.passed(now)));
        if rest.is_zero() {
            return Trust::Believed;
        }
        let step = now.time.duration_since(self.believed.expected(now));
        Trust::Doubted { step, rest }
    }

    /// Looks at the clock, as must be done now and then.
    fn look(&mut self, now: Moment) -> Trust {
        let trust = self.trust(now);
        match trust {
            Trust::Believed => {
                let time = if self.is_even(self.believed, now) {
                    // A step back does not move it: the way forward again would look like a leap.
                    now.time.max(self.believed.expected(now))
                } else {
                    now.time
                };
                self.believed = Moment { time, ..now };
                self.doubted = None;
            }
            Trust::Doubted { .. } => {
                let even = self.doubted.filter(|since| self.is_even(*since, now));
                self.doubted = Some(even.unwrap_or(now));
            }
        }
        trust
    }

    fn is_due(&self, now: Moment) -> bool {
        let due = |kept: Duration| now.steady.saturating_sub(kept) >= KEEP_EVERY;
        self.kept.is_none_or(due)
    }
}

impl Services {
    /// The clock and what is thought of it.
    #[must_use]
    pub fn clock_standing(&self) -> ClockStanding {
        let now = Moment::of(&*self.clock);
        // Asked before the rest, which asks for it again.
        let trust = self.belief().trust(now);
        ClockStanding {
            now: now.time,
            trust,
            last: self.audit.last(),
            behind: self.may_issue().err(),
        }
    }

    /// Whether something that lives by dates may be issued now.
    ///
    /// # Errors
    /// When the clock is behind the log.
    pub fn may_issue(&self) -> Result<(), ClockBehind> {
        let note = self.belief().note();
        may_issue(self.now(), self.audit.last(), Some(&note))
    }

    /// Looks at the clock, and keeps what is believed now and then; the time, where it is believed: what it
    /// says a moment later may not be. May block on the disk.
    pub(super) fn believed_now(&self) -> Option<Timestamp> {
        let now = Moment::of(&*self.clock);
        let (trust, due) = {
            let mut belief = self.belief();
            (belief.look(now), belief.is_due(now))
        };
        if trust != Trust::Believed {
            return None;
        }
        if due {
            self.keep_clock();
        }
        Some(now.time)
    }

    /// Keeps what is believed of the clock for the next start. Blocks on the disk.
    pub fn keep_clock(&self) {
        let note = {
            let mut belief = self.belief();
            belief.kept = Some(self.clock.steady());
            belief.note()
        };
        if let Err(error) = self.clock_keeper.keep(&note) {
            // The next start doubts the clock a little sooner.
            tracing::warn!(%error, "what is believed of the clock could not be kept");
        }
    }

    /// Somebody says that the clock is right: it is believed from now on.
    ///
    /// # Errors
    /// When that cannot be recorded or kept; then nothing has changed.
    pub async fn confirm_clock(&self, permit: Permit<ManageClock>) -> Result<ClockStanding, Refused> {
        let before = self.clock_standing();
        let attempt = Attempt::of(&permit);
        let step = match before.trust {
            Trust::Believed => 0,
            Trust::Doubted { step, .. } => step.as_secs(),
        };
        let body = json!({ "clock": before.now, "step_seconds": step, "log": before.last });
        let record = attempt.clone().record(before.now, "confirmed".to_owned(), body);
        if let Err(error) = self.audit.commit(record).await {
            return Err(self.refuse(attempt, Refusal::NotRecorded(error)).await);
        }
        let now = Moment::of(&*self.clock);
        let confirmed = Some(Confirmed {
            at: now.time,
            log: self.audit.last().unwrap_or(now.time),
        });
        let note = ClockNote {
            believed: now.time,
            confirmed,
        };
        if let Err(error) = tokio::task::block_in_place(|| self.clock_keeper.keep(&note)) {
            tracing::error!(%error, "that the clock was confirmed could not be kept");
            return Err(self.refuse(attempt, Refusal::NotStored).await);
        }
        {
            let mut belief = self.belief();
            belief.believed = now;
            belief.doubted = None;
            belief.confirmed = confirmed;
            belief.kept = Some(now.steady);
        }
        Ok(self.clock_standing())
    }

    fn belief(&self) -> MutexGuard<'_, Belief> {
        // Nothing under it can be left half changed.
        self.belief.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is believed of the clock, for whoever puts the parts together.
pub(super) fn belief(
    clock: &dyn Clock,
    bound: Duration,
    keeper: &dyn ClockKeeper,
    last: Option<Timestamp>,
) -> Mutex<Belief> {
    Mutex::new(Belief::new(clock, bound, keeper.kept(), last))
}

#[cfg(test)]
mod tests;
