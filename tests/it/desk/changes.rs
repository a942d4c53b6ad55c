//! Changes over the desk: versions, races, all faults at once.

use serde_json::json;

use super::Desk;
use super::day;
use super::faults;
use super::missing;
use super::tag;
use crate::support::bodies;
use crate::support::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_is_told_whether_searches_find_what_it_entered_and_may_wait_for_that_alone() {
    let world = World::start().await;
    let mut desk = Desk::operator(&world, "op-1").await;
    let json = [("content-type", "application/json")];
    let body = json!({ "alert": missing(&world, "BE-26-1", "Hildegonde") }).to_string();
    for query in ["?wait=state", "?wait", "?wait=index&now"] {
        let path = format!("/api/alerts{query}");
        let refused = desk.0.request("POST", &path, &json, body.clone()).await.unwrap();
        assert_eq!(faults(&refused).len(), 1, "{query}: {refused:?}");
    }
    let at_once = desk.0.request("POST", "/api/alerts", &json, body).await.unwrap();
    assert_eq!(at_once.status, 201, "{at_once:?}");
    assert!(at_once.json()["indexed"].is_boolean(), "{at_once:?}");
    let waited = desk.enter(&missing(&world, "BE-26-2", "Kunegonde")).await;
    assert_eq!(waited.json()["indexed"], true, "{waited:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_lives_at_the_desk_by_its_etags_from_entry_to_withdrawal() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let mut desk = Desk::operator(&world, "op-1").await;
    let mut alert = missing(&world, "BE-26-1", "Hildegonde");
    let entered = desk.enter(&alert).await;
    assert_eq!(entered.status, 201, "{entered:?}");
    assert_eq!(entered.header("location"), Some("/api/alerts/BE-26-1"));
    let her = bodies::born("Hildegonde Vandermeulebroucke", "1979-08-21");
    assert_eq!(kmar.found(&her).await["result"], "hit");
    let shown = desk.get("/api/alerts/BE-26-1").await;
    assert_eq!((shown.status, tag(&shown)), (200, tag(&entered)));
    assert_eq!(shown.json()["alert"], alert);
    assert!(shown.json().get("not_before").is_none());
    alert["offence"] = json!("Armed robbery");
    let mut version = tag(&shown);
    let place = "/api/alerts/BE-26-1";
    let until = (world.services().now() + jiff::SignedDuration::from_hours(5)).to_string();
    for (method, path, body) in [
        ("PUT", "", json!({"alert": alert, "reason": "by the file"})),
        (
            "POST",
            "/hide",
            json!({"until": until, "reason": "operation Heron"}),
        ),
        ("POST", "/unhide", json!({"reason": "over"})),
        (
            "POST",
            "/extend",
            json!({"review_due": day(&world, 700), "reason": "confirmed"}),
        ),
        ("POST", "/withdraw", json!({"reason": "found"})),
    ] {
        let answer = desk
            .send(method, &format!("{place}{path}"), Some(&version), &body)
            .await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        assert_ne!(tag(&answer), version);
        version = tag(&answer);
        if path == "/hide" {
            let shown = desk.get(place).await.json();
            assert_eq!(
                (&shown["force"]["state"], &shown["not_before"]),
                (&json!("hidden"), &shown["force"]["until"])
            );
        }
    }
    assert_eq!(desk.get(place).await.status, 404);
    let history = desk.get(&format!("{place}/history")).await.json();
    let changes = history["changes"].as_array().unwrap();
    let kinds: Vec<_> = changes
        .iter()
        .map(|past| past["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "alert.entered",
            "alert.corrected",
            "alert.hidden",
            "alert.unhidden",
            "alert.extended",
            "alert.withdrawn"
        ]
    );
    assert!(changes.iter().all(|past| past["actor"] == "staff/op-1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_writers_at_once_exactly_one_wins_and_the_other_is_told_the_newer_version() {
    let world = World::empty(&[]).await;
    let mut first = Desk::operator(&world, "op-1").await;
    let mut second = Desk::operator(&world, "op-2").await;
    let mut version = tag(&first.enter(&missing(&world, "BE-26-1", "Anna")).await);
    let place = "/api/alerts/BE-26-1";
    for round in 0..10 {
        let correction =
            |given: &str| json!({"alert": missing(&world, "BE-26-1", given), "reason": "spelling"});
        let (a, b) = (
            correction(&format!("Anna {round}x")),
            correction(&format!("Berta {round}x")),
        );
        let (a, b) = tokio::join!(
            first.send("PUT", place, Some(&version), &a),
            second.send("PUT", place, Some(&version), &b)
        );
        let (won, lost) = if a.status == 200 { (a, b) } else { (b, a) };
        assert_eq!((won.status, lost.status), (200, 409), "{won:?} {lost:?}");
        assert_eq!(lost.code(), "conflict");
        assert_eq!(tag(&lost), tag(&won), "the newer version");
        version = tag(&won);
    }
    assert_eq!(tag(&first.get(place).await), version);
    let history = first.get(&format!("{place}/history")).await.json();
    assert_eq!(history["changes"].as_array().unwrap().len(), 11);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_without_a_version_or_with_a_strange_one_is_refused() {
    let world = World::empty(&[]).await;
    let mut desk = Desk::operator(&world, "op-1").await;
    let entered = desk.enter(&missing(&world, "BE-26-1", "Anna")).await;
    let number = tag(&entered).trim_matches('"').to_owned();
    let why = json!({"reason": "x"});
    let withdraw = "/api/alerts/BE-26-1/withdraw";
    let answer = desk.send("POST", withdraw, None, &why).await;
    assert_eq!((answer.status, answer.code().as_str()), (428, "version-required"));
    let weak = format!("W/\"{number}\"");
    let two = format!("\"{number}\", \"1\"");
    for strange in [
        "*",
        "",
        number.as_str(),
        weak.as_str(),
        two.as_str(),
        "\"x\"",
        "\"-1\"",
    ] {
        let answer = desk.send("POST", withdraw, Some(strange), &why).await;
        assert_eq!(
            (answer.status, answer.json()["field"].as_str()),
            (400, Some("if-match")),
            "{strange}"
        );
    }
    let twice = json!({"reason": "x", "version": 1});
    assert_eq!(
        faults(&desk.send("POST", withdraw, Some(&tag(&entered)), &twice).await),
        ["version"]
    );
    let stale = desk.send("POST", withdraw, Some("\"1\""), &why).await;
    assert_eq!((stale.status, tag(&stale)), (409, tag(&entered)));
    assert_eq!(desk.get("/api/alerts/BE-26-1").await.status, 200);
    // What is there is not entered again.
    let again = desk.enter(&missing(&world, "BE-26-1", "Anna")).await;
    assert_eq!((again.status, tag(&again)), (409, tag(&entered)));
    for nothing in [
        "/api/alerts/BE-26-9",
        "/api/alerts/a%20b",
        "/api/alerts/%ff",
        "/api/nowhere",
    ] {
        let answer = desk.get(nothing).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (404, "not-found"),
            "{nothing}"
        );
    }
    let answer = desk.send("DELETE", "/api/alerts/BE-26-1", None, &why).await;
    assert_eq!(
        (answer.status, answer.header("allow")),
        (405, Some("GET, HEAD, PUT"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_category_needs_is_told_with_every_other_fault_at_once() {
    let world = World::empty(&[]).await;
    let mut desk = Desk::operator(&world, "op-1").await;
    let mut alert = missing(&world, "BE-26-1", "Anna");
    alert["category"] = json!("discreet-check");
    alert["action"] = json!("arrest");
    alert["handling"] = json!("H9");
    alert["review_due"] = json!(day(&world, 366 + 30));
    alert["cautions"] = json!(["armed", "armed"]);
    alert["subject"].as_object_mut().unwrap().remove("birth_dates");
    let refused = desk.enter(&alert).await;
    assert_eq!(
        faults(&refused),
        [
            "alert.action",
            "alert.cautions",
            "alert.handling",
            "alert.legal_basis",
            "alert.offence",
            "alert.review_due",
            "alert.subject.birth_dates",
            "alert.subject.status",
        ]
    );
    // No status, no alert.
    alert["subject"].as_object_mut().unwrap().remove("status");
    assert!(faults(&desk.enter(&alert).await).contains(&"alert.subject.status".to_owned()));
    let huge = json!({"alert": missing(&world, "BE-26-1", "Anna"), "reason": "x".repeat(200 << 10)});
    let answer = desk.send("POST", "/api/alerts", None, &huge).await;
    assert_eq!((answer.status, answer.code().as_str()), (413, "too-large"));
    assert_eq!(desk.get("/api/alerts").await.json()["alerts"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_asks_for_nothing_that_an_alert_of_a_list_never_had() {
    let world = World::start().await;
    let mut desk = Desk::operator(&world, "op-1").await;
    // Imported without a birth date, for information, to be reviewed in twenty years.
    let mut alert = missing(&world, "XX-1", "Anna");
    alert["category"] = json!("information");
    alert["action"] = json!("inform-owner");
    alert["review_due"] = json!("2046-03-01");
    alert["subject"].as_object_mut().unwrap().remove("birth_dates");
    world
        .import(vec![serde_json::from_value(alert.clone()).unwrap()])
        .await;
    let version = tag(&desk.get("/api/alerts/XX-1").await);
    alert["subject"]["names"] = json!([{"family": "Oosterlynck", "given": "Anna"}]);
    let body = json!({"alert": alert, "reason": "spelling"});
    let corrected = desk.send("PUT", "/api/alerts/XX-1", Some(&version), &body).await;
    assert_eq!(corrected.status, 200, "{corrected:?}");
    alert["action"] = json!("arrest");
    let body = json!({"alert": alert, "reason": "upgrade"});
    let refused = desk
        .send("PUT", "/api/alerts/XX-1", Some(&tag(&corrected)), &body)
        .await;
    assert_eq!(faults(&refused), ["alert.action"]);
}
