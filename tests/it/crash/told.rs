//! What a program has acknowledged, kept outside of it, and whether it still holds.
//!
//! Uses `load`, `registry`, `support`. An answer is only taken when its receipt verifies.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use lookout::audit;
use lookout::config::Home;
use serde_json::Value;
use serde_json::json;
use tokio::task::JoinSet;

use super::lives::Lives;
use super::load::BATCH;
use super::load::number;
use super::registry::System;
use crate::receipt;
use crate::support::LONG;
use crate::support::alerts;
use crate::support::bodies;
use crate::support::line::Http;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world;

/// Longest from the start of the process to the first answer; a debug build beside others is slow.
pub(super) const READY: Duration = Duration::from_secs(if cfg!(debug_assertions) { 15 } else { 5 });

/// What was acknowledged.
#[derive(Clone, Default)]
pub(super) struct Told {
    /// Query, leaf and hash of each answer received.
    pub(super) answers: Arc<Mutex<Vec<(String, u64, String)>>>,
    /// First number of each batch of alerts that was acknowledged.
    pub(super) batches: Arc<Mutex<Vec<usize>>>,
    /// Systems whose revocation was acknowledged.
    pub(super) revoked: Arc<Mutex<Vec<System>>>,
    /// Systems registered, whose revocation was never asked for.
    pub(super) active: Arc<Mutex<Vec<System>>>,
    /// First number of each batch that was sent and not acknowledged.
    pub(super) doubtful: Arc<Mutex<Vec<usize>>>,
    /// What single alerts were told to be.
    pub(super) lives: Lives,
    /// Whether whoever asks is to end.
    ended: Arc<AtomicBool>,
    /// When the latest acknowledged question was asked, and the latest acknowledged change.
    pub(super) asked: Arc<Mutex<(Option<SystemTime>, Option<SystemTime>)>>,
}

impl Told {
    /// Nothing yet, over alerts of which something was asked before.
    pub(super) fn over(lives: &Lives) -> Self {
        Self {
            lives: lives.clone(),
            ..Self::default()
        }
    }

    /// Keeps an answer of 200 to a question of this time; a false one ends the test.
    pub(super) fn answer(&self, asked: SystemTime, answer: &Value, key: &audit::PublicKey) {
        assert!(
            receipt::proved(answer, key),
            "the receipt does not verify: {answer}"
        );
        let text = |at: &str| answer.pointer(at).unwrap().as_str().unwrap().to_owned();
        let leaf = answer["receipt"]["leaf"].as_u64().unwrap();
        let kept = (text("/query"), leaf, text("/receipt/hash"));
        self.answers.lock().unwrap().push(kept);
        let latest = &mut self.asked.lock().unwrap().0;
        *latest = (*latest).max(Some(asked));
    }

    /// Keeps that a change asked for at this time was acknowledged.
    pub(super) fn changed(&self, asked: SystemTime) {
        let latest = &mut self.asked.lock().unwrap().1;
        *latest = (*latest).max(Some(asked));
    }

