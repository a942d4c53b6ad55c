//! Whether the time of day goes on as time does.
//!
//! Uses `service`.

use std::time::Instant;

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::service::Fit;
use crate::service::Part;
use crate::service::Services;

/// The clock may differ by so much from what is expected of it.
const SLACK: SignedDuration = SignedDuration::from_secs(10);

/// The time of day at an instant, both at the start.
pub(super) struct Start(Timestamp, Instant);

impl Start {
    /// The start is now.
    pub(super) fn now(services: &Services) -> Self {
        Self(services.now(), Instant::now())
    }

    /// What `/readyz` says of the clock.
    pub(super) fn part(&self, services: &Services) -> Part {
        let step = self.step(services);
        // The index's commit is the newest time that survives a restart.
        let behind = services.committed_at().duration_since(services.now());
        if behind > SLACK {
            let text = format!("{} s behind the index's last commit", behind.as_secs());
            return Part::new("clock", Fit::Warning, "clock-behind", text);
        }
        if step.abs() > SLACK {
            let text = format!("stepped by {} s since the start", step.as_secs());
            return Part::new("clock", Fit::Warning, "clock-stepped", text);
        }
        Part::ok("clock", format!("{}", services.now()))
    }

    /// Sets its gauge.
    pub(super) fn gauge(&self, services: &Services) {
        metrics::gauge!("lookout_clock_step_seconds").set(self.step(services).as_secs_f64());
    }

    /// How far the time of day has moved beyond what the monotonic clock has.
    fn step(&self, services: &Services) -> SignedDuration {
        let Self(time, instant) = self;
        let passed = SignedDuration::try_from(instant.elapsed()).unwrap_or(SignedDuration::MAX);
        services.now().duration_since(*time).saturating_sub(passed)
    }
}
