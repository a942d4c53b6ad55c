//! `kill -9` and SIGTERM during the very first start.
//!
//! Uses `support`. Whatever is half made then is made whole by the next start.

use std::io::Read;
use std::path::Path;
use std::process::ExitStatus;
use std::time::Duration;
use std::time::Instant;

use rustix::process::Pid;
use rustix::process::Signal;

use crate::support::LONG;
use crate::support::line::Http;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world;

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
        let mut child = program::spawn("quickstart", folder.path());
        // The moment itself is what is tried out: there is nothing to wait for.
        tokio::time::sleep(took * part / 9).await;
        child.kill().unwrap();
        child.wait().unwrap();
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
    world::audit_is_sound(folder.path());
}

/// Starts `quickstart`, tells it to stop once it enters the sample; how it ended, and what it printed.
fn told_while_entering(home: &Path) -> (ExitStatus, String) {
    let mut child = program::spawn("quickstart", home);
    let until = Instant::now() + LONG;
    while !std::fs::read_to_string(home.join("stderr.log"))
        .unwrap()
        .contains("the sample is entered")
    {
        assert!(Instant::now() < until && child.try_wait().unwrap().is_none());
        // Another process is waited for.
        std::thread::sleep(Duration::from_millis(1));
    }
    rustix::process::kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    let mut printed = String::new();
    child.stdout.take().unwrap().read_to_string(&mut printed).unwrap();
    (child.wait().unwrap(), printed)
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_while_the_sample_is_entered_it_drains_and_the_next_start_goes_on() {
    let mut early = None;
    // A machine that is busy elsewhere may let the whole sample in before the signal is sent.
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let (ended, printed) = told_while_entering(folder.path());
        assert_eq!(ended.code(), Some(0), "{ended}");
        // A node that stops takes its control socket away; a process that is ended leaves it.
        assert!(!folder.path().join("var/control.sock").exists());
        if printed.is_empty() {
            early = Some(folder);
            break;
        }
    }
    let folder = early.expect("it was ready each time before it was told to stop");
    world::audit_is_sound(folder.path());
    let program = Program::start("quickstart", folder.path()).await;
    assert_eq!(program.ready["alerts"], 560);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    world::audit_is_sound(folder.path());
}
