//! A disk that fails: each sync in turn gives EIO, and the process is killed at each sync, rename
//! and truncation in turn.
//!
//! Uses strace's fault injection, `load`, `told`, `after`. strace counts each thread's calls by themselves;
//! the journal and the audit log each have one thread that writes.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use rustix::process::Signal;

use super::after;
use super::load;
use super::registry;
use super::times;
use super::told::Told;
use crate::support;
use crate::support::program;
use crate::support::program::Program;

/// How long the load goes on where nothing fails, for the first calls and for late ones; and longest from
/// a failed sync to the end.
const LOAD: Duration = Duration::from_millis(500);
const LATE: Duration = Duration::from_secs(3);
const END: Duration = Duration::from_secs(5);
const EIO: &str = "fsync,fdatasync:error=EIO";
const KILL: &str = "signal=KILL";

/// How many kinds of [`faults`] there are.
const KINDS: usize = 6;

/// What fails.
struct Fault {
    /// Only on these files of the home; on any where there are none.
    files: &'static [&'static str],
    /// The calls and what becomes of them, as strace has it.
    inject: String,
    /// Which call of a thread.
    when: usize,
}

/// The calls that fail: some of the first in the short form; in the long one each of the first hundred
/// syncs, and the process killed at each of the first two hundred calls.
fn faults() -> impl Iterator<Item = Fault> {
    let whens: Vec<usize> = match times(0, 1) {
        0 => vec![1, 2, 3, 7, 19],
        _ => (1..=200).collect(),
    };
    let kinds: [(&[&str], String); KINDS] = [
        (&["var/audit/log.db-wal"], EIO.to_owned()),
        (&["var/journal.db-wal"], EIO.to_owned()),
        (&["var/audit/log.db", "var/journal.db"], EIO.to_owned()),
        (&[], EIO.to_owned()),
        (&[], format!("fsync,fdatasync:{KILL}")),
        (&[], format!("rename,ftruncate,unlink:{KILL}")),
    ];
    whens.into_iter().flat_map(move |when| {
        let all = kinds
            .clone()
            .into_iter()
            .map(move |(files, inject)| Fault { files, inject, when });
        all.filter(|fault| fault.when <= 100 || fault.kills())
    })
}

impl Fault {
    /// The program under strace, which keeps its process id and notes each injection in `trace`.
    fn spawn(&self, home: &Path, trace: &Path) -> std::process::Child {
        let inject = format!("inject={}:when={}", self.inject, self.when);
        let calls = self.inject.split(':').next().unwrap();
        let calls = format!("trace={calls}");
        let files: Vec<String> = self
            .files
            .iter()
            .map(|file| home.join(file).display().to_string())
            .collect();
        let trace = trace.display().to_string();
        let mut above = vec![
            "strace", "-D", "-f", "-qq", "-ttt", "-o", &trace, "-e", &calls, "-e", &inject,
        ];
        for file in &files {
            above.extend(["-P", file]);
        }
        program::spawn_under(&above, "serve", home)
    }

    fn is_of_the_audit_log(&self) -> bool {
        self.files
            .first()
            .is_some_and(|file| file.ends_with("log.db-wal"))
    }

    fn is_of_the_journal(&self) -> bool {
        self.files
            .first()
            .is_some_and(|file| file.ends_with("journal.db-wal"))
    }

    fn kills(&self) -> bool {
        self.inject.ends_with(KILL)
    }

    /// How long the load goes on until it has struck.
    fn longest(&self) -> Duration {
        if self.when > 7 { LATE } else { LOAD }
    }

    /// What fails, for the report.
    fn kind(&self) -> String {
        let what = if self.kills() { "killed at" } else { "EIO at" };
        let calls = self.inject.split(':').next().unwrap_or_default();
        format!("{what} {calls} of {:?}", self.files)
    }

    /// Whether the process must end by itself once it has struck.
    fn is_final(&self) -> bool {
        !self.files.is_empty()
    }
}

/// What became of a program with a fault.
struct Suffered {
    /// When the first call failed, if one has.
    failed: Option<SystemTime>,
    /// Whether it was killed at a call, not by us.
    killed: bool,
}

