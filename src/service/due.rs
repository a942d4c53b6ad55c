//! Which alerts are due for a review, or end, and when: owners are told four months ahead
//! (DOMAIN 3.1), and again one month and seven days before.
//!
//! Uses `state`'s cards. Walks all of them: not for a thread of the runtime.

use jiff::Span;
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Services;
use super::lifecycle::day;
use crate::access::Permit;
use crate::access::ReadAlerts;
use crate::domain::alert::Category;
use crate::domain::alert::Validity;
use crate::domain::ids::AlertId;
use crate::domain::ids::OwnerId;
use crate::state::Card;

/// Most alerts in one list.
const MOST: usize = 10_000;

/// How near the last day of an alert is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Horizon {
    /// Over: it answers nobody any more.
    Lapsed,
    /// Within seven days.
    SevenDays,
    /// Within a month.
    OneMonth,
    /// Within four months.
    FourMonths,
    /// Later.
    Later,
}

impl Horizon {
    /// Those that are counted, nearest first.
    pub const COUNTED: [Self; 4] = [Self::Lapsed, Self::SevenDays, Self::OneMonth, Self::FourMonths];

    /// Its word, in lists and as the label of `lookout_alerts_due`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Lapsed => "lapsed",
            Self::SevenDays => "7d",
            Self::OneMonth => "1m",
            Self::FourMonths => "4m",
            Self::Later => "later",
        }
    }
}

/// The instants at which what is due moves to a nearer horizon, as of one day.
struct Bounds([Timestamp; Horizon::COUNTED.len()]);

impl Bounds {
    fn on(today: Date) -> Self {
        // An alert lapses at the midnight after its last day.
        let after = |span: Span| end(today.saturating_add(span));
        Self([
            after(-1.day()),
            after(7.days()),
            after(1.month()),
            after(4.months()),
        ])
    }

    /// How near the instant is at which an alert lapses.
    fn horizon(&self, lapses: Timestamp) -> Horizon {
        let near = Horizon::COUNTED.into_iter().zip(&self.0);
        near.into_iter()
            .find_map(|(horizon, bound)| (lapses <= *bound).then_some(horizon))
            .unwrap_or(Horizon::Later)
    }
}

/// The midnight, UTC, after a day.
fn end(day: Date) -> Timestamp {
    let midnight = day.tomorrow().and_then(|day| day.to_zoned(TimeZone::UTC));
    midnight.map_or(Timestamp::MAX, |midnight| midnight.timestamp())
}

/// What comes on an alert's last day.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Comes {
    /// It is to be reviewed, and may be extended.
    Review,
    /// It ends, whatever a review says.
    End,
}

/// An alert that is due.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Due {
    /// Which.
    pub alert: AlertId,
    /// Who is to act.
    pub owner: OwnerId,
    /// Why the subject is sought.
    pub category: Category,
    /// What comes.
    pub comes: Comes,
    /// Its last day.
    pub last_day: Date,
    /// How near that is.
    pub horizon: Horizon,
}

impl Services {
    /// The alerts whose last day is at the latest `until`, lapsed ones among them, the nearest first;
    /// and whether there are more than the 10,000 that are told.
    #[must_use]
    pub fn due(&self, permit: Permit<ReadAlerts>, until: Date) -> (Vec<Due>, bool) {
        // Ids and days, no person: that they were read is not recorded.
        drop(permit);
        tokio::task::block_in_place(|| {
            let (bounds, until) = (Bounds::on(self.today()), end(until));
            let alerts = self.state.alerts();
            let near = alerts.iter().filter(|(_, card)| card.matches_until() <= until);
            let mut due: Vec<Due> = near.filter_map(|(_, card)| due(card, &bounds)).collect();
            due.sort_by(|a, b| a.last_day.cmp(&b.last_day).then_with(|| a.alert.cmp(&b.alert)));
            let more = due.len() > MOST;
            due.truncate(MOST);
            (due, more)
        })
    }

    /// Counts the alerts that may match now, and those that are due. Walks all of them: not for a
    /// thread of the runtime.
    pub fn gauge_alerts_in_force(&self) {
        let now: Timestamp = self.now();
        let bounds = Bounds::on(day(now));
        let (mut in_force, mut counts) = (0_u64, [0_u64; Horizon::COUNTED.len()]);
        for (_, card) in self.state.alerts().iter() {
            in_force += u64::from(card.in_force(now));
            if let Some(horizon) = horizon(card, &bounds)
                && let Some(count) = counts.get_mut(horizon as usize)
            {
                *count += 1;
            }
        }
        metrics::gauge!("lookout_alerts_in_force").set(in_force as f64);
        for (horizon, count) in Horizon::COUNTED.into_iter().zip(counts) {
            metrics::gauge!("lookout_alerts_due", "within" => horizon.word()).set(count as f64);
        }
    }
}

/// How near an alert's last day is; none for a draft, which nobody has entered yet.
fn horizon(card: &Card, bounds: &Bounds) -> Option<Horizon> {
    (card.validity != Validity::Draft).then(|| bounds.horizon(card.matches_until()))
}

/// The last day on which an alert is in force.
pub(super) fn last_day(card: &Card) -> Date {
    let after = day(card.matches_until());
    after.yesterday().unwrap_or(after).min(card.review_due)
}

fn due(card: &Card, bounds: &Bounds) -> Option<Due> {
    let horizon = horizon(card, bounds)?;
    let last_day = last_day(card);
    let comes = if last_day < card.review_due {
        Comes::End
    } else {
        Comes::Review
    };
    Some(Due {
        alert: card.id.clone(),
        owner: OwnerId::clone(&card.owner),
        category: card.category,
        comes,
        last_day,
        horizon,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_belongs_to_the_nearest_horizon_that_holds_it() {
        let today = Date::constant(2026, 11, 23);
        let bounds = Bounds::on(today);
        for (last, horizon) in [
            (Date::constant(2026, 11, 22), Horizon::Lapsed),
            (today, Horizon::SevenDays),
            (Date::constant(2026, 11, 30), Horizon::SevenDays),
            (Date::constant(2026, 12, 1), Horizon::OneMonth),
            (Date::constant(2026, 12, 23), Horizon::OneMonth),
            (Date::constant(2026, 12, 24), Horizon::FourMonths),
            (Date::constant(2027, 3, 23), Horizon::FourMonths),
            (Date::constant(2027, 3, 24), Horizon::Later),
            (Date::MAX, Horizon::Later),
        ] {
            assert_eq!(bounds.horizon(end(last)), horizon, "{last}");
        }
        for (place, horizon) in Horizon::COUNTED.into_iter().enumerate() {
            assert_eq!(horizon as usize, place);
        }
    }
}
