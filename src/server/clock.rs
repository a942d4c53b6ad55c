//! The real clock: the one place that reads the time of day.
//!
//! Uses `domain::clock`.

use jiff::Timestamp;

use crate::domain::clock::Clock;

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
