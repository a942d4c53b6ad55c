//! The drill: a node that answers and is written to, a backup meanwhile, more changes, a new home.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Instant;

use lookout::audit;
use lookout::config::Home;
use rustix::process::Signal;
use serde_json::Value;
use serde_json::json;

use super::passphrase;
use super::restore;
use super::take;
use crate::receipt;
use crate::support::LONG;
use crate::support::alerts;
use crate::support::line::Http;
use crate::support::line::Line;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world;

/// Alerts entered before any of it.
const FIRST: usize = 600;

/// What a node has acknowledged.
#[derive(Default)]
struct Told {
    alerts: Mutex<Vec<String>>,
    answers: Mutex<Vec<Value>>,
}

impl Told {
    fn counts(&self) -> (usize, usize) {
        (
            self.alerts.lock().unwrap().len(),
            self.answers.lock().unwrap().len(),
        )
    }
}

async fn put(home: &Path, numbers: &[String], told: &Told) {
    let batch: Vec<_> = numbers
        .iter()
        .map(|number| alerts::with_passport(number))
        .collect();
    let (status, reply) = program::control(home, "/alerts", &json!(batch)).await.unwrap();
    assert_eq!(status, 200, "{reply}");
    told.alerts.lock().unwrap().extend_from_slice(numbers);
}

async fn write(home: PathBuf, told: Arc<Told>, stop: Arc<AtomicBool>) {
    let mut number = 0;
    while !stop.load(Ordering::Relaxed) {
        let batch: Vec<_> = (number..number + 5)
            .map(|number| format!("W{number:06}"))
            .collect();
        put(&home, &batch, &told).await;
        number += 5;
    }
}

async fn search(mut line: Line, body: String, told: Arc<Told>, stop: Arc<AtomicBool>) {
    while !stop.load(Ordering::Relaxed) {
        let answer = line.search(body.clone()).await.unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        told.answers.lock().unwrap().push(answer.json());
    }
}

