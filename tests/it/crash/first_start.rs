//! `kill -9` during the very first start.
//!
//! Uses `support`. Whatever is half made then is made whole by the next start.

use std::time::Instant;

use rustix::process::Signal;

use crate::support::line::Http;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world;

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_moment_of_its_first_start_it_starts_the_next_time() {
    let measured = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let whole = Program::start("quickstart", measured.path()).await;
    let took = begun.elapsed();
    let (alerts, body) = (whole.ready["alerts"].clone(), whole.ready["example_hit"].clone());
    drop(whole);
    let folder = tempfile::tempdir().unwrap();
    for part in 1..=8 {
        let mut child = program::spawn("quickstart", folder.path());
        // The moment itself is what is tried out: there is nothing to wait for.
        tokio::time::sleep(took * part / 9).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let program = Program::start("quickstart", folder.path()).await;
    assert_eq!(program.ready["alerts"], alerts);
    let mut line = program.partner().line(Http::Two).await;
    assert_eq!(
        line.search(body.to_string()).await.unwrap().json()["result"],
        "hit"
    );
    drop(line);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    world::audit_is_sound(folder.path());
}
