//! The index built again while it answers: no query fails, no answer is wrong, and whatever moment a
//! crash or a flipped bit picks, one good index answers (DESIGN 7; SECURITY 4, row 28).
//!
//! Uses the program as a process, and its control socket.

mod beside;
mod bitrot;
mod crash;

use std::path::Path;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;

use crate::support::LONG;
use crate::support::program;

/// Where the index stands, as the control socket says.
async fn index(home: &Path) -> Value {
    let (status, said) = program::shown(home, "/index").await;
    assert_eq!(status, 200, "{said}");
    said
}

/// Begins a rebuild; its number.
async fn begin(home: &Path) -> u64 {
    let (status, begun) = program::control(home, "/index/rebuild", &json!({}))
        .await
        .unwrap();
    assert_eq!((status, &begun["new"]), (200, &json!(true)), "{begun}");
    begun["number"].as_u64().unwrap()
}

/// Waits until the rebuild with this number has ended; how.
async fn ended(home: &Path, number: u64) -> Value {
    let waiting = Instant::now();
    loop {
        let said = index(home).await;
        if said["last"]["number"] == number {
            return said["last"].clone();
        }
        assert!(waiting.elapsed() < LONG, "{said}");
        tokio::task::yield_now().await;
    }
}

/// Waits until the index has what the journal has.
async fn settled(home: &Path) {
    let waiting = Instant::now();
    loop {
        let said = index(home).await;
        if said["position"] == said["journal"] {
            return;
        }
        assert!(waiting.elapsed() < LONG, "{said}");
        tokio::task::yield_now().await;
    }
}
