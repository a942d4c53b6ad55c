//! A rebuild beside searches, changes and revocations.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use lookout::config::Home;
use rustix::process::Signal;
use serde_json::Value;
use serde_json::json;

use super::begin;
use super::ended;
use super::index;
use super::settled;
use crate::support;
use crate::support::alerts;
use crate::support::bodies;
use crate::support::line::Http;
use crate::support::line::Line;
use crate::support::program;
use crate::support::program::Program;

/// Rebuilds beside the load.
const REBUILDS: usize = 4;

async fn put(home: &Path, alerts: &Value) {
    let (status, reply) = program::control(home, "/alerts", alerts).await.unwrap();
    assert_eq!(status, 200, "{reply}");
}

async fn withdraw(home: &Path, alert: &str) {
    let path = format!("/alert/{alert}/withdraw");
    let body = json!({ "reason": "no longer sought" });
    let (status, reply) = program::control(home, &path, &body).await.unwrap();
    assert_eq!(status, 200, "{reply}");
}

/// A partner's only system, registered now, is let in; revoked, it is not.
async fn revoke(program: &Program, home: &Path, partner: &str) {
    let mint = program::mint(home);
    let minted = mint.good(&format!("partner/{partner}/gate-1"));
    let key = program::register(home, &mint, partner, &minted).await;
    let mut line = program.caller(&minted).line(Http::Two).await;
    let asked = bodies::unlisted().to_string();
    assert_eq!(line.search(asked.clone()).await.unwrap().status, 200);
    let (path, why) = (
        format!("/certificates/{key}/revoke"),
        json!({ "reason": "key lost" }),
    );
    let (status, reply) = program::control(home, &path, &why).await.unwrap();
    assert_eq!(status, 200, "{reply}");
    // Refused, or the connection is closed already.
    let refused = line.search(asked).await;
    assert!(refused.is_err() || refused.is_ok_and(|answer| answer.status == 403));
}

fn by_passport(number: &str) -> Value {
    bodies::search(json!({ "documents": [{"type": "passport", "number": number}] }))
}

