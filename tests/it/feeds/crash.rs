//! A node that is killed in the middle of a run, and one that is told to stop.

use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use rustix::process::Signal;
use serde_json::Value;
use serde_json::json;

use super::many;
use crate::support::LONG;
use crate::support::program;
use crate::support::program::Program;

const MANY: usize = 12_000;

fn lookout(home: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lookout"));
    command.arg("feed").args(arguments).arg("--home").arg(home);
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    quiet.spawn().unwrap()
}

async fn shown(home: &Path) -> Value {
    program::shown(home, "/feeds/nk").await.1
}

/// Waits until a run has taken up a part of its list.
async fn amid(home: &Path) {
    let until = Instant::now() + LONG;
    loop {
        let running = shown(home).await["running"].clone();
        if running["phase"] == "changing" && running["done"].as_u64().unwrap() > 0 {
            return;
        }
        assert!(Instant::now() < until, "{running}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn run(home: &Path) -> Value {
    let (status, reply) = program::control(home, "/feeds/nk/run", &json!({})).await.unwrap();
    assert_eq!(status, 200, "{reply}");
    reply["run"].clone()
}

fn sum(run: &Value, names: &[&str]) -> u64 {
    names
        .iter()
        .map(|name| run["counts"][*name].as_u64().unwrap())
        .sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_was_killed_or_stopped_in_the_middle_is_gone_on_with_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let program = Program::start("quickstart", home).await;
    let list = home.join("list.json");
    std::fs::write(&list, many(0, MANY)).unwrap();
    let put = json!({ "feed": super::feed("nk", list.to_str().unwrap()) });
    assert_eq!(program::control(home, "/feeds", &put).await.unwrap().0, 200);
    let before = program::shown(home, "/status").await.1["alerts"]
        .as_u64()
        .unwrap();

    let mut command = lookout(home, &["run", "nk"]);
    amid(home).await;
    program.kill();
    command.wait().unwrap();
    let program = Program::start("serve", home).await;
    let there = program::shown(home, "/status").await.1["alerts"]
        .as_u64()
        .unwrap()
        - before;
    assert!(
        there > 0 && there < MANY as u64,
        "{there} were there after the kill"
    );
    assert_eq!(
        std::fs::read_dir(home.join("var/lists")).map_or(0, Iterator::count),
        0
    );

    // The next one is told to stop, by the command's Ctrl-C.
    let mut command = lookout(home, &["run", "nk"]);
    amid(home).await;
    let pid = rustix::process::Pid::from_child(&command);
    rustix::process::kill_process(pid, Signal::INT).unwrap();
    assert_eq!(command.wait().unwrap().code(), Some(5));
    let stopped = shown(home).await["last"].clone();
    assert_eq!(stopped["outcome"]["how"], "interrupted");

    // The one after that by the node's own stop, which is in time.
    let mut command = lookout(home, &["run", "nk"]);
    amid(home).await;
    let begun = Instant::now();
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(12), "{:?}", begun.elapsed());
    command.wait().unwrap();

    let _program = Program::start("serve", home).await;
    let ran = run(home).await;
    assert_eq!(ran["outcome"]["how"], "done");
    assert_eq!(sum(&ran, &["new", "unchanged"]), MANY as u64);
    assert!(sum(&ran, &["unchanged"]) >= there);
    assert_eq!(
        program::shown(home, "/status").await.1["alerts"]
            .as_u64()
            .unwrap(),
        before + MANY as u64
    );
    let again = run(home).await;
    assert_eq!(sum(&again, &["unchanged"]), MANY as u64);
    assert_eq!(sum(&again, &["new", "changed", "gone", "kept"]), 0);
}
