//! The real clock: the one place that reads the time of day.
//!
//! Uses `domain::clock`.

use std::sync::LazyLock;
use std::time::Duration;
use std::time::Instant;

use jiff::Timestamp;

use crate::domain::clock::Clock;

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// When it was first looked at in this process.
static FIRST: LazyLock<Instant> = LazyLock::new(Instant::now);

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn steady(&self) -> Duration {
        FIRST.elapsed()
    }
}
