//! Whether the time of day goes on as time does.
//!
//! Uses `service`, which decides what is believed.

use std::time::Duration;

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::service::Fit;
use crate::service::Part;
use crate::service::Services;
use crate::service::Trust;

/// The clock may differ by so much from what is expected of it.
const SLACK: SignedDuration = SignedDuration::from_secs(10);

/// The time of day at an instant, both at the start.
pub(super) struct Start(Timestamp, Duration);

impl Start {
    /// The start is now.
    pub(super) fn now(services: &Services) -> Self {
        Self(services.now(), services.steady())
    }

    /// What `/readyz` says of the clock.
    pub(super) fn part(&self, services: &Services) -> Part {
        let standing = services.clock_standing();
        let warning = |code, text| Part::new("clock", Fit::Warning, code, text);
        if let Trust::Doubted { step, rest } = standing.trust {
            let (step, rest) = (step.as_secs(), rest.as_secs());
            let text = format!(
                "it moved by {step} s more than time has: nothing lapses or is erased for {rest} s, or until \
                 `lookout clock --confirm`"
            );
            return warning("clock-doubted", text);
        }
        if let Some(behind) = standing.behind.filter(|behind| behind.by > SLACK) {
            let by = behind.by.as_secs();
            let text = format!("{by} s behind the audit log: no certificate is issued");
            return warning("clock-behind", text);
        }
        let step = self.step(services);
        if step.abs() > SLACK {
            let text = format!("stepped by {} s since the start", step.as_secs());
            return warning("clock-stepped", text);
        }
        Part::ok("clock", format!("{}", standing.now))
    }

    /// Sets its gauge.
    pub(super) fn gauge(&self, services: &Services) {
        metrics::gauge!("lookout_clock_step_seconds").set(self.step(services).as_secs_f64());
    }

    /// How far the time of day has moved beyond what the steady clock has.
    fn step(&self, services: &Services) -> SignedDuration {
        let Self(time, steady) = self;
        let passed = services.steady().saturating_sub(*steady);
        let passed = SignedDuration::try_from(passed).unwrap_or(SignedDuration::MAX);
        services.now().duration_since(*time).saturating_sub(passed)
    }
}
