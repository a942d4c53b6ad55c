//! What the clock does to alerts that nobody reviews: they lapse, wait for their owner, and are erased.
//!
//! The clock is moved; the job looks at it once a second, so the tests wait for what it does.

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
use crate::support::LONG;
use crate::support::program;
use crate::support::world::World;

/// What was done to an alert so far: kinds, and by whom.
async fn history(world: &World, id: &str) -> Vec<[String; 2]> {
    let path = format!("/alert/{id}/history");
    let (status, history) = program::shown(world.home().path(), &path).await;
    assert_eq!(status, 200, "{history}");
    let changes = history["changes"].as_array().unwrap().iter();
    changes
        .map(|past| ["kind", "actor"].map(|field| past[field].as_str().unwrap().to_owned()))
        .collect()
}

/// Waits until the last thing that was done to an alert is of this kind, and by the clock.
async fn retired(world: &World, id: &str, kind: &str) {
    let begun = std::time::Instant::now();
    loop {
        let history = history(world, id).await;
        if history.last().unwrap()[0] == kind {
            assert_eq!(history.last().unwrap()[1], "retention");
            return world.settled().await;
        }
        assert!(begun.elapsed() < LONG, "{id}: {history:?}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

async fn shown(world: &World, id: &str) -> (u16, Value) {
    program::shown(world.home().path(), &format!("/alert/{id}")).await
}

fn reviewed_in(world: &World, id: &str, days: i64) -> Value {
    let mut alert = about(world, id, "Hildegonde");
    alert["review_due"] = json!(day(world, days));
    alert
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_lapses_at_its_instant_waits_for_its_owner_and_is_erased_when_nobody_extends_it() {
    let mut world = World::empty(&[("LOOKOUT_ALERTS__GRACE_DAYS", "30")]).await;
    let kmar = world.partner("nl-kmar").await;
    for id in ["A-EXTENDED", "A-FORGOTTEN"] {
        enter(&world, &reviewed_in(&world, id, 3)).await;
    }
    let mut blocked = reviewed_in(&world, "A-BLOCKED", 3);
    let version = enter(&world, &blocked).await["version"].clone();
    blocked["validity"] = json!("blocked");
    let block = json!({"alert": blocked, "version": version, "reason": "as the owner says"});
    changed(&world, "/alert/A-BLOCKED/correct", &block).await;
    world.clock.forward_days(4);
    for id in ["A-EXTENDED", "A-FORGOTTEN", "A-BLOCKED"] {
        retired(&world, id, "alert.lapsed").await;
    }
    let (_, waiting) = shown(&world, "A-EXTENDED").await;
    assert_eq!(waiting["alert"]["validity"], "under-review");
    assert_eq!(
        waiting["force"],
        json!({"state": "held", "validity": "under-review"})
    );
    assert_eq!(bare(kmar.found(&her("Hildegonde")).await), none());
    let (_, kept) = shown(&world, "A-BLOCKED").await;
    assert_eq!(
        kept["alert"]["validity"], "blocked",
        "an extension would lift the block"
    );
    // Back by a review; the block stays one.
    for id in ["A-EXTENDED", "A-BLOCKED"] {
        let extend = json!({"review_due": day(&world, 365), "reason": "confirmed"});
        changed(&world, &format!("/alert/{id}/extend"), &extend).await;
    }
    let (_, extended) = shown(&world, "A-EXTENDED").await;
    assert_eq!(extended["force"]["state"], "in-force");
    assert_eq!(shown(&world, "A-BLOCKED").await.1["alert"]["validity"], "blocked");
    assert_eq!(kmar.found(&her("Hildegonde")).await["result"], "hit");
    // The day before the grace is over nothing happens, also not where the state is made anew.
    world.clock.forward_days(29);
    world
        .stop_and(|home| lookout::state::State::discard(&home.state()).unwrap())
        .await;
    assert_eq!(shown(&world, "A-FORGOTTEN").await.0, 200);
    world.clock.forward_days(1);
    // Instants within a second are rounded up: nothing is erased a moment too early.
    world.clock.forward_seconds(1);
    retired(&world, "A-FORGOTTEN", "alert.erased").await;
    assert_eq!(shown(&world, "A-FORGOTTEN").await.0, 404);
    assert_eq!(shown(&world, "A-EXTENDED").await.0, 200);
    let (_, told) = program::shown(world.home().path(), "/alert/A-FORGOTTEN/history").await;
    assert_eq!(told["changes"][2]["reason"], "retention");
    assert_eq!(told["changes"][0]["erased"], true);
    assert!(world.records("retention").len() >= 4, "each is in the audit log");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_alert_is_erased_when_its_time_is_over_and_not_before() {
    let world = World::empty(&[("LOOKOUT_ALERTS__WITHDRAWN_DAYS", "10")]).await;
    for id in ["A-EARLY", "A-LATE", "A-AGAIN"] {
        enter(&world, &about(&world, id, "Hildegonde")).await;
    }
    let why = json!({"reason": "found"});
    changed(&world, "/alert/A-EARLY/withdraw", &why).await;
    changed(&world, "/alert/A-AGAIN/withdraw", &why).await;
    world.clock.forward_days(5);
    changed(&world, "/alert/A-LATE/withdraw", &why).await;
    enter(&world, &about(&world, "A-AGAIN", "Hildegonde")).await;
    world.clock.forward_days(5);
    retired(&world, "A-EARLY", "alert.erased").await;
    assert_eq!(
        history(&world, "A-LATE").await.last().unwrap()[0],
        "alert.withdrawn"
    );
    assert_eq!(shown(&world, "A-AGAIN").await.0, 200, "it was entered again");
    world.clock.forward_days(5);
    retired(&world, "A-LATE", "alert.erased").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_read_again_does_not_bring_back_what_has_lapsed() {
    let world = World::empty(&[]).await;
    let alert = reviewed_in(&world, "A-1", 3);
    let import = json!([alert]);
    assert_eq!(change(&world, "/alerts", &import).await.0, 200);
    world.clock.forward_days(4);
    retired(&world, "A-1", "alert.lapsed").await;
    let (status, reply) = change(&world, "/alerts", &import).await;
    assert_eq!((status, &reply["unchanged"]), (200, &json!(1)), "{reply}");
    assert_eq!(history(&world, "A-1").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_that_lapse_at_one_midnight_are_done_in_steps_while_searches_are_answered() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let many: Vec<Value> = (0..700)
        .map(|number| reviewed_in(&world, &format!("A-{number}"), 1))
        .collect();
    assert_eq!(change(&world, "/alerts", &json!(many)).await.0, 200);
    world.settled().await;
    world.clock.forward_days(2);
    let lapsed = async {
        retired(&world, "A-0", "alert.lapsed").await;
        retired(&world, "A-699", "alert.lapsed").await;
    };
    let searching = async {
        for _ in 0..20 {
            let answer = kmar.found(&crate::support::bodies::listed()).await;
            assert_eq!(answer["result"], "hit");
        }
    };
    tokio::join!(lapsed, searching);
}
