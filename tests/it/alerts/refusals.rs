//! Every refusal lists every fault at once, tells no value, and is in the audit log.

use serde_json::Value;
use serde_json::json;

use super::about;
use super::change;
use super::day;
use super::enter;
use crate::support::program;
use crate::support::world::World;

/// The fields that a refusal of 400 lists.
fn faults((status, problem): &(u16, Value)) -> Vec<&str> {
    assert_eq!(
        (*status, problem["code"].as_str()),
        (400, Some("malformed")),
        "{problem}"
    );
    let faults = problem["faults"].as_array().unwrap();
    let mut fields: Vec<_> = faults
        .iter()
        .map(|fault| fault["field"].as_str().unwrap())
        .collect();
    fields.sort_unstable();
    fields
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_alert_is_told_every_fault_of_form_and_of_rule_at_once() {
    let world = World::start().await;
    let mut alert = about(&world, "BE-26-1", "Hildegonde");
    alert["category"] = json!("Achterberg");
    alert["review_due"] = json!(day(&world, -1));
    alert["subject"]["names"] = json!([]);
    alert["subject"]["nationalities"] = json!(["Achterberg"]);
    let body = json!({"alert": alert, "not_before": "2001-01-01T00:00:00Z", "reason": " "});
    let refused = change(&world, "/alert", &body).await;
    assert_eq!(
        faults(&refused),
        [
            "alert.category",
            "alert.review_due",
            "alert.review_due",
            "alert.subject.names",
            "alert.subject.nationalities[0]",
            "not_before",
            "reason",
        ]
    );
    assert!(!refused.1.to_string().contains("Achterberg"));
    let user = format!("local/{}", rustix::process::getuid().as_raw());
    let records = world.records(&user);
    let record = records
        .iter()
        .rfind(|record| record["outcome"] == "malformed")
        .unwrap();
    assert_eq!(record["body"]["faults"].as_array().unwrap().len(), 7);
    assert!(!record.to_string().contains("Achterberg"));
    assert_eq!(program::shown(world.home().path(), "/alert/BE-26-1").await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_keeps_id_and_owner_and_is_told_all_that_is_wrong_with_it() {
    let world = World::start().await;
    let entered = enter(&world, &about(&world, "BE-26-1", "Hildegonde")).await;
    let mut wrong = about(&world, "BE-26-2", "Hildegonde");
    wrong["owner"] = json!("NL-KMAR");
    wrong["review_due"] = json!("1999-01-01");
    wrong["subject"]["sex"] = json!("Achterberg");
    let body = json!({"alert": wrong, "version": entered["version"]});
    let refused = change(&world, "/alert/BE-26-1/correct", &body).await;
    assert_eq!(
        faults(&refused),
        [
            "alert.id",
            "alert.owner",
            "alert.review_due",
            "alert.subject.sex",
            "reason"
        ]
    );
    let (_, now) = program::shown(world.home().path(), "/alert/BE-26-1").await;
    assert_eq!(now["version"], entered["version"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_done_is_refused_and_leaves_no_change() {
    let world = World::start().await;
    let entered = enter(&world, &about(&world, "BE-26-1", "Hildegonde")).await;
    let past = json!({"until": "2001-01-01T00:00:00Z", "reason": "operation"});
    assert_eq!(
        faults(&change(&world, "/alert/BE-26-1/hide", &past).await),
        ["until"]
    );
    let nothing = json!({"until": "Achterberg", "version": "x", "more": 1});
    assert_eq!(
        faults(&change(&world, "/alert/BE-26-1/hide", &nothing).await),
        ["more", "reason", "until", "version"]
    );
    let why = json!({"reason": "operation over"});
    assert_eq!(faults(&change(&world, "/alert/BE-26-1/unhide", &why).await), [""]);
    let early = json!({"review_due": day(&world, 0), "reason": "confirmed"});
    let refused = change(&world, "/alert/BE-26-1/extend", &early).await;
    assert_eq!(faults(&refused), ["review_due", "review_due"]);
    for path in ["hide", "unhide", "extend", "withdraw", "correct"] {
        let body = match path {
            "hide" => json!({"until": "2999-01-01T00:00:00Z", "reason": "x"}),
            "extend" => json!({"review_due": "2999-01-01", "reason": "x"}),
            "correct" => json!({"alert": about(&world, "BE-26-9", "Ann"), "version": 1, "reason": "x"}),
            _ => why.clone(),
        };
        let (status, problem) = change(&world, &format!("/alert/BE-26-9/{path}"), &body).await;
        assert_eq!(
            (status, problem["code"].as_str()),
            (404, Some("not-found")),
            "{path}"
        );
    }
    assert_eq!(
        program::shown(world.home().path(), "/alert/BE-26-9/history")
            .await
            .0,
        404
    );
    let (_, history) = program::shown(world.home().path(), "/alert/BE-26-1/history").await;
    let changes = history["changes"].as_array().unwrap();
    assert_eq!((changes.len(), &changes[0]["position"]), (1, &entered["version"]));
}
