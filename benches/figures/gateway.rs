//! The real program as a child process.
//!
//! Uses `threads`.

use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use crate::Outcome;
use crate::threads::Used;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lookout");

/// A running gateway.
pub(crate) struct Gateway {
    child: Child,
    /// The line it printed when it was ready.
    pub(crate) ready: serde_json::Value,
    /// When it was started.
    pub(crate) started: Instant,
    /// How long it took to be ready.
    pub(crate) ready_after: Duration,
}

fn program(home: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    for door in ["PARTNERS", "ENROLMENT", "DESK", "OPS"] {
        command.env(format!("LOOKOUT_DOORS__{door}__LISTEN"), "127.0.0.1:0");
    }
    command.env("LOOKOUT_HOME", home);
    // All callers are one address here.
    for rate in ["HANDSHAKES_PER_SECOND", "HANDSHAKES_BURST"] {
        command.env(format!("LOOKOUT_CONNECTIONS__{rate}"), "100000");
    }
    command
}

impl Gateway {
    /// Starts `quickstart` and waits until it is ready.
    pub(crate) fn quickstart(home: &Path) -> Outcome<Self> {
        Self::with(home, &[])
    }

    /// The same with settings, by their variables.
    pub(crate) fn with(home: &Path, settings: &[(&str, &str)]) -> Outcome<Self> {
        let started = Instant::now();
        let mut child = program(home)
            .envs(settings.iter().copied())
            .args(["quickstart", "--json"])
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().ok_or("no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        Ok(Self {
            child,
            ready: serde_json::from_str(&line)?,
            started,
            ready_after: started.elapsed(),
        })
    }

    /// Its process number.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory, bytes.
    pub(crate) fn resident_bytes(&self) -> Outcome<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .ok_or("no VmRSS")?;
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes * 1024)
    }

    /// Stops it as a service manager would.
    pub(crate) fn stop(mut self) -> Outcome<()> {
        let told = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()?;
        let ended = self.child.wait()?;
        if told.success() && ended.success() {
            Ok(())
        } else {
            Err("did not stop cleanly".into())
        }
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // Already gone after `stop`.
        let _gone = self.child.kill();
    }
}

/// A folder on the disk that the build is on, gone when dropped: `/tmp` may be memory.
pub(crate) fn folder() -> Outcome<tempfile::TempDir> {
    Ok(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?)
}

/// `lookout import` into the running node, until all of it is acknowledged.
pub(crate) fn import(home: &Path, list: &Path) -> Outcome<()> {
    let done = program(home)
        .args(["import", "--no-wait"])
        .arg(list)
        .stdout(Stdio::null())
        .status()?;
    if done.success() {
        Ok(())
    } else {
        Err("the import failed".into())
    }
}

/// Waits until the process does nothing.
pub(crate) fn settle(process: u32) -> Outcome<()> {
    settle_within(process, Duration::from_secs(120))
}

/// The same where it may take longer.
pub(crate) fn settle_within(process: u32, longest: Duration) -> Outcome<()> {
    let begun = Instant::now();
    while begun.elapsed() < longest {
        let before = Used::by(process)?;
        std::thread::sleep(Duration::from_secs(1));
        let busy: f64 = Used::by(process)?.since(&before, 1).values().sum();
        if busy < 20_000.0 {
            return Ok(());
        }
    }
    Err("the gateway is still busy with itself".into())
}
