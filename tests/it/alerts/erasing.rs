//! An erased alert is in no file of the home any more: the words themselves are looked for, as bytes.
//!
//! Everything goes over the doors. Values are invented and occur nowhere else, so that finding one of them
//! proves that it was left behind, and finding them before the erasure proves that the search can find.

use std::collections::BTreeMap;
use std::path::Path;

use rustix::process::Signal;
use serde_json::Value;
use serde_json::json;

use crate::support::LONG;
use crate::support::alerts;
use crate::support::bodies;
use crate::support::line::Http;
use crate::support::program;
use crate::support::program::Program;

const ID: &str = "BE-26-777";

/// What is erased: each a word that is nowhere else, as it was entered.
const WORDS: [&str; 9] = [
    "Qwyrdzhak",
    "Ülrikhovna",
    "XQ8842917Z",
    "Vrbnoškovice",
    "Zxolterdam",
    "PLQ-4471",
    "Ymbrukhol",
    "Gvozdzimira",
    "zwendolak",
];

/// The alert: the last three words come by changes.
fn person() -> Value {
    let with = [
        ("offence", json!("fraud at Zxolterdam")),
        ("legal_basis", json!("warrant PLQ-4471")),
        (
            "contact",
            json!({"unit": "Cell Ymbrukhol", "phone": "+32 2 000 00 43"}),
        ),
    ];
    json!(alerts::alert(
        ID,
        &with,
        json!({
            "names": [{"family": "Qwyrdzhak", "given": "Ülrikhovna"}], "birth_dates": ["1977-03-09"],
            "birth_places": [{"town": "Vrbnoškovice"}],
            "documents": [{"type": "passport", "number": "XQ8842917Z", "country": "PL"}],
        })
    ))
}

/// How a word may stand in a file: as it was entered, in capitals and not, and folded as it is searched.
fn forms(word: &str) -> Vec<String> {
    let folded: String = word
        .chars()
        .map(|letter| match letter {
            'Ü' => 'U',
            'š' => 's',
            other => other,
        })
        .collect();
    let plain = folded.replace('-', "");
    let mut forms = vec![word.to_owned()];
    for form in [word, &folded, &plain] {
        forms.extend([form.to_lowercase(), form.to_uppercase()]);
    }
    forms
}

/// In which files below a folder each word stands, in whatever form; the audit log has a clock of its own.
fn found(folder: &Path) -> BTreeMap<&'static str, Vec<String>> {
    let mut found: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(below) = folders.pop() {
        for entry in std::fs::read_dir(below).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            // A merge may take it away meanwhile; a socket cannot be read.
            let Ok(bytes) = std::fs::read(&path) else { continue };
            // What is not UTF-8 becomes a mark; a word amid such bytes stays.
            let text = String::from_utf8_lossy(&bytes);
            for word in WORDS {
                if forms(word).into_iter().any(|form| text.contains(&form)) {
                    let name = path.strip_prefix(folder).unwrap().display().to_string();
                    found.entry(word).or_default().push(name);
                }
            }
        }
    }
    found
}

/// A copy of the journal as a backup makes it.
fn copied(home: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let journal = rusqlite::Connection::open(home.join("var/journal.db")).unwrap();
    let copy = folder.path().join("copy.db");
    journal
        .execute("VACUUM INTO ?1", [copy.to_str().unwrap()])
        .unwrap();
    folder
}

/// Waits until the node says that no file holds what was erased.
async fn clean(home: &Path, position: &Value) {
    let begun = std::time::Instant::now();
    loop {
        let (status, reply) = program::shown(home, &format!("/erasures/{position}")).await;
        assert_eq!(status, 200, "{reply}");
        if reply["left"] == json!([]) {
            return;
        }
        assert!(begun.elapsed() < LONG, "{reply}");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// Enters the alert, and changes it until every word was said.
async fn live(home: &Path) -> u64 {
    let post = async |path: &str, body: Value| {
        let (status, reply) = program::control(home, path, &body).await.unwrap();
        assert_eq!(status, 200, "{path}: {reply}");
        reply["version"].as_u64().unwrap()
    };
    let version = post(
        "/alert",
        json!({"alert": person(), "reason": "as Gvozdzimira asks"}),
    )
    .await;
    let mut right = person();
    right["subject"]["names"] = json!([{"family": "Zwendolak", "given": "Ülrikhovna"}]);
    right["contact"] = json!({"unit": "Cell 4"});
    let correction = json!({"alert": right, "version": version, "reason": "as Gvozdzimira asks"});
    post(&format!("/alert/{ID}/correct"), correction).await
}

fn erasure() -> Value {
    json!({"reason": "court-order"})
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_holds_a_word_of_an_erased_alert_while_it_runs_when_it_has_stopped_or_in_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let program = Program::start("quickstart", home).await;
    live(home).await;
    let caller = program.partner();
    // By what she is not called: the audit log keeps what was asked for.
    let asked = async || {
        let body = bodies::born("Swendolac Ulrichovna", "1977-03-09").to_string();
        caller.line(Http::Two).await.search(body).await.unwrap().json()
    };
    let answer = asked().await;
    assert_eq!(answer["candidates"][0]["alert"], ID, "{answer}");
    let before = found(home);
    assert!(
        before.contains_key("zwendolak"),
        "its token is in the index: {before:?}"
    );
    let (_, reply) = program::control(home, &format!("/alert/{ID}/erase"), &erasure())
        .await
        .unwrap();
    clean(home, &reply["position"]).await;
    assert_eq!(found(home), BTreeMap::new(), "while it runs");
    let answer = asked().await;
    assert_eq!(answer["result"], "no_hit", "{answer}");
    assert_eq!(
        found(copied(home).path()),
        BTreeMap::new(),
        "in a copy of the journal"
    );
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    assert_eq!(found(home), BTreeMap::new(), "stopped");
}
