//! A list that is read again does not undo what people have changed, unless it is told to.

use lookout::access::WriteAlerts;
use lookout::domain::alert::Alert;
use serde_json::Value;
use serde_json::json;

use super::Desk;
use super::day;
use super::missing;
use super::tag;
use crate::support::program;
use crate::support::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn an_import_keeps_what_people_corrected_or_extended_and_force_replaces_it() {
    let world = World::empty(&[]).await;
    let mut desk = Desk::operator(&world, "op-1").await;
    let list: Vec<Value> = ["A-1", "A-2", "A-3"].map(|id| missing(&world, id, "Anna")).into();
    let send = async |path: &str, list: &[Value]| {
        let (status, reply) = program::control(world.home().path(), path, &json!(list))
            .await
            .unwrap();
        assert_eq!(status, 200, "{reply}");
        ["new", "changed", "unchanged", "kept"].map(|count| reply[count].as_u64().unwrap())
    };
    assert_eq!(send("/alerts", &list).await, [3, 0, 0, 0]);
    let version = async |desk: &mut Desk, id: &str| tag(&desk.get(&format!("/api/alerts/{id}")).await);
    let right = json!({"alert": missing(&world, "A-1", "Anneke"), "reason": "spelling"});
    let at = version(&mut desk, "A-1").await;
    assert_eq!(
        desk.send("PUT", "/api/alerts/A-1", Some(&at), &right)
            .await
            .status,
        200
    );
    let later = json!({"review_due": day(&world, 700), "reason": "confirmed"});
    let at = version(&mut desk, "A-2").await;
    assert_eq!(
        desk.send("POST", "/api/alerts/A-2/extend", Some(&at), &later)
            .await
            .status,
        200
    );
    // Hiding says nothing of what the list says.
    let hide = json!({"until": "2999-01-01T00:00:00Z", "reason": "operation"});
    let at = version(&mut desk, "A-3").await;
    assert_eq!(
        desk.send("POST", "/api/alerts/A-3/hide", Some(&at), &hide)
            .await
            .status,
        200
    );
    let newer: Vec<Value> = ["A-1", "A-2", "A-3"]
        .map(|id| missing(&world, id, "Anne-Marie"))
        .into();
    for path in ["/alerts", "/alerts/listed"] {
        let changed = u64::from(path == "/alerts");
        assert_eq!(send(path, &newer).await, [0, changed, 1 - changed, 2], "{path}");
    }
    let shown = async |desk: &mut Desk, id: &str| {
        let alert = desk.get(&format!("/api/alerts/{id}")).await.json()["alert"].clone();
        (
            alert["subject"]["names"][0]["given"].clone(),
            alert["review_due"].clone(),
        )
    };
    assert_eq!(shown(&mut desk, "A-1").await.0, "Anneke");
    assert_eq!(
        shown(&mut desk, "A-2").await,
        (json!("Anna"), json!(day(&world, 700)))
    );
    assert_eq!(shown(&mut desk, "A-3").await.0, "Anne-Marie");
    assert_eq!(send("/alerts?force=true", &newer).await, [0, 2, 1, 0]);
    assert_eq!(shown(&mut desk, "A-1").await.0, "Anne-Marie");
    // From then on it is the list's again.
    let again: Vec<Alert> = vec![serde_json::from_value(list[0].clone()).unwrap()];
    let permit = world.permit::<WriteAlerts>().await;
    let imported = world.services().import(permit, again).await.unwrap();
    assert_eq!((imported.changed, imported.kept), (1, 0));
}

/// New, unchanged, withdrawn and erased.
async fn sent(world: &World, path: &str, list: &[Value]) -> [u64; 4] {
    let (status, reply) = program::control(world.home().path(), path, &json!(list))
        .await
        .unwrap();
    assert_eq!(status, 200, "{reply}");
    ["new", "unchanged", "withdrawn", "erased"].map(|count| reply[count].as_u64().unwrap())
}

async fn done(world: &World, path: &str, body: &Value) {
    let (status, reply) = program::control(world.home().path(), path, body).await.unwrap();
    assert_eq!(status, 200, "{path}: {reply}");
}

