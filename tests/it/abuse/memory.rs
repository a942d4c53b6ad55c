//! Memory of many established connections (SECURITY 6, R14): 5,000 with certificates in 512 MiB, and
//! given back when they end.

use std::time::Duration;

use tokio::task::JoinSet;

use super::Stage;
use super::client;
use super::nightly;
use crate::support::bodies;
use crate::support::line;
use crate::support::line::BOTH;
use crate::support::line::Line;
use crate::support::soon;

const MOST: u64 = 512 << 20;
const PROMISED: u64 = 5_000;
/// Handshakes at once while they are set up.
const AT_ONCE: usize = 16;
/// Connections from one address: under the cap of 256.
const EACH: usize = 250;

/// How many connections of somebody admitted the program counts.
async fn admitted(stage: &Stage) -> usize {
    let metrics = format!("http://{}/metrics", stage.partner.doors().ops);
    let metrics = reqwest::get(metrics).await.unwrap().text().await.unwrap();
    let line = metrics
        .lines()
        .find_map(|line| line.strip_prefix(r#"lookout_connections{who="admitted"} "#));
    line.unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn five_thousand_established_connections_fit_into_512_mib() {
    let count = if nightly() { 5_000 } else { 500 };
    let stage = Stage::with(&[
        ("LOOKOUT_CONNECTIONS__HANDSHAKES_BURST", "1000"),
        ("LOOKOUT_CONNECTIONS__IDLE_SECONDS", "600"),
        ("LOOKOUT_CONNECTIONS__HEAD_MS", "60000"),
    ])
    .await;
    let door = stage.partner.doors().partners;
    let tls = BOTH.map(|http| http.over(&stage.partner.tls));
    let open = |number: usize| {
        let (http, tls) = (BOTH[number % 2], tls[number % 2].clone());
        let source = client(60 + u8::try_from(number / EACH).unwrap());
        async move {
            let stream = line::dial_from(&tls, source, door).await.unwrap();
            let mut line = Line::over(stream, door, http).await.unwrap();
            let answer = line.search(bodies::unlisted().to_string()).await.unwrap();
            assert_eq!(answer.status, 200);
            line
        }
    };
    // What is made once, and what comes with the first searches, is no connection's.
    for number in 0..20 {
        drop(open(number).await);
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let before = stage.program.resident();
    let all = async |first: usize| {
        let mut kept: Vec<Line> = Vec::new();
        let mut opening = JoinSet::new();
        for number in first..first + count {
            if opening.len() >= AT_ONCE {
                kept.push(opening.join_next().await.unwrap().unwrap());
            }
            opening.spawn(open(number));
        }
        kept.extend(opening.join_all().await);
        kept
    };
    let kept = all(0).await;
    let after = stage.program.resident();
    assert_eq!(admitted(&stage).await, count);
    assert_eq!(
        kept.iter().filter(|line| line.is_closed()).count(),
        0,
        "all are open"
    );
    let each = after.saturating_sub(before) / count as u64;
    let promised = before + PROMISED * each;
    println!("{count} connections: {before} bytes, then {after}: {each} each, {PROMISED} take {promised}");
    assert!(promised <= MOST, "{each} bytes each, {promised} in all");
    drop(kept);
    // What the allocator scatters, and caches fill, grows less each time; connections that left themselves behind
    // would be there once more each time.
    let mut resident = Vec::new();
    for _ in 0..2 {
        soon(async { while admitted(&stage).await > 0 {} }).await;
        drop(all(count).await);
        resident.push(stage.program.resident());
    }
    println!("as many twice more: {resident:?} bytes");
    assert!(
        resident[1] < resident[0] + (after - before) * 3 / 4,
        "{after} bytes, then {resident:?}"
    );
}
