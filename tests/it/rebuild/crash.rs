//! `kill -9` amid rebuilds: the next start finds one good index, whichever it is.

use std::time::Duration;
use std::time::Instant;

use lookout::config::Home;
use rustix::process::Signal;

use super::begin;
use super::ended;
use crate::crash::Dice;
use crate::support::line::Http;
use crate::support::program::Program;

/// Kills; the moment of each is what is tried out.
const KILLS: usize = 12;

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_of_a_rebuild_one_good_index_answers_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let mut dice = Dice(19);
    let mut program = Program::start("quickstart", home).await;
    let body = program.ready["example_hit"].to_string();
    let mut lived = std::collections::BTreeSet::new();
    let begun = Instant::now();
    let number = begin(home).await;
    ended(home, number).await;
    // Half of the kills come when it is over, or nearly.
    let longest = u64::try_from(begun.elapsed().as_millis()).unwrap() * 2;
    for kill in 0..KILLS {
        begin(home).await;
        tokio::time::sleep(Duration::from_millis(dice.roll(longest))).await;
        program.kill();
        program = Program::start("serve", home).await;
        let answer = program
            .partner()
            .line(Http::Two)
            .await
            .search(body.clone())
            .await
            .unwrap();
        assert_eq!(
            (answer.status, &answer.json()["result"]),
            (200, &"hit".into()),
            "kill {kill}"
        );
        let log = program.log();
        assert!(!log.contains("the index is rebuilt"), "kill {kill}: {log}");
        let left = std::fs::read_dir(Home::at(home).index()).unwrap();
        let left: Vec<_> = left
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.path().is_dir())
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        assert_eq!(left.len(), 1, "kill {kill}: {left:?}");
        lived.extend(left);
    }
    assert!(lived.len() > 1, "no kill came after a swap");
    println!("{KILLS} kills amid rebuilds; {} indexes lived", lived.len());
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
}
