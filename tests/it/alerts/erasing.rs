//! An erased alert is in no file of the home any more: the words themselves are looked for, as bytes.
//!
//! Everything goes over the doors. Values are invented and occur nowhere else, so that finding one of them
//! proves that it was left behind, and finding them before the erasure proves that the search can find.

use std::collections::BTreeSet;
use std::path::Path;

use lookout::domain::alert::Alert;
use lookout::domain::alert::Subject;
use lookout::matching;
use rustix::process::Signal;
use serde_json::Value;
use serde_json::json;

use super::about;
use super::bare;
use super::change;
use super::changed;
use super::enter;
use super::her;
use super::none;
use crate::support::LONG;
use crate::support::alerts;
use crate::support::bodies;
use crate::support::line::Http;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world::World;

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
        // A category that needs no second person: `desk` has those that do.
        ("category", json!("missing")),
        ("action", json!("report-whereabouts")),
        ("entered", json!("2026-11-01")),
        ("last_validated", json!("2026-11-01")),
        ("review_due", json!("2031-11-01")),
        ("offence", json!("fraud at Zxolterdam")),
        ("legal_basis", json!("warrant PLQ-4471")),
        (
            "contact",
            json!({"unit": "Cell Ymbrukhol", "phone": "+32 2 000 00 43"}),
        ),
    ];
    let mut person = json!(alerts::alert(
        ID,
        &with,
        json!({
            "names": [{"family": "Qwyrdzhak", "given": "Ülrikhovna"}], "birth_dates": ["1977-03-09"],
            "birth_places": [{"town": "Vrbnoškovice"}],
            "documents": [{"type": "passport", "number": "XQ8842917Z", "country": "PL"}],
        })
    ));
    person["subject"]["status"] = json!("missing");
    person
}

/// The alert as it is corrected.
fn right() -> Value {
    let mut right = person();
    right["subject"]["names"] = json!([{"family": "Zwendolak", "given": "Ülrikhovna"}]);
    right["contact"] = json!({"unit": "Cell 4"});
    right
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

/// The packed person and tokens of her names, as the index holds them.
fn packed(alert: &Value) -> Vec<Vec<u8>> {
    let alert: Alert = serde_json::from_value(alert.clone()).unwrap();
    let Subject::Person(person) = &alert.subject;
    let packed = matching::Record::of(person).pack();
    let tokens = packed.tokens.into_iter().map(|token| token.bytes);
    tokens.chain([packed.record]).collect()
}

/// In which files below a folder there is a word, in whatever form, or packed bytes of the person. The
/// audit log has a clock of its own, and is looked into all the same: what was asked is no word of these.
fn found(folder: &Path) -> BTreeSet<String> {
    let packed: Vec<Vec<u8>> = [person(), right()].iter().flat_map(packed).collect();
    let mut found = BTreeSet::new();
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
            let name = path.strip_prefix(folder).unwrap().display().to_string();
            for word in WORDS {
                if forms(word).into_iter().any(|form| text.contains(&form)) {
                    found.insert(format!("{word} in {name}"));
                }
            }
            for (number, part) in packed.iter().enumerate() {
                if bytes.windows(part.len()).any(|window| window == part.as_slice()) {
                    found.insert(format!("packed part {number} in {name}"));
                }
            }
        }
    }
    found
}