/// When the first call failed, if one has; strace does not mark those at which it kills.
fn struck(trace: &Path) -> Option<SystemTime> {
    let text = std::fs::read_to_string(trace).unwrap_or_default();
    let line = text.lines().find(|line| line.contains("(INJECTED)"))?;
    let seconds: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(SystemTime::UNIX_EPOCH + Duration::from_secs_f64(seconds))
}

/// Runs the program with a fault until it has ended, or is killed where nothing failed.
async fn suffer(fault: &Fault, home: &Path, trace: &Path, at: usize, told: &Told) -> Suffered {
    let body = serde_json::json!({
        "purpose": "border-check", "reference": "NL-2026-000123", "requester": { "user": "kmar-7781" },
        "person": { "name": "Jansen, Pieter", "birth_date": "1980-05-17" },
    });
    let ended = match Program::ready(fault.spawn(home, trace), home).await {
        Err(status) => Some(status),
        Ok(mut program) => {
            let mut tasks = load::start(&program, home, &body, at * 9_000, Vec::new(), told).await;
            let begun = Instant::now();
            let status = loop {
                if let Some(status) = program.has_ended() {
                    break Some(status);
                }
                let struck = fault.is_final() && struck(trace).is_some();
                if begun.elapsed() > if struck { END } else { fault.longest() } {
                    assert!(!struck, "it goes on after a failed sync: {}", program.log());
                    break None;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            };
            program.kill();
            while let Some(ended) = tasks.join_next().await {
                ended.unwrap();
            }
            status
        }
    };
    let well = ended.is_some_and(|status| status.success());
    assert!(!well, "it ended on a failed disk and said that all was well");
    Suffered {
        failed: struck(trace),
        killed: ended.is_some_and(|status| status.signal() == Some(Signal::KILL.as_raw())),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sync_that_fails_is_never_acknowledged_and_ends_the_process() {
    let runs = std::process::Command::new("strace").arg("-V").output();
    if !runs.is_ok_and(|output| output.status.success()) {
        return support::skipped("failing syncs", "there is no strace here");
    }
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let told = Told::default();
    let program = Program::start("quickstart", home).await;
    let mint = program::mint(home);
    for number in 0..3 {
        let system = registry::register(home, &mint, &format!("gate-{number}")).await;
        assert!(system.revoke(home).await);
        told.revoked.lock().unwrap().push(system);
    }
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let mut by_kind: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (at, fault) in faults().enumerate() {
        let trace = home.join(format!("trace-{at}"));
        let before = told.counts().1;
        let suffered = suffer(&fault, home, &trace, at, &told).await;
        let (points, hit) = by_kind.entry(fault.kind()).or_default();
        *points += 1;
        *hit += usize::from(suffered.failed.is_some() || suffered.killed);
        if let Some(struck) = suffered.failed {
            let (answer, change) = *told.asked.lock().unwrap();
            if fault.is_of_the_audit_log() {
                assert!(answer <= Some(struck), "answered after the log had failed");
            }
            if fault.is_of_the_journal() {
                assert!(
                    change <= Some(struck),
                    "acknowledged after the journal had failed"
                );
            }
        }
        let program = Program::start("serve", home).await;
        told.holds(&program, home, (before, 0)).await;
        program.kill();
    }
    let program = Program::start("serve", home).await;
    told.holds(&program, home, (0, 0)).await;
    told.lives.hold(&program, home, true).await;
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let (records, facts) = (told.recorded(home), after::replayed(home));
    for (kind, (points, hit)) in &by_kind {
        println!("{kind}: {hit} of {points} struck");
    }
    let lives = told.lives.counts();
    println!(
        "{:?} told, {lives}, {records} records, {facts} facts, none lost",
        told.counts()
    );
    let sum = |of: fn(&(usize, usize)) -> usize| by_kind.values().map(of).sum::<usize>();
    assert!(
        sum(|kind| kind.1) * 2 > sum(|kind| kind.0),
        "most faults never struck: is strace at work?"
    );
}
