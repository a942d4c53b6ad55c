//! The program as a process: started, stopped, started again, killed, damaged.
//!
//! What was acknowledged is there afterwards (DESIGN 1, rule 3), what is derived is rebuilt (rule 8),
//! and until it is there is no answer instead of a false one (rule 2).

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use lookout::audit;
use lookout::config::Home;
use rustix::process::Signal;
use serde_json::Value;

use crate::support;
use crate::support::LONG;
use crate::support::line::Http;
use crate::support::line::Line;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world;

/// From an empty home to the first answer, in a debug build on a busy machine; the release build's
/// bound of two seconds is checked in `docs/BENCHMARKS.md`.
const FIRST_START: Duration = Duration::from_secs(10);

/// Every file below a folder with its content.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(contents(&path));
        } else {
            let content = fs::read(&path).unwrap();
            files.push((path, content));
        }
    }
    files.sort();
    files
}

/// Asks until there is an answer. Before it only 503 `index-not-ready` may come: no other refusal,
/// and above all no answer that is not true.
async fn first_answer(line: &mut Line, body: &Value) -> (Value, usize) {
    let begun = Instant::now();
    let mut refusals = 0;
    while begun.elapsed() < LONG {
        let answer = line.search(body.to_string()).await.unwrap();
        if answer.status == 200 {
            return (answer.json(), refusals);
        }
        assert_eq!((answer.status, answer.code().as_str()), (503, "index-not-ready"));
        refusals += 1;
    }
    panic!("no answer after {refusals} refusals");
}

#[tokio::test(flavor = "multi_thread")]
async fn quickstart_makes_a_home_answers_and_reuses_it_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let first = Program::start("quickstart", folder.path()).await;
    let (hit, no_hit) = (
        first.ready["example_hit"].clone(),
        first.ready["example_no_hit"].clone(),
    );
    let mut line = first.partner().line(Http::Two).await;
    let (found, _) = first_answer(&mut line, &hit).await;
    let took = begun.elapsed();
    println!("from an empty home to the first answer: {took:?}");
    assert!(took < FIRST_START, "{took:?}");
    assert_eq!(found["result"], "hit");
    assert_eq!(first_answer(&mut line, &no_hit).await.0["result"], "no_hit");
    assert!(first.ready["alerts"].as_u64().unwrap() >= 500);
    for field in ["ca", "partner_cert", "partner_key", "officer_cert", "officer_key"] {
        assert!(
            Path::new(first.ready[field].as_str().unwrap()).is_file(),
            "{field}"
        );
    }
    let alerts = first.ready["alerts"].clone();
    let keys = contents(&folder.path().join("certs"));
    drop(line);
    assert_eq!(first.stop(Signal::TERM).await.code(), Some(0));

    let second = Program::start("quickstart", folder.path()).await;
    assert_eq!(second.ready["alerts"], alerts);
    let kept = contents(&folder.path().join("certs"));
    let changed = kept
        .iter()
        .filter(|file| !keys.contains(file))
        .map(|(path, _)| path);
    assert_eq!(changed.collect::<Vec<_>>(), Vec::<&PathBuf>::new(), "made anew");
    assert_eq!(kept.len(), keys.len());
    let mut line = second.partner().line(Http::One).await;
    let (again, _) = first_answer(&mut line, &hit).await;
    assert_eq!(again["candidates"], found["candidates"]);
    assert_eq!(
        again["index"]["position"], found["index"]["position"],
        "nothing was entered twice"
    );
    drop(line);
    assert_eq!(second.stop(Signal::INT).await.code(), Some(0));
    world::audit_is_sound(folder.path());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_to_stop_lets_started_requests_finish() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start("quickstart", folder.path()).await;
    let (partner, body) = (program.partner(), program.ready["example_hit"].to_string());
    let (answered, mut answers) = tokio::sync::mpsc::unbounded_channel();
    let mut asking = tokio::task::JoinSet::new();
    for http in [Http::One, Http::Two, Http::One, Http::Two] {
        let (mut line, body, answered) = (partner.line(http).await, body.clone(), answered.clone());
        asking.spawn(async move {
            while let Ok(answer) = line.search(body.clone()).await {
                // What is refused while stopping is refused truthfully.
                assert!(answer.status == 200 || answer.status == 503, "{answer:?}");
                if answer.status == 200 {
                    answered.send(answer.json()["query"].clone()).unwrap();
                }
            }
        });
    }
    drop(answered);
    let mut acknowledged = Vec::new();
    for _ in 0..20 {
        acknowledged.push(answers.recv().await.unwrap());
    }
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    while asking.join_next().await.transpose().unwrap().is_some() {}
    while let Some(query) = answers.recv().await {
        acknowledged.push(query);
    }
    world::audit_is_sound(folder.path());
    all_recorded(folder.path(), &acknowledged);
    let log = fs::read_to_string(folder.path().join("stderr.log")).unwrap();
    assert!(!log.contains("panicked") && !log.contains("Jansen"), "{log}");
}

