//! Settings of hits: how soon the owner must act, and how often a hit goes up.
//!
//! Uses `domain`.

use jiff::SignedDuration;
use serde::Deserialize;

use super::ConfigError;
use crate::domain::hit::Priority;

/// How soon a hit must be acted on (DOMAIN 3.6).
#[derive(Clone, Copy, Debug)]
pub struct Hits {
    /// Of one that is urgent.
    pub urgent: SignedDuration,
    /// Of any other.
    pub routine: SignedDuration,
    /// How often one goes up before nobody is above.
    pub escalations: u8,
}

impl Hits {
    /// How soon, by priority.
    #[must_use]
    pub const fn term(&self, priority: Priority) -> SignedDuration {
        match priority {
            Priority::Urgent => self.urgent,
            Priority::Routine => self.routine,
        }
    }
}

/// `[hits]` as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct HitsTable {
    urgent_minutes: u32,
    routine_minutes: u32,
    escalations: u8,
}

impl Default for HitsTable {
    fn default() -> Self {
        Self {
            urgent_minutes: 10,
            routine_minutes: 60,
            escalations: 3,
        }
    }
}

impl HitsTable {
    pub(super) fn check(&self) -> Result<Hits, ConfigError> {
        let minutes = |minutes: u32, field| match minutes {
            1..=10_080 => Ok(SignedDuration::from_mins(i64::from(minutes))),
            _ => Err(ConfigError::Rule {
                field,
                rule: "1 to 10080",
            }),
        };
        if !(1..=9).contains(&self.escalations) {
            return Err(ConfigError::Rule {
                field: "hits.escalations",
                rule: "1 to 9",
            });
        }
        Ok(Hits {
            urgent: minutes(self.urgent_minutes, "hits.urgent_minutes")?,
            routine: minutes(self.routine_minutes, "hits.routine_minutes")?,
            escalations: self.escalations,
        })
    }
}
