//! `kill -9` again and again, amid searches, imports, changes of single alerts and revocations, and
//! amid starts.
//!
//! Uses `load`, `told` and `after`. The moment of each kill is what is tried out.

use std::time::Duration;
use std::time::Instant;

use rustix::process::Signal;

use super::Dice;
use super::after;
use super::load;
use super::registry;
use super::times;
use super::told;
use super::told::READY;
use super::told::Told;
use crate::support::program;
use crate::support::program::Program;

/// Longest that the load goes on before the kill, milliseconds.
const LONGEST: u64 = 300;
/// Alerts of different cycles never meet.
const APART: usize = 9_000;

#[tokio::test(flavor = "multi_thread")]
async fn killed_amid_searches_imports_changes_and_revocations_nothing_acknowledged_is_lost() {
    let cycles = times(50, 1_000);
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let told = Told::default();
    let mut dice = Dice(2_026);
    let mut program = Program::start("quickstart", home).await;
    let body = program.ready["example_hit"].clone();
    let mint = program::mint(home);
    let mut slowest = Duration::ZERO;
    let begun = Instant::now();
    for cycle in 0..cycles {
        let mut systems = Vec::new();
        for number in 0..3 {
            systems.push(registry::register(home, &mint, &format!("gate-{cycle}-{number}")).await);
        }
        let before = told.counts();
        told.active.lock().unwrap().clear();
        let mut tasks = load::start(&program, home, &body, cycle * APART, systems, &told).await;
        tokio::time::sleep(Duration::from_millis(dice.roll(LONGEST))).await;
        program.kill();
        while let Some(ended) = tasks.join_next().await {
            ended.unwrap();
        }
        if cycle % 5 == 4 {
            // And once more amid the recovery itself.
            let mut child = program::spawn("serve", home);
            tokio::time::sleep(Duration::from_millis(dice.roll(LONGEST))).await;
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let started = Instant::now();
        program = Program::start("serve", home).await;
        let ready = told::first_answer(&program, &body, started).await;
        assert!(ready <= READY, "cycle {cycle}: ready after {ready:?}");
        slowest = slowest.max(ready);
        told.holds(&program, home, (before.1, before.2)).await;
        if cycle % 50 == 49 {
            told.recorded(home);
        }
    }
    let took = begun.elapsed() / u32::try_from(cycles).unwrap();
    told.active.lock().unwrap().clear();
    // What the first kills left is still there after the last.
    let most = told.counts();
    told.holds(
        &program,
        home,
        (most.1.saturating_sub(100), most.2.saturating_sub(100)),
    )
    .await;
    told.lives.hold(&program, home, true).await;
    // Counted when the program looks around, as at its start.
    let due = program.scrape().await;
    for within in ["lapsed", "7d", "1m", "4m"] {
        let due = due.value("lookout_alerts_due", &[("within", within)]);
        assert!(due.is_some(), "{within}");
    }
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let records = told.recorded(home);
    let facts = after::replayed(home);
    let lives = told.lives.counts();
    println!(
        "{cycles} kills, {took:?} each: {} answers, {} alerts and {} revocations acknowledged, {lives}, {records} \
         records, {facts} facts, none lost; ready after {slowest:?} at most",
        most.0,
        most.1 * load::BATCH,
        most.2
    );
    assert!(most.0 > cycles && most.1 > cycles / 2 && most.2 > cycles / 2);
    assert!(lives.acknowledged > cycles / 5 && lives.made + lives.not_made > cycles / 5);
}
