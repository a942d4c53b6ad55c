//! The rules of single changes of alerts, each with the fields that it looks at.
//!
//! Uses `domain`, `offered`. What can be said without the state; a proposal is held against them again
//! when it is agreed with.

use jiff::Timestamp;
use jiff::civil::Date;

use super::lifecycle::NewAlert;
use super::lifecycle::day;
use super::offered::Broken;
use super::refusal::Fault;
use super::refusal::Refusal;
use crate::domain::alert::Alert;
use crate::domain::alert::Validity;
use crate::domain::entry_rules::Unmet;

/// A refusal for one field alone.
pub(super) fn faulty(field: &str, rule: &str) -> Refusal {
    Refusal::Faulty(vec![Fault::field(field, rule)])
}

fn within(field: &str) -> String {
    format!("alert.{field}")
}

fn entry_rule(unmet: Unmet) -> Broken {
    Broken {
        fault: Fault::field(within(unmet.field), unmet.rule),
        fields: unmet.fields.iter().map(|field| within(field)).collect(),
    }
}

/// The rules of the alert itself, as fields of `alert`.
fn own_rules(alert: &Alert) -> Vec<Broken> {
    let broken = alert.broken().map(|rule| {
        let (field, rule, fields) = rule.parts();
        Broken {
            fault: Fault::field(within(field), rule),
            fields: fields.iter().map(|field| within(field)).collect(),
        }
    });
    broken.collect()
}

/// Of an alert that is to be entered now.
pub(super) fn new_rules(new: &NewAlert, now: Timestamp) -> Vec<Broken> {
    let today = day(now);
    let mut broken = own_rules(&new.alert);
    broken.extend(new.alert.unmet(today).into_iter().map(entry_rule));
    if matches!(new.alert.validity, Validity::UnderReview | Validity::Blocked) {
        broken.push(Broken::alone(
            "alert.validity",
            "must be draft, being-checked, active or flagged: the others come later",
        ));
    }
    if new.alert.review_due < today {
        broken.push(Broken::alone(
            "alert.review_due",
            "must not be past: the alert would answer nobody",
        ));
    }
    if new.alert.expires.is_some_and(|expires| expires < today) {
        broken.push(Broken::alone(
            "alert.expires",
            "must not be past: the alert would answer nobody",
        ));
    }
    match new.not_before {
        Some(from) if from <= now => broken.push(Broken::alone("not_before", "must be in the future")),
        Some(from) if from >= new.alert.matches_until() => broken.push(Broken {
            fault: Fault::field("not_before", "must be before the alert's last day is over"),
            fields: ["not_before", "alert.review_due", "alert.expires"]
                .map(str::to_owned)
                .into(),
        }),
        _ => {}
    }
    broken
}

/// Of an alert that is to stand in the place of another.
pub(super) fn correction_rules(right: &Alert, stored: &Alert, today: Date) -> Vec<Broken> {
    let mut broken = own_rules(right);
    // What an alert of a list never had is not asked for by a correction of something else.
    let before = stored.unmet(today);
    let unmet = right.unmet(today).into_iter();
    broken.extend(unmet.filter(|rule| !before.contains(rule)).map(entry_rule));
    if right.id != stored.id {
        broken.push(Broken::alone(
            "alert.id",
            "must be the id of the alert that is corrected",
        ));
    }
    if right.owner != stored.owner {
        broken.push(Broken::alone(
            "alert.owner",
            "must stay the authority that entered it",
        ));
    }
    broken
}

/// Of a new day of review, found by a review today.
pub(super) fn extension_rules(alert: &Alert, review_due: Date, today: Date) -> Vec<Broken> {
    let mut broken = Vec::new();
    let mut rule = |is_broken: bool, rule: &str| {
        if is_broken {
            broken.push(Broken::alone("review_due", rule));
        }
    };
    rule(review_due <= today, "must be after today");
    rule(
        review_due <= alert.review_due,
        "must be after the day on which the review is due now",
    );
    rule(
        alert.expires.is_some_and(|expires| review_due > expires),
        "must not be after the day on which the alert expires",
    );
    let longest = alert.category.longest_review(today);
    if review_due > longest {
        let rule = format!("must be at most {longest} for this category");
        broken.push(Broken::alone("review_due", &rule));
    }
    broken
}
