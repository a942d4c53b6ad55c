//! Of the table `[alerts]`: how long alerts are kept that are not in force any more, and by which clock.
//!
//! Uses nothing.

use std::time::Duration;

use super::ConfigError;

/// Most days that can be asked for: a century.
const MOST: u32 = 36_500;
/// Most hours for which a clock can be doubted: a month.
const MOST_HOURS: u32 = 720;

/// How long alerts are kept after their end, days of 24 hours.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Retention {
    /// From its lapse, in which its owner can still extend it, to its erasure.
    pub grace_days: u32,
    /// From its withdrawal to its erasure; SIS Art. 64 wants a year at the most.
    pub withdrawn_days: u32,
    /// When the clock has moved by so much more or less than time has passed, it is doubted, and nothing
    /// lapses or is erased by it; as long it must go on evenly to be believed again (decision 0025).
    pub clock_doubt: Duration,
}

/// The settings checked.
pub(super) fn check(
    grace_days: u32,
    withdrawn_days: u32,
    clock_doubt_hours: u32,
) -> Result<Retention, ConfigError> {
    if !(1..=MOST_HOURS).contains(&clock_doubt_hours) {
        let (field, rule) = ("alerts.clock_doubt_hours", "1 to 720");
        return Err(ConfigError::Rule { field, rule });
    }
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
        clock_doubt: Duration::from_hours(u64::from(clock_doubt_hours)),
    })
}
