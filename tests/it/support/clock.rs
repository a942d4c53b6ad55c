//! A clock that stands still until a test moves it.
//!
//! Starts at the machine's time, since the client side of rustls reads that one.

use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;
use lookout::domain::clock::Clock;

/// The clock of a world.
#[derive(Debug)]
pub(crate) struct StillClock {
    /// Milliseconds since 1970.
    time: AtomicI64,
    /// Milliseconds that have passed.
    steady: AtomicI64,
}

impl StillClock {
    pub(crate) fn new() -> Self {
        Self {
            time: AtomicI64::new(Timestamp::now().as_millisecond()),
            steady: AtomicI64::new(0),
        }
    }

    /// Time passes.
    pub(crate) fn forward_days(&self, days: i64) {
        self.forward_seconds(days * 86_400);
    }

    /// The same by seconds.
    pub(crate) fn forward_seconds(&self, seconds: i64) {
        self.steady.fetch_add(seconds * 1_000, Ordering::SeqCst);
        self.jump_seconds(seconds);
    }

    /// Somebody sets the clock, and no time passes.
    pub(crate) fn jump_days(&self, days: i64) {
        self.jump_seconds(days * 86_400);
    }

    /// The same by seconds.
    pub(crate) fn jump_seconds(&self, seconds: i64) {
        self.time.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.time.load(Ordering::SeqCst)).unwrap()
    }

    fn steady(&self) -> Duration {
        Duration::from_millis(self.steady.load(Ordering::SeqCst).unsigned_abs())
    }
}
