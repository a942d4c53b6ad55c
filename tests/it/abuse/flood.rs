//! Floods of handshakes (row 14), whole and half, from one address: it meets its own rate before any
//! cryptography, and nobody else notices.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use rustls::ClientConfig;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;

use super::Stage;
use super::client;
use super::nightly;
use super::unnoticed;
use crate::support::line;
use crate::support::line::Http;
use crate::support::probe;

const THREADS: usize = 8;
/// Each thread's pause between two tries: 8 threads offer some 400 handshakes a second, eight times
/// what an address has, and leave the one machine that plays all parts some time for the others.
const PAUSE: Duration = Duration::from_millis(20);
const HALF_A_HELLO: &[u8] = &[22, 3, 1, 1, 0, 1, 0];

/// How the flood went.
#[derive(Debug, Default)]
struct Tries {
    tried: AtomicUsize,
    got_in: AtomicUsize,
    stop: AtomicBool,
}

/// One thread of it: a whole handshake, then half a one, and so on.
fn flood(tls: Arc<ClientConfig>, source: IpAddr, door: std::net::SocketAddr, tries: &Tries) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut halves = Vec::new();
        while !tries.stop.load(Ordering::Relaxed) {
            let number = tries.tried.fetch_add(1, Ordering::Relaxed);
            if number.is_multiple_of(2) {
                let whole = async {
                    let mut stream = line::dial_from(&tls, source, door).await.ok()?;
                    stream
                        .write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .await
                        .ok()?;
                    stream.read_u8().await.ok()
                };
                let got_in = whole.await.is_some();
                tries.got_in.fetch_add(usize::from(got_in), Ordering::Relaxed);
            } else if let Ok(mut half) = line::plain_from(source, door).await {
                let _sent = half.write_all(HALF_A_HELLO).await;
                halves.push(half);
            }
            tokio::time::sleep(PAUSE).await;
        }
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_handshakes_from_one_address_meets_its_own_rate_and_nobody_else_notices() {
    // A short burst, so that a short test is past it; the rate is the default.
    let stage = Stage::with(&[("LOOKOUT_CONNECTIONS__HANDSHAKES_BURST", "60")]).await;
    let long = Duration::from_secs(if nightly() { 30 } else { 4 });
    unnoticed("a flood of handshakes", async || {
        let before = stage.base(true).await;
        let tries = Tries::default();
        let (tls, door) = (Http::One.over(&stage.partner.tls), stage.partner.doors().partners);
        // Threads of their own: the flood must not wait for the runtime that measures.
        let noticed = thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| flood(Arc::clone(&tls), client(30), door, &tries));
            }
            let noticed = tokio::task::block_in_place(|| {
                let watching = probe::watch_for(&stage.partner, long, true);
                tokio::runtime::Handle::current().block_on(watching)
            });
            tries.stop.store(true, Ordering::Relaxed);
            noticed
        });
        let (tried, got_in) = (tries.tried.into_inner(), tries.got_in.into_inner());
        // 50 a second and 60 at once, whole and half ones: what the address may have in this time.
        let allowed = 60 + 50 * usize::try_from(long.as_secs() + 2).unwrap();
        assert!(tried > allowed, "the flood was no flood: {tried}");
        assert!(got_in <= allowed, "{got_in} of {tried}");
        let base = before.and(stage.base(true).await);
        println!("{tried} tried, {got_in} got in: base {base}, meanwhile {noticed}");
        noticed.faults(&base)
    })
    .await;
    let metrics = format!("http://{}/metrics", stage.partner.doors().ops);
    let metrics = reqwest::get(metrics).await.unwrap().text().await.unwrap();
    let refused = metrics.lines().find_map(|line| {
        line.strip_prefix(r#"lookout_handshakes_total{door="partners",outcome="too-fast"} "#)
    });
    assert!(refused.unwrap().parse::<u64>().unwrap() > 100, "{refused:?}");
}
