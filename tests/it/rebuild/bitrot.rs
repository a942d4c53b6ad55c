//! Bits that flip on the disk, under a node that answers and under one that is stopped (SECURITY 6, R20).

use std::path::Path;
use std::path::PathBuf;
use std::time::Instant;

use lookout::config::Home;
use rustix::process::Signal;
use serde_json::Value;
use serde_json::json;

use super::index;
use crate::crash::Dice;
use crate::support;
use crate::support::LONG;
use crate::support::bodies;
use crate::support::line::Http;
use crate::support::line::Line;
use crate::support::program;
use crate::support::program::Program;

/// Flips under a running node.
const FLIPS: usize = 100;

/// Every file that must be as it was written.
fn files(home: &Home) -> Vec<PathBuf> {
    let live = support::live_index(home);
    let names = std::fs::read_dir(&live)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let locks = |path: &PathBuf| path.extension().is_some_and(|kind| kind == "lock");
    let mut files: Vec<_> = names.filter(|path| !locks(path)).collect();
    files.push(home.index().join("current"));
    files.sort();
    files
}

fn flip(path: &Path, dice: &mut Dice) {
    let mut bytes = std::fs::read(path).unwrap();
    let place = usize::try_from(dice.roll(bytes.len() as u64)).unwrap();
    bytes[place] ^= 1 << dice.roll(8);
    std::fs::write(path, bytes).unwrap();
}

/// Both must be answered, and answered truly.
async fn answers(line: &mut Line, hit: &str) {
    for (body, result) in [
        (hit.to_owned(), "hit"),
        (bodies::unlisted().to_string(), "no_hit"),
    ] {
        let answer = line.search(body).await.unwrap();
        assert_eq!((answer.status, &answer.json()["result"]), (200, &json!(result)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_of_a_hundred_flipped_bits_is_found_and_mended_while_it_answers_truly() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let home = Home::at(path);
    let program = Program::start("quickstart", path).await;
    let hit = program.ready["example_hit"].to_string();
    let mut line = program.partner().line(Http::Two).await;
    let mut dice = Dice(28);
    let mut kinds = std::collections::BTreeSet::new();
    for round in 0..FLIPS {
        let files = files(&home);
        let file = &files[round % files.len()];
        kinds.insert(file.extension().map(|kind| kind.to_string_lossy().into_owned()));
        flip(file, &mut dice);
        let (status, seals) = program::control(path, "/index/check", &json!({})).await.unwrap();
        let found = (status, &seals["sound"]);
        assert_eq!(found, (200, &json!(false)), "{round} {}: {seals}", file.display());
        let name = file.file_name().unwrap().to_str().unwrap();
        assert_eq!(seals["damaged"], name, "round {round}");
        answers(&mut line, &hit).await;
        mended(path, round).await;
    }
    // The engine's five kinds of file, the table, the list and the name of the live one.
    assert!(kinds.len() >= 7, "{kinds:?}");
    let (_, seals) = program::control(path, "/index/check", &json!({})).await.unwrap();
    assert_eq!(seals["sound"], true, "{seals}");
    answers(&mut line, &hit).await;
    let seen = program.scrape().await;
    let damaged = seen.value("lookout_index_checks_total", &[("outcome", "damaged")]);
    let swapped = [("cause", "damaged"), ("outcome", "swapped")];
    assert_eq!(damaged, Some(FLIPS as f64));
    assert_eq!(
        seen.value("lookout_index_rebuilds_total", &swapped),
        Some(FLIPS as f64)
    );
    drop(line);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
}

/// Waits until another index has taken the damaged one's place.
async fn mended(home: &Path, round: usize) {
    let begun = Instant::now();
    loop {
        let said: Value = index(home).await;
        if said["damaged"].is_null() && said["rebuild"].is_null() {
            assert_eq!(said["last"]["outcome"], "swapped", "round {round}: {said}");
            return;
        }
        assert!(begun.elapsed() < LONG, "round {round}: {said}");
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bit_flipped_in_any_kind_of_file_is_found_at_start_before_it_can_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let home = Home::at(path);
    let mut program = Program::start("quickstart", path).await;
    let hit = program.ready["example_hit"].to_string();
    let mut dice = Dice(7);
    let starts = files(&home).len();
    for start in 0..starts {
        assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
        let rebuilt = std::fs::read_to_string(path.join("stderr.log")).unwrap();
        let rebuilt = rebuilt.matches("the index is rebuilt").count();
        let files = files(&home);
        let file = &files[start % files.len()];
        flip(file, &mut dice);
        let output = program::command(path, &["reindex", "--check"]).await;
        assert_eq!(output.status.code(), Some(1), "{}", file.display());
        program = Program::start("serve", path).await;
        let said = program.log().matches("the index is rebuilt").count();
        assert_eq!(said, rebuilt + 1, "{}: {}", file.display(), program.log());
        let mut line = program.partner().line(Http::Two).await;
        for (body, result) in [(hit.clone(), "hit"), (bodies::unlisted().to_string(), "no_hit")] {
            // 503 until it is whole, and then the truth.
            let begun = Instant::now();
            loop {
                let answer = line.search(body.clone()).await.unwrap();
                if answer.status == 200 {
                    assert_eq!(answer.json()["result"], result, "{}", file.display());
                    break;
                }
                assert_eq!((answer.status, answer.code().as_str()), (503, "index-not-ready"));
                assert!(begun.elapsed() < LONG);
            }
        }
    }
    println!("{starts} starts with a flipped bit");
}
