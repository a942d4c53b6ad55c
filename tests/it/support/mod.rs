//! What the tests are made with: a world with a gateway in it, callers, certificates, alerts.
//!
//! Uses the public rooms and nothing of their insides. Whoever waits here waits for a condition and
//! at most [`LONG`].

pub(crate) mod alerts;
pub(crate) mod bodies;
pub(crate) mod callers;
#[expect(
    dead_code,
    reason = "shared with the tests of the rooms pki and tls, which use the rest"
)]
pub(crate) mod certificates;
pub(crate) mod clock;
pub(crate) mod h2;
pub(crate) mod hello;
pub(crate) mod line;
pub(crate) mod metrics;
pub(crate) mod mounts;
pub(crate) mod pictures;
pub(crate) mod probe;
pub(crate) mod program;
pub(crate) mod quiet;
pub(crate) mod raw;
pub(crate) mod sources;
pub(crate) mod spoilt;
mod spoilt_fields;
pub(crate) mod world;

use std::time::Duration;

/// Longest wait for anything: a test that reaches it fails.
pub(crate) const LONG: Duration = Duration::from_secs(20);

/// What `future` gives, which must come within [`LONG`].
pub(crate) async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(LONG, future)
        .await
        .expect("it comes in time")
}

/// Says that a test cannot run here. Not `eprintln!`, which the test harness hides when a test passes.
pub(crate) fn skipped(test: &str, why: &str) {
    use std::io::Write;
    let notice = format!("SKIPPED: {test}: {why}\n");
    std::io::stderr().write_all(notice.as_bytes()).unwrap();
}

/// The folder of the live index in a home.
pub(crate) fn live_index(home: &lookout::config::Home) -> std::path::PathBuf {
    let current = std::fs::read_to_string(home.index().join("current")).unwrap();
    home.index().join(current.lines().next().unwrap())
}
