//! Peers that misbehave (docs/THREATS.md, rows 13 to 18 and 24): each is bounded, and others do not
//! pay for it.
//!
//! Those that measure time or memory run the program as its own process and alone (`support::quiet`);
//! clients at 127.0.0.x stand for different addresses. The short form runs with every test;
//! `LOOKOUT_NIGHTLY=1` takes the long one.

mod caps;
mod flood;
mod frames;
mod json;
mod memory;
mod oracle;
mod query;
mod slow;
mod smuggling;

use std::net::IpAddr;
use std::time::Duration;

use tempfile::TempDir;

use crate::support::callers::Caller;
use crate::support::probe;
use crate::support::probe::Noticed;
use crate::support::program::Program;
use crate::support::quiet;
use crate::support::quiet::Shared;

/// How often a measurement is repeated before its fault counts: others compile on this machine.
const ROUNDS: usize = 3;

/// Whether the long form is asked for.
fn nightly() -> bool {
    std::env::var_os("LOOKOUT_NIGHTLY").is_some()
}

/// An address of the loopback network.
const fn client(number: u8) -> IpAddr {
    IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, number))
}

/// The program, alone, with its sample partner.
struct Stage {
    program: Program,
    partner: Caller,
    _home: TempDir,
    _quiet: Shared,
}

impl Stage {
    async fn with(settings: &[(&str, &str)]) -> Self {
        let quiet = quiet::alone().await;
        let home = tempfile::tempdir().unwrap();
        let program = Program::start_with("quickstart", home.path(), settings).await;
        Self {
            partner: program.partner(),
            program,
            _home: home,
            _quiet: quiet,
        }
    }

    /// What others notice while nobody misbehaves: measured before and after, since the machine's own
    /// load changes.
    async fn base(&self, newcomers: bool) -> Noticed {
        probe::watch_for(&self.partner, Duration::from_secs(1), newcomers).await
    }
}

/// Repeats `round` until others notice nothing, at most [`ROUNDS`] times.
async fn unnoticed(what: &str, mut round: impl AsyncFnMut() -> Vec<String>) {
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        match round().await {
            faults if faults.is_empty() => return,
            faults => found.push(faults.join(", ")),
        }
    }
    panic!("{what}: others noticed in each of {ROUNDS} rounds: {found:?}");
}
