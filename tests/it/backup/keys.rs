//! Private keys: in no set in the clear, and only behind the passphrase where they were asked for.

use std::collections::BTreeSet;
use std::path::Path;

use lookout::config::Home;
use rustix::process::Signal;
use serde_json::json;

use super::files;
use super::passphrase;
use super::refused;
use super::restore;
use super::take;
use crate::support::program;
use crate::support::program::Program;

/// Every private key of a home, as bytes that would give it away: as it is written, and its lines.
fn secrets(home: &Path) -> Vec<Vec<u8>> {
    let certs = Home::at(home).certs();
    let mut secrets = Vec::new();
    for file in files(&certs) {
        let bytes = std::fs::read(certs.join(&file)).unwrap();
        match file.extension().and_then(|kind| kind.to_str()) {
            Some("key") => {
                let text = String::from_utf8(bytes).unwrap();
                let lines = text
                    .lines()
                    .filter(|line| !line.starts_with('-') && line.len() > 20);
                for line in lines {
                    secrets.push(line.as_bytes().to_vec());
                    use base64::Engine;
                    secrets.push(base64::prelude::BASE64_STANDARD.decode(line).unwrap());
                }
            }
            Some("p12") => secrets.push(bytes[bytes.len() / 2..][..40].to_vec()),
            _ => {}
        }
    }
    assert!(secrets.len() > 10, "{}", secrets.len());
    secrets
}

fn holds_none(set: &Path, secrets: &[Vec<u8>]) {
    for file in files(set) {
        let bytes = std::fs::read(set.join(&file)).unwrap();
        for secret in secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret);
            assert!(!found, "a private key is in {}", file.display());
        }
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("PRIVATE KEY"), "{}", file.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_private_key_is_in_a_set_in_the_clear_and_a_home_without_them_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (home, bare, full) = (
        folder.path().join("home"),
        folder.path().join("bare"),
        folder.path().join("full"),
    );
    std::fs::create_dir(&home).unwrap();
    let program = Program::start("quickstart", &home).await;
    let secrets = secrets(&home);
    assert_eq!(take(&home, &bare, &[]).await["keys"], "absent");
    let secret = passphrase(folder.path());
    let from_file = ["--passphrase-file", secret.to_str().unwrap()];
    let taken = take(&home, &full, &[&["--with-keys"], &from_file[..]].concat()).await;
    assert_eq!(taken["keys"], "encrypted");
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    for set in [&bare, &full] {
        holds_none(set, &secrets);
    }
    assert!(!bare.join("keys.age").exists() && full.join("keys.age").exists());
    // Public parts are in both: whoever has the set can verify receipts.
    for path in ["certs/live/audit.pub", "certs/live/authority/root.pem"] {
        assert!(bare.join(path).exists() && full.join(path).exists(), "{path}");
    }

    let without = folder.path().join("without");
    assert_eq!(restore(&bare, &without, &[]).await["keys"], false);
    let child = program::spawn("serve", &without);
    let ended = Program::ready(child, &without).await;
    assert!(ended.is_err_and(|status| status.code() == Some(1)));
    let log = std::fs::read_to_string(without.join("stderr.log")).unwrap();
    assert!(
        log.contains("`audit.key` is not") && log.contains("--with-keys"),
        "{log}"
    );
    // Put back from where they are kept, all is well.
    for file in files(&home.join("certs"))
        .iter()
        .filter(|file| !without.join("certs").join(file).exists())
    {
        std::fs::copy(home.join("certs").join(file), without.join("certs").join(file)).unwrap();
    }
    let program = Program::start("serve", &without).await;
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));

    let whole = folder.path().join("whole");
    let said = refused(&whole, &["restore", full.to_str().unwrap()], 2).await;
    assert!(
        said.contains("no passphrase was given") && said.contains("--without-keys"),
        "{said}"
    );
    let other = folder.path().join("other");
    std::fs::write(&other, "six other words for a test\n").unwrap();
    let wrong = [
        "restore",
        full.to_str().unwrap(),
        "--passphrase-file",
        other.to_str().unwrap(),
    ];
    assert!(
        refused(&whole, &wrong, 1)
            .await
            .contains("keys.age cannot be opened")
    );
    assert!(!whole.exists());
    assert_eq!(restore(&full, &whole, &from_file).await["keys"], true);
    let names = |home: &Path| files(&home.join("certs")).into_iter().collect::<BTreeSet<_>>();
    assert_eq!(names(&whole), names(&home));
    for file in names(&home) {
        let read = |home: &Path| std::fs::read(home.join("certs").join(&file)).unwrap();
        assert_eq!(read(&whole), read(&home), "{}", file.display());
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(whole.join("certs").join(&file))
            .unwrap()
            .permissions()
            .mode();
        let private = !matches!(
            file.extension().and_then(|kind| kind.to_str()),
            Some("pem" | "pub")
        );
        assert!(!private || mode & 0o777 == 0o600, "{}: {mode:o}", file.display());
    }
    let program = Program::start("serve", &whole).await;
    let (status, said) = program::shown(&whole, "/status").await;
    assert_eq!((status, &said["alerts"]), (200, &json!(560)));
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
}
