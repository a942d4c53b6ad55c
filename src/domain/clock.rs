//! The one way to know the time (DESIGN 1, rule 7).
//!
//! Uses nothing. The real clock is made once, in `server::clock`; tests hand in one they can move.

use std::fmt::Debug;

use jiff::Timestamp;

/// Tells the time of day. Time-outs use the runtime's monotonic clock instead, never this.
pub trait Clock: Debug + Send + Sync + 'static {
    /// The present instant, UTC.
    fn now(&self) -> Timestamp;
}
