//! What the clock alone does to an alert: nothing is appended, and the answer changes at the instant.

use jiff::SignedDuration;
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
use crate::support::program;
use crate::support::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn hidden_until_and_not_before_end_at_their_instant_without_another_fact() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let tomorrow = services_now(&world) + SignedDuration::from_hours(24);
    enter(&world, &about(&world, "BE-26-1", "Hildegonde")).await;
    let hide = json!({"until": tomorrow, "reason": "operation Heron"});
    changed(&world, "/alert/BE-26-1/hide", &hide).await;
    let later = json!({"alert": about(&world, "BE-26-2", "Fabienne"), "not_before": tomorrow});
    let reply = changed(&world, "/alert", &later).await;
    assert_eq!(reply["force"]["state"], "hidden");
    world.settled().await;
    let head = world.services().positions().journal;
    for given in ["Hildegonde", "Fabienne"] {
        assert_eq!(bare(kmar.found(&her(given)).await), none(), "{given}");
    }
    // Instants within a second are rounded up: nobody is found a moment too early.
    world.clock.forward_seconds(24 * 3_600 - 1);
    for given in ["Hildegonde", "Fabienne"] {
        assert_eq!(
            bare(kmar.found(&her(given)).await),
            none(),
            "{given}, a second before"
        );
    }
    world.clock.forward_seconds(2);
    for given in ["Hildegonde", "Fabienne"] {
        assert_eq!(kmar.found(&her(given)).await["result"], "hit", "{given}");
    }
    assert_eq!(world.services().positions().journal, head);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hiding_is_there_after_a_restart_and_after_the_state_was_made_anew() {
    let mut world = World::start().await;
    let tomorrow = services_now(&world) + SignedDuration::from_hours(24);
    enter(&world, &about(&world, "BE-26-1", "Hildegonde")).await;
    let hide = json!({"until": tomorrow, "reason": "operation Heron"});
    changed(&world, "/alert/BE-26-1/hide", &hide).await;
    let kmar = world.partner("nl-kmar").await;
    for lost in [false, true] {
        if lost {
            world
                .stop_and(|home| lookout::state::State::discard(&home.state()).unwrap())
                .await;
        } else {
            world.restart().await;
        }
        assert_eq!(
            bare(kmar.found(&her("Hildegonde")).await),
            none(),
            "state lost: {lost}"
        );
        let (_, shown) = program::shown(world.home().path(), "/alert/BE-26-1").await;
        assert_eq!(shown["force"]["state"], "hidden");
    }
    world.clock.forward_days(1);
    world.clock.forward_seconds(1);
    assert_eq!(kmar.found(&her("Hildegonde")).await["result"], "hit");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lapsed_review_ends_an_alert_at_midnight_and_an_extension_brings_it_back() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let mut alert = about(&world, "BE-26-1", "Hildegonde");
    alert["review_due"] = json!(day(&world, 3));
    alert["expires"] = json!(day(&world, 400));
    enter(&world, &alert).await;
    world.clock.forward_days(3);
    assert_eq!(
        kmar.found(&her("Hildegonde")).await["result"],
        "hit",
        "its last day"
    );
    world.clock.forward_days(1);
    assert_eq!(bare(kmar.found(&her("Hildegonde")).await), none());
    let (_, shown) = program::shown(world.home().path(), "/alert/BE-26-1").await;
    assert_eq!(shown["force"]["state"], "lapsed");
    let extend = |days| json!({"review_due": day(&world, days), "reason": "confirmed"});
    let reply = changed(&world, "/alert/BE-26-1/extend", &extend(30)).await;
    assert_eq!(reply["force"]["state"], "in-force");
    assert_eq!(kmar.found(&her("Hildegonde")).await["result"], "hit");
    let (_, shown) = program::shown(world.home().path(), "/alert/BE-26-1").await;
    assert_eq!(shown["alert"]["last_validated"], day(&world, 0));
    // Not to the day it has, and not beyond its end.
    for (days, rule) in [
        (30, "must be after the day on which the review is due now"),
        (500, "must not be after the day on which the alert expires"),
    ] {
        let (status, problem) = change(&world, "/alert/BE-26-1/extend", &extend(days)).await;
        assert_eq!(status, 400);
        assert_eq!(problem["faults"], json!([{"field": "review_due", "rule": rule}]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_is_listed_by_its_day_and_moves_nearer_with_the_clock() {
    let world = World::empty(&[]).await;
    let until = |days: i64| format!("/alerts/due/{}", day(&world, days));
    for (id, days) in [("A-3", 3), ("A-20", 20), ("A-80", 80), ("A-300", 300)] {
        let mut alert = about(&world, id, "Hildegonde");
        alert["review_due"] = json!(day(&world, days));
        enter(&world, &alert).await;
    }
    let mut ending = about(&world, "A-END", "Hildegonde");
    ending["expires"] = json!(day(&world, 5));
    enter(&world, &ending).await;
    let mut draft = about(&world, "A-DRAFT", "Hildegonde");
    draft["validity"] = json!("draft");
    draft["review_due"] = json!(day(&world, 2));
    enter(&world, &draft).await;
    let listed = async |path: String| -> Vec<[String; 3]> {
        let (status, reply) = program::shown(world.home().path(), &path).await;
        assert_eq!(status, 200, "{reply}");
        let text = |due: &Value, field: &str| due[field].as_str().unwrap().to_owned();
        let alerts = reply["alerts"].as_array().unwrap().iter();
        alerts
            .map(|due| ["alert", "within", "comes"].map(|field| text(due, field)))
            .collect()
    };
    let row = |id: &str, within: &str, comes: &str| [id, within, comes].map(str::to_owned);
    assert_eq!(
        listed(until(120)).await,
        [
            row("A-3", "7d", "review"),
            row("A-END", "7d", "end"),
            row("A-20", "1m", "review"),
            row("A-80", "4m", "review"),
        ]
    );
    assert_eq!(listed(until(7)).await.len(), 2);
    world.clock.forward_days(16);
    assert_eq!(
        listed(until(10)).await,
        [
            row("A-3", "lapsed", "review"),
            row("A-END", "lapsed", "end"),
            row("A-20", "7d", "review"),
        ]
    );
}
