//! A clock that stands still until a test moves it.
//!
//! Starts at the machine's time, since the client side of rustls reads that one.

use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use lookout::domain::clock::Clock;

/// The clock of a world: milliseconds since 1970.
#[derive(Debug)]
pub(crate) struct StillClock(AtomicI64);

impl StillClock {
    pub(crate) fn new() -> Self {
        Self(AtomicI64::new(Timestamp::now().as_millisecond()))
    }

    /// Moves it on.
    pub(crate) fn forward_days(&self, days: i64) {
        self.forward_seconds(days * 86_400);
    }

    /// The same by seconds.
    pub(crate) fn forward_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}
