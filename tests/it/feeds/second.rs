//! Two persons' word where a list may lead to an arrest or a covert check.

use serde_json::json;

use super::alert;
use super::by;
use super::counts;
use super::feed;
use super::list;
use super::mapping;
use super::outcome;
use super::person;
use super::post;
use super::put;
use super::run;
use super::shown;
use super::standing;
use super::write;
use crate::support::world::World;

const FIRST: u32 = 1000;
const SECOND: u32 = 1001;

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_may_lead_to_an_arrest_runs_only_after_another_person_has_confirmed_it() {
    let mut world = World::empty(&[]).await;
    let path = write(
        &world,
        "list.json",
        &list(&[person("A", "Berent Hoogkamer", "1966")]),
    );
    for (number, (category, action)) in [
        ("wanted-for-arrest", "arrest"),
        ("discreet-check", "discreet-check"),
        ("inquiry-check", "contact-spoc"),
        ("specific-check", "inform-owner"),
        ("information", "arrest"),
    ]
    .into_iter()
    .enumerate()
    {
        let id = format!("f{number}");
        let mut grave = feed(&id, &path);
        grave["reading"]["mapping"] = mapping(&id, category, action);
        let version = put(&world, &grave).await;
        let (status, reply) = post(&world, &format!("/feeds/{id}/run"), &json!({})).await;
        assert_eq!(status, 400, "{reply}");
        assert!(reply.to_string().contains("another person"), "{reply}");
        let confirm = json!({ "version": version });
        let path = format!("/feeds/{id}/confirm");
        let (status, reply) = by(&world, FIRST, &path, &confirm).await;
        assert_eq!(status, 400, "the same person: {reply}");
        let (status, _) = by(&world, SECOND, &path, &json!({ "version": version + 1 })).await;
        assert_eq!(status, 409, "not the version that was looked at");
        assert_eq!(standing(&world), number, "{category}");
        assert_eq!(by(&world, SECOND, &path, &confirm).await.0, 200);
        world.restart().await;
        assert_eq!(shown(&world, &id).await["confirmed_by"], "local/1001");
        assert_eq!(counts(&run(&world, &id).await), [1, 0, 0, 0]);
    }
    assert_eq!(alert(&world, "f0.A").await.unwrap()["action"], "arrest");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_what_a_list_means_asks_for_a_new_confirmation_and_its_schedule_does_not() {
    let world = World::empty(&[]).await;
    let path = write(
        &world,
        "list.json",
        &list(&[person("A", "Berent Hoogkamer", "1966")]),
    );
    let mut of = feed("nk", &path);
    of["reading"]["mapping"] = mapping("nk", "discreet-check", "discreet-check");
    let mut version = put(&world, &of).await;
    by(
        &world,
        SECOND,
        "/feeds/nk/confirm",
        &json!({ "version": version }),
    )
    .await;
    assert_eq!(shown(&world, "nk").await["waits"], false);
    for (part, value, waits) in [
        ("schedule", json!("every 6h"), false),
        ("share", json!(50), false),
        ("source", json!({"type": "file", "path": "/nowhere"}), true),
        (
            "reading",
            json!({"format": "ftm", "mapping": mapping("nk", "wanted-for-arrest", "arrest")}),
            true,
        ),
        (
            "reading",
            json!({"format": "ftm", "mapping": mapping("nk", "information", "inform-owner")}),
            false,
        ),
    ] {
        of[part] = value;
        let change = json!({"feed": of, "version": version});
        let (status, reply) = post(&world, "/feeds", &change).await;
        assert_eq!(status, 200, "{reply}");
        version = reply["position"].as_u64().unwrap();
        assert_eq!(shown(&world, "nk").await["waits"], waits, "{part}");
        if waits {
            let confirm = json!({ "version": version });
            assert_eq!(by(&world, SECOND, "/feeds/nk/confirm", &confirm).await.0, 200);
        }
    }
    // A feed that is there is not overwritten by one that knows nothing of it.
    assert_eq!(post(&world, "/feeds", &json!({ "feed": of })).await.0, 409);
    let (status, _) = by(
        &world,
        SECOND,
        "/feeds/nk/confirm",
        &json!({ "version": version }),
    )
    .await;
    assert_eq!(status, 400, "nothing to confirm");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_speaks_for_itself_speaks_for_its_owner_alone() {
    let world = World::empty(&[]).await;
    let alert = |id: &str, owner: &str| {
        let with = [("owner", json!(owner))];
        let alert = crate::support::alerts::alert(id, &with, json!({"names": [{"family": "Ypenburg"}]}));
        serde_json::to_string(&alert).unwrap()
    };
    let path = write(
        &world,
        "own.jsonl",
        &list(&[alert("BE-1", "BE-FEDPOL"), alert("BE-2", "NL-KMAR")]),
    );
    let mut own = feed("own", &path);
    own["reading"] = json!({"format": "lookout", "owner": "BE-FEDPOL"});
    let version = put(&world, &own).await;
    by(
        &world,
        SECOND,
        "/feeds/own/confirm",
        &json!({ "version": version }),
    )
    .await;
    let ran = run(&world, "own").await;
    assert_eq!((outcome(&ran).as_str(), counts(&ran)), ("done", [1, 0, 0, 0]));
    assert_eq!(super::count(&ran, "rejected"), 1);
}
