//! `kill -9` at any moment, and a full disk: nothing acknowledged is lost, and the audit log verifies (DESIGN 1,
//! rule 3).

use std::path::Path;
use std::process::Child;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;
use std::time::Instant;

use lookout::audit;
use lookout::config::Home;
use rustix::process::Signal;
use serde_json::Value;
use serde_json::json;
use tokio::task::JoinHandle;

use crate::support::alerts;
use crate::support::bodies;
use crate::support::line::Http;
use crate::support::line::Line;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world;

const CYCLES: usize = 6;
const BATCH: usize = 20;

/// What a killed program had acknowledged.
#[derive(Clone, Default)]
struct Acknowledged {
    /// Query and leaf of each answer received.
    answers: Arc<Mutex<Vec<(String, u64)>>>,
    /// Number of each alert of a batch that was acknowledged.
    alerts: Arc<Mutex<Vec<usize>>>,
}

fn number(alert: usize) -> String {
    format!("K{alert:07}")
}

/// Searches until the connection breaks.
fn searching(mut line: Line, body: Value, acknowledged: Acknowledged) -> JoinHandle<()> {
    tokio::spawn(async move {
        while let Ok(answer) = line.search(body.to_string()).await {
            if answer.status == 200 {
                let answer = answer.json();
                let query = answer["query"].as_str().unwrap().to_owned();
                let leaf = answer["receipt"]["leaf"].as_u64().unwrap();
                acknowledged.answers.lock().unwrap().push((query, leaf));
            }
        }
    })
}

