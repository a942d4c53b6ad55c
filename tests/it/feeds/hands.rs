//! What a person has changed since a feed put it.

use serde_json::Value;
use serde_json::json;

use super::alert;
use super::count;
use super::counts;
use super::feed;
use super::list;
use super::person;
use super::put;
use super::run;
use super::run_asking;
use super::write;
use crate::support::program;
use crate::support::world::World;

async fn changed(world: &World, path: &str, body: &Value) {
    let (status, reply) = program::control(world.home().path(), &format!("{path}?wait=index"), body)
        .await
        .unwrap();
    assert_eq!(status, 200, "{path}: {reply}");
}

async fn correct(world: &World, id: &str, born: &str) {
    let (_, shown) = program::shown(world.home().path(), &format!("/alert/{id}")).await;
    let mut right = shown["alert"].clone();
    right["subject"]["birth_dates"] = json!([born]);
    let body = json!({"alert": right, "version": shown["version"], "reason": "by the warrant"});
    changed(world, &format!("/alert/{id}/correct"), &body).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_has_corrected_is_kept_until_a_person_gives_it_back_to_the_list() {
    let world = World::empty(&[]).await;
    let lines = [
        person("A", "Berent Hoogkamer", "1966"),
        person("B", "Sunniva Dragseth", "1972"),
    ];
    let path = write(&world, "list.json", &list(&lines));
    put(&world, &feed("nk", &path)).await;
    run(&world, "nk").await;
    correct(&world, "nk.A", "1967").await;
    for again in 0..2 {
        let ran = run(&world, "nk").await;
        assert_eq!((counts(&ran), count(&ran, "kept")), ([0, 0, 1, 0], 1), "{again}");
        let stands = alert(&world, "nk.A").await.unwrap();
        assert_eq!(stands["subject"]["birth_dates"], json!(["1967"]));
    }
    let ran = run_asking(&world, "nk", &json!({"take": ["nk.A"]})).await["run"].clone();
    assert_eq!((counts(&ran), count(&ran, "kept")), ([0, 1, 1, 0], 0));
    assert_eq!(
        alert(&world, "nk.A").await.unwrap()["subject"]["birth_dates"],
        json!(["1966"])
    );
    // Then it is the feed's again.
    let ran = run(&world, "nk").await;
    assert_eq!((counts(&ran), count(&ran, "kept")), ([0, 0, 2, 0], 0));
    // And when the list says what the person said, there is nothing to tell.
    correct(&world, "nk.A", "1967").await;
    write(
        &world,
        "list.json",
        &list(&[person("A", "Berent Hoogkamer", "1967"), lines[1].clone()]),
    );
    let ran = run(&world, "nk").await;
    assert_eq!((counts(&ran), count(&ran, "kept")), ([0, 0, 2, 0], 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_has_withdrawn_does_not_come_back_by_itself() {
    let mut world = World::empty(&[]).await;
    let lines = [
        person("A", "Berent Hoogkamer", "1966"),
        person("B", "Sunniva Dragseth", "1972"),
    ];
    let path = write(&world, "list.json", &list(&lines));
    put(&world, &feed("nk", &path)).await;
    run(&world, "nk").await;
    changed(
        &world,
        "/alert/nk.A/withdraw",
        &json!({"reason": "it was another man"}),
    )
    .await;
    // What is known of it comes out of the journal again.
    world
        .stop_and(|home| lookout::state::State::discard(&home.state()).unwrap())
        .await;
    let ran = run(&world, "nk").await;
    assert_eq!((counts(&ran), count(&ran, "kept")), ([0, 0, 1, 0], 1));
    assert!(alert(&world, "nk.A").await.is_none());
    let ran = run_asking(&world, "nk", &json!({"take": ["nk.A"]})).await["run"].clone();
    assert_eq!(counts(&ran), [1, 0, 1, 0]);
    assert!(alert(&world, "nk.A").await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_day_of_review_by_a_person_stays_and_is_no_quarrel() {
    let world = World::empty(&[]).await;
    let path = write(
        &world,
        "list.json",
        &list(&[person("A", "Berent Hoogkamer", "1966")]),
    );
    put(&world, &feed("nk", &path)).await;
    run(&world, "nk").await;
    // Later than the list's, and within the year that its category may go without a review.
    world.clock.forward_days(100);
    let later = world.services().now() + jiff::SignedDuration::from_hours(24 * 360);
    let later = later.strftime("%Y-%m-%d").to_string();
    let extended = json!({"review_due": later, "reason": "reviewed"});
    changed(&world, "/alert/nk.A/extend", &extended).await;
    let ran = run(&world, "nk").await;
    assert_eq!((counts(&ran), count(&ran, "kept")), ([0, 0, 1, 0], 0));
    assert_eq!(alert(&world, "nk.A").await.unwrap()["review_due"], later.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_longer_listed_goes_though_a_person_has_corrected_it() {
    let world = World::empty(&[]).await;
    let lines = [
        person("A", "Berent Hoogkamer", "1966"),
        person("B", "Sunniva Dragseth", "1972"),
    ];
    let path = write(&world, "list.json", &list(&lines));
    put(&world, &feed("nk", &path)).await;
    run(&world, "nk").await;
    correct(&world, "nk.A", "1967").await;
    write(&world, "list.json", &list(&lines[1..]));
    assert_eq!(counts(&run(&world, "nk").await), [0, 0, 1, 1]);
    assert!(alert(&world, "nk.A").await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_correction_that_was_acknowledged_amid_a_run_is_lost() {
    const MANY: usize = 3_000;
    let world = World::empty(&[]).await;
    let path = write(&world, "list.json", &super::many(0, MANY));
    put(&world, &feed("nk", &path)).await;
    run(&world, "nk").await;
    // Every alert is to change, while a person corrects one after another.
    write(
        &world,
        "list.json",
        &super::many(0, MANY).replace("\"1971\"", "\"1972\""),
    );
    let home = world.home();
    let correcting = async {
        let mut made = Vec::new();
        for number in (0..MANY).step_by(37) {
            let path = format!("/alert/nk.M-{number}");
            let (_, shown) = program::shown(home.path(), &path).await;
            let mut right = shown["alert"].clone();
            right["subject"]["birth_dates"] = json!(["1950"]);
            let body = json!({"alert": right, "version": shown["version"], "reason": "by the warrant"});
            let (status, _) = program::control(home.path(), &format!("{path}/correct"), &body)
                .await
                .unwrap();
            // Changed by the list in between: the person is told, and looks again.
            assert!(status == 200 || status == 409, "{status}");
            if status == 200 {
                made.push(number);
            }
        }
        made
    };
    let (ran, made) = tokio::join!(run(&world, "nk"), correcting);
    assert_eq!(super::outcome(&ran), "done");
    assert!(made.len() > 20, "{}", made.len());
    for number in &made {
        let stands = alert(&world, &format!("nk.M-{number}")).await.unwrap();
        assert_eq!(stands["subject"]["birth_dates"], json!(["1950"]), "{number}");
    }
    let again = run(&world, "nk").await;
    assert_eq!(
        (counts(&again), count(&again, "kept")),
        ([0, 0, (MANY - made.len()) as u64, 0], made.len() as u64)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_does_not_come_back_with_its_list_and_is_told() {
    let mut world = World::empty(&[]).await;
    let lines = [
        person("A", "Berent Hoogkamer", "1966"),
        person("B", "Sunniva Dragseth", "1972"),
        person("C", "Ottokar Wiesenthal", "1980"),
    ];
    let path = write(&world, "list.json", &list(&lines));
    put(&world, &feed("nk", &path)).await;
    run(&world, "nk").await;
    changed(&world, "/alert/nk.A/erase", &json!({"reason": "court-order"})).await;
    // Gone from its list and back on it: that is the publisher's word, and nobody's here against it.
    write(&world, "list.json", &list(&lines[..2]));
    let ran = run(&world, "nk").await;
    assert_eq!((counts(&ran), count(&ran, "erased")), ([0, 0, 1, 1], 1));
    write(&world, "list.json", &list(&lines));
    world
        .stop_and(|home| lookout::state::State::discard(&home.state()).unwrap())
        .await;
    let ran = run(&world, "nk").await;
    assert_eq!((counts(&ran), count(&ran, "erased")), ([1, 0, 1, 0], 1));
    assert!(alert(&world, "nk.A").await.is_none());
    // Imported by hand it is refused as well.
    let (_, shown) = program::shown(world.home().path(), "/alert/nk.B").await;
    let mut by_hand = shown["alert"].clone();
    by_hand["id"] = json!("nk.A");
    let (_, reply) = program::control(world.home().path(), "/alerts/listed", &json!([by_hand]))
        .await
        .unwrap();
    assert_eq!((&reply["new"], &reply["erased"]), (&json!(0), &json!(1)));
    let ran = run_asking(&world, "nk", &json!({"take": ["nk.A"]})).await["run"].clone();
    assert_eq!((counts(&ran), count(&ran, "erased")), ([1, 0, 2, 0], 0));
    assert!(alert(&world, "nk.A").await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_withdrawn_before_a_feed_had_it_is_not_entered_by_the_feed() {
    let world = World::empty(&[]).await;
    let lines = [person("A", "Berent Hoogkamer", "1966")];
    let path = write(&world, "list.json", &list(&lines));
    put(&world, &feed("nk", &path)).await;
    run(&world, "nk").await;
    let (_, shown) = program::shown(world.home().path(), "/alert/nk.A").await;
    let mut other = shown["alert"].clone();
    other["id"] = json!("nx.A");
    let (status, _) = program::control(world.home().path(), "/alerts", &json!([other]))
        .await
        .unwrap();
    assert_eq!(status, 200);
    changed(
        &world,
        "/alert/nx.A/withdraw",
        &json!({"reason": "it was another man"}),
    )
    .await;
    put(&world, &feed("nx", &path)).await;
    let ran = run(&world, "nx").await;
    assert_eq!((counts(&ran), count(&ran, "kept")), ([0, 0, 0, 0], 1));
}
