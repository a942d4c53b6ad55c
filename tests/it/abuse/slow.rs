//! Slow and silent clients in eight kinds (row 13): each is closed in time, and nobody else notices.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpSocket;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Stage;
use super::client;
use super::nightly;
use super::unnoticed;
use crate::support::callers::Caller;
use crate::support::h2;
use crate::support::h2::Frames;
use crate::support::line;
use crate::support::line::Http;
use crate::support::probe;
use crate::support::world::World;

/// Every bound on a peer that this test runs into.
const BOUND: Duration = Duration::from_millis(1_500);
/// What may pass between a bound and the close: the client's own delay on a busy machine, too.
const MARGIN: Duration = Duration::from_secs(5);
/// Between two of them.
const PACE: Duration = Duration::from_millis(15);
const TRICKLE: Duration = Duration::from_millis(200);
/// First bytes of a TLS record that promises more than it brings.
const HALF_A_HELLO: &[u8] = &[22, 3, 1, 1, 0, 1, 0];

#[derive(Clone, Copy, Debug)]
enum Kind {
    Silent,
    HalfAHello,
    HeadTrickle,
    BodyTrickle,
    ReadsNothing,
    GrantsNoWindow,
    BodyNeverComes,
    HeadNeverEnds,
}

const KINDS: [Kind; 8] = [
    Kind::Silent,
    Kind::HalfAHello,
    Kind::HeadTrickle,
    Kind::BodyTrickle,
    Kind::ReadsNothing,
    Kind::GrantsNoWindow,
    Kind::BodyNeverComes,
    Kind::HeadNeverEnds,
];

/// Sends a byte now and then and reads, until the other side ends it.
async fn trickle<S: AsyncRead + AsyncWrite>(stream: S, bytes: &'static [u8]) {
    let (mut read, mut write) = tokio::io::split(stream);
    let drip = async {
        for byte in bytes.iter().cycle() {
            if write.write_all(&[*byte]).await.is_err() || write.flush().await.is_err() {
                break;
            }
            tokio::time::sleep(TRICKLE).await;
        }
    };
    let drain = async { while matches!(read.read(&mut [0; 1024]).await, Ok(1..)) {} };
    tokio::select! { () = drip => {}, () = drain => {} }
}

