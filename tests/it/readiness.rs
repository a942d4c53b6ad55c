//! Readiness under what takes it away: an index that cannot follow, a disk that fills, a stop. Each is
//! said, with its figures, and ends by itself.

use std::path::Path;
use std::time::Instant;

use lookout::config::Home;
use rustix::process::Signal;
use serde_json::Value;
use serde_json::json;

use crate::support;
use crate::support::LONG;
use crate::support::alerts;
use crate::support::bodies;
use crate::support::line::Http;
use crate::support::mounts;
use crate::support::program;
use crate::support::program::Program;
use crate::support::raw::Raw;
use crate::support::soon;
use crate::support::world;

/// Asks until `/readyz` says this of a part; its status and the part.
async fn until(program: &Program, part: &str, code: &str) -> (u16, Value) {
    let begun = Instant::now();
    loop {
        let (status, said) = program.readyz(part).await;
        if said["code"] == code {
            return (status, said);
        }
        assert!(begun.elapsed() < LONG, "{said}: {}", program.log());
        tokio::task::yield_now().await;
    }
}

async fn put(home: &Path, number: &str) {
    let alert = json!([alerts::with_passport(number)]);
    let (status, reply) = program::control(home, "/alerts", &alert).await.unwrap();
    assert_eq!((status, &reply["new"]), (200, &json!(1)), "{reply}");
}

