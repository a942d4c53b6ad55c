//! `lookout doctor` by the program: a healthy home, then each thing broken on purpose is named with its
//! cure, and the cure, typed as printed, works.
//!
//! Uses `program`. Each test has a copy of one home that the sample was entered into.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use jiff::SignedDuration;
use jiff::Timestamp;
use lookout::config::Home;
use lookout::pki::Authority;
use lookout::pki::files::Files;
use rustix::process::Signal;
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::support;
use crate::support::line::Http;
use crate::support::program::Program;
use crate::support::world::World;

/// A stopped home with the sample in it.
static TEMPLATE: OnceCell<TempDir> = OnceCell::const_new();

/// A home of a test's own, and how the doctor is called for it.
struct Patient {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

impl Patient {
    async fn new() -> Self {
        let template = TEMPLATE.get_or_init(|| async {
            let folder = tempfile::tempdir().unwrap();
            let program = Program::start("quickstart", folder.path()).await;
            assert!(program.stop(Signal::TERM).await.success());
            folder
        });
        let from = template.await.path().join(".");
        let folder = tempfile::tempdir().unwrap();
        let copied = Command::new("cp").arg("-a").args([&from, folder.path()]).status();
        assert!(copied.unwrap().success());
        let doors = ["PARTNERS", "ENROLMENT", "DESK", "OPS"];
        let free = |door| (format!("LOOKOUT_DOORS__{door}__LISTEN"), "127.0.0.1:0".to_owned());
        Self {
            folder,
            variables: doors.map(free).to_vec(),
        }
    }

    fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    fn home(&self) -> Home {
        Home::at(self.folder.path())
    }

    fn files(&self) -> Files {
        Files::under(self.home().certs())
    }

    fn run(&self, mut command: Command) -> (i32, String) {
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LOOKOUT_")) {
            command.env_remove(name);
        }
        let output = command.envs(self.variables.iter().cloned()).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        (output.status.code().unwrap(), text + &errors)
    }

    fn doctor(&self, options: &[&str]) -> Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lookout"));
        command
            .args(["doctor", "--json", "--home"])
            .arg(self.folder.path())
            .args(options);
        let (code, text) = self.run(command);
        let told: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(code, i32::from(told["errors"] != 0), "{told}");
        told
    }

    /// The one error there is, which must hold these words.
    fn error(&self, check: &str, words: &str) -> Value {
        let told = self.doctor(&[]);
        let errors: Vec<&Value> = of(&told, "error");
        assert_eq!(errors.len(), 1, "{errors:#?}");
        assert_eq!(errors[0]["check"], check, "{errors:#?}");
        assert!(errors[0]["what"].as_str().unwrap().contains(words), "{errors:#?}");
        assert!(errors[0]["why"].as_str().unwrap().len() > 10);
        errors[0].clone()
    }

    /// Types the cure of a finding; then nothing is wrong any more.
    fn cured_by(&self, finding: &Value) {
        self.types(finding["cure"].as_str().unwrap());
        self.healthy();
    }

    fn types(&self, cure: &str) {
        let mut shell = Command::new("sh");
        shell.args(["-c", cure]);
        let (code, text) = self.run(shell);
        assert_eq!(code, 0, "{cure}: {text}");
    }

    fn healthy(&self) {
        let told = self.doctor(&["--deep"]);
        assert!(of(&told, "error").is_empty(), "{told:#}");
    }
}

fn of<'a>(told: &'a Value, severity: &str) -> Vec<&'a Value> {
    let findings = told["findings"].as_array().unwrap();
    findings
        .iter()
        .filter(|found| found["severity"] == severity)
        .collect()
}

