//! What is believed of a clock, by what it said at which time of the steady one.

use super::*;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// A clock at so many seconds, when so many have passed.
fn at(time: i64, steady: i64) -> Moment {
    Moment {
        time: Timestamp::from_second(time).unwrap(),
        steady: Duration::from_secs(steady.unsigned_abs()),
    }
}

/// What is believed of a clock whose first time, by note or record, was this.
fn belief(first: i64) -> Belief {
    Belief {
        bound: Duration::from_hours(24),
        believed: at(first, 0),
        doubted: None,
        confirmed: None,
        kept: None,
    }
}

fn is_believed(belief: &mut Belief, now: Moment) -> bool {
    belief.look(now) == Trust::Believed
}

#[test]
fn a_clock_that_goes_on_or_is_moved_a_little_is_believed() {
    let mut belief = belief(0);
    for (time, steady) in [(10, 10), (610, 20), (30, 30), (DAY, DAY), (40 * DAY, 40 * DAY)] {
        assert!(is_believed(&mut belief, at(time, steady)), "{time} {steady}");
    }
}

#[test]
fn a_leap_is_doubted_until_it_was_a_mistake_or_a_day_has_passed() {
    let mut belief = belief(0);
    assert!(!is_believed(&mut belief, at(31 * DAY, 0)));
    assert!(!is_believed(&mut belief, at(31 * DAY + 23 * HOUR, 23 * HOUR)));
    assert!(
        is_believed(&mut belief, at(23 * HOUR, 23 * HOUR)),
        "it was put right"
    );
    assert!(!is_believed(&mut belief, at(31 * DAY + 23 * HOUR, 23 * HOUR)));
    let then = 47 * HOUR;
    assert!(!is_believed(&mut belief, at(31 * DAY + then - 1, then - 1)));
    assert!(is_believed(&mut belief, at(31 * DAY + then, then)));
    assert!(is_believed(&mut belief, at(31 * DAY + then + 1, then + 1)));
}

#[test]
fn a_clock_that_leaps_again_has_its_day_from_then() {
    let mut belief = belief(0);
    assert!(!is_believed(&mut belief, at(31 * DAY, 0)));
    assert!(!is_believed(&mut belief, at(62 * DAY + 20 * HOUR, 20 * HOUR)));
    assert!(!is_believed(&mut belief, at(62 * DAY + 30 * HOUR, 30 * HOUR)));
    assert!(is_believed(&mut belief, at(62 * DAY + 44 * HOUR, 44 * HOUR)));
}

#[test]
fn a_step_back_and_forth_again_is_believed_and_a_long_one_back_is_doubted() {
    let mut belief = belief(10 * DAY);
    assert!(is_believed(&mut belief, at(9 * DAY, 0)));
    assert!(is_believed(&mut belief, at(10 * DAY + 60, 60)));
    assert!(!is_believed(&mut belief, at(8 * DAY, 60)));
}

#[test]
fn nothing_is_issued_behind_the_log_unless_somebody_has_said_that_its_time_was_wrong() {
    let second = |second| Timestamp::from_second(second).unwrap();
    assert_eq!(may_issue(second(0), None, None), Ok(()));
    assert_eq!(may_issue(second(98), Some(second(100)), None), Ok(()));
    let refused = may_issue(second(97), Some(second(100)), None).unwrap_err();
    assert_eq!(refused.by, SignedDuration::from_secs(3));
    let note = ClockNote {
        believed: second(50),
        confirmed: Some(Confirmed {
            at: second(50),
            log: second(100),
        }),
    };
    assert_eq!(may_issue(second(51), Some(second(100)), Some(&note)), Ok(()));
    assert!(may_issue(second(40), Some(second(100)), Some(&note)).is_err());
    assert!(may_issue(second(51), Some(second(101)), Some(&note)).is_err());
}
