//! What was erased after a set was taken is not in a home that is made of the set, where somebody knows of it.

use std::path::Path;

use rustix::process::Signal;
use serde_json::json;

use super::files;
use super::passphrase;
use super::restore;
use super::take;
use crate::support::alerts;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world;

/// The key under which a journal holds what is told of an alert; the last where it came again.
fn key(home: &Path, alert: &str) -> Vec<u8> {
    let journal = rusqlite::Connection::open(home.join("var/journal.db")).unwrap();
    let sql = "SELECT key FROM keys WHERE name = ?1 ORDER BY number DESC LIMIT 1";
    let name = format!("alert/{alert}");
    journal.query_row(sql, [name], |row| row.get(0)).unwrap()
}

/// Whether any file of a home has these bytes.
fn holds(home: &Path, bytes: &[u8]) -> bool {
    files(home).iter().any(|file| {
        let content = std::fs::read(home.join(file)).unwrap_or_default();
        content.windows(bytes.len()).any(|window| window == bytes)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_after_a_backup_is_not_in_the_home_that_is_made_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let home = at("home");
    std::fs::create_dir(&home).unwrap();
    let program = Program::start("quickstart", &home).await;
    let post = async |path: &str, body: serde_json::Value| {
        let (status, reply) = program::control(&home, path, &body).await.unwrap();
        assert_eq!(status, 200, "{path}: {reply}");
    };
    let list = ["T000001", "T000002", "T000003"].map(alerts::with_passport);
    post("/alerts", json!(list)).await;
    // Erased and entered again before the set: that erasure is not one of what came then.
    let erase = json!({"reason": "data-subject"});
    post("/alert/T000003/erase", erase.clone()).await;
    post("/alerts?force=true", json!(list[2..])).await;
    let secret = passphrase(folder.path());
    let from_file = ["--passphrase-file", secret.to_str().unwrap()];
    let with_keys = [&["--with-keys"], &from_file[..]].concat();
    take(&home, &at("monday"), &with_keys).await;
    let moment = jiff::Timestamp::now().to_string();
    let (erased, kept, again) = (
        key(&at("monday"), "T000001"),
        key(&at("monday"), "T000002"),
        key(&at("monday"), "T000003"),
    );
    post("/alert/T000001/erase", erase.clone()).await;
    take(&home, &at("tuesday"), &with_keys).await;
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let told = program::command(&home, &["alert", "erased"]).await;
    assert_eq!(String::from_utf8_lossy(&told.stdout).lines().count(), 2);
    std::fs::write(at("erased.jsonl"), told.stdout).unwrap();

    let forgetful = at("forgetful");
    let restored = restore(&at("monday"), &forgetful, &from_file).await;
    assert_eq!(restored["erased"], 0);
    assert!(holds(&forgetful, &erased), "so this test would find it");
    for from in ["home", "tuesday", "erased.jsonl"] {
        let new = at(&format!("from-{from}"));
        let path = at(from);
        let asked = [&["--erasures", path.to_str().unwrap()], &from_file[..]].concat();
        let restored = restore(&at("monday"), &new, &asked).await;
        assert_eq!(restored["erased"], 1, "{from}");
        assert!(!holds(&new, &erased), "{from}");
        assert!(holds(&new, &kept) && holds(&new, &again), "{from}");
    }
    // Cut off before the erasure, it stays erased all the same.
    let cut = at("cut");
    let asked = [&["--until", &moment], &from_file[..]].concat();
    let restored = restore(&at("tuesday"), &cut, &asked).await;
    assert_eq!(restored["erased"], 1);
    assert!(!holds(&cut, &erased) && holds(&cut, &kept));

    for made in ["from-erased.jsonl", "cut"] {
        let home = at(made);
        let program = Program::start("serve", &home).await;
        for (alert, status) in [("T000001", 404), ("T000002", 200), ("T000003", 200)] {
            let (is, _) = program::shown(&home, &format!("/alert/{alert}")).await;
            assert_eq!(is, status, "{made}: {alert}");
        }
        let (_, history) = program::shown(&home, "/alert/T000001/history").await;
        let last = history["changes"].as_array().unwrap().last().unwrap();
        let last = ["kind", "actor", "reason"].map(|field| last[field].as_str().unwrap());
        assert_eq!(last, ["alert.erased", "restore", "data-subject"], "{made}");
        // And the list that still has it does not bring it back.
        let (_, reply) = program::control(&home, "/alerts", &json!(list)).await.unwrap();
        assert_eq!(
            (&reply["new"], &reply["erased"]),
            (&json!(0), &json!(1)),
            "{made}"
        );
        assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
        world::audit_is_sound(&home);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_erasures_that_is_none_is_refused_and_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("home")).unwrap();
    let program = Program::start("quickstart", &at("home")).await;
    take(&at("home"), &at("set"), &[]).await;
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let other = r#"{"position":1,"time":"2026-11-23T08:00:00Z","fact":{"kind":"alert.lapsed","alert":"A"}}"#;
    for text in ["not JSON\n", other] {
        std::fs::write(at("erased.jsonl"), text).unwrap();
        let path = at("erased.jsonl");
        let set = at("set");
        let asked = [
            "restore",
            set.to_str().unwrap(),
            "--erasures",
            path.to_str().unwrap(),
        ];
        let error = super::refused(&at("new"), &asked, 1).await;
        assert!(error.contains("erased.jsonl"), "{error}");
        assert!(!at("new").exists());
    }
}