impl Kind {
    /// Misbehaves until the gateway ends it; says how long that took.
    async fn until_closed(self, caller: &Caller, source: IpAddr) -> Duration {
        let door = caller.doors().partners;
        let tls = Http::One.over(&caller.tls);
        let dial = async || line::dial_from(&tls, source, door).await.unwrap();
        let begun;
        match self {
            Self::Silent | Self::HalfAHello => {
                let mut socket = line::plain_from(source, door).await.unwrap();
                begun = Instant::now();
                if matches!(self, Self::HalfAHello) {
                    socket.write_all(HALF_A_HELLO).await.unwrap();
                }
                let _end = socket.read(&mut [0; 64]).await;
            }
            Self::HeadTrickle => {
                let mut stream = dial().await;
                begun = Instant::now();
                stream.write_all(b"GET / HTTP/1.1\r\nx: ").await.unwrap();
                trickle(stream, b"y").await;
            }
            Self::BodyTrickle => {
                let mut stream = dial().await;
                begun = Instant::now();
                let head = "POST /v1/persons/search HTTP/1.1\r\nHost: localhost\r\n\
                            Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n";
                stream.write_all(head.as_bytes()).await.unwrap();
                trickle(stream, b" ").await;
            }
            Self::ReadsNothing => {
                let socket = TcpSocket::new_v4().unwrap();
                socket.set_recv_buffer_size(4 << 10).unwrap();
                socket.bind((source, 0).into()).unwrap();
                let socket = socket.connect(door).await.unwrap();
                let mut stream = line::secure(&tls, socket).await.unwrap();
                begun = Instant::now();
                // Pipelined, so that answers fill what the systems keep on both sides.
                let ask = "GET /v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(8);
                while stream.write_all(ask.as_bytes()).await.is_ok() && stream.flush().await.is_ok() {
                    tokio::time::sleep(TRICKLE / 10).await;
                }
            }
            Self::GrantsNoWindow => {
                let no_window = [(4, 0)];
                let mut frames = Frames::open(caller, source, &no_window).await.unwrap();
                begun = Instant::now();
                let head = h2::head(false, "/v1/openapi.json");
                let ask = h2::frame(h2::HEADERS, h2::END_HEADERS | h2::END_STREAM, 1, &head);
                frames.send(&ask).await.unwrap();
                assert!(frames.ends(BOUND + MARGIN).await, "{:?}", frames.heard());
            }
            Self::HeadNeverEnds => {
                let mut frames = Frames::open(caller, source, &[]).await.unwrap();
                begun = Instant::now();
                let head = h2::frame(h2::HEADERS, h2::END_STREAM, 1, &h2::head(false, "/"));
                frames.send(&head).await.unwrap();
                assert!(frames.ends(BOUND + MARGIN).await, "{:?}", frames.heard());
            }
            Self::BodyNeverComes => {
                let mut frames = Frames::open(caller, source, &[]).await.unwrap();
                begun = Instant::now();
                let head = h2::head(true, "/v1/persons/search");
                frames
                    .send(&h2::frame(h2::HEADERS, h2::END_HEADERS, 1, &head))
                    .await
                    .unwrap();
                assert!(frames.hears(BOUND + MARGIN, |heard| heard.heads == 1).await);
            }
        }
        begun.elapsed()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_clients_of_every_kind_are_closed_in_time_and_nobody_else_notices() {
    let stage = Stage::with(&[
        ("LOOKOUT_CONNECTIONS__FIRST_BYTE_MS", "1500"),
        ("LOOKOUT_CONNECTIONS__HANDSHAKE_MS", "1500"),
        ("LOOKOUT_CONNECTIONS__HEAD_MS", "1500"),
        ("LOOKOUT_CONNECTIONS__BODY_MS", "1500"),
        ("LOOKOUT_CONNECTIONS__WRITE_STALL_MS", "1500"),
    ])
    .await;
    let each = if nightly() { 150 } else { 20 };
    let caller = Arc::new(stage.program.partner());
    unnoticed("slow clients", async || {
        let before = stage.base(true).await;
        let (tell, over) = watch::channel(false);
        let attack = async {
            let mut slow = JoinSet::new();
            for (kind, number) in KINDS.into_iter().zip(10..) {
                for _ in 0..each {
                    // Those who hold are measured here; handshakes all at once are `flood`'s.
                    tokio::time::sleep(PACE).await;
                    let caller = Arc::clone(&caller);
                    slow.spawn(async move { (kind, kind.until_closed(&caller, client(number)).await) });
                }
            }
            while let Some(ended) = slow.join_next().await {
                let (kind, took) = ended.unwrap();
                assert!(took < BOUND + MARGIN, "{kind:?} was held for {took:?}");
                let answered_early = matches!(kind, Kind::ReadsNothing);
                assert!(
                    answered_early || took > BOUND / 2,
                    "{kind:?} was closed after {took:?}"
                );
            }
            tell.send_replace(true);
        };
        let (noticed, ()) = tokio::join!(probe::watch(&stage.partner, over, true), attack);
        let base = before.and(stage.base(true).await);
        println!(
            "{} slow clients: base {base}, meanwhile {noticed}",
            KINDS.len() * each
        );
        noticed.faults(&base)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_asks_nothing_more_is_closed_and_one_in_use_is_not() {
    let world = World::with(&[("LOOKOUT_CONNECTIONS__IDLE_SECONDS", "1")]).await;
    let kmar = world.partner("nl-kmar").await;
    let mut idle = kmar.line(Http::Two).await;
    let mut used = kmar.line(Http::Two).await;
    assert_eq!(idle.get("/v1/purposes").await.unwrap().status, 200);
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(2_500) {
        assert_eq!(used.get("/v1/purposes").await.unwrap().status, 200);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(idle.closed_within(MARGIN).await);
    assert_eq!(used.get("/v1/purposes").await.unwrap().status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_larger_than_every_buffer_arrives_whole_however_slowly_it_is_read() {
    let world = World::empty(&[("LOOKOUT_CONNECTIONS__WRITE_STALL_MS", "2000")]).await;
    let kmar = world.partner("nl-kmar").await;
    let whole = kmar.line(Http::Two).await.get("/v1/openapi.json").await.unwrap();
    // A window of 500 bytes, granted again and again: many more waits than one stall.
    let mut frames = Frames::open(&kmar, client(1), &[(4, 500)]).await.unwrap();
    let ask = h2::head(false, "/v1/openapi.json");
    let ask = h2::frame(h2::HEADERS, h2::END_HEADERS | h2::END_STREAM, 1, &ask);
    frames.send(&ask).await.unwrap();
    let grant = h2::frame(h2::WINDOW_UPDATE, 0, 1, &500_u32.to_be_bytes());
    let mut granted = 500;
    while granted < whole.bytes.len() {
        let now = granted;
        assert!(
            frames.hears(MARGIN, |heard| heard.data >= now).await,
            "{:?}",
            frames.heard()
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
        frames.send(&grant).await.unwrap();
        granted += 500;
    }
    let all = whole.bytes.len();
    assert!(frames.hears(MARGIN, |heard| heard.data == all).await);
}
