//! What others notice while somebody misbehaves: how long an established connection waits for its
//! answers, and whether newcomers get in.
//!
//! Uses `line`. Bounded in time by whoever asks.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use rustls::ClientConfig;
use tokio::sync::watch;

use super::bodies;
use super::callers::Caller;
use super::line;
use super::line::Http;
use super::line::Line;

/// What a machine may add by itself: others compile on it while this runs.
const FLOOR: Duration = Duration::from_millis(50);
const PAUSE: Duration = Duration::from_millis(5);
/// Where newcomers come from, in turn, so that none meets its own rate.
const NEWCOMERS: [u8; 4] = [201, 202, 203, 204];

/// What was noticed in one stretch of time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Noticed {
    /// How long each search took.
    waits: Vec<Duration>,
    /// How many newcomers came, and how many of them got their answer.
    pub(crate) came: usize,
    pub(crate) got_in: usize,
}

impl fmt::Display for Noticed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let searches = self.waits.len();
        write!(
            f,
            "p99 {:?} of {searches} and {} of {} newcomers",
            self.p99(),
            self.got_in,
            self.came
        )
    }
}

impl Noticed {
    /// This and what another stretch has shown.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.waits.extend(other.waits);
        self.came += other.came;
        self.got_in += other.got_in;
        self
    }

    /// The wait that one of a hundred exceeds.
    pub(crate) fn p99(&self) -> Duration {
        let mut waits = self.waits.clone();
        waits.sort_unstable();
        waits[(waits.len() * 99).div_ceil(100) - 1]
    }

    /// What this leaves to be wished for, compared with `base`: the slowest of a hundred answers may
    /// take twice as long and 50 ms more, and of a thousand newcomers one may fail.
    pub(crate) fn faults(&self, base: &Self) -> Vec<String> {
        let (p99, base) = (self.p99(), base.p99());
        let mut faults = Vec::new();
        if p99 > 2 * base + FLOOR {
            faults.push(format!("p99 {p99:?} of {}, base {base:?}", self.waits.len()));
        }
        if (self.came - self.got_in) * 1_000 > self.came {
            faults.push(format!("{} of {} newcomers got in", self.got_in, self.came));
        }
        faults
    }
}

/// Searches over one connection, and newcomers from other addresses, until `over`.
pub(crate) async fn watch(caller: &Caller, mut over: watch::Receiver<bool>, newcomers: bool) -> Noticed {
    let tls = Http::Two.over(&caller.tls);
    let door = caller.doors().partners;
    let mut established = Line::open(&caller.tls, door, Http::Two).await.unwrap();
    let mut noticed = Noticed::default();
    let (tell, told) = watch::channel(false);
    let coming = tokio::spawn(come(Arc::clone(&tls), door, told, newcomers));
    while !*over.borrow_and_update() {
        let begun = Instant::now();
        let answer = established.search(bodies::unlisted().to_string()).await.unwrap();
        noticed.waits.push(begun.elapsed());
        assert_eq!(answer.status, 200, "{answer:?}");
        tokio::time::sleep(PAUSE).await;
    }
    tell.send_replace(true);
    (noticed.came, noticed.got_in) = coming.await.unwrap();
    noticed
}

/// The same for so long.
pub(crate) async fn watch_for(caller: &Caller, long: Duration, newcomers: bool) -> Noticed {
    let (tell, over) = watch::channel(false);
    let watching = watch(caller, over, newcomers);
    let ending = async {
        tokio::time::sleep(long).await;
        tell.send_replace(true);
    };
    tokio::join!(watching, ending).0
}

/// Newcomers one after the other: how many came, and how many got their answer.
async fn come(
    tls: Arc<ClientConfig>,
    door: std::net::SocketAddr,
    over: watch::Receiver<bool>,
    newcomers: bool,
) -> (usize, usize) {
    let (mut came, mut got_in) = (0, 0);
    while newcomers && !*over.borrow() {
        let source = IpAddr::from([127, 0, 0, NEWCOMERS[came % NEWCOMERS.len()]]);
        came += 1;
        let visit = async {
            let stream = line::dial_from(&tls, source, door).await.ok()?;
            let mut line = Line::over(stream, door, Http::Two).await.ok()?;
            line.get("/v1/purposes").await.ok()
        };
        got_in += usize::from(visit.await.is_some_and(|answer| answer.status == 200));
        tokio::time::sleep(PAUSE).await;
    }
    (came, got_in)
}
