//! Feeds that run by themselves, by the clock that tests move.

use serde_json::Value;
use serde_json::json;

use super::feed;
use super::many;
use super::put;
use super::shown;
use super::standing;
use super::write;
use crate::support::LONG;
use crate::support::world::World;

/// How many runs the journal has of a feed.
fn runs(shown: &Value) -> usize {
    let history = shown["history"].as_array().unwrap();
    history.iter().filter(|past| past["kind"] == "feed.ran").count()
}

/// Waits until a feed has run so often.
async fn ran(world: &World, id: &str, times: usize) -> Value {
    let until = std::time::Instant::now() + LONG;
    loop {
        let seen = shown(world, id).await;
        if runs(&seen) >= times {
            assert_eq!(runs(&seen), times);
            // The history is the journal's; what is known of the feed follows it.
            world.settled().await;
            return shown(world, id).await;
        }
        assert!(std::time::Instant::now() < until, "{seen}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_runs_when_its_time_has_come_and_again_after_its_time_and_failures_wait_longer() {
    let mut world = World::empty(&[]).await;
    let path = write(&world, "list.json", &many(0, 3));
    let mut of = feed("nk", &path);
    of["schedule"] = json!("every 6h");
    put(&world, &of).await;
    let shown = ran(&world, "nk", 1).await;
    assert_eq!(
        (shown["last"]["outcome"]["how"].as_str(), standing(&world)),
        (Some("done"), 3)
    );
    assert_eq!(shown["history"][1]["actor"], "feed/nk");

    write(&world, "list.json", &many(0, 4));
    world.clock.forward_seconds(6 * 3600 - 1);
    world.restart().await;
    assert_eq!(runs(&ran(&world, "nk", 1).await), 1);
    world.clock.forward_seconds(1);
    ran(&world, "nk", 2).await;
    assert_eq!(standing(&world), 4);

    // A failure is tried again after five minutes, and after ten more.
    std::fs::remove_file(&path).unwrap();
    world.clock.forward_seconds(6 * 3600);
    let shown = ran(&world, "nk", 3).await;
    let wait = |shown: &Value| {
        let at = |value: &Value| value.as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
        at(&shown["next"])
            .duration_since(at(&shown["last"]["ended"]))
            .as_secs()
    };
    assert_eq!((shown["failures"].as_u64(), wait(&shown)), (Some(1), 300));
    world.clock.forward_seconds(300);
    let shown = ran(&world, "nk", 4).await;
    assert_eq!((shown["failures"].as_u64(), wait(&shown)), (Some(2), 600));
    write(&world, "list.json", &many(0, 4));
    world.clock.forward_seconds(600);
    let shown = ran(&world, "nk", 5).await;
    assert_eq!((shown["failures"].as_u64(), wait(&shown)), (Some(0), 6 * 3600));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_confirmation_does_not_run_by_itself() {
    let world = World::empty(&[]).await;
    let path = write(&world, "list.json", &many(0, 3));
    let mut grave = feed("grave", &path);
    grave["schedule"] = json!("every 1m");
    grave["reading"]["mapping"] = super::mapping("grave", "wanted-for-arrest", "arrest");
    let version = put(&world, &grave).await;
    assert_eq!(shown(&world, "grave").await["next"], Value::Null);
    // One that is due later has run: the other has been looked at, and passed over.
    let mut other = feed("other", &path);
    other["schedule"] = json!("every 1m");
    put(&world, &other).await;
    ran(&world, "other", 1).await;
    world.clock.forward_seconds(60);
    ran(&world, "other", 2).await;
    assert_eq!((runs(&shown(&world, "grave").await), standing(&world)), (0, 3));
    super::by(
        &world,
        1001,
        "/feeds/grave/confirm",
        &json!({ "version": version }),
    )
    .await;
    ran(&world, "grave", 1).await;
    assert_eq!(standing(&world), 6);
}
