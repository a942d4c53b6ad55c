//! An alert read from a list again: is it another one, or only another day, and may it come back?
//!
//! Uses `domain` and what `state` says of it. One rule for imports by hand and for feeds. A foreign list does not say when it was entered, validated or is due for review;
//! reading it does (`feeds::Mapping`). So that reading the same list tomorrow changes nothing, these
//! dates alone are no change; so that an alert that stays on its list never lapses, they are one once
//! half the time to its review has passed.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::alert::Alert;
use crate::service::refusal::Refusal;
use crate::state::Ended;
use crate::state::Standing;

/// Why a list does not bring back an alert that does not stand.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Barred {
    /// A person withdrew it.
    Withdrawn,
    /// It was erased.
    Erased,
}

/// Whether an alert that ended so is kept out, though a list has it; none where the list may enter it. What
/// the clock alone has ended comes in again only with days to come: somebody has said then that it is still
/// sought, and to keep that out would be a false no hit.
pub(super) fn barred(ended: Option<Ended>, listed: &Alert, now: Timestamp) -> Option<Barred> {
    match ended? {
        Ended::Delisted => None,
        Ended::Withdrawn => Some(Barred::Withdrawn),
        Ended::Erased => Some(Barred::Erased),
        Ended::Outlasted => (listed.matches_until() <= now).then_some(Barred::Erased),
    }
}

/// Whether an alert that a list gives is the one that stands, to the letter.
pub(super) fn is_as_it_stands(standing: &Standing, listed: &Alert) -> Result<bool, Refusal> {
    let same = standing.digest.as_ref().map(|digest| digest.is_of(listed));
    let same = same
        .transpose()
        .map_err(|_| Refusal::Internal("an alert has no JSON form"))?;
    Ok(same.unwrap_or_default())
}

/// What to store instead of `stored`, now that the list was read again; none when nothing changed.
pub(super) fn reread(stored: &Alert, mut read: Alert) -> Option<Alert> {
    // It was entered when it was first read, or earlier where the list says so by now.
    read.entered = read.entered.min(stored.entered);
    // Another time to review was asked for: that is the importer's word, not the calendar's.
    let same_term = term(&read) == term(stored);
    let renew = 2 * days(stored.last_validated, read.last_validated) >= term(stored);
    (!same_but_days(stored, &read) || !same_term || renew).then_some(read)
}

/// Whether an alert that was read says of its subject what the stored one says.
pub(super) fn same_but_days(stored: &Alert, read: &Alert) -> bool {
    let as_before = Alert {
        entered: stored.entered,
        last_validated: stored.last_validated,
        review_due: stored.review_due,
        ..read.clone()
    };
    as_before == *stored
}

/// Days from the validation to the review.
fn term(alert: &Alert) -> i32 {
    days(alert.last_validated, alert.review_due)
}

fn days(from: Date, to: Date) -> i32 {
    to.since(from).map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;
    use crate::domain::alert::Action;

    const FIRST: Date = Date::constant(2026, 11, 23);

    /// The alert that reading a list makes, `after` days after the first time, for 365 days.
    fn read(after: i32) -> Alert {
        let json = r#"{"id":"list.1","category":"information","action":"inform-owner",
            "subject":{"type":"person","names":[{"type":"primary","name":"Ann Vale"}],"status":"other"},
            "owner":"XX-LIST","entered":"2026-11-23","last_validated":"2026-11-23","review_due":"2027-11-23"}"#;
        let mut alert: Alert = serde_json::from_str(json).unwrap();
        let today = FIRST.checked_add(after.days()).unwrap();
        alert.entered = today;
        alert.last_validated = today;
        alert.review_due = today.checked_add(365.days()).unwrap();
        alert
    }

    #[test]
    fn the_same_list_on_another_day_is_no_change() {
        for after in [0, 1, 30, 182] {
            assert_eq!(reread(&read(0), read(after)), None, "{after} days");
        }
    }

    #[test]
    fn an_alert_that_stays_on_its_list_is_renewed_before_it_lapses() {
        let renewed = reread(&read(0), read(183)).unwrap();
        assert_eq!(renewed.entered, FIRST);
        assert_eq!(renewed.last_validated, read(183).last_validated);
        assert_eq!(renewed.review_due, read(183).review_due);
    }

    #[test]
    fn other_content_is_a_change_and_keeps_the_day_of_entry() {
        let mut changed = read(5);
        changed.action = Action::Identify;
        let put = reread(&read(0), changed).unwrap();
        assert_eq!((put.action, put.entered), (Action::Identify, FIRST));
        assert_eq!(put.last_validated, read(5).last_validated);
    }

    #[test]
    fn another_time_to_review_is_a_change() {
        let mut sooner = read(5);
        sooner.review_due = sooner.last_validated.checked_add(30.days()).unwrap();
        assert!(reread(&read(0), sooner).is_some());
    }

    #[test]
    fn a_clock_that_went_back_changes_nothing() {
        assert_eq!(reread(&read(10), read(3)), None);
    }

    #[test]
    fn what_the_clock_ended_comes_back_with_days_to_come_and_what_a_person_ended_does_not() {
        let listed = read(0);
        let (early, late) = (Timestamp::UNIX_EPOCH, listed.matches_until());
        for (ended, before, after) in [
            (None, None, None),
            (Some(Ended::Delisted), None, None),
            (
                Some(Ended::Withdrawn),
                Some(Barred::Withdrawn),
                Some(Barred::Withdrawn),
            ),
            (Some(Ended::Erased), Some(Barred::Erased), Some(Barred::Erased)),
            (Some(Ended::Outlasted), None, Some(Barred::Erased)),
        ] {
            assert_eq!(barred(ended, &listed, early), before, "{ended:?}");
            assert_eq!(barred(ended, &listed, late), after, "{ended:?}");
        }
    }
}