/// Searches until told to stop; every answer must be there and be this one.
async fn search(mut line: Line, body: Value, result: &str, stop: Arc<AtomicBool>, asked: Arc<AtomicUsize>) {
    while !stop.load(Ordering::Relaxed) {
        let answer = line.search(body.to_string()).await.unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.json()["result"], result, "{}", answer.json());
        asked.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rebuilt_beside_searches_and_changes_no_query_fails_and_no_answer_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    // Withdrawals of one person bite at once.
    let alone = [("LOOKOUT_ALERTS__SECOND_EYES", "[]")];
    let program = Program::start_with("quickstart", home, &alone).await;
    let many: Vec<_> = (0..1_500)
        .map(|number| alerts::with_passport(&format!("R{number:06}")))
        .collect();
    put(home, &json!(many)).await;
    settled(home).await;
    let (stop, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let mut tasks = tokio::task::JoinSet::new();
    let partner = program.partner();
    for (http, body, result) in [
        (Http::Two, by_passport("R000007"), "hit"),
        (Http::One, program.ready["example_hit"].clone(), "hit"),
        (Http::Two, bodies::unlisted(), "no_hit"),
    ] {
        let (stop, asked) = (Arc::clone(&stop), Arc::clone(&asked));
        tasks.spawn(search(partner.line(http).await, body, result, stop, asked));
    }
    let mut line = partner.line(Http::Two).await;
    for round in 0..REBUILDS {
        let rebuild = tokio::spawn({
            let home = home.to_owned();
            async move { program::command(&home, &["reindex", "--json"]).await }
        });
        // What changes meanwhile holds at once where it takes away, and soon where it adds.
        let gone = format!("G{round:06}");
        put(home, &json!([alerts::with_passport(&gone)])).await;
        withdraw(home, &gone).await;
        let answer = line.search(by_passport(&gone).to_string()).await.unwrap();
        assert_eq!(answer.json()["result"], "no_hit");
        revoke(&program, home, &format!("xr-{round}")).await;
        let new = format!("N{round:06}");
        put(home, &json!([alerts::with_passport(&new)])).await;
        let output = rebuild.await.unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}{error}");
        let said: Value = serde_json::from_str(&said).unwrap();
        assert!(said["position"].as_u64().unwrap() >= 2_060, "{said}");
        settled(home).await;
        // It was put in place with what came while it was built, and follows on.
        let answer = line.search(by_passport(&new).to_string()).await.unwrap();
        assert_eq!(answer.json()["result"], "hit", "{}", answer.json());
        let answer = line.search(by_passport(&gone).to_string()).await.unwrap();
        assert_eq!(answer.json()["result"], "no_hit");
        assert_eq!(program.ops("/readyz").await.0, 200);
    }
    stop.store(true, Ordering::Relaxed);
    while let Some(ended) = tasks.join_next().await {
        ended.unwrap();
    }
    assert!(asked.load(Ordering::Relaxed) > 10 * REBUILDS);
    let numbered = |folder: &Path| {
        let names = std::fs::read_dir(folder).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names
            .filter(|name| name.parse::<u64>().is_ok())
            .collect::<Vec<_>>()
    };
    let live = support::live_index(&Home::at(home));
    assert_eq!(numbered(&Home::at(home).index()), [(REBUILDS + 1).to_string()]);
    assert!(live.join("meta.json").exists());
    let seen = program.scrape().await;
    let labels = [("cause", "asked"), ("outcome", "swapped")];
    assert_eq!(
        seen.value("lookout_index_rebuilds_total", &labels),
        Some(REBUILDS as f64)
    );
    drop(line);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    // What was put in place is what the next start finds.
    let program = Program::start("serve", home).await;
    let answer = program
        .partner()
        .line(Http::Two)
        .await
        .search(by_passport("N000001").to_string())
        .await;
    assert_eq!(answer.unwrap().json()["result"], "hit");
    assert!(!program.log().contains("the index is rebuilt"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_rebuild_at_a_time_is_recorded_and_can_be_stopped_and_the_old_index_stays() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let program = Program::start("quickstart", home).await;
    let before = support::live_index(&Home::at(home));
    let number = begin(home).await;
    let (status, second) = program::control(home, "/index/rebuild", &json!({}))
        .await
        .unwrap();
    assert_eq!((status, second), (200, json!({"number": number, "new": false})));
    let path = format!("/index/rebuild/{number}/stop");
    let (status, said) = program::control(home, &path, &json!({})).await.unwrap();
    assert_eq!(status, 200, "{said}");
    assert_eq!(ended(home, number).await["outcome"], "stopped");
    assert_eq!(support::live_index(&Home::at(home)), before);
    let (status, _) = program::control(home, &path, &json!({})).await.unwrap();
    assert_eq!(status, 404, "there is none to stop");
    let number = begin(home).await;
    assert_eq!(ended(home, number).await["outcome"], "swapped");
    assert_ne!(support::live_index(&Home::at(home)), before);
    let filter = lookout::audit::Filter {
        actor: Some("local".to_owned()),
        limit: 1_000,
        ..Default::default()
    };
    let records = lookout::audit::read(&Home::at(home).audit(), &filter).unwrap();
    let done = records.iter().filter_map(|entry| entry.record.as_ref());
    let done: Vec<_> = done
        .filter(|record| record["action"] == "manage-index")
        .map(|record| record["body"]["index"].as_str().unwrap_or("refused").to_owned())
        .collect();
    assert_eq!(done, ["rebuild", "rebuild", "stop", "refused", "rebuild"]);
    // A stop of the node ends one that is under way.
    begin(home).await;
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_node_runs_the_index_is_built_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let program = Program::start("quickstart", home).await;
    let position = index(home).await["position"].clone();
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let output = program::command(home, &["reindex", "--json"]).await;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["position"], position);
    let output = program::command(home, &["reindex", "--check", "--json"]).await;
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &said["sound"]), (Some(0), &json!(true)));
}