/// Nothing is found.
fn nothing() -> BTreeSet<String> {
    BTreeSet::new()
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
        let path = format!("{path}?wait=index");
        let (status, reply) = program::control(home, &path, &body).await.unwrap();
        assert_eq!(status, 200, "{path}: {reply}");
        reply["version"].as_u64().unwrap()
    };
    let version = post(
        "/alert",
        json!({"alert": person(), "reason": "as Gvozdzimira asks"}),
    )
    .await;
    let correction = json!({"alert": right(), "version": version, "reason": "as Gvozdzimira asks"});
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
    let in_index = |what: &String| what.contains("packed") && what.contains("index/live");
    assert!(
        before.iter().filter(|what| in_index(what)).count() >= 5,
        "{before:?}"
    );
    // Everywhere else it is sealed from the first moment; that a word would be found is shown by a file.
    assert!(before.iter().all(in_index), "{before:?}");
    std::fs::write(home.join("alert.json"), person().to_string().to_uppercase()).unwrap();
    let in_file = found(home)
        .into_iter()
        .filter(|what| what.ends_with("in alert.json"));
    assert_eq!(in_file.count(), 7);
    std::fs::remove_file(home.join("alert.json")).unwrap();
    let (_, reply) = program::control(home, &format!("/alert/{ID}/erase"), &erasure())
        .await
        .unwrap();
    clean(home, &reply["position"]).await;
    assert_eq!(found(home), nothing(), "while it runs");
    let answer = asked().await;
    assert_eq!(answer["result"], "no_hit", "{answer}");
    assert_eq!(found(copied(home).path()), nothing(), "in a copy of the journal");
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    assert_eq!(found(home), nothing(), "stopped");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_right_after_the_acknowledgement_it_stays_erased_and_the_files_are_cleaned_after_the_restart()
{
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let program = Program::start("quickstart", home).await;
    live(home).await;
    let (status, reply) = program::control(home, &format!("/alert/{ID}/erase"), &erasure())
        .await
        .unwrap();
    assert_eq!(status, 200, "{reply}");
    program.kill();
    let program = Program::start("serve", home).await;
    assert_eq!(program::shown(home, &format!("/alert/{ID}")).await.0, 404);
    clean(home, &reply["position"]).await;
    assert_eq!(found(home), nothing());
    program.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_derived_is_filled_again_without_the_erased_alert_and_the_others_keep_their_place() {
    let mut world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let home = world.home();
    let home = home.path().to_owned();
    live(&home).await;
    // Comes after it, so that its place among all alerts depends on it.
    enter(&world, &about(&world, "BE-26-1", "Hildegonde")).await;
    let (status, reply) = change(&world, &format!("/alert/{ID}/erase"), &erasure()).await;
    assert_eq!(status, 200, "{reply}");
    clean(&home, &reply["position"]).await;
    for lost in ["nothing", "state", "index", "both"] {
        world
            .stop_and(|home| {
                if lost == "state" || lost == "both" {
                    lookout::state::State::discard(&home.state()).unwrap();
                }
                if lost == "index" || lost == "both" {
                    lookout::index::erase(&home.index()).unwrap();
                }
            })
            .await;
        let her_only = kmar.found(&her("Hildegonde")).await;
        assert_eq!(
            her_only["candidates"][0]["alert"], "BE-26-1",
            "{lost}: {her_only}"
        );
        let erased = bodies::born("Zwendolak Ülrikhovna", "1977-03-09");
        assert_eq!(bare(kmar.found(&erased).await), none(), "{lost}");
        let (status, history) = program::shown(&home, &format!("/alert/{ID}/history")).await;
        assert_eq!(status, 200);
        let told = history["changes"].as_array().unwrap().iter();
        let told: Vec<[&Value; 3]> = told
            .map(|past| ["kind", "erased", "reason"].map(|field| &past[field]))
            .collect();
        assert_eq!(
            json!(told),
            json!([
                ["alert.entered", true, null],
                ["alert.corrected", true, null],
                ["alert.erased", null, "court-order"],
            ])
        );
        clean(&home, &reply["position"]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawn_and_corrected_alerts_are_erased_too_and_an_id_may_come_again() {
    let mut world = World::start().await;
    let kmar = world.partner("nl-kmar").await;
    let home = world.home();
    let home = home.path().to_owned();
    live(&home).await;
    changed(
        &world,
        &format!("/alert/{ID}/withdraw"),
        &json!({"reason": "as Gvozdzimira asks"}),
    )
    .await;
    let path = format!("/alert/{ID}/erase");
    let stale = json!({"reason": "court-order", "version": 1});
    assert_eq!(change(&world, &path, &stale).await.0, 409);
    assert_eq!(change(&world, "/alert/BE-NONE/erase", &erasure()).await.0, 404);
    let words = json!({"reason": "as Gvozdzimira asks"});
    assert_eq!(
        change(&world, &path, &words).await.0,
        400,
        "no words that could name somebody"
    );
    let (status, reply) = change(&world, &path, &erasure()).await;
    assert_eq!(status, 200, "{reply}");
    clean(&home, &reply["position"]).await;
    assert_eq!(change(&world, &path, &erasure()).await.0, 400, "erased already");
    // The same id once more, for somebody else.
    enter(&world, &about(&world, ID, "Hildegonde")).await;
    assert_eq!(kmar.found(&her("Hildegonde")).await["result"], "hit");
    world
        .stop_and(|home| lookout::state::State::discard(&home.state()).unwrap())
        .await;
    assert_eq!(kmar.found(&her("Hildegonde")).await["result"], "hit");
    let (_, history) = program::shown(&home, &format!("/alert/{ID}/history")).await;
    let last = history["changes"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["kind"], &last["erased"]),
        (&json!("alert.entered"), &Value::Null)
    );
    let (status, reply) = change(&world, &path, &erasure()).await;
    assert_eq!(status, 200, "{reply}");
    world.settled().await;
    assert_eq!(bare(kmar.found(&her("Hildegonde")).await), none());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_erased_while_another_index_is_built_is_in_neither() {
    let world = World::start().await;
    let home = world.home();
    let home = home.path().to_owned();
    for _ in 0..3 {
        live(&home).await;
        world.settled().await;
        let (status, rebuild) = change(&world, "/index/rebuild", &json!({})).await;
        assert_eq!(status, 200, "{rebuild}");
        let (status, reply) = change(&world, &format!("/alert/{ID}/erase"), &erasure()).await;
        assert_eq!(status, 200, "{reply}");
        clean(&home, &reply["position"]).await;
        assert_eq!(found(&home), nothing());
    }
}
