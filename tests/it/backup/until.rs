//! A restore to before a mistake: the journal is cut, the audit log is kept whole.

use rustix::process::Signal;
use serde_json::json;

use super::passphrase;
use super::refused;
use super::restore;
use super::take;
use crate::support::alerts;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world;

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_until_a_moment_has_the_facts_accepted_by_then_and_every_record() {
    let folder = tempfile::tempdir().unwrap();
    let (home, set) = (folder.path().join("home"), folder.path().join("set"));
    std::fs::create_dir(&home).unwrap();
    let program = Program::start("quickstart", &home).await;
    let put = async |number: &str| {
        let alert = json!([alerts::with_passport(number)]);
        let (status, reply) = program::control(&home, "/alerts", &alert).await.unwrap();
        assert_eq!(status, 200, "{reply}");
        reply["position"].as_u64().unwrap()
    };
    let kept = put("T000001").await;
    let mistake = put("T000002").await;
    put("T000003").await;
    // The moment that the last good fact was accepted: it stays.
    let (_, history) = program::shown(&home, "/alert/T000001/history").await;
    let moment = history["changes"][0]["time"].as_str().unwrap().to_owned();
    let secret = passphrase(folder.path());
    let from_file = ["--passphrase-file", secret.to_str().unwrap()];
    let taken = take(&home, &set, &[&["--with-keys"], &from_file[..]].concat()).await;
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));

    let new = folder.path().join("new");
    let restored = restore(&set, &new, &[&["--until", &moment], &from_file[..]].concat()).await;
    assert_eq!(restored["position"], kept);
    assert_eq!(restored["cut"], taken["position"].as_u64().unwrap() - kept);
    assert_eq!(restored["leaves"], taken["leaves"]);
    let program = Program::start("serve", &new).await;
    for (alert, status) in [("T000001", 200), ("T000002", 404), ("T000003", 404)] {
        assert_eq!(
            program::shown(&new, &format!("/alert/{alert}")).await.0,
            status,
            "{alert}"
        );
    }
    // The journal goes on from there.
    let again = json!([alerts::with_passport("T000004")]);
    let (_, reply) = program::control(&new, "/alerts", &again).await.unwrap();
    assert_eq!(reply["position"], mistake);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    world::audit_is_sound(&new);

    let before = folder.path().join("before");
    let until = [
        "restore",
        set.to_str().unwrap(),
        "--without-keys",
        "--until",
        "2020-01-01",
    ];
    assert!(refused(&before, &until, 1).await.contains("no fact of the set"));
    assert!(!before.exists());
}