/// An alert as the control socket shows it, with its history; none where there is none.
async fn shown(home: &Path, alert: &str) -> Option<(Value, Value)> {
    let (status, shown) = program::shown(home, &format!("/alert/{alert}")).await;
    let (_, history) = program::shown(home, &format!("/alert/{alert}/history")).await;
    (status == 200).then_some((shown, history))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_before_a_backup_is_in_the_home_made_of_it_and_receipts_still_prove() {
    let folder = tempfile::tempdir().unwrap();
    let (home, new) = (folder.path().join("home"), folder.path().join("new"));
    let set = folder.path().join("set");
    std::fs::create_dir(&home).unwrap();
    std::fs::write(
        home.join("lookout.toml"),
        "[limits]\nper_second = 77\n[alerts]\nsecond_eyes = []\n",
    )
    .unwrap();
    let program = Program::start("quickstart", &home).await;
    // What others keep below `var/photos` goes along, whatever it is.
    std::fs::create_dir_all(home.join("var/photos/ab")).unwrap();
    std::fs::write(home.join("var/photos/ab/cd"), [7; 3_000]).unwrap();
    let told = Arc::new(Told::default());
    let first: Vec<_> = (0..FIRST).map(|number| format!("B{number:06}")).collect();
    put(&home, &first, &told).await;
    let why = json!({ "reason": "no longer sought" });
    let until = json!({ "until": "2030-01-01T00:00:00Z", "reason": "an operation" });
    for (path, body) in [("/alert/B000001/withdraw", &why), ("/alert/B000002/hide", &until)] {
        let (status, reply) = program::control(&home, path, body).await.unwrap();
        assert_eq!(status, 200, "{reply}");
    }
    let stop = Arc::new(AtomicBool::new(false));
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(write(home.clone(), Arc::clone(&told), Arc::clone(&stop)));
    let body = program.ready["example_hit"].to_string();
    for http in [Http::One, Http::Two] {
        let line = program.partner().line(http).await;
        tasks.spawn(search(line, body.clone(), Arc::clone(&told), Arc::clone(&stop)));
    }
    while told.counts().0 < FIRST + 20 || told.counts().1 < 20 {
        tokio::task::yield_now().await;
    }

    let before = told.counts();
    let secret = passphrase(folder.path());
    let with = ["--with-keys", "--passphrase-file", secret.to_str().unwrap()];
    let taken = take(&home, &set, &with).await;
    let ended = told.counts();
    assert!(
        ended.0 > before.0 && ended.1 > before.1,
        "nobody was held up: {before:?} {ended:?}"
    );
    let after = format!("A{:06}", 1);
    put(&home, std::slice::from_ref(&after), &told).await;
    let answered = told.counts().1;
    while told.counts().1 < answered + 10 {
        tokio::task::yield_now().await;
    }
    stop.store(true, Ordering::Relaxed);
    while let Some(ended) = tasks.join_next().await {
        ended.unwrap();
    }
    let acknowledged: Vec<_> = told.alerts.lock().unwrap()[..before.0].to_vec();
    let mut expected = Vec::new();
    for alert in &acknowledged {
        expected.push(shown(&home, alert).await);
    }
    assert!(expected[1].is_none() && expected[2].is_some());
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));

    let restored = restore(&set, &new, &with[1..]).await;
    assert_eq!(
        (&restored["position"], &restored["keys"]),
        (&taken["position"], &json!(true))
    );
    assert_eq!(std::fs::read(new.join("var/photos/ab/cd")).unwrap(), [7; 3_000]);
    let settings = std::fs::read_to_string(new.join("lookout.toml")).unwrap();
    assert!(settings.contains("per_second = 77"));
    let program = Program::start("serve", &new).await;
    for (alert, expected) in acknowledged.iter().zip(&expected) {
        assert_eq!(&shown(&new, alert).await, expected, "{alert}");
    }
    assert_eq!(shown(&new, &after).await, None, "what came after is not there");
    let begun = Instant::now();
    let mut line = program.partner().line(Http::Two).await;
    // The index is made from the journal: 503 until it is level, and then the truth.
    let answer = loop {
        let answer = line.search(body.clone()).await.unwrap();
        if answer.status == 200 {
            break answer.json();
        }
        assert_eq!((answer.status, answer.code().as_str()), (503, "index-not-ready"));
        assert!(begun.elapsed() < LONG);
    };
    assert_eq!(answer["result"], "hit");
    drop(line);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    recorded(&new, &told.answers.lock().unwrap()[..before.1]);
    recorded(&new, std::slice::from_ref(&answer));
}

/// Every answer is proved by its receipt, and the log, which is whole, has it where the receipt says. The log
/// goes on with the record that the home was made of a backup.
fn recorded(home: &Path, answers: &[Value]) {
    world::audit_is_sound(home);
    let home = Home::at(home);
    let key = world::log_key(&home);
    let filter = audit::Filter {
        limit: usize::MAX,
        ..Default::default()
    };
    let entries = audit::read(&home.audit(), &filter).unwrap();
    for answer in answers {
        assert!(receipt::proved(answer, &key), "{answer}");
        let leaf = answer["receipt"]["leaf"].as_u64().unwrap();
        let entry = entries.iter().find(|entry| entry.leaf == leaf).unwrap();
        let record = entry.record.as_ref().unwrap();
        assert_eq!(record["request"], answer["query"], "leaf {leaf}");
        assert_eq!(record["answer"]["hash"], answer["receipt"]["hash"], "leaf {leaf}");
    }
    let actions: Vec<_> = entries
        .iter()
        .map(|entry| entry.record.as_ref().unwrap())
        .collect();
    let action = |name: &str| actions.iter().filter(|record| record["action"] == name).count();
    assert_eq!((action("take-backup"), action("restore")), (1, 1));
}