    /// Tells those who ask to end by themselves, which takes their next answer.
    pub(super) fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }

    pub(super) fn begin(&self) {
        self.ended.store(false, Ordering::Relaxed);
    }

    pub(super) fn ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }

    /// As it is now, whatever is acknowledged later.
    pub(super) fn frozen(&self) -> Self {
        self.lives.freeze();
        fn copy<T: Clone>(of: &Arc<Mutex<Vec<T>>>) -> Arc<Mutex<Vec<T>>> {
            Arc::new(Mutex::new(of.lock().unwrap().clone()))
        }
        Self {
            answers: copy(&self.answers),
            batches: copy(&self.batches),
            revoked: copy(&self.revoked),
            // One whose revocation was under way may be either.
            active: Arc::default(),
            // Batches acknowledged from now on are in doubt and nothing more.
            doubtful: Arc::clone(&self.doubtful),
            lives: self.lives.clone(),
            ended: Arc::clone(&self.ended),
            asked: Arc::default(),
        }
    }

    /// How many answers, batches and revocations.
    pub(super) fn counts(&self) -> (usize, usize, usize) {
        let (answers, batches) = (self.answers.lock().unwrap(), self.batches.lock().unwrap());
        (answers.len(), batches.len(), self.revoked.lock().unwrap().len())
    }

    /// Asks for what was acknowledged from the `after`-th batch and revocation on: every alert is
    /// found, every revoked system is refused, every other is let in. So for single alerts of which
    /// something was asked since the last look.
    pub(super) async fn holds(&self, program: &Program, home: &Path, after: (usize, usize)) {
        self.lives.hold(program, home, false).await;
        let batches = self.batches.lock().unwrap()[after.0..].to_vec();
        let mut asking = JoinSet::new();
        let (first, rest) = batches.split_at(batches.len() / 2);
        for part in [first.to_vec(), rest.to_vec()] {
            let mut line = program.partner().line(Http::Two).await;
            let alerts: Vec<usize> = part.into_iter().flat_map(|at| at..at + BATCH).collect();
            asking.spawn(async move {
                for alert in alerts {
                    let document = json!({"type": "passport", "number": number(alert)});
                    let body = bodies::search(json!({"documents": [document]})).to_string();
                    let answer = answered(&mut line, &body)
                        .await
                        .expect("the index does not follow");
                    assert_eq!(answer["result"], "hit", "an acknowledged alert is lost: {alert}");
                    assert_eq!(answer["candidates"][0]["alert"], number(alert));
                }
            });
        }
        let revoked = self.revoked.lock().unwrap()[after.1..].to_vec();
        for system in revoked {
            let (status, code) = system.asks(program).await;
            assert_eq!((status, code.as_str()), (403, "certificate-revoked"));
        }
        let active = self.active.lock().unwrap().clone();
        for system in active {
            assert_eq!(system.asks(program).await.0, 200);
        }
        while let Some(asked) = asking.join_next().await {
            asked.unwrap_or_else(|error| panic!("{error}: {}", program.log()));
        }
        let doubtful = std::mem::take(&mut *self.doubtful.lock().unwrap());
        for first in doubtful {
            let mut there = 0;
            for alert in first..first + BATCH {
                let (status, _) = program::shown(home, &format!("/alert/{}", number(alert))).await;
                there += usize::from(status == 200);
            }
            assert!(
                matches!(there, 0 | BATCH),
                "{there} of a batch of {BATCH} are there"
            );
        }
        // Entered once more, the last batch is what the journal and the state have already.
        if let Some(last) = batches.last() {
            let (status, reply) = program::control(home, "/alerts", &batch(*last)).await.unwrap();
            assert_eq!((status, &reply["unchanged"]), (200, &json!(BATCH)), "{reply}");
        }
    }

    /// The log verifies as a whole, and each answer has one record in it: the one its receipt names.
    pub(super) fn recorded(&self, home: &Path) -> u64 {
        let report = world::audit_is_sound(home);
        let home = Home::at(home);
        let filter = audit::Filter {
            limit: usize::MAX,
            ..Default::default()
        };
        let mut records: HashMap<String, Vec<(u64, Value)>> = HashMap::new();
        for entry in audit::read(&home.audit(), &filter).unwrap() {
            let record = entry.record.unwrap();
            let request = record["request"].as_str().unwrap().to_owned();
            let hash = record["answer"]["hash"].clone();
            records.entry(request).or_default().push((entry.leaf, hash));
        }
        for (query, leaf, hash) in self.answers.lock().unwrap().iter() {
            let expected = vec![(*leaf, json!(hash))];
            assert_eq!(records.get(query), Some(&expected), "{query}");
        }
        report.records
    }
}

/// The alerts of one batch, as a command sends them.
pub(super) fn batch(first: usize) -> Value {
    let alerts = (first..first + BATCH).map(|alert| alerts::with_passport(&number(alert)));
    json!(alerts.collect::<Vec<_>>())
}

/// Asks until there is an answer; before it only the index may be the reason for none. `None` where that
/// takes too long.
async fn answered(line: &mut crate::support::line::Line, body: &str) -> Option<Value> {
    let begun = Instant::now();
    loop {
        let answer = line.search(body.to_owned()).await;
        let answer = answer.unwrap_or_else(|error| panic!("the connection ended: {error:?}"));
        if answer.status == 200 {
            return Some(answer.json());
        }
        assert_eq!((answer.status, answer.code().as_str()), (503, "index-not-ready"));
        if begun.elapsed() > LONG {
            return None;
        }
    }
}

/// Waits for the first answer of a program that was started at `begun`, and gives how long it took.
pub(super) async fn first_answer(program: &Program, body: &Value, begun: Instant) -> Duration {
    let mut line = program.partner().line(Http::Two).await;
    if answered(&mut line, &body.to_string()).await.is_none() {
        let (index, log) = (program.readyz("index").await, program.log());
        let lines: Vec<&str> = log.lines().filter(|line| !line.contains("answered")).collect();
        let last = lines[lines.len().saturating_sub(40)..].join("\n");
        panic!("the index does not follow: {index:?}\n{last}");
    }
    begun.elapsed()
}
