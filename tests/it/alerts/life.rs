//! Entered, corrected, hidden, withdrawn: what searches say, and what the history does.

use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;

use super::about;
use super::bare;
use super::change;
use super::changed;
use super::day;
use super::enter;
use super::her;
use super::none;
use super::services_now;
use crate::support::bodies;
use crate::support::program;
use crate::support::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_created_alert_is_found_within_a_second_of_its_acknowledgement() {
    // As the settings are by default, not as other tests hurry.
    let world = World::empty(&[("LOOKOUT_INDEX__COMMIT_MS", "200")]).await;
    let kmar = world.partner("nl-kmar").await;
    let mut slowest = Duration::ZERO;
    for number in 0..10 {
        let given = format!("Godelieve-{number}");
        let given = given.replace(|c: char| c.is_ascii_digit(), ["Anna", "Berta"][number % 2]);
        let id = format!("BE-26-{number}");
        let alert = json!({ "alert": about(&world, &id, &given) });
        let (status, reply) = change(&world, "/alert", &alert).await;
        assert_eq!(status, 200, "{reply}");
        let acknowledged = Instant::now();
        assert_eq!(reply["force"]["state"], "in-force", "{reply}");
        loop {
            let answer = kmar.found(&her(&given)).await;
            let found = answer["candidates"].as_array().unwrap();
            if found.iter().any(|candidate| candidate["alert"] == id.as_str()) {
                assert_eq!(answer["result"], "hit");
                break;
            }
            assert!(
                reply["indexed"] == false,
                "said to be searchable and is not: {answer}"
            );
            assert!(
                acknowledged.elapsed() < Duration::from_secs(1),
                "{id} is not found"
            );
        }
        slowest = slowest.max(acknowledged.elapsed());
    }
    println!("found {slowest:?} after the acknowledgement at most");
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_the_index_finds_what_was_entered_with_the_first_search() {
    let world = World::empty(&[("LOOKOUT_INDEX__COMMIT_MS", "200")]).await;
    let kmar = world.partner("nl-kmar").await;
    for (number, given) in ["Aldegonde", "Ermelinde", "Amelberga"].into_iter().enumerate() {
        let id = format!("BE-26-{number}");
        let alert = json!({ "alert": about(&world, &id, given) });
        let (status, reply) = change(&world, "/alert?wait=index", &alert).await;
        assert_eq!((status, &reply["indexed"]), (200, &json!(true)), "{reply}");
        assert_eq!(kmar.found(&her(given)).await["result"], "hit", "{given}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_asks_to_wait_for_something_unknown_is_not_made() {
    let world = World::empty(&[]).await;
    let alert = json!({ "alert": about(&world, "BE-26-1", "Hildegonde") });
    for (path, body, field) in [
        ("/alert?wait=state", &alert, "wait"),
        ("/alert?force=true", &alert, ""),
        ("/alerts?wait=index&wait", &json!([alert["alert"]]), "wait"),
        ("/alerts/listed?later=1", &json!([alert["alert"]]), ""),
    ] {
        let (status, problem) = change(&world, path, body).await;
        assert_eq!(
            (status, &problem["code"]),
            (400, &json!("malformed")),
            "{path}: {problem}"
        );
        assert_eq!(problem["faults"][0]["field"], field, "{path}: {problem}");
    }
    assert_eq!(program::shown(world.home().path(), "/alert/BE-26-1").await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_name_is_found_and_the_old_one_is_not() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let reply = enter(&world, &about(&world, "BE-26-1", "Hildegonde")).await;
    assert_eq!(kmar.found(&her("Hildegonde")).await["result"], "hit");
    let mut right = about(&world, "BE-26-1", "Hildegonde");
    right["subject"]["names"] = json!([{"family": "Oosterlynck", "given": "Fabienne"}]);
    let body = json!({"alert": right, "version": reply["version"], "reason": "another person"});
    let corrected = changed(&world, "/alert/BE-26-1/correct", &body).await;
    assert!(corrected["version"].as_u64() > reply["version"].as_u64());
    // Though the index may hold the old one still: the alert as it stands has the last word.
    assert_eq!(bare(kmar.found(&her("Hildegonde")).await), none());
    world.settled().await;
    assert_eq!(bare(kmar.found(&her("Hildegonde")).await), none());
    let found = kmar
        .found(&bodies::born("Fabienne Oosterlynck", "1979-08-21"))
        .await;
    assert_eq!(found["result"], "hit", "{found}");
    assert_eq!(found["candidates"][0]["alert"], "BE-26-1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_race_is_told_the_newer_version_and_changes_nothing() {
    let world = World::start().await;
    let entered = enter(&world, &about(&world, "BE-26-1", "Hildegonde")).await;
    let correction = |given: &str| {
        let alert = about(&world, "BE-26-1", given);
        json!({"alert": alert, "version": entered["version"], "reason": "spelling"})
    };
    let (first, second) = (correction("Hildegund"), correction("Hildegard"));
    let path = "/alert/BE-26-1/correct";
    let (first, second) = tokio::join!(change(&world, path, &first), change(&world, path, &second));
    let (won, lost) = if first.0 == 200 {
        (first, second)
    } else {
        (second, first)
    };
    assert_eq!((won.0, lost.0), (200, 409), "{won:?} {lost:?}");
    assert_eq!(lost.1["code"], "conflict");
    let newer = won.1["version"].as_u64().unwrap();
    let told = lost.1["detail"].as_str().unwrap();
    assert!(told.contains(&format!("position {newer}.")), "{told}");
    // And so is every other change that names a version, and an entry of what is there.
    let stale = json!({"version": entered["version"], "reason": "late", "until": "2999-01-01T00:00:00Z"});
    let (status, problem) = change(&world, "/alert/BE-26-1/hide", &stale).await;
    assert_eq!((status, problem["code"].as_str()), (409, Some("conflict")));
    let again = json!({"alert": about(&world, "BE-26-1", "Hildegonde")});
    let (status, problem) = change(&world, "/alert", &again).await;
    assert_eq!((status, problem["code"].as_str()), (409, Some("conflict")));
    let (_, now) = program::shown(world.home().path(), "/alert/BE-26-1").await;
    assert_eq!(now["version"], newer);
    let (_, history) = program::shown(world.home().path(), "/alert/BE-26-1/history").await;
    assert_eq!(history["changes"].as_array().unwrap().len(), 2, "{history}");
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_and_withdrawn_alerts_answer_like_none_at_once() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let unlisted = bare(kmar.found(&bodies::unlisted()).await);
    assert_eq!(unlisted, none());
    for number in 0..10 {
        let id = format!("BE-26-{number}");
        enter(&world, &about(&world, &id, "Hildegonde")).await;
        assert_eq!(kmar.found(&her("Hildegonde")).await["result"], "hit");
        let until = services_now(&world) + jiff::SignedDuration::from_hours(1);
        let hide = json!({"until": until, "reason": "operation Heron"});
        let reply = changed(&world, &format!("/alert/{id}/hide"), &hide).await;
        assert_eq!(reply["force"]["state"], "hidden", "{reply}");
        assert_eq!(
            bare(kmar.found(&her("Hildegonde")).await),
            unlisted,
            "hidden {id}"
        );
        let why = json!({"reason": "operation over"});
        changed(&world, &format!("/alert/{id}/unhide"), &why).await;
        assert_eq!(kmar.found(&her("Hildegonde")).await["result"], "hit");
        let reply = changed(&world, &format!("/alert/{id}/withdraw"), &why).await;
        assert!(reply.get("force").is_none(), "{reply}");
        assert_eq!(
            bare(kmar.found(&her("Hildegonde")).await),
            unlisted,
            "withdrawn {id}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_shows_every_change_with_actor_and_reason_and_outlives_the_alert() {
    let world = World::start().await;
    let home = world.home();
    let entered = json!({"alert": about(&world, "BE-26-1", "Hildegonde"), "reason": "by telephone"});
    let version = changed(&world, "/alert", &entered).await["version"].clone();
    let mut right = about(&world, "BE-26-1", "Hildegund");
    right["handling"] = json!("H2");
    right.as_object_mut().unwrap().remove("cautions");
    let body = json!({"alert": right, "version": version, "reason": "spelling"});
    changed(&world, "/alert/BE-26-1/correct", &body).await;
    let later = day(&world, 700);
    let body = json!({"review_due": later, "reason": "confirmed by the court"});
    changed(&world, "/alert/BE-26-1/extend", &body).await;
    let body = json!({"until": "2999-01-01T00:00:00Z", "reason": "operation Heron"});
    changed(&world, "/alert/BE-26-1/hide", &body).await;
    for (verb, reason) in [("unhide", "operation over"), ("withdraw", "surrendered")] {
        let body = json!({ "reason": reason });
        changed(&world, &format!("/alert/BE-26-1/{verb}"), &body).await;
    }
    assert_eq!(program::shown(home.path(), "/alert/BE-26-1").await.0, 404);
    let (status, history) = program::shown(home.path(), "/alert/BE-26-1/history").await;
    assert_eq!(status, 200);
    let changes = history["changes"].as_array().unwrap();
    let what: Vec<_> = changes
        .iter()
        .map(|past| (past["kind"].as_str().unwrap(), past["reason"].as_str().unwrap()))
        .collect();
    assert_eq!(
        what,
        [
            ("alert.entered", "by telephone"),
            ("alert.corrected", "spelling"),
            ("alert.extended", "confirmed by the court"),
            ("alert.hidden", "operation Heron"),
            ("alert.unhidden", "operation over"),
            ("alert.withdrawn", "surrendered"),
        ]
    );
    let user = format!("local/{}", rustix::process::getuid().as_raw());
    let positions: Vec<_> = changes
        .iter()
        .map(|past| past["position"].as_u64().unwrap())
        .collect();
    assert!(positions.is_sorted() && positions[0] == version.as_u64().unwrap());
    assert!(
        changes.iter().all(|past| past["actor"] == user.as_str()),
        "{history}"
    );
    assert_eq!(
        changes[1]["fields"],
        json!(["cautions", "handling", "subject.names"])
    );
    assert_eq!(changes[2]["until"], later.as_str());
    // What stood in the fields stays out of it, and of the log.
    assert!(!history.to_string().contains("Hilde"), "{history}");
    // A withdrawn id can be entered again, and its history goes on.
    let again = changed(&world, "/alert", &entered).await;
    assert_eq!(again["force"]["state"], "in-force");
    let (_, history) = program::shown(home.path(), "/alert/BE-26-1/history").await;
    assert_eq!(history["changes"].as_array().unwrap().len(), 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn that_an_alert_was_shown_or_changed_is_in_the_audit_log_without_its_person() {
    let world = World::start().await;
    enter(&world, &about(&world, "BE-26-1", "Hildegonde")).await;
    let (status, shown) = program::shown(world.home().path(), "/alert/BE-26-1").await;
    assert_eq!(status, 200);
    assert_eq!(shown["alert"], about(&world, "BE-26-1", "Hildegonde"));
    let user = format!("local/{}", rustix::process::getuid().as_raw());
    let records: Vec<Value> = world.records(&user);
    let of = |action: &str| {
        let mut found = records.iter().filter(|record| record["action"] == action);
        (found.next().cloned().unwrap(), found.next().is_none())
    };
    let (shown, alone) = of("read-alerts");
    assert!(alone && shown["outcome"] == "shown", "{shown}");
    assert_eq!(shown["body"]["alert"], "BE-26-1");
    assert_eq!(of("write-alerts").0["outcome"], "changed");
    assert!(!json!(records).to_string().contains("Vandermeule"));
}
