//! A disk that fails: each sync in turn gives EIO, and the process is killed at each sync, rename,
//! truncation and removal in turn.
//!
//! Uses strace's fault injection, `load`, `told`, `after`. strace counts each thread's calls by themselves;
//! the journal and the audit log each have one thread that writes.

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
/// After so many points of a kind that struck nothing, one after the other, the rest of it is left out: no
/// thread makes so many such calls.
const MISSES: usize = 8;

/// What becomes of a call.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Effect {
    /// It fails with EIO.
    Fails,
    /// The process is killed at it.
    Kills,
}

/// A kind of call that fails.
#[derive(Clone, Copy, Debug)]
struct Kind {
    effect: Effect,
    calls: &'static str,
    /// Only on these files of the home; on any where there are none.
    files: &'static [&'static str],
    /// Which call of a thread, in the short form; each from the first to the last in the long one.
    short: &'static [usize],
    last: usize,
}

const fn failing(files: &'static [&'static str], short: &'static [usize]) -> Kind {
    let (effect, calls, last) = (Effect::Fails, "fsync,fdatasync", 100);
    Kind {
        effect,
        calls,
        files,
        short,
        last,
    }
}

const fn killing(calls: &'static str, short: &'static [usize]) -> Kind {
    let (effect, files, last) = (Effect::Kills, &[], 200);
    Kind {
        effect,
        calls,
        files,
        short,
        last,
    }
}

const KINDS: [Kind; 8] = [
    failing(&["var/audit/log.db-wal"], &[1, 2, 3, 7, 19]),
    failing(&["var/journal.db-wal"], &[1, 2, 3, 7, 19]),
    failing(&["var/audit/log.db", "var/journal.db"], &[1, 2]),
    failing(&[], &[1, 2, 3, 7, 19]),
    killing("fsync,fdatasync", &[1, 2, 3, 7, 19]),
    killing("rename,renameat,renameat2", &[1, 2, 7]),
    killing("ftruncate,truncate", &[1, 2, 7]),
    killing("unlink,unlinkat", &[1, 7]),
];

/// One call that fails.
struct Fault {
    kind: Kind,
    /// Which call of a thread.
    when: usize,
}

impl Kind {
    fn whens(&self) -> Vec<usize> {
        match times(0, 1) {
            0 => self.short.to_vec(),
            _ => (1..=self.last).collect(),
        }
    }
}

impl Fault {
    /// Runs the program with this fault and holds what it acknowledged against what is there after the next
    /// start; whether the call failed at all.
    async fn strike(&self, home: &Path, at: usize, told: &Told) -> bool {
        let trace = home.join(format!("trace-{at}"));
        let before = told.counts().1;
        let suffered = suffer(self, home, &trace, at, told).await;
        if let Some(struck) = suffered.failed {
            let (answer, change) = *told.asked.lock().unwrap();
            if self.is_of("log.db-wal") {
                assert!(answer <= Some(struck), "answered after the log had failed");
            }
            if self.is_of("journal.db-wal") {
                assert!(
                    change <= Some(struck),
                    "acknowledged after the journal had failed"
                );
            }
        }
        // Whatever failed, the next start mends by itself.
        let program = Program::start("serve", home).await;
        told.holds(&program, home, (before, 0)).await;
        program.kill();
        std::fs::remove_file(&trace).unwrap();
        suffered.failed.is_some() || suffered.killed
    }

    /// The program under strace, which keeps its process id and notes each injection in `trace`.
    fn spawn(&self, home: &Path, trace: &Path) -> std::process::Child {
        let effect = match self.kind.effect {
            Effect::Fails => "error=EIO",
            Effect::Kills => "signal=KILL",
        };
        let inject = format!("inject={}:{effect}:when={}", self.kind.calls, self.when);
        let calls = format!("trace={}", self.kind.calls);
        let files: Vec<String> = self
            .kind
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

    /// Whether only this file's syncs fail.
    fn is_of(&self, file: &str) -> bool {
        self.kind.files.first().is_some_and(|first| first.ends_with(file))
    }

    /// How long the load goes on until it has struck.
    fn longest(&self) -> Duration {
        if self.when > 7 { LATE } else { LOAD }
    }

    /// Whether the process must end by itself once it has struck.
    fn is_final(&self) -> bool {
        !self.kind.files.is_empty()
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
    let mut at = 0;
    for kind in KINDS {
        let (mut points, mut hit, mut missed) = (0, 0, 0);
        for when in kind.whens() {
            let fault = Fault { kind, when };
            points += 1;
            if fault.strike(home, at, &told).await {
                (hit, missed) = (hit + 1, 0);
            } else {
                missed += 1;
            }
            at += 1;
            if missed == MISSES {
                break;
            }
        }
        let (effect, calls, files) = (kind.effect, kind.calls, kind.files);
        println!("{effect:?} {calls} {files:?}: {hit} of {points} struck");
        assert!(hit * 2 > points - missed, "most never struck: is strace at work?");
    }
    let program = Program::start("serve", home).await;
    told.holds(&program, home, (0, 0)).await;
    told.lives.hold(&program, home, true).await;
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let (records, facts) = (told.recorded(home), after::replayed(home));
    let lives = told.lives.counts();
    println!(
        "{at} faults: {:?} told, {lives}, {records} records, {facts} facts, none lost",
        told.counts()
    );
}
