//! The next change of an alert: one that makes sense as it stands, and what it leaves.
//!
//! Uses `lives`. Each alert is about somebody with a passport that nobody else has, another after each
//! correction.

use serde_json::Value;
use serde_json::json;

use super::Dice;
use super::lives::Asked;
use super::lives::Kind;
use super::lives::Stands;
use crate::support::alerts;

/// A change of the alert `id`, the `turn`-th of it, that makes sense as it stands.
pub(super) fn change(
    id: &str,
    turn: usize,
    stands: Option<&Stands>,
    version: Option<u64>,
    dice: &mut Dice,
) -> (Asked, String, Value) {
    use Kind::{Corrected, Entered, Extended, Hidden, Put, Unhidden, Withdrawn};
    let kind = match stands {
        None => Entered,
        Some(Stands { hidden: None, .. }) => {
            [Corrected, Put, Extended, Hidden, Hidden, Withdrawn][dice.roll(6) as usize]
        }
        Some(_) => [Corrected, Put, Extended, Hidden, Unhidden, Unhidden, Withdrawn][dice.roll(7) as usize],
    };
    let reason = format!("exercise {id} {turn}");
    let path = |verb: &str| format!("/alert/{id}/{verb}");
    let before = stands.cloned();
    let hidden = before.as_ref().and_then(|before| before.hidden.clone());
    let mut now = before.unwrap_or(Stands {
        alert: Value::Null,
        hidden: None,
    });
    let (path, body) = match kind {
        Entered | Corrected | Put => {
            now.alert = about(id, dice);
            now.hidden = hidden;
            let alert = &now.alert;
            match kind {
                Put => ("/alerts?force=true".to_owned(), json!([alert])),
                Entered => ("/alert".to_owned(), json!({"alert": alert, "reason": reason})),
                _ => (
                    path("correct"),
                    json!({"alert": alert, "version": version, "reason": reason}),
                ),
            }
        }
        Extended => {
            let due = now.alert["review_due"].as_str().unwrap();
            let due: jiff::civil::Date = due.parse().unwrap();
            let due = due.tomorrow().unwrap().to_string();
            now.alert["review_due"] = json!(due);
            now.alert["last_validated"] = json!(today());
            (
                path("extend"),
                json!({"review_due": due, "version": version, "reason": reason}),
            )
        }
        Hidden => {
            let until = format!("29{:02}-01-01T00:00:00Z", dice.roll(90));
            now.hidden = Some(until.clone());
            (
                path("hide"),
                json!({"until": until, "version": version, "reason": reason}),
            )
        }
        Unhidden => {
            now.hidden = None;
            (path("unhide"), json!({"version": version, "reason": reason}))
        }
        Withdrawn => (path("withdraw"), json!({"version": version, "reason": reason})),
    };
    let asked = Asked {
        kind,
        reason: (kind != Put).then_some(reason),
        stands: (kind != Withdrawn).then_some(now),
        version: None,
        visible: None,
    };
    (asked, path, body)
}

/// Today, UTC, as an alert has it.
pub(super) fn today() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()
}

/// An alert about somebody with a passport that nobody else has.
fn about(id: &str, dice: &mut Dice) -> Value {
    let number = format!("L{:05}{:05}", dice.roll(100_000), dice.roll(100_000));
    let person = json!({
        "names": [{"family": "Kowalewicz", "given": number}], "birth_dates": ["1931-02-03"],
        "documents": [{"type": "passport", "number": number, "country": "PL"}],
    });
    // A category that needs no second person and lives for years.
    let with = [
        ("category", json!("missing")),
        ("action", json!("report-whereabouts")),
        ("entered", json!("2026-11-01")),
        ("last_validated", json!("2026-11-01")),
        ("review_due", json!("2030-03-01")),
    ];
    let mut alert = json!(alerts::alert(id, &with, person));
    alert["subject"]["status"] = json!("missing");
    alert
}
