//! The one way to know the time (DESIGN 1, rule 7).
//!
//! Uses nothing. The real clock is made once, in `server::clock`; tests hand in one they can move.

use std::fmt::Debug;
use std::time::Duration;

use jiff::Timestamp;

/// Tells the time of day, which somebody may set, and beside it how time goes on. Time-outs use the runtime's
/// monotonic clock instead, never this.
pub trait Clock: Debug + Send + Sync + 'static {
    /// The present instant, UTC.
    fn now(&self) -> Timestamp;

    /// How much time has passed since a moment of this clock's own, whatever [`Clock::now`] is set to
    /// meanwhile. For a clock that says nothing of it, none has.
    fn steady(&self) -> Duration {
        Duration::ZERO
    }
}
