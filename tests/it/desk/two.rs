//! Two people: what one proposes about an alert for arrest is done when another agrees.

use lookout::domain::partner::Role;
use serde_json::Value;
use serde_json::json;

use super::Desk;
use super::arrest;
use super::missing;
use super::tag;
use crate::support::bodies;
use crate::support::callers::Partner;
use crate::support::program;
use crate::support::world::World;

async fn result(kmar: &Partner, given: &str) -> Value {
    let body = bodies::born(&format!("{given} Vandermeulebroucke"), "1979-08-21");
    kmar.found(&body).await["result"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_for_arrest_is_found_only_once_a_second_person_has_confirmed_it() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let mut first = Desk::operator(&world, "op-1").await;
    let mut second = Desk::operator(&world, "op-2").await;
    let place = "/api/alerts/BE-26-1";
    let proposed = first.enter(&arrest(&world, "BE-26-1", "Hildegonde")).await;
    assert_eq!(
        (proposed.status, &proposed.json()["waits"]),
        (202, &json!(true)),
        "{proposed:?}"
    );
    assert_eq!(proposed.header("location"), Some("/api/alerts/BE-26-1/proposal"));
    assert_eq!(result(&kmar, "Hildegonde").await, "no_hit");
    assert_eq!(second.get(place).await.status, 404);
    // Whoever proposed it is not the second person.
    let confirm = format!("{place}/confirm");
    let alone = first
        .send("POST", &confirm, Some(&tag(&proposed)), &json!({}))
        .await;
    assert_eq!(
        (alone.status, alone.code().as_str()),
        (403, "second-person-required")
    );
    let other = second.send("POST", &confirm, Some("\"1\""), &json!({})).await;
    assert_eq!((other.status, tag(&other)), (409, tag(&proposed)));
    let waiting = second.get("/api/proposals").await.json();
    assert_eq!(waiting["proposals"][0]["actor"], "staff/op-1");
    assert!(
        !waiting.to_string().contains("Vandermeulebroucke"),
        "a list names nobody"
    );
    let shown = second.get(&format!("{place}/proposal")).await;
    assert_eq!(tag(&shown), tag(&proposed));
    assert_eq!(
        shown.json()["fact"]["alert"]["subject"]["names"][0]["given"],
        "Hildegonde"
    );
    let confirmed = second
        .send("POST", &confirm, Some(&tag(&shown)), &json!({}))
        .await;
    assert_eq!(
        (confirmed.status, &confirmed.json()["waits"]),
        (200, &json!(false)),
        "{confirmed:?}"
    );
    assert_eq!(result(&kmar, "Hildegonde").await, "hit");
    assert_eq!(second.get("/api/proposals").await.json()["proposals"], json!([]));
    let history = first.get(&format!("{place}/history")).await.json();
    let changes = &history["changes"];
    assert_eq!(
        (&changes[0]["kind"], &changes[0]["change"]),
        (&json!("alert.proposed"), &json!("alert.entered"))
    );
    assert_eq!(
        (&changes[1]["actor"], &changes[1]["proposed_by"]),
        (&json!("staff/op-2"), &json!("staff/op-1"))
    );
    // Once is once.
    let again = second
        .send("POST", &confirm, Some(&tag(&shown)), &json!({}))
        .await;
    assert_eq!(again.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_stands_as_it_was_until_each_kind_of_change_is_confirmed_and_rejected_ones_leave_no_trace() {
    let mut world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    world
        .import(vec![
            serde_json::from_value(arrest(&world, "BE-26-1", "Hildegonde")).unwrap(),
        ])
        .await;
    let place = "/api/alerts/BE-26-1";
    let until = (world.services().now() + jiff::SignedDuration::from_hours(5)).to_string();
    let mut renamed = arrest(&world, "BE-26-1", "Fabienne");
    // A category that needs no second person does not slip past by the same change.
    renamed["category"] = json!("missing");
    renamed["action"] = json!("report-whereabouts");
    renamed["subject"]["status"] = json!("missing");
    let changes = [
        ("PUT", "", json!({"alert": renamed, "reason": "identity"})),
        (
            "POST",
            "/extend",
            json!({"review_due": super::day(&world, 400), "reason": "x"}),
        ),
        ("POST", "/hide", json!({"until": until, "reason": "operation"})),
        ("POST", "/withdraw", json!({"reason": "surrendered"})),
    ];
    let (first, second) = (
        world.staff("op-1", Role::Operator, &[]).await,
        world.staff("op-2", Role::Operator, &[]).await,
    );
    let (mut one, mut two) = (Desk::of(&first).await, Desk::of(&second).await);
    for (method, path, body) in &changes {
        let before = one.get(place).await;
        let proposed = one
            .send(method, &format!("{place}{path}"), Some(&tag(&before)), body)
            .await;
        assert_eq!(proposed.status, 202, "{path}: {proposed:?}");
        assert_eq!(result(&kmar, "Hildegonde").await, "hit", "{path} waits");
        let now = one.get(place).await;
        assert_eq!(now.json()["alert"], before.json()["alert"], "{path}");
        assert_eq!(tag(&now), tag(&proposed), "others see that something waits");
        let why = json!({"reason": "not so"});
        // Anyone who writes may turn it down, its proposer too.
        let rejected = one
            .send("POST", &format!("{place}/reject"), Some(&tag(&now)), &why)
            .await;
        assert_eq!(rejected.status, 200, "{rejected:?}");
        let confirm = format!("{place}/confirm");
        assert_eq!(
            two.send("POST", &confirm, Some(&tag(&now)), &json!({}))
                .await
                .status,
            404
        );
        assert_eq!(one.get(place).await.json()["alert"], before.json()["alert"]);
    }
    // A proposal outlives a restart and a state made anew.
    let version = tag(&one.get(place).await);
    let hide = &changes[2].2;
    let proposed = one
        .send("POST", &format!("{place}/hide"), Some(&version), hide)
        .await;
    world
        .stop_and(|home| lookout::state::State::discard(&home.state()).unwrap())
        .await;
    let (mut one, mut two) = (Desk::of(&first).await, Desk::of(&second).await);
    assert_eq!(result(&kmar, "Hildegonde").await, "hit");
    let confirm = format!("{place}/confirm");
    let done = two
        .send("POST", &confirm, Some(&tag(&proposed)), &json!({}))
        .await;
    assert_eq!(
        (done.status, &done.json()["force"]["state"]),
        (200, &json!("hidden")),
        "{done:?}"
    );
    assert_eq!(result(&kmar, "Hildegonde").await, "no_hit");
    let version = tag(&one.get(place).await);
    let withdraw = one
        .send(
            "POST",
            &format!("{place}/withdraw"),
            Some(&version),
            &changes[3].2,
        )
        .await;
    assert_eq!(
        two.send("POST", &confirm, Some(&tag(&withdraw)), &json!({}))
            .await
            .status,
        200
    );
    assert_eq!(one.get(place).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_that_was_overtaken_is_a_conflict_and_can_only_be_rejected() {
    let world = World::empty(&[]).await;
    let mut first = Desk::operator(&world, "op-1").await;
    let mut second = Desk::operator(&world, "op-2").await;
    let listed = |given: &str| vec![serde_json::from_value(arrest(&world, "BE-26-1", given)).unwrap()];
    world.import(listed("Hildegonde")).await;
    let place = "/api/alerts/BE-26-1";
    let version = tag(&first.get(place).await);
    let right = json!({"alert": arrest(&world, "BE-26-1", "Hildegund"), "reason": "spelling"});
    let proposed = first.send("PUT", place, Some(&version), &right).await;
    assert_eq!(proposed.status, 202);
    // The list is not held up, and says something newer.
    world.import(listed("Hildegard")).await;
    let confirm = format!("{place}/confirm");
    let late = second
        .send("POST", &confirm, Some(&tag(&proposed)), &json!({}))
        .await;
    assert_eq!((late.status, late.code().as_str()), (409, "conflict"));
    assert_eq!(tag(&late), tag(&first.get(place).await));
    // Nor is it agreed with under the newer version.
    let newer = second.send("POST", &confirm, Some(&tag(&late)), &json!({})).await;
    assert_eq!(newer.status, 409);
    assert_eq!(
        second.get("/api/proposals").await.json()["proposals"][0]["overtaken"],
        true
    );
    let why = json!({"reason": "overtaken"});
    let rejected = second
        .send("POST", &format!("{place}/reject"), Some(&tag(&proposed)), &why)
        .await;
    assert_eq!(rejected.status, 200, "{rejected:?}");
    let alert = first.get(place).await.json();
    assert_eq!(alert["alert"]["subject"]["names"][0]["given"], "Hildegard");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_local_command_and_the_desk_are_two_people_and_one_user_is_one() {
    let world = World::empty(&[]).await;
    let home = world.home();
    let ask = async |path: &str, body: Value| program::control(home.path(), path, &body).await.unwrap();
    let (status, proposed) = ask("/alert", json!({"alert": arrest(&world, "BE-26-1", "Anna")})).await;
    assert_eq!((status, &proposed["waits"]), (200, &json!(true)), "{proposed}");
    let version = json!({"version": proposed["version"]});
    let (status, problem) = ask("/alert/BE-26-1/confirm", version).await;
    assert_eq!(
        (status, &problem["code"]),
        (403, &json!("second-person-required"))
    );
    // Entered twice, it would take another's proposal away.
    let (status, _) = ask("/alert", json!({"alert": arrest(&world, "BE-26-1", "Berta")})).await;
    assert_eq!(status, 409);
    let mut desk = Desk::operator(&world, "op-1").await;
    let tag = format!("\"{}\"", proposed["version"]);
    let confirmed = desk
        .send("POST", "/api/alerts/BE-26-1/confirm", Some(&tag), &json!({}))
        .await;
    assert_eq!(confirmed.status, 200, "{confirmed:?}");
    // What is not in the settings' list needs nobody else.
    assert_eq!(desk.enter(&missing(&world, "BE-26-2", "Berta")).await.status, 201);
    let feed = world.staff("feed-be", Role::Feed, &["BE-FEDPOL"]).await;
    let fed = Desk::of(&feed)
        .await
        .enter(&arrest(&world, "BE-26-3", "Carla"))
        .await;
    assert_eq!(fed.status, 202, "a feed is no person, and no second one");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_no_category_in_the_settings_one_person_is_enough() {
    let world = World::empty(&[("LOOKOUT_ALERTS__SECOND_EYES", "[]")]).await;
    let mut desk = Desk::operator(&world, "op-1").await;
    assert_eq!(desk.enter(&arrest(&world, "BE-26-1", "Anna")).await.status, 201);
}