/// Every answer that was received has its record.
fn all_recorded(home: &Path, queries: &[Value]) {
    let filter = audit::Filter {
        limit: usize::MAX,
        ..Default::default()
    };
    let entries = audit::read(&Home::at(home).audit(), &filter).unwrap();
    let recorded: std::collections::HashSet<String> = entries
        .into_iter()
        .map(|entry| entry.record.unwrap()["request"].as_str().unwrap().to_owned())
        .collect();
    for query in queries {
        assert!(
            recorded.contains(query.as_str().unwrap()),
            "an answer without a record: {query}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_at_the_same_home_is_refused_and_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start("quickstart", folder.path()).await;
    let second = program::spawn("serve", folder.path());
    let second = tokio::task::spawn_blocking(move || second.wait_with_output().unwrap())
        .await
        .unwrap();
    assert_eq!(second.status.code(), Some(1));
    let log = fs::read_to_string(folder.path().join("stderr.log")).unwrap();
    assert!(log.contains("another process uses this home"), "{log}");
    let mut line = program.partner().line(Http::Two).await;
    assert_eq!(
        first_answer(&mut line, &program.ready["example_hit"]).await.0["result"],
        "hit"
    );
    drop(line);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
}

/// The largest file of the live index.
fn largest(folder: &Path) -> PathBuf {
    let files = contents(folder);
    files
        .into_iter()
        .max_by_key(|(_, content)| content.len())
        .unwrap()
        .0
}

fn flip(path: &Path, at: impl Fn(usize) -> usize) {
    let mut content = fs::read(path).unwrap();
    let at = at(content.len());
    content[at] ^= 0x10;
    fs::write(path, content).unwrap();
}

fn remove(files: impl IntoIterator<Item = PathBuf>) {
    for file in files.into_iter().filter(|file| file.exists()) {
        fs::remove_file(file).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_derived_is_rebuilt_when_damaged_or_lost_and_never_answers_falsely() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    let (index, state) = (home.index(), home.state());
    let beside = |ending: &str| PathBuf::from(format!("{}{ending}", state.display()));
    let first = Program::start("quickstart", folder.path()).await;
    let body = first.ready["example_hit"].clone();
    let (expected, _) = first_answer(&mut first.partner().line(Http::Two).await, &body).await;
    assert_eq!(first.stop(Signal::TERM).await.code(), Some(0));
    type Damage<'a> = (&'static str, Box<dyn Fn() + Send + 'a>);
    let damages: [Damage<'_>; 8] = [
        (
            "a flipped bit in the index",
            Box::new(|| flip(&largest(&support::live_index(&home)), |length| length / 2)),
        ),
        (
            "a flipped bit at the index's end",
            Box::new(|| flip(&largest(&support::live_index(&home)), |length| length - 1)),
        ),
        (
            "an index cut short",
            Box::new(|| {
                let file = fs::File::options()
                    .write(true)
                    .open(largest(&support::live_index(&home)))
                    .unwrap();
                file.set_len(file.metadata().unwrap().len() / 2).unwrap();
            }),
        ),
        (
            "a damaged list of segments",
            Box::new(|| flip(&support::live_index(&home).join("meta.json"), |length| length / 2)),
        ),
        ("no index", Box::new(|| fs::remove_dir_all(&index).unwrap())),
        ("no state", Box::new(|| remove(["", "-wal", "-shm"].map(beside)))),
        (
            "a state that is none",
            Box::new(|| {
                remove(["-wal", "-shm"].map(beside));
                fs::write(
                    &state,
                    b"not a database, and long enough not to be taken for an empty one".repeat(100),
                )
                .unwrap();
            }),
        ),
        (
            "neither state nor index",
            Box::new(|| {
                remove(["", "-wal", "-shm"].map(beside));
                fs::remove_dir_all(&index).unwrap();
            }),
        ),
    ];
    for (what, damage) in &damages {
        damage();
        let program = Program::start("serve", folder.path()).await;
        let mut line = program.partner().line(Http::Two).await;
        let (answer, refusals) = first_answer(&mut line, &body).await;
        println!("{what}: {refusals} refusals before the first answer");
        assert_eq!(answer["candidates"], expected["candidates"], "{what}");
        assert_eq!(
            answer["index"]["position"], expected["index"]["position"],
            "{what}"
        );
        drop(line);
        assert_eq!(program.stop(Signal::TERM).await.code(), Some(0), "{what}");
    }
    world::audit_is_sound(folder.path());
}
