//! Of the table `[alerts]`: how long alerts are kept that are not in force any more.
//!
//! Uses nothing.

use super::ConfigError;

/// Most days that can be asked for: a century.
const MOST: u32 = 36_500;

/// How long alerts are kept after their end, days of 24 hours.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Retention {
    /// From its lapse, in which its owner can still extend it, to its erasure.
    pub grace_days: u32,
    /// From its withdrawal to its erasure; SIS Art. 64 wants a year at the most.
    pub withdrawn_days: u32,
}

/// The settings checked.
pub(super) fn check(grace_days: u32, withdrawn_days: u32) -> Result<Retention, ConfigError> {
    for (days, field) in [
        (grace_days, "alerts.grace_days"),
        (withdrawn_days, "alerts.withdrawn_days"),
    ] {
        if days > MOST {
            let rule = "0 to 36500";
            return Err(ConfigError::Rule { field, rule });
        }
    }
    Ok(Retention {
        grace_days,
        withdrawn_days,
    })
}
