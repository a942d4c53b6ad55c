//! What a backup and a restore refuse to do.

use std::path::Path;

use lookout::config::Home;
use rustix::process::Signal;

use super::files;
use super::refused;
use super::restore;
use super::take;
use crate::support::program;
use crate::support::program::Program;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_overwritten_and_nothing_is_left_of_what_failed() {
    let folder = tempfile::tempdir().unwrap();
    let (home, set) = (folder.path().join("home"), folder.path().join("set"));
    std::fs::create_dir(&home).unwrap();
    let program = Program::start("quickstart", &home).await;
    let to = set.to_str().unwrap();
    std::fs::write(&set, "mine").unwrap();
    assert!(
        refused(&home, &["backup", to], 1)
            .await
            .contains("is there already")
    );
    std::fs::remove_file(&set).unwrap();
    // A short passphrase, none at all, and a log that cannot be signed for.
    let short = folder.path().join("short");
    std::fs::write(&short, "eleven char\n").unwrap();
    let with = [
        "backup",
        to,
        "--with-keys",
        "--passphrase-file",
        short.to_str().unwrap(),
    ];
    assert!(refused(&home, &with, 2).await.contains("shorter than 12"));
    assert!(
        refused(&home, &["backup", to, "--with-keys"], 2)
            .await
            .contains("needs a passphrase")
    );
    let key = Home::at(&home).certs().join("audit.key");
    let aside = folder.path().join("audit.key");
    std::fs::rename(&key, &aside).unwrap();
    assert!(
        refused(&home, &["backup", to], 1)
            .await
            .contains("cannot be signed")
    );
    std::fs::rename(&aside, &key).unwrap();
    let left = |folder: &Path| {
        let names = std::fs::read_dir(folder).unwrap();
        names
            .filter(|entry| entry.as_ref().unwrap().path().is_dir())
            .count()
    };
    assert_eq!(left(folder.path()), 1, "nothing but the home");
    take(&home, &set, &[]).await;
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));

    // A home that holds anything is not restored into; an empty folder is.
    let said = refused(&home, &["restore", to], 1).await;
    assert!(said.contains("not empty"), "{said}");
    let new = folder.path().join("new");
    std::fs::create_dir_all(new.join("lost+found")).unwrap();
    restore(&set, &new, &[]).await;
    assert!(!new.join(".restore").exists());
    // One that was cut off is told to whoever starts a node there.
    std::fs::create_dir(new.join(".restore")).unwrap();
    let child = program::spawn("serve", &new);
    assert!(Program::ready(child, &new).await.is_err());
    let log = std::fs::read_to_string(new.join("stderr.log")).unwrap();
    assert!(log.contains("a restore into this home was cut off"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_home_is_backed_up_the_same_way() {
    let folder = tempfile::tempdir().unwrap();
    let (home, set) = (folder.path().join("home"), folder.path().join("set"));
    std::fs::create_dir(&home).unwrap();
    let program = Program::start("quickstart", &home).await;
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let taken = take(&home, &set, &[]).await;
    assert!(taken["position"].as_u64().unwrap() > 560, "{taken}");
    let output = program::command(&home, &["backup", "--verify", set.to_str().unwrap(), "--json"]).await;
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&said["sound"], &said["position"]),
        (&true.into(), &taken["position"])
    );
    // Looking at a set changes nothing in it.
    assert!(
        files(&set)
            .iter()
            .all(|file| !file.to_string_lossy().ends_with("-wal"))
    );
    let filter = lookout::audit::Filter {
        actor: Some("local".to_owned()),
        limit: 1_000,
        ..Default::default()
    };
    let records = lookout::audit::read(&Home::at(&home).audit(), &filter).unwrap();
    let last = records.last().unwrap().record.clone().unwrap();
    assert_eq!(
        (&last["action"], &last["body"]["to"]),
        (&"take-backup".into(), &set.to_str().unwrap().into())
    );
}
