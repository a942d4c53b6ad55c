//! Tests of the log: what goes in, what is found when it is touched, what a receipt proves.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;

use jiff::SignedDuration;
use jiff::Timestamp;
use rusqlite::Connection;
use serde_json::json;

use super::*;
use crate::domain::clock::Clock;
use crate::domain::ids::QueryId;
use crate::storage;
use crate::storage::Durability;

#[derive(Debug)]
struct Moved(Mutex<Timestamp>);

impl Moved {
    fn by(&self, seconds: i64) {
        *self.0.lock().unwrap() += SignedDuration::from_secs(seconds);
    }
}

impl Clock for Moved {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

mod figures;
mod request;
mod tamper;

const LOG: &str = "lookout/be-test-1";

struct Place {
    folder: tempfile::TempDir,
    key: Vec<u8>,
    clock: Arc<Moved>,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            key: LogKey::generate().unwrap().to_pkcs8().unwrap(),
            clock: Arc::new(Moved(Mutex::new("2026-11-23T04:18:00.5Z".parse().unwrap()))),
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn file(&self) -> PathBuf {
        self.path().join("log.db")
    }

    fn key(&self) -> LogKey {
        LogKey::from_pkcs8(&self.key).unwrap()
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::<Moved>::clone(&self.clock)
    }

    fn open(&self) -> Result<SqliteAudit, AuditError> {
        SqliteAudit::open(self.path(), LOG.to_owned(), self.key(), self.clock())
    }

    fn sql(&self, sql: &str) {
        Connection::open(self.file()).unwrap().execute_batch(sql).unwrap();
    }

    fn report(&self) -> Report {
        verify(self.path(), Some(&self.key().public())).unwrap()
    }

