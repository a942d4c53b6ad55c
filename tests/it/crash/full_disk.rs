//! A full disk, by a limit on the size of files and for real: nothing is answered without its record,
//! nothing acknowledged that is not kept, and room alone heals it.
//!
//! Uses `load`, `told`, `after`, `support::mounts`.

use std::time::Duration;
use std::time::Instant;

use rustix::process::Signal;
use serde_json::json;

use super::after;
use super::load;
use super::registry;
use super::times;
use super::told;
use super::told::Told;
use crate::support;
use crate::support::alerts;
use crate::support::bodies;
use crate::support::line::Http;
use crate::support::line::Line;
use crate::support::mounts;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world;

/// Longest from there being room again to the next answer and the next change.
const HEALED: Duration = Duration::from_secs(5);
/// How long the disk is full each time.
const FULL: Duration = Duration::from_millis(1_400);

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
    found(&mut line, "K9999999", Instant::now()).await;
    drop(line);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    world::audit_is_sound(folder.path());
}

/// Asks until the alert with this passport is found: the index has followed the journal again.
async fn found(line: &mut Line, number: &str, healing: Instant) {
    let document = json!({"type": "passport", "number": number});
    let body = bodies::search(json!({"documents": [document]})).to_string();
    while line.search(body.clone()).await.unwrap().json()["result"] != "hit" {
        assert!(healing.elapsed() < HEALED, "the index does not follow again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_disk_that_is_really_full_nothing_is_answered_unrecorded_and_room_heals_it() {
    const NAME: &str =
        "crash::full_disk::on_a_disk_that_is_really_full_nothing_is_answered_unrecorded_and_room_heals_it";
    if !mounts::inside(NAME) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let rounds = times(3, 30);
    // What each round leaves for good, some five MiB, must not fill it.
    let size = format!("size={}m", 80 + 10 * rounds);
    if !mounts::mount(&["-t", "tmpfs", "-o", &size, "lookout-full-disk"], home) {
        return support::skipped(NAME, "no mounts are permitted here");
    }
    let (ballast, told) = (home.join("ballast"), Told::default());
    let program = Program::start("quickstart", home).await;
    let body = program.ready["example_hit"].clone();
    let mint = program::mint(home);
    let (mut searches, mut changes) = (0, 0);
    let mut slowest = Duration::ZERO;
    for round in 0..rounds {
        let systems = vec![registry::register(home, &mint, &format!("full-{round}")).await];
        let mut load = load::start(&program, home, &body, round * 100_000, systems, &told).await;
        mounts::fill(&ballast);
        let full = Instant::now();
        let mut line = program.partner().line(Http::Two).await;
        while full.elapsed() < FULL {
            let answer = line.search(body.to_string()).await.unwrap();
            if answer.status != 200 {
                // Where only the index has no room, answers end when it would have to know an alert by now.
                let code = answer.code();
                assert_eq!(answer.status, 503, "{code}");
                assert!(
                    ["not-recorded", "index-not-ready"].contains(&code.as_str()),
                    "{code}"
                );
                searches += usize::from(code == "not-recorded");
            }
            // The journal may still have room when the log has none, and the other way about.
            match registry::change(home).await {
                200 => {}
                503 => changes += 1,
                other => panic!("{other}: {}", program.log()),
            }
        }
        std::fs::remove_file(&ballast).unwrap();
        let healing = Instant::now();
        while line.search(body.to_string()).await.unwrap().status != 200 {
            let room = rustix::fs::statvfs(home).unwrap();
            let room = room.f_bavail * room.f_frsize;
            assert!(
                healing.elapsed() < HEALED,
                "no answers, with {room} bytes free: {}",
                program.log()
            );
        }
        let last = 500_000 + round * 1_000;
        while program::control(home, "/alerts", &told::batch(last))
            .await
            .unwrap()
            .0
            != 200
        {
            assert!(healing.elapsed() < HEALED, "no changes: {}", program.log());
        }
        found(&mut line, &load::number(last), healing).await;
        slowest = slowest.max(healing.elapsed());
        told.batches.lock().unwrap().push(last);
        // What is under way is waited for: sent and not heard of, it would come to be later.
        told.end();
        while let Some(ended) = load.join_next().await {
            ended.unwrap_or_else(|error| panic!("{error}: {}", program.log()));
        }
        told.lives.hold(&program, home, false).await;
    }
    assert!(searches > 0 && changes > 0, "the disk was never full");
    told.active.lock().unwrap().clear();
    told.holds(&program, home, (0, 0)).await;
    told.lives.hold(&program, home, true).await;
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let records = told.recorded(home);
    let (facts, lives) = (after::replayed(home), told.lives.counts());
    println!(
        "full disk: {searches} searches and {changes} changes refused, {:?} told, {lives}, {records} records, {facts} \
         facts; healed in {slowest:?} at most",
        told.counts()
    );
    mounts::unmount(home);
}
