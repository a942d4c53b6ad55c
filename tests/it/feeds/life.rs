//! A feed over several lists: what is new, changed, unchanged and gone.

use serde_json::json;

use super::alert;
use super::count;
use super::counts;
use super::feed;
use super::list;
use super::outcome;
use super::person;
use super::put;
use super::run;
use super::run_asking;
use super::shown;
use super::standing;
use super::write;
use crate::support::bodies;
use crate::support::program;
use crate::support::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn each_list_is_a_difference_to_what_stands_and_each_run_a_report_in_the_journal() {
    let mut world = World::empty(&[]).await;
    let kmar = world.partner("nl-kmar").await;
    let query = bodies::born("Berent Hoogkamer", "1966-02-01");
    let first = [
        person("A", "Berent Hoogkamer", "1966-02-01"),
        person("B", "Sunniva Dragseth", "1972"),
        person("C", "Teofil Grabarek", "1980-10-10"),
    ];
    let path = write(&world, "list.json", &list(&first));
    put(&world, &feed("nk", &path)).await;
    let ran = run(&world, "nk").await;
    assert_eq!(
        (outcome(&ran).as_str(), counts(&ran)),
        ("done", [3, 0, 0, 0]),
        "{ran}"
    );
    assert_eq!(kmar.found(&query).await["candidates"][0]["alert"], "nk.A");

    // The same again, after a restart, is no change.
    world.restart().await;
    assert_eq!(counts(&run(&world, "nk").await), [0, 0, 3, 0]);

    let second = [
        person("B", "Sunniva Dragseth", "1973"),
        person("C", "Teofil Grabarek", "1980-10-10"),
        person("D", "Quirijn Ysebaert", "1990"),
    ];
    write(&world, "list.json", &list(&second));
    let dry = run_asking(&world, "nk", &json!({"dry": true})).await["run"].clone();
    assert_eq!(counts(&dry), [1, 1, 1, 1]);
    assert_eq!(
        kmar.found(&query).await["result"],
        "hit",
        "a dry run changes nothing"
    );
    let ran = run(&world, "nk").await;
    assert_eq!(counts(&ran), [1, 1, 1, 1]);
    assert_eq!(kmar.found(&query).await["result"], "no_hit");
    assert_eq!(alert(&world, "nk.A").await, None);
    let changed = alert(&world, "nk.B").await.unwrap();
    assert_eq!(changed["subject"]["birth_dates"], json!(["1973"]));
    let (_, history) = program::shown(world.home().path(), "/alert/nk.A/history").await;
    let last = history["changes"].as_array().unwrap().last().unwrap();
    assert_eq!(last["reason"], "no longer in the list nk");

    // Who left the list and comes back is new.
    write(&world, "list.json", &list(&first));
    assert_eq!(counts(&run(&world, "nk").await), [1, 1, 1, 1]);
    assert_eq!(kmar.found(&query).await["result"], "hit");
    assert_eq!(standing(&world), 3);

    let shown = shown(&world, "nk").await;
    let history = shown["history"].as_array().unwrap();
    let kinds: Vec<&str> = history
        .iter()
        .map(|past| past["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["feed.put", "feed.ran", "feed.ran", "feed.ran", "feed.ran"]
    );
    let sum = history[1]["run"]["list"]["sha256"].as_str().unwrap();
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, list(&first).as_bytes());
    assert_eq!(sum, hex::encode(hash));
    assert_eq!(history[4]["run"], shown["last"]);
    assert_eq!(history[4]["actor"], "local/1000");
    let left: Vec<_> = std::fs::read_dir(world.home().lists()).unwrap().collect();
    assert!(left.is_empty(), "a copy of the list stays in the home: {left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn all_files_of_a_folder_make_one_list() {
    let world = World::empty(&[]).await;
    write(
        &world,
        "lists/a.json",
        &list(&[person("A", "Berent Hoogkamer", "1966")]),
    );
    let path = write(
        &world,
        "lists/b.json",
        &list(&[person("B", "Sunniva Dragseth", "1972")]),
    );
    write(&world, "lists/b.json.minisig", "no list");
    let mut of = feed("nk", &path);
    of["source"] = json!({"type": "folder", "path": world.home().path().join("lists"), "pattern": "*.json"});
    put(&world, &of).await;
    assert_eq!(counts(&run(&world, "nk").await), [2, 0, 0, 0]);
    // The same person in two files is one, and the second entry is rejected by its own file and line.
    let again = [
        person("C", "Teofil Grabarek", "1980"),
        person("A", "Berent Hoogkamer", "1967"),
    ];
    write(&world, "lists/b.json", &list(&again));
    let report = run_asking(&world, "nk", &json!({})).await;
    assert_eq!(counts(&report["run"]), [1, 0, 1, 1]);
    let rejected =
        json!([{"file": "b.json", "line": 2, "reason": "id: must not appear a second time in a list"}]);
    assert_eq!(report["rejects"], rejected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_imported_by_hand_is_taken_over_and_what_a_person_entered_is_not() {
    let world = World::empty(&[]).await;
    let lines = [
        person("A", "Berent Hoogkamer", "1966"),
        person("B", "Sunniva Dragseth", "1972"),
    ];
    let path = write(&world, "list.json", &list(&lines));
    put(&world, &feed("nk", &path)).await;
    // What `lookout import` would have sent, and one of the same id by a person.
    run(&world, "nk").await;
    let imported = alert(&world, "nk.A").await.unwrap();
    let entered = alert(&world, "nk.B").await.unwrap();
    let (status, _) = super::post(&world, "/feeds/nk/remove", &json!({"reason": "begun anew"})).await;
    assert_eq!((status, standing(&world)), (200, 2), "alerts outlive their feed");
    let home = world.home();
    let withdrawn = json!({"reason": "entered by hand"});
    program::control(home.path(), "/alert/nk.B/withdraw", &withdrawn)
        .await
        .unwrap();
    let (status, said) = program::control(home.path(), "/alert", &json!({"alert": entered}))
        .await
        .unwrap();
    assert_eq!(status, 200, "{said}");
    let (status, _) = program::control(home.path(), "/alerts/listed", &json!([imported]))
        .await
        .unwrap();
    assert_eq!(status, 200);

    write(
        &world,
        "list.json",
        &list(&[lines[0].clone(), person("B", "Sunniva Dragseth", "1999")]),
    );
    put(&world, &feed("nk", &path)).await;
    let ran = run(&world, "nk").await;
    assert_eq!((counts(&ran), count(&ran, "kept")), ([0, 1, 0, 0], 1));
    assert_eq!(
        alert(&world, "nk.B").await.unwrap()["subject"]["birth_dates"],
        json!(["1972"])
    );
    // From now on the feed holds the first: gone from the list, it is withdrawn.
    write(
        &world,
        "list.json",
        &list(&[person("C", "Teofil Grabarek", "1980")]),
    );
    let ran = run(&world, "nk").await;
    assert_eq!(counts(&ran), [1, 0, 0, 1]);
    assert!(alert(&world, "nk.A").await.is_none() && alert(&world, "nk.B").await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_tell_of_each_feed_when_it_was_last_good_and_what_it_holds() {
    let world = World::empty(&[]).await;
    let path = write(&world, "list.json", &super::many(0, 7));
    // The process has one set of metrics: this feed is no other test's.
    put(&world, &feed("measured", &path)).await;
    run(&world, "measured").await;
    write(&world, "list.json", &super::many(2, 6));
    run(&world, "measured").await;
    std::fs::remove_file(&path).unwrap();
    run(&world, "measured").await;
    world.services().gauge_feeds();
    let address = format!("http://{}/metrics", world.doors().ops);
    let text = reqwest::get(address).await.unwrap().text().await.unwrap();
    let scrape = crate::support::metrics::Scrape::of(&text);
    let value = |name: &str| scrape.value(name, &[("feed", "measured")]);
    assert_eq!(value("lookout_feed_runs_total"), Some(3.0));
    assert_eq!(value("lookout_feed_changes_total"), Some(8.0));
    assert_eq!(value("lookout_feed_withdrawn_total"), Some(2.0));
    assert_eq!(value("lookout_feed_alerts"), Some(6.0));
    assert_eq!(value("lookout_feed_alerts_unlike_list"), Some(0.0));
    assert_eq!(value("lookout_feed_failing"), Some(1.0));
    let now = world.services().now().as_second() as f64;
    assert_eq!(value("lookout_feed_last_success_timestamp_seconds"), Some(now));
}
