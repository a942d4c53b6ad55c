//! Power cuts: the file system is shut down under the program, and what was not synced is gone.
//!
//! Uses a loop device with ext4 and `xfs_io -c shutdown` (SECURITY 2.3), `load`, `told`, `after`. The control
//! runs with syncs that do nothing: it must lose, or the cut cuts nothing.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::Dice;
use super::after;
use super::lives::Lives;
use super::load;
use super::times;
use super::told::Told;
use crate::support;
use crate::support::mounts;
use crate::support::program;
use crate::support::program::Program;

const NAME: &str = "crash::power::what_was_acknowledged_survives_the_loss_of_power";
/// Longest load before a cut, milliseconds, beside a fixed time in which something is acknowledged.
const LONGEST: u64 = 300;
const LEAST: u64 = 150;
/// Load before the control's, milliseconds: something must surely be acknowledged.
const CONTROL: u64 = 1_500;

fn runs(program: &str, arguments: &[&str]) -> bool {
    let output = Command::new(program).args(arguments).output();
    output.is_ok_and(|output| output.status.success())
}

/// A disk in a file, and where it is mounted.
struct Disk<'a> {
    image: &'a str,
    at: &'a Path,
}

impl Disk<'_> {
    fn mount(&self) -> bool {
        // The file system writes by itself every five seconds: what is not synced would often survive the cut.
        mounts::mount(&["-o", "loop,commit=300", self.image], self.at)
    }

    /// The cut: from here on nothing reaches the disk, and what had not reached it is forgotten.
    fn cut(&self) {
        let at = self.at.to_str().unwrap();
        assert!(runs("xfs_io", &["-x", "-c", "shutdown", at]), "no cut");
    }

    /// Loads a program, cuts the power, and gives what was acknowledged before.
    async fn cycle(&self, program: Program, body: &Value, first: usize, load: u64, lives: &Lives) -> Told {
        let told = Told::over(lives);
        let mut tasks = load::start(&program, self.at, body, first, Vec::new(), &told).await;
        tokio::time::sleep(Duration::from_millis(load)).await;
        let before = told.frozen();
        self.cut();
        program.kill();
        while let Some(ended) = tasks.join_next().await {
            ended.unwrap();
        }
        mounts::unmount(self.at);
        assert!(self.mount());
        before
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_the_loss_of_power() {
    if !mounts::inside(NAME) {
        return;
    }
    let (folder, mounted) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let image = folder.path().join("disk.img").display().to_string();
    let disk = Disk {
        image: &image,
        at: mounted.path(),
    };
    let made = runs("truncate", &["-s", "200M", &image]) && runs("mkfs.ext4", &["-q", &image]);
    if !made || !runs("xfs_io", &["-V"]) {
        return support::skipped(NAME, "there is no mkfs.ext4 or no xfs_io here");
    }
    if !disk.mount() {
        return support::skipped(NAME, "no loop devices are permitted here");
    }
    let mut program = Program::start("quickstart", disk.at).await;
    let body = program.ready["example_hit"].clone();
    let mut dice = Dice(26);
    let lives = Lives::default();
    let (cycles, mut counts) = (times(20, 200), (0, 0));
    for cycle in 0..cycles {
        let load = LEAST + dice.roll(LONGEST);
        let told = disk.cycle(program, &body, cycle * 9_000, load, &lives).await;
        program = Program::start("serve", disk.at).await;
        told.holds(&program, disk.at, (0, 0)).await;
        told.recorded(disk.at);
        counts = (counts.0 + told.counts().0, counts.1 + told.counts().1);
    }
    lives.hold(&program, disk.at, true).await;
    program.stop(rustix::process::Signal::TERM).await;
    let facts = after::replayed(disk.at);
    let told = lives.counts();
    println!(
        "{cycles} power cuts: {} answers, {} batches told, {told}, {facts} facts, none lost",
        counts.0, counts.1
    );
    let some = counts.0 > 0 && counts.1 > 0 && told.acknowledged > cycles / 5;
    assert!(some, "nothing was ever acknowledged");
    if runs("eatmydata", &["true"]) {
        let child = program::spawn_under(&["eatmydata"], "serve", disk.at);
        let program = Program::ready(child, disk.at).await.unwrap();
        let before = lives.counts().acknowledged;
        let told = disk.cycle(program, &body, 9_900_000, CONTROL, &lives).await;
        assert!(told.counts().0 > 0 && lives.counts().acknowledged > before);
        let acknowledged = lives.counts().acknowledged - before + told.counts().1;
        let (at, answers) = (disk.at.to_owned(), told.clone());
        let kept = tokio::task::spawn_blocking(move || answers.recorded(&at)).await;
        assert!(
            kept.is_err(),
            "without syncs nothing was lost: the cut cuts nothing"
        );
        let lost = after::lost(disk.at, &told);
        assert!(lost > 0, "without syncs no change was lost: the cut cuts nothing");
        println!(
            "control without syncs: answers lost, and {lost} of {acknowledged} changes and batches, as it must"
        );
    } else {
        support::skipped(NAME, "its control: there is no eatmydata here");
    }
    mounts::unmount(disk.at);
}
