//! `kill -9` amid changes of single alerts: nothing acknowledged is lost.

use std::collections::BTreeMap;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::Value;
use serde_json::json;

use crate::support::alerts;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world;

/// Changes each alert in turn until nobody answers; the last acknowledged change of each.
async fn work(home: std::path::PathBuf, lane: usize) -> BTreeMap<String, (&'static str, u64)> {
    let mut told = BTreeMap::new();
    for number in 0_usize.. {
        let id = format!("XX-{lane}-{number}");
        let alert = json!(alerts::somebody("Kowalewicz", &format!("{lane}-{number}")));
        let mut alert = alert;
        alert["id"] = json!(id);
        alert["category"] = json!("missing");
        alert["action"] = json!("report-whereabouts");
        alert["subject"]["status"] = json!("missing");
        alert["review_due"] = json!("2030-03-01");
        let why = |with: Value| {
            let mut body = with;
            body["reason"] = json!("exercise");
            body
        };
        let steps = [
            ("entered", "/alert".to_owned(), json!({ "alert": alert })),
            (
                "hidden",
                format!("/alert/{id}/hide"),
                json!({"until": "2999-01-01T00:00:00Z"}),
            ),
            ("unhidden", format!("/alert/{id}/unhide"), json!({})),
            ("withdrawn", format!("/alert/{id}/withdraw"), json!({})),
        ];
        // Each alert stops at another step.
        for (kind, path, body) in steps.into_iter().take(1 + number % 4) {
            match program::control(&home, &path, &why(body)).await {
                None => return told,
                Some((200, reply)) => {
                    told.insert(id.clone(), (kind, reply["version"].as_u64().unwrap()));
                }
                Some((status, reply)) => panic!("{path}: {status} {reply}"),
            }
        }
    }
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_amid_changes_of_alerts_nothing_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let mut program = Program::start("quickstart", home).await;
    let mut acknowledged = 0;
    for cycle in 0..5 {
        let lanes: Vec<_> = (0..3)
            .map(|lane| tokio::spawn(work(home.to_owned(), 3 * cycle + lane)))
            .collect();
        tokio::time::sleep(Duration::from_millis(150 + 70 * cycle as u64)).await;
        program.kill();
        let mut told = BTreeMap::new();
        for lane in lanes {
            told.extend(lane.await.unwrap());
        }
        program = Program::start("serve", home).await;
        for (id, (kind, version)) in &told {
            let (status, history) = program::shown(home, &format!("/alert/{id}/history")).await;
            assert_eq!(status, 200, "{id}");
            let changes = history["changes"].as_array().unwrap();
            let kept = changes.iter().find(|past| past["position"] == *version);
            let kept = kept.unwrap_or_else(|| panic!("{id}: {kind} at {version} is lost: {history}"));
            assert_eq!(kept["kind"], format!("alert.{kind}"));
            let last = changes.last().unwrap();
            let (status, shown) = program::shown(home, &format!("/alert/{id}")).await;
            let stands = match last["kind"].as_str().unwrap() {
                "alert.withdrawn" => (status, "") == (404, ""),
                "alert.hidden" => shown["force"]["state"] == "hidden",
                _ => shown["force"]["state"] == "in-force",
            };
            assert!(stands, "{id}: {last} but {status} {shown}");
        }
        acknowledged += told.len();
    }
    assert!(acknowledged > 20, "{acknowledged}");
    println!("{acknowledged} alerts with acknowledged changes, none lost");
    // Counted when the program looks around, as at its start.
    let due = program.scrape().await;
    for within in ["lapsed", "7d", "1m", "4m"] {
        assert!(
            due.value("lookout_alerts_due", &[("within", within)]).is_some(),
            "{within}"
        );
    }
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    world::audit_is_sound(home);
}
