//! What never withdraws anybody: half a list, an empty one, one with entries that cannot be read; and
//! how much one run withdraws without a person's word.

use serde_json::json;

use super::alert;
use super::count;
use super::counts;
use super::feed;
use super::list;
use super::many;
use super::outcome;
use super::person;
use super::post;
use super::put;
use super::run;
use super::run_asking;
use super::shown;
use super::standing;
use super::write;
use crate::support::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_cut_off_empty_or_missing_changes_nothing() {
    let world = World::empty(&[]).await;
    let whole = many(0, 5);
    let path = write(&world, "list.json", &whole);
    put(&world, &feed("nk", &path)).await;
    run(&world, "nk").await;
    let before = world.services().positions().journal;
    let mut runs = 0;
    for (text, reason) in [
        (&whole[..whole.len() - 20], "not-whole"),
        ("", "empty"),
        ("{\"id\":\"x\",\"schema\":\"Company\"}\n", "empty"),
    ] {
        write(&world, "list.json", text);
        let ran = run(&world, "nk").await;
        assert_eq!(outcome(&ran), reason, "{text}");
        assert_eq!(standing(&world), 5);
        runs += 1;
    }
    std::fs::remove_file(&path).unwrap();
    assert_eq!(outcome(&run(&world, "nk").await), "unreadable");
    runs += 1;
    // Nothing but the reports.
    assert_eq!(world.services().positions().journal.0, before.0 + runs);
    assert_eq!(shown(&world, "nk").await["failures"], json!(runs));
    write(&world, "list.json", &whole);
    assert_eq!(counts(&run(&world, "nk").await), [0, 0, 5, 0]);
    assert_eq!(shown(&world, "nk").await["failures"], json!(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_xml_list_that_is_not_closed_changes_nothing() {
    let world = World::empty(&[]).await;
    let individual = |number: u32, name: &str| {
        format!(
            "<INDIVIDUAL><DATAID>{number}</DATAID><FIRST_NAME>{name}</FIRST_NAME>\
             <REFERENCE_NUMBER>TEi.{number:03}</REFERENCE_NUMBER></INDIVIDUAL>"
        )
    };
    let (one, two) = (individual(1, "DURK HOEKEMA"), individual(2, "WOBBE YPENBURG"));
    let whole = format!("<CONSOLIDATED_LIST><INDIVIDUALS>{one}{two}</INDIVIDUALS></CONSOLIDATED_LIST>");
    let path = write(&world, "un.xml", &whole);
    let mut of = feed("un", &path);
    of["reading"]["format"] = json!("un-sc");
    put(&world, &of).await;
    assert_eq!(counts(&run(&world, "un").await), [2, 0, 0, 0]);
    write(
        &world,
        "un.xml",
        &format!("<CONSOLIDATED_LIST><INDIVIDUALS>{one}"),
    );
    assert_eq!(outcome(&run(&world, "un").await), "not-whole");
    assert_eq!(standing(&world), 2);
    // Whose element cannot be taken is on the list all the same.
    let nameless = two.replace("WOBBE YPENBURG", "");
    let text = format!("<CONSOLIDATED_LIST><INDIVIDUALS>{nameless}</INDIVIDUALS></CONSOLIDATED_LIST>");
    write(&world, "un.xml", &text);
    let ran = run(&world, "un").await;
    assert_eq!(outcome(&ran), "empty", "no alert is left of it");
    let text = format!("<CONSOLIDATED_LIST><INDIVIDUALS>{one}{nameless}</INDIVIDUALS></CONSOLIDATED_LIST>");
    write(&world, "un.xml", &text);
    let ran = run(&world, "un").await;
    assert_eq!((counts(&ran), count(&ran, "rejected")), ([0, 0, 1, 0], 1));
    assert!(alert(&world, "un-tei.002").await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_whose_line_cannot_be_read_any_more_is_kept() {
    let world = World::empty(&[]).await;
    let people = ["A", "B", "C"].map(|id| person(id, &format!("Wobbe {id}penburg"), "1970"));
    let path = write(&world, "list.json", &list(&people));
    put(&world, &feed("nk", &path)).await;
    run(&world, "nk").await;
    // The id can still be read: B is on the list, and C is not.
    let nameless = r#"{"id":"B","schema":"Person","properties":{"name":[]}}"#.to_owned();
    write(&world, "list.json", &list(&[people[0].clone(), nameless.clone()]));
    let ran = run(&world, "nk").await;
    assert_eq!(
        (counts(&ran), count(&ran, "rejected"), count(&ran, "unclear")),
        ([0, 0, 1, 1], 1, 0)
    );
    assert!(alert(&world, "nk.B").await.is_some());
    // Nothing can be read: whoever is missing may be that one, and stays until a person decides.
    write(
        &world,
        "list.json",
        &list(&[people[0].clone(), "{oops".to_owned()]),
    );
    let ran = run(&world, "nk").await;
    assert_eq!(
        (counts(&ran), count(&ran, "rejected"), count(&ran, "unclear")),
        ([0, 0, 1, 0], 1, 1)
    );
    assert!(alert(&world, "nk.B").await.is_some());
    let ran = run_asking(&world, "nk", &json!({"any_share": true})).await["run"].clone();
    assert_eq!((counts(&ran), count(&ran, "unclear")), ([0, 0, 1, 1], 0));
    assert_eq!(ran["any_share"], true);
    assert!(alert(&world, "nk.B").await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_would_withdraw_more_than_its_share_stops_before_it_changes_anything() {
    let world = World::empty(&[]).await;
    let path = write(&world, "list.json", &many(0, 100));
    put(&world, &feed("nk", &path)).await;
    run(&world, "nk").await;
    // Ten of a hundred are a tenth; few are few, whatever the share.
    write(&world, "list.json", &many(10, 90));
    assert_eq!(counts(&run(&world, "nk").await), [0, 0, 90, 10]);
    // Eleven of ninety are more, and three that would be new do not come either.
    write(&world, "list.json", &many(21, 82));
    let ran = run(&world, "nk").await;
    assert_eq!(
        (outcome(&ran).as_str(), counts(&ran)),
        ("stopped-for-withdrawals", [3, 0, 79, 11])
    );
    assert_eq!(standing(&world), 90);
    assert_eq!(
        shown(&world, "nk").await["last"]["outcome"]["how"],
        "stopped-for-withdrawals"
    );
    let ran = run_asking(&world, "nk", &json!({"any_share": true})).await["run"].clone();
    assert_eq!((outcome(&ran).as_str(), counts(&ran)), ("done", [3, 0, 79, 11]));
    assert_eq!(standing(&world), 82);
    assert_eq!(
        shown(&world, "nk").await["last"]["any_share"],
        true,
        "whose decision it was is kept"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_feeds_never_hold_the_same_alert() {
    let world = World::empty(&[]).await;
    let path = write(&world, "list.json", &many(0, 2));
    put(&world, &feed("nk", &path)).await;
    // By the prefix of foreign lists, before anything is read.
    for prefix in ["nk", "nk-2"] {
        let mut other = feed("other", &path);
        other["reading"]["mapping"]["prefix"] = json!(prefix);
        let (status, reply) = post(&world, "/feeds", &json!({ "feed": other })).await;
        assert_eq!(status, 400, "{reply}");
        assert!(reply.to_string().contains("the feed nk"), "{reply}");
    }
    // By the ids themselves, where lists make their own.
    let alert = crate::support::alerts::alert("BE-77", &[], json!({"names": [{"family": "Ypenburg"}]}));
    let line = serde_json::to_string(&alert).unwrap() + "\n";
    for id in ["one", "two"] {
        let path = write(&world, &format!("{id}.jsonl"), &line);
        let mut own = feed(id, &path);
        own["reading"] = json!({"format": "lookout", "owner": "BE-FEDPOL"});
        let version = put(&world, &own).await;
        super::by(
            &world,
            1001,
            &format!("/feeds/{id}/confirm"),
            &json!({ "version": version }),
        )
        .await;
    }
    assert_eq!(counts(&run(&world, "one").await), [1, 0, 0, 0]);
    assert_eq!(outcome(&run(&world, "two").await), "claimed");
    assert_eq!(standing(&world), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_larger_than_its_bound_is_not_read() {
    let world = World::empty(&[]).await;
    let path = write(
        &world,
        "list.json",
        &format!("{}{}", many(0, 2), "\n".repeat(2 << 20)),
    );
    let mut of = feed("nk", &path);
    of["most"] = json!(1);
    put(&world, &of).await;
    assert_eq!(outcome(&run(&world, "nk").await), "too-large");
    assert_eq!(standing(&world), 0);
}
