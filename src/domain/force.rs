//! Whether an alert is in force at an instant, and if not, why and for how long.
//!
//! Uses `alert`. Nothing has to happen for an alert to lapse or to come out of hiding: the instant
//! decides, each time it is asked.

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use super::alert::Alert;
use super::alert::Validity;

/// Where an alert stands at an instant.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Force {
    /// Searches find it.
    InForce {
        /// The instant it lapses.
        until: Timestamp,
    },
    /// It answers nobody.
    Hidden {
        /// The first instant at which it answers.
        until: Timestamp,
    },
    /// It is past the day of its review, or past its last day.
    Lapsed {
        /// Since when.
        since: Timestamp,
    },
    /// It is of a standing that never matches.
    Held {
        /// Which.
        validity: Validity,
    },
}

impl Force {
    /// Where `alert` stands at `now` when it is hidden until `hidden_until`.
    #[must_use]
    pub fn of(alert: &Alert, hidden_until: Option<Timestamp>, now: Timestamp) -> Self {
        Self::at(alert.validity, alert.matches_until(), hidden_until, now)
    }

    /// The same for whoever has only the instants: the one rule of when an alert answers.
    #[must_use]
    pub fn at(validity: Validity, until: Timestamp, hidden_until: Option<Timestamp>, now: Timestamp) -> Self {
        match hidden_until {
            _ if !validity.matches() => Self::Held { validity },
            _ if until <= now => Self::Lapsed { since: until },
            Some(hidden) if hidden > now => Self::Hidden { until: hidden },
            _ => Self::InForce { until },
        }
    }

    /// Whether searches find it.
    #[must_use]
    pub const fn is_in_force(self) -> bool {
        matches!(self, Self::InForce { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_instant_bites_exactly_when_it_comes() {
        let json = r#"{"id":"BE-1","category":"missing","action":"protect","subject":{"type":"person","names":[{"family":"Zandstra"}],"status":"missing"},"owner":"BE-FEDPOL","entered":"2026-03-01","last_validated":"2026-03-01","review_due":"2026-12-31","expires":"2026-12-01"}"#;
        let mut alert: Alert = serde_json::from_str(json).unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (hidden, last) = (at("2026-11-24T08:00:00Z"), at("2026-12-02T00:00:00Z"));
        let of = |alert: &Alert, now: Timestamp| Force::of(alert, Some(hidden), now);
        let second = jiff::SignedDuration::from_secs(1);
        assert_eq!(of(&alert, hidden - second), Force::Hidden { until: hidden });
        assert_eq!(of(&alert, hidden), Force::InForce { until: last });
        assert_eq!(of(&alert, last - second), Force::InForce { until: last });
        assert_eq!(of(&alert, last), Force::Lapsed { since: last });
        alert.validity = Validity::Draft;
        let held = Force::Held {
            validity: Validity::Draft,
        };
        assert_eq!(of(&alert, hidden), held);
    }
}