fn asking_for(number: &str) -> String {
    let document = json!({"type": "passport", "number": number});
    bodies::search(json!({"documents": [document]})).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_cannot_follow_is_told_by_its_lag_ends_answers_and_heals_with_room() {
    const NAME: &str =
        "readiness::an_index_that_cannot_follow_is_told_by_its_lag_ends_answers_and_heals_with_room";
    const STALE: f64 = 2.0;
    // One that cannot be written is behind as soon as the second is over that is promised.
    const PROMISED: f64 = 1.0;
    if !mounts::inside(NAME) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let index = Home::at(home).index();
    std::fs::create_dir_all(&index).unwrap();
    // The index alone: journal, state and audit log go on.
    if !mounts::mount(&["-t", "tmpfs", "-o", "size=32m", "lookout-full-index"], &index) {
        return support::skipped(NAME, "no mounts are permitted here");
    }
    let settings = [("LOOKOUT_INDEX__STALE_MS", "2000")];
    let program = Program::start_with("quickstart", home, &settings).await;
    let mut line = program.partner().line(Http::Two).await;
    put(home, "K9000001").await;
    until(&program, "index", "ok").await;
    let lag = async |unit| {
        let name = format!("lookout_index_lag_{unit}");
        program.scrape().await.value(&name, &[]).unwrap()
    };
    soon(async { while lag("facts").await > 0.0 {} }).await;
    assert_eq!(lag("seconds").await, 0.0);
    let ballast = index.join("ballast");
    mounts::fill(&ballast);
    put(home, "K9000002").await;
    let begun = Instant::now();
    let mut seen = 0.0;
    loop {
        let before = lag("seconds").await;
        let (status, part) = program.readyz("index").await;
        if part["code"] == "index-behind" {
            assert_eq!((status, &part["ready"]), (503, &false.into()), "{part}");
            break;
        }
        assert_eq!(part["code"], "ok");
        assert!(before <= STALE, "{before} s behind, and answers go on");
        assert!(
            before >= seen,
            "{before} s after {seen} s: it cannot have caught up"
        );
        seen = before;
        assert!(begun.elapsed() < LONG, "{}", program.log());
    }
    assert!(lag("seconds").await > PROMISED && lag("facts").await >= 1.0);
    for body in [
        asking_for("K9000002"),
        asking_for("K9000001"),
        program.ready["example_hit"].to_string(),
    ] {
        let answer = line.search(body).await.unwrap();
        assert_eq!((answer.status, answer.code().as_str()), (503, "index-not-ready"));
        assert!(answer.header("retry-after").is_some());
    }
    let scrape = program.scrape().await;
    assert_eq!(scrape.value("lookout_ready", &[]), Some(0.0));
    assert_eq!(
        scrape.value("lookout_part_ready", &[("part", "index")]),
        Some(0.0)
    );
    // Changes are taken meanwhile.
    put(home, "K9000003").await;
    std::fs::remove_file(&ballast).unwrap();
    until(&program, "index", "ok").await;
    // An answer is never given without what was acknowledged.
    for number in ["K9000001", "K9000002", "K9000003"] {
        let answer = line.search(asking_for(number)).await.unwrap();
        assert_eq!(answer.json()["result"], "hit", "{answer:?}");
    }
    soon(async { while program.readyz("index").await.0 != 200 {} }).await;
    assert_eq!((lag("facts").await, lag("seconds").await), (0.0, 0.0));
    drop(line);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    world::audit_is_sound(home);
    mounts::unmount(&index);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_fills_is_a_warning_first_and_then_not_ready_until_there_is_room() {
    const NAME: &str =
        "readiness::a_disk_that_fills_is_a_warning_first_and_then_not_ready_until_there_is_room";
    if !mounts::inside(NAME) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    if !mounts::mount(&["-t", "tmpfs", "-o", "size=128m", "lookout-filling"], home) {
        return support::skipped(NAME, "no mounts are permitted here");
    }
    let program = Program::start("quickstart", home).await;
    let mut line = program.partner().line(Http::Two).await;
    let hit = program.ready["example_hit"].to_string();
    let (status, disk) = program.readyz("disk").await;
    assert_eq!((status, &disk["code"]), (200, &"ok".into()), "{disk}");
    let (most, rest) = (home.join("most"), home.join("rest"));
    std::fs::write(&most, vec![0xA5; 110 << 20]).unwrap();
    let (status, disk) = until(&program, "disk", "disk-filling").await;
    assert_eq!(
        (status, &disk["ready"], &disk["warning"]),
        (200, &true.into(), &true.into()),
        "{disk}"
    );
    let scrape = program.scrape().await;
    let disk = [("part", "disk")];
    assert_eq!(scrape.value("lookout_part_warning", &disk), Some(1.0));
    for folder in ["var", "index"] {
        let bytes = |name| scrape.value(name, &[("folder", folder)]).unwrap();
        assert_eq!(bytes("lookout_disk_size_bytes"), f64::from(128 << 20));
        assert!(bytes("lookout_disk_available_bytes") <= f64::from(18 << 20));
    }
    assert_eq!(line.search(hit.clone()).await.unwrap().status, 200);
    mounts::fill(&rest);
    let (status, disk) = until(&program, "disk", "disk-full").await;
    assert_eq!((status, &disk["ready"]), (503, &false.into()), "{disk}");
    std::fs::remove_file(&rest).unwrap();
    until(&program, "disk", "disk-filling").await;
    std::fs::remove_file(&most).unwrap();
    until(&program, "disk", "ok").await;
    soon(async { while program.ops("/readyz").await.0 != 200 {} }).await;
    assert_eq!(line.search(hit).await.unwrap().status, 200);
    drop(line);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    mounts::unmount(home);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_stops_says_so_until_started_requests_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("LOOKOUT_CONNECTIONS__BODY_MS", "20000")];
    let program = Program::start_with("quickstart", folder.path(), &settings).await;
    let body = program.ready["example_hit"].to_string();
    // Half a request holds the drain open.
    let mut raw: Raw = program.partner().raw().await;
    let (first, second) = body.split_at(body.len() / 2);
    let head = format!(
        "POST /v1/persons/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Expect: 100-continue\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    raw.send(head).await;
    // The word to go on is the sign that the request has begun.
    assert_eq!(raw.answer().await.unwrap().status, 100);
    raw.send(first).await;
    program.signal(Signal::TERM);
    // The door answers throughout.
    let (status, node) = until(&program, "node", "stopping").await;
    assert_eq!((status, &node["ready"]), (503, &false.into()), "{node}");
    let (status, _) = program.ops("/livez").await;
    assert_eq!(status, 200);
    assert_eq!(program.scrape().await.value("lookout_ready", &[]), Some(0.0));
    raw.send(second).await;
    let answer = raw.answer().await.unwrap();
    // Answered, or told that there will be no answer: never cut off.
    assert!(
        answer.status == 200 || answer.code() == "index-not-ready",
        "{answer:?}"
    );
    let ops = program.ready["ops"].as_str().unwrap().to_owned();
    assert_eq!(program.ended().await.code(), Some(0));
    assert!(reqwest::get(format!("{ops}/readyz")).await.is_err());
}
