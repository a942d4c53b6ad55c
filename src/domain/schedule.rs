//! When something is done again: `every 6h`, `daily 03:00`.
//!
//! Uses nothing. Times of day are UTC, as all of Lookout's.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde::Serialize;

/// Longest time between two, in minutes: 30 days.
const MAX_MINUTES: u32 = 30 * 24 * 60;

/// Why a text is no schedule.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "must be `every` and a time from 1m to 30d, such as `every 6h`, or `daily` and a time of day in UTC, such as `daily 03:00`"
)]
pub struct BadSchedule;

/// When something is done again.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub enum Schedule {
    /// So many minutes after the last time.
    Every(u32),
    /// At an hour and a minute of every day, UTC.
    Daily(i8, i8),
}

impl Schedule {
    /// The first instant after the last time; the last time is `after`.
    #[must_use]
    pub fn next(self, after: Timestamp) -> Timestamp {
        match self {
            Self::Every(minutes) => after
                .saturating_add(SignedDuration::from_mins(minutes.into()))
                .unwrap_or(Timestamp::MAX),
            Self::Daily(hour, minute) => daily(hour, minute, after).unwrap_or(Timestamp::MAX),
        }
    }

    /// The first time of something that was never done, entered at `entered`.
    #[must_use]
    pub fn first(self, entered: Timestamp) -> Timestamp {
        match self {
            Self::Every(_) => entered,
            Self::Daily(..) => self.next(entered),
        }
    }
}

fn daily(hour: i8, minute: i8, after: Timestamp) -> Option<Timestamp> {
    let time = Time::new(hour, minute, 0, 0).ok()?;
    let day = after.to_zoned(TimeZone::UTC).date();
    let on = |day: jiff::civil::Date| Some(day.to_datetime(time).to_zoned(TimeZone::UTC).ok()?.timestamp());
    match on(day)? {
        today if today > after => Some(today),
        _ => on(day.tomorrow().ok()?),
    }
}

impl FromStr for Schedule {
    type Err = BadSchedule;

    fn from_str(text: &str) -> Result<Self, BadSchedule> {
        let (word, rest) = text.split_once(' ').ok_or(BadSchedule)?;
        let number = |text: &str| -> Option<u32> {
            let digits = (1..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| text.parse().ok()).flatten()
        };
        let schedule = match word {
            "every" => {
                let (count, unit) = rest
                    .split_at_checked(rest.len().saturating_sub(1))
                    .ok_or(BadSchedule)?;
                let minutes = match unit {
                    "m" => 1,
                    "h" => 60,
                    "d" => 24 * 60,
                    _ => return Err(BadSchedule),
                };
                let minutes = number(count).and_then(|count| count.checked_mul(minutes));
                minutes
                    .filter(|minutes| (1..=MAX_MINUTES).contains(minutes))
                    .map(Self::Every)
            }
            "daily" => rest.split_once(':').and_then(|(hour, minute)| {
                let two = |text: &str| (text.len() == 2).then(|| number(text)).flatten();
                let (hour, minute) = (two(hour)?, two(minute)?);
                let good = hour < 24 && minute < 60;
                good.then_some(Self::Daily(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?))
            }),
            _ => None,
        };
        schedule.ok_or(BadSchedule)
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Every(minutes) if minutes % (24 * 60) == 0 => write!(f, "every {}d", minutes / (24 * 60)),
            Self::Every(minutes) if minutes % 60 == 0 => write!(f, "every {}h", minutes / 60),
            Self::Every(minutes) => write!(f, "every {minutes}m"),
            Self::Daily(hour, minute) => write!(f, "daily {hour:02}:{minute:02}"),
        }
    }
}

impl TryFrom<String> for Schedule {
    type Error = BadSchedule;

    fn try_from(text: String) -> Result<Self, BadSchedule> {
        text.parse()
    }
}

impl From<Schedule> for String {
    fn from(schedule: Schedule) -> Self {
        schedule.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_schedule_is_written_as_it_is_read() {
        for text in [
            "every 1m",
            "every 90m",
            "every 6h",
            "every 2d",
            "daily 03:00",
            "daily 23:59",
        ] {
            assert_eq!(text.parse::<Schedule>().unwrap().to_string(), text);
        }
        assert_eq!("every 60m".parse(), Ok(Schedule::Every(60)));
        for bad in [
            "",
            "every",
            "every 0m",
            "every 31d",
            "every 6",
            "every h",
            "every -1h",
            "every 6é",
            "daily 3:00",
            "daily 24:00",
            "daily 03:60",
            "daily 03",
            "hourly 1",
            "every  6h",
            "every 99999d",
        ] {
            assert_eq!(bad.parse::<Schedule>(), Err(BadSchedule), "{bad}");
        }
    }

    #[test]
    fn the_next_time_is_after_the_last_one() {
        let every: Schedule = "every 6h".parse().unwrap();
        assert_eq!(every.next(at("2026-11-23T04:00:00Z")), at("2026-11-23T10:00:00Z"));
        assert_eq!(
            every.first(at("2026-11-23T04:00:00Z")),
            at("2026-11-23T04:00:00Z")
        );
        let daily: Schedule = "daily 03:00".parse().unwrap();
        assert_eq!(daily.next(at("2026-11-23T02:59:59Z")), at("2026-11-23T03:00:00Z"));
        assert_eq!(daily.next(at("2026-11-23T03:00:00Z")), at("2026-11-24T03:00:00Z"));
        assert_eq!(
            daily.first(at("2026-11-23T04:00:00Z")),
            at("2026-11-24T03:00:00Z")
        );
        assert_eq!(every.next(Timestamp::MAX), Timestamp::MAX);
        assert_eq!(daily.next(Timestamp::MAX), Timestamp::MAX);
    }
}
