//! A node whose clock somebody sets: nothing lapses or is erased by a leap, answers stay sound.
//!
//! The world's clock is moved without time passing; the job looks once a second, and is waited for.

use std::time::Duration;
use std::time::Instant;

use lookout::access::ManageClock;
use serde_json::Value;
use serde_json::json;

use crate::receipt;
use crate::support::LONG;
use crate::support::alerts;
use crate::support::bodies;
use crate::support::program;
use crate::support::world;
use crate::support::world::World;

/// As often as the job looks, and a little.
const LOOKED: Duration = Duration::from_millis(1_300);

/// Enters an alert whose review is due in three days.
async fn entered(world: &World, id: &str) {
    let today = lookout::domain::clock::Clock::now(world.clock.as_ref());
    let day = |days: i64| {
        let then = today + jiff::SignedDuration::from_hours(24 * days);
        json!(then.strftime("%Y-%m-%d").to_string())
    };
    let person =
        json!({"names": [{"family": "Kowalewicz", "given": "Hildegonde"}], "birth_dates": ["1931-02-03"]});
    let with = [
        ("category", json!("missing")),
        ("action", json!("report-whereabouts")),
        ("entered", day(-2)),
        ("last_validated", day(-2)),
        ("review_due", day(3)),
    ];
    let mut alert = json!(alerts::alert(id, &with, person));
    alert["subject"]["status"] = json!("missing");
    let (status, reply) = program::control(world.home().path(), "/alerts", &json!([alert]))
        .await
        .unwrap();
    assert_eq!((status, &reply["new"]), (200, &json!(1)), "{reply}");
    world.settled().await;
}

/// Kinds of what was done to an alert.
async fn history(world: &World, id: &str) -> Vec<String> {
    let path = format!("/alert/{id}/history");
    let (status, history) = program::shown(world.home().path(), &path).await;
    assert_eq!(status, 200, "{history}");
    let changes = history["changes"].as_array().unwrap().iter();
    changes
        .map(|past| past["kind"].as_str().unwrap().to_owned())
        .collect()
}

async fn clock(world: &World) -> Value {
    program::shown(world.home().path(), "/clock").await.1
}

async fn lapses(world: &World, id: &str) {
    let begun = Instant::now();
    while history(world, id).await.last().unwrap() != "alert.lapsed" {
        assert!(begun.elapsed() < LONG, "{id} does not lapse");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn by_a_clock_that_leapt_nothing_lapses_or_is_erased_before_it_is_believed() {
    let mut world = World::empty(&[]).await;
    entered(&world, "A-1").await;
    tokio::time::sleep(LOOKED).await;
    assert_eq!(clock(&world).await["step_seconds"], Value::Null);
    world.clock.jump_days(31);
    tokio::time::sleep(LOOKED).await;
    assert_eq!(history(&world, "A-1").await, ["alert.put"]);
    assert_eq!(clock(&world).await["step_seconds"], 31 * 86_400);
    // A restart believes no more of it, though the log was written by this clock by now.
    world.restart().await;
    tokio::time::sleep(LOOKED).await;
    assert_eq!(clock(&world).await["step_seconds"], 31 * 86_400);
    assert_eq!(history(&world, "A-1").await, ["alert.put"]);
    // Put right, all is as it was, and time goes on.
    world.clock.jump_days(-31);
    tokio::time::sleep(LOOKED).await;
    assert_eq!(clock(&world).await["step_seconds"], Value::Null);
    world.clock.jump_days(31);
    tokio::time::sleep(LOOKED).await;
    world.clock.forward_seconds(86_399);
    tokio::time::sleep(LOOKED).await;
    assert_eq!(clock(&world).await["rest_seconds"], 1);
    assert_eq!(history(&world, "A-1").await, ["alert.put"]);
    // After a day of going on evenly it is no mistake.
    world.clock.forward_seconds(1);
    lapses(&world, "A-1").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_says_that_the_clock_is_right_ends_the_doubt_and_stands_in_the_log() {
    let mut world = World::empty(&[]).await;
    entered(&world, "A-1").await;
    world.restart().await;
    world.clock.jump_days(31);
    tokio::time::sleep(LOOKED).await;
    assert_eq!(history(&world, "A-1").await, ["alert.put"]);
    let (status, reply) = program::control(world.home().path(), "/clock/confirm", &json!({}))
        .await
        .unwrap();
    assert_eq!((status, &reply["step_seconds"]), (200, &Value::Null), "{reply}");
    lapses(&world, "A-1").await;
    let user = format!("local/{}", rustix::process::getuid().as_raw());
    let records = world.records(&user);
    let said = records.iter().find(|record| record["action"] == "manage-clock");
    let said = said.expect("who confirmed it is in the log");
    assert_eq!(
        (&said["outcome"], &said["body"]["step_seconds"]),
        (&json!("confirmed"), &json!(31 * 86_400)),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_issued_while_the_clock_is_behind_the_log_until_somebody_says_that_the_log_is_wrong() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    kmar.found(&bodies::listed()).await;
    assert_eq!(world.services().may_issue(), Ok(()));
    for seconds in [600, 86_400] {
        world.clock.jump_seconds(-seconds);
        let behind = world.services().may_issue().unwrap_err();
        assert!(behind.by.as_secs().abs_diff(seconds) <= 1, "{behind}");
        world.clock.jump_seconds(seconds);
        assert_eq!(world.services().may_issue(), Ok(()));
    }
    // Ahead for a while, the log has a record of then, which no later one may precede.
    world.clock.jump_seconds(600);
    kmar.found(&bodies::listed()).await;
    world.clock.jump_seconds(-600);
    assert!(world.services().may_issue().is_err());
    let permit = world.permit::<ManageClock>().await;
    world.services().confirm_clock(permit).await.unwrap();
    assert_eq!(world.services().may_issue(), Ok(()));
    world.clock.jump_seconds(-600);
    assert!(
        world.services().may_issue().is_err(),
        "it is behind what was confirmed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_receipts_and_the_order_of_the_log_outlive_every_leap_and_a_restart() {
    let mut world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let key = world.log_key();
    let mut leaves = Vec::new();
    for seconds in [0, 600, -200, -600, -86_400, 31 * 86_400] {
        world.clock.jump_seconds(seconds);
        for _ in 0..2 {
            if !(-300..86_400).contains(&seconds) {
                // Its certificate is not good yet, or any more, and lets nobody new in; a change is recorded.
                world.put_profile(world.profile("late")).await;
            } else {
                let answer = kmar.found(&bodies::listed()).await;
                assert!(receipt::proved(&answer, &key), "{answer}");
                assert_eq!(answer["result"], "hit");
                leaves.push(answer["receipt"]["leaf"].as_u64().unwrap());
            }
            world.restart().await;
            *kmar.kept.lock().await = None;
        }
        world.clock.jump_seconds(-seconds);
    }
    assert!(
        leaves.len() == 6 && leaves.is_sorted_by(|one, next| one < next),
        "{leaves:?}"
    );
    kmar.found(&bodies::listed()).await;
    world.stop().await;
    world::audit_is_sound(world.home().path());
}