/// Imports batch after batch from `first` on until nobody answers.
fn importing(home: &Path, first: usize, acknowledged: Acknowledged) -> JoinHandle<()> {
    let home = home.to_owned();
    tokio::spawn(async move {
        for batch in 0.. {
            let numbers = first + batch * BATCH..first + (batch + 1) * BATCH;
            let list: Vec<_> = numbers
                .clone()
                .map(|alert| alerts::with_passport(&number(alert)))
                .collect();
            match program::control(&home, "/alerts", &json!(list)).await {
                Some((200, _)) => acknowledged.alerts.lock().unwrap().extend(numbers),
                _ => return,
            }
        }
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_amid_searches_and_imports_nothing_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let acknowledged = Acknowledged::default();
    let mut program = Program::start("quickstart", folder.path()).await;
    let body = program.ready["example_hit"].clone();
    for cycle in 0..CYCLES {
        let partner = program.partner();
        let mut tasks = vec![importing(folder.path(), cycle * 100_000, acknowledged.clone())];
        for http in [Http::One, Http::Two, Http::Two] {
            tasks.push(searching(
                partner.line(http).await,
                body.clone(),
                acknowledged.clone(),
            ));
        }
        let counts = || {
            (
                acknowledged.answers.lock().unwrap().len(),
                acknowledged.alerts.lock().unwrap().len(),
            )
        };
        let before = counts();
        let enough = || {
            let now = counts();
            now.0 >= before.0 + 10 + 7 * cycle && now.1 >= before.1 + BATCH * (1 + cycle % 3)
        };
        let begun = Instant::now();
        while !enough() {
            assert!(
                begun.elapsed() < crate::support::LONG,
                "{:?} after {before:?}",
                counts()
            );
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        program.kill();
        for task in tasks {
            task.await.unwrap();
        }
        program = Program::start("serve", folder.path()).await;
        let listed = acknowledged.alerts.lock().unwrap().clone();
        all_listed(&program, &listed).await;
    }
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let home = Home::at(folder.path());
    let report = audit::verify(&home.audit(), Some(&world::log_key(&home))).unwrap();
    assert!(report.is_sound(), "{report:?}");
    let answers = acknowledged.answers.lock().unwrap().clone();
    let alerts = acknowledged.alerts.lock().unwrap().len();
    println!(
        "{CYCLES} kills: {} answers and {alerts} alerts acknowledged, none lost",
        answers.len()
    );
    for (query, leaf) in answers {
        let filter = audit::Filter {
            request: Some(query.clone()),
            limit: 2,
            ..Default::default()
        };
        let entries = audit::read(&home.audit(), &filter).unwrap();
        assert_eq!(entries.len(), 1, "{query}");
        assert_eq!(
            (entries[0].leaf, &entries[0].record.as_ref().unwrap()["outcome"]),
            (leaf, &json!("hit"))
        );
    }
}

/// Asks for the first and last alert of each batch; waits only for the index.
async fn all_listed(program: &Program, listed: &[usize]) {
    let mut line = program.partner().line(Http::Two).await;
    for alert in listed
        .iter()
        .filter(|alert| **alert % BATCH == 0 || **alert % BATCH == BATCH - 1)
    {
        let document = json!({"type": "passport", "number": number(*alert)});
        let body = bodies::search(json!({"documents": [document]})).to_string();
        loop {
            let answer = line.search(body.clone()).await;
            let answer = answer.unwrap_or_else(|error| panic!("{error}: {}", program.log()));
            if answer.status == 503 {
                assert_eq!(answer.code(), "index-not-ready");
                continue;
            }
            let answer = answer.json();
            assert_eq!(answer["result"], "hit", "an acknowledged alert is lost: {alert}");
            assert_eq!(answer["candidates"][0]["alert"], number(*alert));
            break;
        }
    }
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_of_its_first_start_it_starts_the_next_time() {
    let measured = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let whole = Program::start("quickstart", measured.path()).await;
    let took = begun.elapsed();
    let (alerts, body) = (whole.ready["alerts"].clone(), whole.ready["example_hit"].clone());
    drop(whole);
    let folder = tempfile::tempdir().unwrap();
    for part in 1..=8 {
        let child = program::spawn("quickstart", folder.path());
        // The moment itself is what is tried out: there is nothing to wait for.
        tokio::time::sleep(took * part / 9).await;
        kill(child);
    }
    let program = Program::start("quickstart", folder.path()).await;
    assert_eq!(program.ready["alerts"], alerts);
    let mut line = program.partner().line(Http::Two).await;
    assert_eq!(
        line.search(body.to_string()).await.unwrap().json()["result"],
        "hit"
    );
    drop(line);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let home = Home::at(folder.path());
    assert!(
        audit::verify(&home.audit(), Some(&world::log_key(&home)))
            .unwrap()
            .is_sound()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_nothing_is_answered_or_acknowledged_and_space_heals_it() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start("quickstart", folder.path()).await;
    let mut line = program.partner().line(Http::Two).await;
    let (hit, no_hit) = (
        program.ready["example_hit"].to_string(),
        program.ready["example_no_hit"].to_string(),
    );
    assert_eq!(line.search(hit.clone()).await.unwrap().status, 200);
    program.file_limit(Some(4096));
    let alert = json!([alerts::with_passport("K9999999")]);
    for body in [&hit, &no_hit, &hit] {
        let answer = line.search(body.clone()).await.unwrap();
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (503, "not-recorded"),
            "{}",
            program.log()
        );
        assert_eq!(answer.header("retry-after"), Some("1"));
        let (status, problem) = program::control(folder.path(), "/alerts", &alert).await.unwrap();
        assert!(status == 503, "{problem}");
    }
    program.file_limit(None);
    let begun = Instant::now();
    loop {
        let answer = line.search(hit.clone()).await.unwrap();
        if answer.status == 200 {
            break;
        }
        assert_eq!(answer.code(), "not-recorded");
        assert!(begun.elapsed() < Duration::from_secs(5), "not healed by itself");
    }
    let (status, reply) = program::control(folder.path(), "/alerts", &alert).await.unwrap();
    assert_eq!((status, &reply["new"]), (200, &json!(1)), "{reply}");
    let document = json!({"type": "passport", "number": "K9999999"});
    let body = bodies::search(json!({"documents": [document]})).to_string();
    let begun = Instant::now();
    while line.search(body.clone()).await.unwrap().json()["result"] != "hit" {
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "the index does not follow again"
        );
    }
    drop(line);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let home = Home::at(folder.path());
    assert!(
        audit::verify(&home.audit(), Some(&world::log_key(&home)))
            .unwrap()
            .is_sound()
    );
}