    fn faults(&self) -> Vec<(Option<u64>, Fault)> {
        self.report()
            .findings
            .iter()
            .map(|found| (found.leaf, found.fault))
            .collect()
    }
}

fn record(place: &Place, number: u128) -> Record {
    Record {
        time: place.clock.now(),
        actor: format!("partner/nl-kmar/gate-{}", number % 2),
        address: Some("192.0.2.7".parse().unwrap()),
        request: QueryId::new(place.clock.now(), number),
        action: "search-persons",
        outcome: "no_hit".to_owned(),
        body: json!({"purpose": "border-check", "reference": "NL-2026-000123"}),
        answer: Some(Commitment::to(b"{}").unwrap()),
    }
}

/// A sound log of six records.
async fn filled() -> Place {
    let place = Place::new();
    let log = place.open().unwrap();
    for number in 0..6 {
        log.commit(record(&place, number)).await.unwrap();
        place.clock.by(1);
    }
    drop(log);
    place
}

#[tokio::test]
async fn a_sound_log_verifies_and_reads_back() {
    let place = filled().await;
    let report = place.report();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!(
        (report.records, report.erased, report.log.as_deref()),
        (6, 0, Some(LOG))
    );
    let all = read(
        place.path(),
        &Filter {
            limit: 100,
            ..Filter::default()
        },
    )
    .unwrap();
    assert_eq!(
        all.iter().map(|entry| entry.leaf).collect::<Vec<_>>(),
        [0, 1, 2, 3, 4, 5]
    );
    let first = all[0].record.as_ref().unwrap();
    assert_eq!(first["actor"], "partner/nl-kmar/gate-0");
    assert_eq!(first["address"], "192.0.2.7");
    assert_eq!(first["body"]["purpose"], "border-check");
}

#[tokio::test]
async fn records_are_found_by_actor_agency_request_time_and_place() {
    let place = filled().await;
    let log = place.open().unwrap();
    let leaves = |filter: Filter| -> Vec<u64> {
        log.read(&filter)
            .unwrap()
            .iter()
            .map(|entry| entry.leaf)
            .collect()
    };
    let all = || Filter {
        limit: 100,
        ..Filter::default()
    };
    let actor = |name: &str| Filter {
        actor: Some(name.to_owned()),
        ..all()
    };
    assert_eq!(leaves(actor("partner/nl-kmar/gate-1")), [1, 3, 5]);
    assert_eq!(leaves(actor("partner/nl-kmar")), [0, 1, 2, 3, 4, 5]);
    assert_eq!(
        leaves(actor("partner/nl-kma")),
        [] as [u64; 0],
        "a name is not a prefix"
    );
    let start: Timestamp = "2026-11-23T04:18:00.5Z".parse().unwrap();
    let at = |seconds| Some(start + SignedDuration::from_secs(seconds));
    assert_eq!(
        leaves(Filter {
            from: at(2),
            until: at(4),
            ..all()
        }),
        [2, 3]
    );
    assert_eq!(
        leaves(Filter {
            after: Some(3),
            ..all()
        }),
        [4, 5]
    );
    assert_eq!(
        leaves(Filter {
            order: Order::NewestFirst,
            limit: 2,
            ..Filter::default()
        }),
        [5, 4]
    );
    assert_eq!(
        leaves(Filter {
            order: Order::NewestFirst,
            after: Some(1),
            ..all()
        }),
        [0]
    );
    let request = log.read(&all()).unwrap()[4].record.as_ref().unwrap()["request"].clone();
    assert_eq!(
        leaves(Filter {
            request: request.as_str().map(str::to_owned),
            ..all()
        }),
        [4]
    );
}

#[tokio::test]
async fn a_receipt_proves_its_answer_and_nothing_else() {
    let place = Place::new();
    let log = place.open().unwrap();
    let answer = br#"{"result":"no_hit"}"#;
    let mut asked = record(&place, 7);
    asked.answer = Some(Commitment::to(answer).unwrap());
    let receipt = log.commit(asked).await.unwrap();
    assert_eq!((receipt.log(), receipt.leaf()), (LOG, 0));
    assert_eq!(*receipt.hash(), commit_to(receipt.salt(), answer));
    assert_ne!(*receipt.hash(), commit_to(receipt.salt(), br#"{"result":"hit"}"#));
    let entry = &log
        .read(&Filter {
            limit: 1,
            ..Filter::default()
        })
        .unwrap()[0];
    assert_eq!(
        entry.record.as_ref().unwrap()["answer"]["hash"],
        hex::encode(receipt.hash())
    );

    let key = log.public_key();
    let good = |log: &str, leaf, hash: &[u8; 32], time, signature: &[u8]| {
        verify_receipt(&key, log, leaf, hash, time, signature)
    };
    let (hash, time, signature) = (receipt.hash(), receipt.time(), receipt.signature());
    assert!(good(LOG, 0, hash, time, signature));
    assert!(!good("lookout/be-test-2", 0, hash, time, signature));
    assert!(!good(LOG, 1, hash, time, signature));
    assert!(!good(LOG, 0, &[7; 32], time, signature));
    assert!(!good(
        LOG,
        0,
        hash,
        time + SignedDuration::from_millis(1),
        signature
    ));
    assert!(!good(LOG, 0, hash, time, &[0; 64]));
    let other = LogKey::generate().unwrap().public();
    assert!(!verify_receipt(&other, LOG, 0, hash, time, signature));
}

#[test]
fn the_signed_bytes_are_the_documented_ones() {
    let time = "2026-11-23T04:18:00.123Z".parse().unwrap();
    let bytes = receipt_bytes("lookout/be-spoc-1", 51234, &[0xab; 32], time);
    let expected = format!(
        "lookout-receipt/1\nlookout/be-spoc-1\n51234\n{}\n2026-11-23T04:18:00.123Z\n",
        "ab".repeat(32)
    );
    assert_eq!(String::from_utf8(bytes).unwrap(), expected);
}

#[tokio::test]
async fn a_refusal_without_an_answer_has_a_receipt_too() {
    let place = Place::new();
    let log = place.open().unwrap();
    let refusal = Record {
        answer: None,
        outcome: "over-limit".to_owned(),
        ..record(&place, 1)
    };
    let receipt = log.commit(refusal).await.unwrap();
    assert_eq!(*receipt.hash(), commit_to(receipt.salt(), b""));
    drop(log);
    assert!(place.report().is_sound());
}

#[tokio::test]
async fn time_never_runs_backwards_though_the_clock_does() {
    let place = Place::new();
    let log = place.open().unwrap();
    let first = log.commit(record(&place, 1)).await.unwrap();
    place.clock.by(-86_400);
    let second = log.commit(record(&place, 2)).await.unwrap();
    assert_eq!(second.time(), first.time());
    drop(log);
    let log = place.open().unwrap();
    let third = log.commit(record(&place, 3)).await.unwrap();
    assert_eq!(
        (third.time(), third.leaf()),
        (first.time(), 2),
        "nor over a restart"
    );
    drop(log);
    assert!(place.report().is_sound());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_at_once_get_a_leaf_each_and_one_chain() {
    let place = Place::new();
    let log = Arc::new(place.open().unwrap());
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..100 {
        let (log, record) = (Arc::clone(&log), record(&place, number));
        tasks.spawn(async move { log.commit(record).await.unwrap().leaf() });
    }
    let mut leaves = tasks.join_all().await;
    leaves.sort_unstable();
    assert!(leaves.into_iter().eq(0..100));
    let while_open = place.report();
    assert!(
        while_open.is_sound() && while_open.records == 100,
        "{while_open:?}"
    );
}

#[tokio::test]
async fn every_receipt_is_in_the_files_at_the_moment_it_is_given() {
    let place = Place::new();
    let log = place.open().unwrap();
    for number in 0..10 {
        let receipt = log.commit(record(&place, number)).await.unwrap();
        let after = Place {
            folder: tempfile::tempdir().unwrap(),
            key: place.key.clone(),
            clock: Arc::clone(&place.clock),
        };
        for name in ["log.db", "log.db-wal"] {
            std::fs::copy(place.path().join(name), after.path().join(name)).unwrap();
        }
        drop(after.open().unwrap());
        let report = after.report();
        assert!(
            report.is_sound() && report.records == receipt.leaf() + 1,
            "{report:?}"
        );
    }
}

#[tokio::test]
async fn a_full_disk_gives_no_receipt_and_the_log_goes_on_with_the_next() {
    let place = Place::new();
    let connection = storage::open(&place.file(), Durability::Full).unwrap();
    connection.execute_batch("PRAGMA max_page_count = 16").unwrap();
    let log = SqliteAudit::start(
        &place.file(),
        connection,
        LOG.to_owned(),
        place.key(),
        place.clock(),
    )
    .unwrap();
    let mut large = record(&place, 1);
    large.body = json!({"query": "x".repeat(100_000)});
    assert!(matches!(log.commit(large).await, Err(AuditError::NotWritten)));
    assert_eq!(*log.condition().borrow(), Condition::Full);
    assert_eq!(log.commit(record(&place, 2)).await.unwrap().leaf(), 0);
    assert_eq!(*log.condition().borrow(), Condition::Sound);
    drop(log);
    assert!(place.report().is_sound());
}

#[tokio::test]
async fn a_log_opens_only_under_its_own_name_and_key() {
    let place = filled().await;
    let other = SqliteAudit::open(
        place.path(),
        "lookout/other-1".to_owned(),
        place.key(),
        place.clock(),
    );
    assert!(matches!(other, Err(AuditError::OtherLog { .. })));
    let stranger = LogKey::generate().unwrap();
    let other = SqliteAudit::open(place.path(), LOG.to_owned(), stranger, place.clock());
    assert!(matches!(other, Err(AuditError::Tampered)));
    assert!(verify(&place.path().join("nothing"), None).is_err());
}

#[test]
fn a_key_is_read_from_der_and_pem_and_shows_nothing_of_itself() {
    use base64::Engine;
    let key = LogKey::generate().unwrap();
    let der = key.to_pkcs8().unwrap();
    let pem = format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
        base64::engine::general_purpose::STANDARD.encode(&der)
    );
    assert_eq!(LogKey::from_pkcs8(&der).unwrap().public(), key.public());
    assert_eq!(LogKey::from_pkcs8(pem.as_bytes()).unwrap().public(), key.public());
    assert!(LogKey::from_pkcs8(b"no key").is_err());
    assert_eq!(
        format!("{key:?}"),
        format!("LogKey({})", hex::encode(key.public().0))
    );
}
