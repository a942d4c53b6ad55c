//! The table `[alerts]`: how long alerts are kept that are not in force any more.
//!
//! Uses nothing.

use serde::Deserialize;

use super::ConfigError;

/// Most days that can be asked for: a century.
const MOST: u32 = 36_500;

/// How long alerts are kept after their end, days of 24 hours.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Alerts {
    /// From its lapse, in which its owner can still extend it, to its erasure.
    pub grace_days: u32,
    /// From its withdrawal to its erasure.
    pub withdrawn_days: u32,
}

/// Mirrors the TOML table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AlertsTable {
    grace_days: u32,
    withdrawn_days: u32,
}

impl Default for AlertsTable {
    fn default() -> Self {
        Self {
            grace_days: 30,
            // SIS Art. 64: at the latest a year after the alert.
            withdrawn_days: 365,
        }
    }
}

impl AlertsTable {
    /// The settings checked.
    pub(super) fn check(&self) -> Result<Alerts, ConfigError> {
        for (days, field) in [
            (self.grace_days, "alerts.grace_days"),
            (self.withdrawn_days, "alerts.withdrawn_days"),
        ] {
            if days > MOST {
                let rule = "0 to 36500";
                return Err(ConfigError::Rule { field, rule });
            }
        }
        Ok(Alerts {
            grace_days: self.grace_days,
            withdrawn_days: self.withdrawn_days,
        })
    }
}
