//! Every way a handshake can end is counted, under its own word.

use std::collections::BTreeMap;
use std::sync::Mutex;

use metrics::Counter;
use metrics::CounterFn;
use metrics::Gauge;
use metrics::Histogram;
use metrics::HistogramFn;
use metrics::Key;
use metrics::KeyName;
use metrics::Metadata;
use metrics::Recorder;
use metrics::SharedString;
use metrics::Unit;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;

use super::*;

type Seen = Arc<Mutex<BTreeMap<String, u64>>>;

/// Keeps what is counted, by name and labels.
struct Book(Seen);

struct Line(Seen, String);

impl Line {
    fn add(&self, value: u64) {
        *self.0.lock().unwrap().entry(self.1.clone()).or_default() += value;
    }
}

impl CounterFn for Line {
    fn increment(&self, value: u64) {
        self.add(value);
    }

    fn absolute(&self, _: u64) {}
}

impl HistogramFn for Line {
    fn record(&self, value: f64) {
        assert!((0.0..60.0).contains(&value), "seconds");
        self.add(1);
    }
}

impl Recorder for Book {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(Arc::new(Line(Arc::clone(&self.0), written(key))))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(Arc::new(Line(Arc::clone(&self.0), written(key))))
    }
}

fn written(key: &Key) -> String {
    let labels = key
        .labels()
        .map(|label| format!(" {}={}", label.key(), label.value()));
    key.name().to_owned() + &labels.collect::<String>()
}

#[tokio::test]
async fn every_ending_is_counted_under_its_own_word() {
    let seen = Seen::default();
    let book = Book(Arc::clone(&seen));
    // Of this thread only, and a test's runtime has no other.
    let _guard = metrics::set_default_local_recorder(&book);
    let mint = Mint::new(DOMAIN, now());
    let bounds = Connections {
        first_byte: Duration::from_millis(50),
        per_address: 2,
        ..WIDE
    };
    let mut door = Door::open(terms(&mint, Mode::Required, now()), bounds).await;
    let gate = "partner/nl-kmar/gate-1";

    let refused = [
        None,
        Some(mint.expired(gate)),
        Some(mint.stranger(gate)),
        Some(mint.no_purpose(gate)),
    ];
    for certificate in &refused {
        let mut stream = dial(client(&mint, certificate.as_ref()), door.address)
            .await
            .unwrap();
        timeout(LONG, stream.read(&mut [0])).await.unwrap().unwrap_err();
    }
    let good = dial(client(&mint, Some(&mint.good(gate))), door.address)
        .await
        .unwrap();
    drop((good, door.next().await));
    let mut silent = plain_from([127, 0, 0, 2].into(), door.address).await;
    assert!(closed(&mut silent).await);
    let mut nonsense = plain_from([127, 0, 0, 3].into(), door.address).await;
    nonsense.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    nonsense.shutdown().await.unwrap();
    nonsense.read_to_end(&mut Vec::new()).await.ok();
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(plain_from([127, 0, 0, 4].into(), door.address).await);
    }
    assert!(closed(&mut held[2]).await);
    door.close().await;

    let seen = seen.lock().unwrap();
    let of = |outcome: &str| {
        seen.get(&format!("lookout_handshakes_total door=test outcome={outcome}"))
            .copied()
    };
    for outcome in [
        "no-certificate",
        "expired",
        "unknown-authority",
        "bad-certificate",
        "completed",
        "silent",
        "not-agreed",
        "too-many",
    ] {
        // On a busy machine one of those held may have been silent for too long as well.
        let most = if outcome == "silent" { 3 } else { 1 };
        assert!(
            of(outcome).is_some_and(|count| (1..=most).contains(&count)),
            "{outcome} in {seen:?}"
        );
    }
    assert_eq!(seen.get("lookout_handshake_seconds door=test"), Some(&1));
}
