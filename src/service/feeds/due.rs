//! Which feeds are to run now.
//!
//! Uses `state`. A failure is tried again sooner than the schedule says, and later each time.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::domain::feed_run::Outcome;
use crate::domain::ids::FeedId;
use crate::domain::schedule::Schedule;
use crate::service::Services;
use crate::state::RegisteredFeed;

/// How long after its first failure a run is tried again; twice as long after each further one.
const AGAIN: SignedDuration = SignedDuration::from_mins(5);
/// The longest of these.
const AGAIN_MOST: SignedDuration = SignedDuration::from_hours(6);

impl Services {
    /// The feeds whose time has come, the one that waits longest first.
    #[must_use]
    pub fn due_feeds(&self) -> Vec<FeedId> {
        let now = self.now();
        let feeds = self.state.feeds();
        let mut due: Vec<(Timestamp, FeedId)> = feeds
            .iter()
            .filter_map(|(id, known)| Some((next(known)?, id.clone())))
            .filter(|(at, id)| *at <= now && self.feeding.progress(id).is_none())
            .collect();
        due.sort();
        due.into_iter().map(|(_, id)| id).collect()
    }
}

/// When a feed runs next; never by itself without a schedule, or before it is confirmed.
pub(super) fn next(known: &RegisteredFeed) -> Option<Timestamp> {
    let schedule = known.feed.schedule.filter(|_| !known.waits())?;
    let Some(last) = &known.last else {
        let since = known
            .confirmed
            .as_ref()
            .map_or(known.at, |confirmed| confirmed.at);
        return Some(schedule.first(since));
    };
    let regular = schedule.next(last.started);
    let wait = match last.outcome {
        Outcome::Failed { .. } => backoff(known.failures),
        Outcome::Interrupted => AGAIN,
        Outcome::Done | Outcome::NotModified | Outcome::StoppedForWithdrawals => return Some(regular),
    };
    let again = last.ended.saturating_add(wait).unwrap_or(Timestamp::MAX);
    Some(match schedule {
        Schedule::Every(_) => again,
        Schedule::Daily(..) => again.min(regular),
    })
}

fn backoff(failures: u32) -> SignedDuration {
    let times = 1_i32 << failures.saturating_sub(1).min(16);
    AGAIN.saturating_mul(times).min(AGAIN_MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_is_waited_for_twice_as_long_up_to_six_hours() {
        let minutes = |failures| backoff(failures).as_mins();
        assert_eq!([1, 2, 3, 7, 8, u32::MAX].map(minutes), [5, 10, 20, 320, 360, 360]);
        assert_eq!(minutes(0), 5);
    }
}
