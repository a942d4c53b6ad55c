//! A set that is not as it was taken is refused, with the file named: a flipped byte in each, each missing.

use std::path::Path;
use std::sync::Arc;

use lookout::backup::Restore;
use lookout::backup::check;
use lookout::backup::restore;
use lookout::config::Home;
use lookout::server::SystemClock;
use rustix::process::Signal;

use super::copy;
use super::files;
use super::passphrase;
use super::refused;
use super::take;
use crate::crash::Dice;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world;

/// What is wrong with a set, as looking and restoring both say it; the home stays as it was.
fn fault(set: &Path) -> String {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path().join("home"));
    let asked = Restore {
        set,
        home: &home,
        key: None,
        until: None,
        passphrase: None,
        without_keys: true,
        erasures: &[],
        clock: Arc::new(SystemClock),
    };
    let refused = restore(&asked).unwrap_err().to_string();
    assert!(!home.path().exists(), "{refused}");
    assert_eq!(check(set, None).unwrap_err().to_string(), refused);
    refused
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flipped_byte_in_any_file_of_a_set_and_a_missing_one_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let (home, set) = (folder.path().join("home"), folder.path().join("set"));
    std::fs::create_dir(&home).unwrap();
    let program = Program::start("quickstart", &home).await;
    let secret = passphrase(folder.path());
    let with = ["--with-keys", "--passphrase-file", secret.to_str().unwrap()];
    take(&home, &set, &with).await;
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let key = world::log_key(&Home::at(&home));
    check(&set, Some(&key)).unwrap();
    let files = files(&set);
    assert!(files.len() >= 10, "{files:?}");
    let mut dice = Dice(25);
    for file in &files {
        let name = file.to_str().unwrap();
        let bytes = std::fs::read(set.join(file)).unwrap();
        let spoilt = tempfile::tempdir().unwrap();
        copy(&set, spoilt.path());
        let own_key = name.ends_with("audit.pub");
        // The manifest and its signature vouch for each other, and so does the key for both.
        let signed = name.starts_with("manifest") || own_key;
        for _ in 0..4 {
            let mut flipped = bytes.clone();
            let place = usize::try_from(dice.roll(bytes.len() as u64)).unwrap();
            flipped[place] ^= 1 << dice.roll(8);
            std::fs::write(spoilt.path().join(file), &flipped).unwrap();
            let fault = fault(spoilt.path());
            assert!(
                fault.contains(name) || signed && fault.contains("manifest"),
                "{name}: {fault}"
            );
        }
        for length in [0, bytes.len() - 1] {
            std::fs::write(spoilt.path().join(file), &bytes[..length]).unwrap();
            let fault = fault(spoilt.path());
            assert!(
                fault.contains(name) || signed && fault.contains("manifest"),
                "{name}: {fault}"
            );
        }
        std::fs::remove_file(spoilt.path().join(file)).unwrap();
        assert_eq!(fault(spoilt.path()), format!("{name} is missing"));
    }
    // A whole set of somebody else's making is told by the key that was kept elsewhere.
    let other = lookout::audit::LogKey::generate().unwrap().public();
    assert!(
        check(&set, Some(&other))
            .unwrap_err()
            .to_string()
            .contains("manifest")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_says_what_is_wrong_and_touches_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (home, set) = (folder.path().join("home"), folder.path().join("set"));
    std::fs::create_dir(&home).unwrap();
    let program = Program::start("quickstart", &home).await;
    take(&home, &set, &[]).await;
    let verify = ["backup", "--verify", set.to_str().unwrap()];
    let output = program::command(&home, &verify).await;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .starts_with("Sound: local")
    );
    let journal = set.join("var/journal.db");
    let mut bytes = std::fs::read(&journal).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&journal, bytes).unwrap();
    let said = refused(&home, &verify, 1).await;
    assert!(said.contains("var/journal.db was altered"), "{said}");
    let new = folder.path().join("new");
    let said = refused(&new, &["restore", set.to_str().unwrap()], 1).await;
    assert!(
        said.contains("nothing was restored") && said.contains("var/journal.db"),
        "{said}"
    );
    assert!(!new.exists());
    drop(program);
}