async fn stands(world: &World, id: &str) -> bool {
    program::shown(world.home().path(), &format!("/alert/{id}"))
        .await
        .0
        == 200
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_does_not_bring_back_what_people_withdrew_or_had_erased_until_it_is_forced() {
    let mut world = World::empty(&[]).await;
    let list: Vec<Value> = ["A-1", "A-2", "A-3", "A-4"]
        .map(|id| missing(&world, id, "Anna"))
        .into();
    assert_eq!(sent(&world, "/alerts", &list).await, [4, 0, 0, 0]);
    let why = json!({"reason": "it was another woman"});
    let erase = json!({"reason": "data-subject"});
    done(&world, "/alert/A-1/withdraw", &why).await;
    done(&world, "/alert/A-2/withdraw", &why).await;
    done(&world, "/alert/A-2/erase", &erase).await;
    done(&world, "/alert/A-3/erase", &erase).await;
    for made_anew in [false, true] {
        if made_anew {
            // What is known of it comes out of the journal again, whose words are gone.
            world
                .stop_and(|home| lookout::state::State::discard(&home.state()).unwrap())
                .await;
        }
        for path in ["/alerts", "/alerts/listed"] {
            assert_eq!(sent(&world, path, &list).await, [0, 1, 1, 2], "{path}");
        }
        for gone in ["A-1", "A-2", "A-3"] {
            assert!(!stands(&world, gone).await, "{gone}");
        }
    }
    // A person may enter one singly; a list only by a person's word.
    done(&world, "/alert", &json!({ "alert": list[2] })).await;
    assert_eq!(sent(&world, "/alerts", &list).await, [0, 2, 1, 1]);
    assert_eq!(sent(&world, "/alerts?force=true", &list).await, [2, 2, 0, 0]);
    assert_eq!(
        sent(&world, "/alerts", &list).await,
        [0, 4, 0, 0],
        "from then on it is the list's"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_past_its_days_is_refused_after_the_erasure_and_one_with_days_to_come_is_not() {
    let world = World::empty(&[
        ("LOOKOUT_ALERTS__GRACE_DAYS", "1"),
        ("LOOKOUT_ALERTS__WITHDRAWN_DAYS", "1"),
    ])
    .await;
    let mut list: Vec<Value> = ["A-LAPSED", "A-WITHDRAWN"]
        .map(|id| missing(&world, id, "Anna"))
        .into();
    list[0]["review_due"] = json!(day(&world, 3));
    assert_eq!(sent(&world, "/alerts", &list).await, [2, 0, 0, 0]);
    done(&world, "/alert/A-WITHDRAWN/withdraw", &json!({"reason": "found"})).await;
    for days in [4, 2] {
        world.clock.forward_days(days);
        world.clock.forward_seconds(1);
        let kind = if days == 4 { "alert.lapsed" } else { "alert.erased" };
        let begun = std::time::Instant::now();
        loop {
            let path = "/alert/A-LAPSED/history";
            let (_, history) = program::shown(world.home().path(), path).await;
            if history["changes"].as_array().unwrap().last().unwrap()["kind"] == kind {
                break;
            }
            assert!(begun.elapsed() < crate::support::LONG, "{history}");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
    // One its owner lets end, the other a person has ended; both were erased by the clock.
    for _ in 0..2 {
        assert_eq!(sent(&world, "/alerts", &list).await, [0, 0, 0, 2]);
    }
    for alert in &mut list {
        alert["last_validated"] = json!(day(&world, 0));
        alert["review_due"] = json!(day(&world, 300));
    }
    assert_eq!(sent(&world, "/alerts", &list).await, [1, 0, 0, 1]);
    assert!(
        stands(&world, "A-LAPSED").await,
        "its owner seeks her again: no false no hit"
    );
    assert!(!stands(&world, "A-WITHDRAWN").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_who_enters_an_alert_while_a_list_brings_the_same_one_is_overwritten() {
    const MANY: usize = 600;
    let world = World::empty(&[]).await;
    let home = world.home();
    let id = |number: usize| format!("A-{number}");
    let listed: Vec<Value> = (0..MANY)
        .map(|number| missing(&world, &id(number), "Anna"))
        .collect();
    let importing = async {
        for batch in listed.chunks(40) {
            sent(&world, "/alerts", batch).await;
        }
    };
    let entering = async {
        let mut entered = Vec::new();
        // From the other end: they meet.
        for number in (0..MANY).rev().step_by(3) {
            let alert = json!({ "alert": missing(&world, &id(number), "Anneke") });
            let (status, _) = program::control(home.path(), "/alert", &alert).await.unwrap();
            // The list was faster: the person is told.
            if status == 200 {
                entered.push(number);
            }
        }
        entered
    };
    let ((), entered) = tokio::join!(importing, entering);
    assert!(!entered.is_empty());
    for number in entered {
        let (_, shown) = program::shown(home.path(), &format!("/alert/{}", id(number))).await;
        let given = &shown["alert"]["subject"]["names"][0]["given"];
        assert_eq!(given, "Anneke", "{number}");
    }
}