/// Every file with its content, but for what SQLite's readers share.
fn content(folder: &Path, into: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            content(&path, into);
        } else if !path.to_string_lossy().ends_with("-shm") && !path.to_string_lossy().ends_with("-wal") {
            into.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_healthy_home_has_no_error_and_is_not_changed_by_being_looked_at() {
    let patient = Patient::new().await;
    let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
    content(patient.folder.path(), &mut before);
    patient.healthy();
    content(patient.folder.path(), &mut after);
    assert!(before == after, "a file was changed");
    let told = patient.doctor(&[]);
    let checks: Vec<&str> = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["check"].as_str().unwrap())
        .collect();
    for check in [
        "home",
        "settings",
        "audit key",
        "permissions",
        "authority",
        "certificate",
        "journal",
        "audit log",
        "index",
        "clock",
        "disk",
        "port",
        "limits",
    ] {
        assert!(checks.contains(&check), "{check}");
    }
    // The root's key is here, which a trial may have and a gateway should not.
    assert!(
        of(&told, "warning")
            .iter()
            .any(|found| found["check"] == "authority")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_node_is_looked_at_too() {
    let patient = Patient::new().await;
    let program = Program::start("serve", patient.folder.path()).await;
    let told = patient.doctor(&["--deep"]);
    assert_eq!(told["running"], true);
    assert!(of(&told, "error").is_empty(), "{told:#}");
    assert!(program.stop(Signal::TERM).await.success());
    assert_eq!(patient.doctor(&[])["running"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_is_no_node_that_is_all_that_is_said() {
    let mut patient = Patient::new().await;
    patient.folder = tempfile::tempdir().unwrap();
    let found = patient.error("home", "there is no node");
    assert!(found["cure"].as_str().unwrap().contains(" quickstart --home "));
}

/// Puts a certificate into the home that was made so many days ago, good for a year.
fn age(patient: &Patient, days: i64) {
    let files = patient.files();
    let authority = Authority::load(&files.authority()).unwrap();
    let then = Timestamp::now() - SignedDuration::from_hours(24 * days);
    let hosts = ["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    let made = authority.server_with_key(&hosts, &[], then).unwrap();
    std::fs::write(files.door_chain("partners"), made.issued.chain_pem()).unwrap();
    std::fs::write(files.door_key("partners"), made.key_pem()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_certificate_is_renewed_by_its_cure_or_by_the_next_start() {
    let patient = Patient::new().await;
    age(&patient, 400);
    let found = patient.error("certificate", "partners: expired on");
    patient.cured_by(&found);

    age(&patient, 300);
    let told = patient.doctor(&[]);
    assert!(of(&told, "warning").iter().any(|found| {
        found["check"] == "certificate" && found["what"].as_str().unwrap().contains("partners: expires on")
    }));

    age(&patient, 400);
    let program = Program::start("serve", patient.folder.path()).await;
    let query = serde_json::json!({ "purpose": "border-check", "reference": "NL-2026-000123",
        "requester": { "user": "kmar-7781" }, "person": { "name": "Jansen, Pieter", "birth_date": "1980-05-17" } });
    // The caller checks the certificate by its own clock.
    let mut line = program.partner().line(Http::Two).await;
    assert_eq!(line.search(query.to_string()).await.unwrap().status, 200);
    assert!(program.stop(Signal::TERM).await.success());
    patient.healthy();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_does_not_fit_and_a_name_that_is_missing_are_mended_by_a_new_certificate() {
    let mut patient = Patient::new().await;
    let files = patient.files();
    std::fs::copy(files.door_key("desk"), files.door_key("partners")).unwrap();
    let found = patient.error(
        "certificate",
        "partners: the private key is not the certificate's",
    );
    patient.cured_by(&found);

    let chain = std::fs::read_to_string(files.door_chain("partners")).unwrap();
    let end = "-----END CERTIFICATE-----\n";
    let leaf = chain.split_inclusive(end).next().unwrap();
    let root = std::fs::read_to_string(files.authority().join("root.pem")).unwrap();
    std::fs::write(files.door_chain("enrolment"), format!("{root}{leaf}")).unwrap();
    let found = patient.error("certificate", "enrolment: the private key is not");
    patient.cured_by(&found);

    patient.set(
        "LOOKOUT_DOORS__DESK__HOSTS",
        "[\"localhost\", \"desk.spoc.example\"]",
    );
    let found = patient.error("certificate", "desk: not made out to desk.spoc.example");
    patient.cured_by(&found);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_others_may_read_is_named_and_shut() {
    let patient = Patient::new().await;
    let key = patient.files().authority().join("issuing.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let found = patient.error("permissions", "issuing.key can be read by others");
    patient.cured_by(&found);
    assert_eq!(
        std::fs::metadata(&key).unwrap().permissions().mode() & 0o777,
        0o600
    );

    let folder = patient.home().certs();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o777)).unwrap();
    let found = patient.error("permissions", "can be written by others");
    patient.cured_by(&found);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_key_in_the_settings_is_named() {
    let patient = Patient::new().await;
    let settings = patient.home().settings();
    std::fs::write(&settings, "[limits]\nper_secnd = 50\n").unwrap();
    let found = patient.error("settings", "per_secnd");
    std::fs::write(&settings, "[limits]\nper_second = 50\n").unwrap();
    patient.cured_by(&found);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_with_a_flipped_bit_is_built_anew() {
    let patient = Patient::new().await;
    let folder = support::live_index(&patient.home());
    let files = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let largest = files
        .max_by_key(|path| std::fs::metadata(path).unwrap().len())
        .unwrap();
    let mut bytes = std::fs::read(&largest).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&largest, bytes).unwrap();
    let found = patient.error("index", "damaged in");
    patient.cured_by(&found);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_or_log_that_was_cut_is_named_and_a_copy_put_back_mends_it() {
    let patient = Patient::new().await;
    let (journal, kept) = (patient.home().journal(), patient.folder.path().join("kept.db"));
    std::fs::copy(&journal, &kept).unwrap();
    let file = std::fs::File::options().write(true).open(&journal).unwrap();
    let length = file.metadata().unwrap().len();
    file.set_len(length / 2).unwrap();
    drop(file);
    let found = patient.error("journal", "");
    assert!(
        found["why"]
            .as_str()
            .unwrap()
            .contains("docs/OPERATIONS.md, Restore")
    );

    // Cut cleanly, by whole facts: only the index remembers that there were more.
    std::fs::copy(&kept, &journal).unwrap();
    let cut = |path: &Path, rows: &str| {
        let connection = rusqlite::Connection::open(path).unwrap();
        connection.execute(rows, []).unwrap();
    };
    cut(&journal, "DELETE FROM facts WHERE position > 500");
    patient.error("journal", "ends at position 500, and the index has seen 574");
    for suffix in ["", "-wal", "-shm"] {
        let _gone = std::fs::remove_file(format!("{}{suffix}", journal.display()));
    }
    std::fs::copy(&kept, &journal).unwrap();
    patient.healthy();

    let log = patient.home().audit().join("log.db");
    cut(
        &log,
        "DELETE FROM records WHERE leaf = (SELECT max(leaf) FROM records)",
    );
    let found = patient.error("audit log", "changed or cut off");
    assert!(found["cure"].as_str().unwrap().contains(" audit verify --home "));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_somebody_else_has_is_named() {
    let mut patient = Patient::new().await;
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    patient.set("LOOKOUT_DOORS__PARTNERS__LISTEN", &address);
    let found = patient.error("port", &format!("partners: {address}: "));
    assert_eq!(
        found["cure"],
        format!("ss -ltnp 'sport = :{}'", other.local_addr().unwrap().port())
    );
    drop(other);
    patient.healthy();

    patient.set("LOOKOUT_DOORS__DESK__LISTEN", &address);
    patient.error("port", &format!("desk: {address} is the address of partners too"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_behind_the_last_record_is_named() {
    let mut world = World::start().await;
    world.clock.forward_days(2);
    world.partner("nl-kmar").await;
    world.stop().await;
    let mut patient = Patient::new().await;
    let copied = Command::new("cp")
        .arg("-a")
        .args([&world.home().path().join("."), patient.folder.path()])
        .status();
    assert!(copied.unwrap().success());
    patient.set("LOOKOUT_LOG__FILTER", "error");
    let told = patient.doctor(&[]);
    let clock = of(&told, "error");
    assert!(
        clock.iter().any(|found| found["check"] == "clock"
            && found["what"].as_str().unwrap().contains("before the last record")
            && found["cure"] == "timedatectl set-ntp true"),
        "{clock:#?}"
    );
}
