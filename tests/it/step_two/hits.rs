//! Hits from the field: durable, in the queue, escalated by the clock, answered once.

use std::process::Command;

use serde_json::Value;
use serde_json::json;

use super::path;
use super::returned;
use super::told;
use crate::support::alerts;
use crate::support::bodies;
use crate::support::callers::Partner;
use crate::support::line::Answer;
use crate::support::line::Http;
use crate::support::program;
use crate::support::world::World;

fn body(world: &World) -> Value {
    json!({
        "time": world.services().now(), "place": "Schiphol, gate D 42", "done": "held", "priority": "urgent",
        "requester": {"user": "kmar-7781", "unit": "Schiphol-2"}, "note": "speaks French only",
    })
}

async fn post(partner: &Partner, alert: &str, query: &str, body: &Value) -> Answer {
    let path = path(alert, query).replace('?', "/hits?");
    let json = [("content-type", "application/json")];
    let mut line = partner.line(Http::Two).await;
    line.request("POST", &path, &json, body.to_string())
        .await
        .unwrap()
}

/// A hit that was reported; its number.
async fn reported(world: &World, partner: &Partner, body: &Value) -> String {
    let query = returned(partner, &bodies::listed(), alerts::WANTED).await;
    let answer = post(partner, alerts::WANTED, &query, body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let reply = answer.json();
    assert_eq!(
        (&reply["state"], &reply["alert"]),
        (&"reported".into(), &alerts::WANTED.into())
    );
    assert_eq!(reply["hit"], answer.header("x-request-id").unwrap());
    assert_eq!(reply["reported"], json!(world.services().now()));
    reply["hit"].as_str().unwrap().to_owned()
}

async fn own(partner: &Partner, hit: &str) -> Answer {
    let mut line = partner.line(Http::Two).await;
    line.get(&format!("/v1/hits/{hit}")).await.unwrap()
}

async fn state(partner: &Partner, hit: &str) -> String {
    own(partner, hit).await.json()["state"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reported_hit_is_in_the_queue_with_its_clock_and_there_after_a_restart() {
    let mut world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let hit = reported(&world, &kmar, &body(&world)).await;
    let due = own(&kmar, &hit).await.json()["due"].clone();
    assert_eq!(
        due,
        json!(world.services().now() + jiff::SignedDuration::from_mins(10))
    );
    // The queue is in the order of the reports, by the millisecond.
    world.clock.forward_seconds(1);
    let mut routine = body(&world);
    routine.as_object_mut().unwrap().remove("priority");
    let later = reported(&world, &kmar, &routine).await;
    let due = own(&kmar, &later).await.json()["due"].clone();
    assert_eq!(
        due,
        json!(world.services().now() + jiff::SignedDuration::from_hours(1))
    );
    let (_, queue) = program::shown(world.home().path(), "/hits").await;
    let first = &queue[1];
    assert_eq!(first["report"]["hit"], hit.as_str(), "{queue}");
    for (field, value) in [
        ("place", "Schiphol, gate D 42"),
        ("done", "held"),
        ("user", "kmar-7781"),
        ("purpose", "border-check"),
        ("reference", "NL-2026-000123"),
        ("note", "speaks French only"),
    ] {
        assert_eq!(first["report"][field], value);
    }
    assert_eq!(first["reporter"], "partner/nl-kmar/gate-1");
    world.restart().await;
    assert_eq!(program::shown(world.home().path(), "/hits").await.1, queue);
    // And after the state was made anew from the journal.
    world
        .stop_and(|home| {
            for suffix in ["", "-wal", "-shm"] {
                let mut file = home.state().into_os_string();
                file.push(suffix);
                drop(std::fs::remove_file(file));
            }
        })
        .await;
    assert_eq!(program::shown(world.home().path(), "/hits").await.1, queue);
    // What the log says of it: that it was reported, and nothing of whom or where.
    let records = world.records("partner/nl-kmar");
    let record = records
        .iter()
        .find(|record| record["request"] == hit.as_str())
        .unwrap();
    assert_eq!(
        (&record["action"], &record["outcome"]),
        (&"report-hit".into(), &"changed".into())
    );
    assert!(!record.to_string().contains("Schiphol"), "{record}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_see_an_alert_in_full_reports_a_hit_and_others_are_told_the_same() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let french = world.partner("fr-pn").await;
    let mine = returned(&kmar, &bodies::listed(), alerts::WANTED).await;
    let theirs = returned(&french, &bodies::listed(), alerts::WANTED).await;
    let mut seen = Vec::new();
    for (alert, query) in [
        ("BE-26-999999", &mine),
        (alerts::ONLY_FRENCH, &mine),
        (alerts::WANTED, &theirs),
        (alerts::TEN_DAYS, &mine),
    ] {
        let answer = post(&kmar, alert, query, &body(&world)).await;
        assert_eq!((answer.status, answer.code().as_str()), (404, "not-found"));
        seen.push(told(&answer));
    }
    // Where another's hit stands is nobody else's business either.
    let hit = reported(&world, &kmar, &body(&world)).await;
    let second = world.client("nl-kmar", "gate-2", "partner").await;
    assert_eq!(own(&second, &hit).await.status, 200);
    let others = [
        own(&french, &hit).await,
        own(&french, "01KAR0000000000000000000Q7").await,
    ];
    for answer in &others {
        assert_eq!((answer.status, answer.code().as_str()), (404, "not-found"));
        seen.push(told(answer));
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:?}");
    let (_, queue) = program::shown(world.home().path(), "/hits/all").await;
    assert_eq!(
        queue.as_array().unwrap().len(),
        1,
        "nothing refused is in the queue"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_is_malformed_names_the_field() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let query = returned(&kmar, &bodies::listed(), alerts::WANTED).await;
    let future = world.services().now() + jiff::SignedDuration::from_mins(6);
    for (field, value) in [
        ("time", json!("yesterday")),
        ("time", json!(future)),
        ("place", json!("x".repeat(201))),
        ("done", json!("shot")),
        ("priority", json!("high")),
        ("note", json!("a\u{202e}b")),
    ] {
        let mut body = body(&world);
        body[field] = value;
        let answer = post(&kmar, alerts::WANTED, &query, &body).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (400, "malformed"),
            "{answer:?}"
        );
        assert_eq!(answer.json()["field"], field);
    }
    let mut nameless = body(&world);
    nameless["requester"] = json!({});
    let answer = post(&kmar, alerts::WANTED, &query, &nameless).await;
    assert_eq!(answer.json()["field"], "requester.user", "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hit_that_nobody_acts_on_goes_up_by_the_clock_and_stays_open() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let hit = reported(&world, &kmar, &body(&world)).await;
    world.clock.forward_seconds(599);
    world.services().escalate_hits().await;
    assert_eq!(state(&kmar, &hit).await, "reported");
    for step in 1..=3 {
        world.clock.forward_seconds(600);
        // The server's own turn may have come before this one.
        world.services().escalate_hits().await;
        let (_, shown) = program::shown(world.home().path(), &format!("/hit/{hit}")).await;
        assert_eq!(
            (&shown["state"], &shown["escalations"]),
            (&"escalated".into(), &step.into())
        );
        assert_eq!(shown.get("due").is_none(), step == 3, "{shown}");
    }
    world.clock.forward_seconds(12 * 3600);
    assert_eq!(world.services().escalate_hits().await, 0, "there is nobody above");
    assert_eq!(state(&kmar, &hit).await, "escalated");
    // One that is worked on goes up when its promise is broken.
    let promised = reported(&world, &kmar, &body(&world)).await;
    let by = world.services().now() + jiff::SignedDuration::from_hours(5);
    let home = world.home();
    let path = format!("/hit/{promised}/acknowledge");
    let (status, reply) = program::control(home.path(), &path, &json!({"by": by}))
        .await
        .unwrap();
    assert_eq!((status, &reply["state"]), (200, &"acknowledged".into()));
    world.clock.forward_seconds(5 * 3600 - 1);
    world.services().escalate_hits().await;
    assert_eq!(state(&kmar, &promised).await, "acknowledged");
    world.clock.forward_seconds(1);
    world.services().escalate_hits().await;
    assert_eq!(state(&kmar, &promised).await, "escalated");
}

async fn lookout(world: &World, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lookout"));
    command
        .arg("hit")
        .args(arguments)
        .arg("--home")
        .arg(world.home().path());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn hits_are_seen_and_answered_by_command_and_an_answer_is_final() {
    let world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    assert!(lookout(&world, &["list"]).await.1.contains("No hit waits"));
    for (answer, stands) in [
        (&["confirm"][..], "confirmed"),
        (&["reject"], "not-identical"),
        (&["reject", "--no-longer-valid"], "no-longer-valid"),
    ] {
        let hit = reported(&world, &kmar, &body(&world)).await;
        let (code, said) = lookout(&world, &["list"]).await;
        assert!(
            code == Some(0) && said.contains(&hit) && said.contains("urgent"),
            "{said}"
        );
        let (code, said) = lookout(&world, &["acknowledge", &hit]).await;
        assert!(code == Some(0) && said.contains("acknowledged"), "{said}");
        let mut typed = answer.to_vec();
        typed.extend([hit.as_str(), "--note", "by the desk"]);
        let (code, said) = lookout(&world, &typed).await;
        assert!(code == Some(0) && said.contains(stands), "{said}");
        assert_eq!(state(&kmar, &hit).await, stands);
        // The partner learns where it stands and not who said what.
        assert!(!own(&kmar, &hit).await.json().to_string().contains("desk"));
        let (code, said) = lookout(&world, &typed).await;
        assert!(code == Some(4) && said.contains("Changed meanwhile"), "{said}");
        let (_, said) = lookout(&world, &["show", &hit]).await;
        assert!(
            said.contains("by the desk") && said.contains("gate D 42"),
            "{said}"
        );
    }
    let (_, said) = lookout(&world, &["list", "--all", "--json"]).await;
    let all: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(all.as_array().unwrap().len(), 3);
}
