//! Lists of the world, through the program and the running node: imported, searched, imported again,
//! interrupted.
//!
//! Everybody is invented; only the shape is that of the lists of the US Treasury and of the United
//! Nations.

use std::fmt::Write as _;
use std::fs::File;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use rustix::process::Pid;
use rustix::process::Signal;
use serde_json::Value;
use serde_json::json;

use crate::support::LONG;
use crate::support::bodies;
use crate::support::line::Http;
use crate::support::program;
use crate::support::program::Program;

const SDN: &str = "36,\"DOEVENDANS TRADING\",-0- ,\"TEST\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\
306,\"ZANDSTRA, Jelle Wiebe\",\"individual\",\"TEST\",\"Skipper\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 12 Jan 1970; POB Basra, Iraq; nationality Iraq; Passport Z7654321 (Iraq); (individual).\"\r\n\x1A";
const ALT: &str = "306,12,\"aka\",\"TJEPKEMA, Foekje\",-0- \r\n\x1A";
const UN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<CONSOLIDATED_LIST dateGenerated=\"2026-11-20\"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>
<FIRST_NAME>DURK</FIRST_NAME><SECOND_NAME>HOEKEMA</SECOND_NAME><UN_LIST_TYPE>Test</UN_LIST_TYPE>
<REFERENCE_NUMBER>TEi.007</REFERENCE_NUMBER><LISTED_ON>2016-11-30</LISTED_ON>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Wobbe Ypenburg</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1964-07-17</DATE></INDIVIDUAL_DATE_OF_BIRTH>
</INDIVIDUAL></INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>
";

/// Persons of the long list: several batches, so that there is a middle.
const MANY: usize = 8_000;

fn command(home: &Path, files: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lookout"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LOOKOUT_")) {
        command.env_remove(name);
    }
    command.args(["import", "--json", "--home"]).arg(home);
    command
        .args(files.iter().map(|file| home.join(file)))
        .stdin(Stdio::null());
    command
}

async fn run(home: &Path, files: &[&str]) -> Output {
    let mut command = command(home, files);
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}

fn json_of(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// New, changed and unchanged of each list.
fn counts(output: &Output) -> Vec<[u64; 3]> {
    let of = |list: &Value| ["new", "changed", "unchanged"].map(|name| list[name].as_u64().unwrap());
    json_of(output)["lists"]
        .as_array()
        .unwrap()
        .iter()
        .map(of)
        .collect()
}

/// A delimited list of this many persons.
fn write_many(home: &Path) {
    let mut list = String::new();
    for number in 1..=MANY {
        let (a, b) = (number % 89, number / 89);
        writeln!(
            list,
            "{number},\"HOEKSTRA{a}, Wiebe{b}\",\"individual\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 1970\"\r"
        )
        .unwrap();
    }
    std::fs::write(home.join("list.csv"), list).unwrap();
}

/// Starts the import of the long list, and returns once this many of it are stored and it listens to
/// Ctrl-C: what an import that was killed had sent may be stored after its end, and would be taken for
/// this one's.
async fn import_until(home: &Path, stored: u64) -> Child {
    let begun = position(home).await;
    let log = File::create(home.join("import.log")).unwrap();
    let child = command(home, &["list.csv"])
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .unwrap();
    let started = Instant::now();
    while position(home).await < begun + stored || !listens(&child) {
        assert!(started.elapsed() < LONG, "{}", log_of(home));
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    child
}

/// Whether a process has a handler for SIGINT, or has ended.
fn listens(child: &Child) -> bool {
    let Ok(status) = std::fs::read_to_string(format!("/proc/{}/status", child.id())) else {
        return true;
    };
    let Some(caught) = status.lines().find_map(|line| line.strip_prefix("SigCgt:")) else {
        return true;
    };
    let caught = u64::from_str_radix(caught.trim(), 16).unwrap();
    caught >> (Signal::INT.as_raw() - 1) & 1 == 1
}

fn log_of(home: &Path) -> String {
    std::fs::read_to_string(home.join("import.log")).unwrap()
}

async fn wait(child: Child) -> Output {
    tokio::task::spawn_blocking(move || child.wait_with_output().unwrap())
        .await
        .unwrap()
}

/// The journal's position: that of a change of nothing.
async fn position(home: &Path) -> u64 {
    let (status, reply) = program::control(home, "/alerts", &json!([])).await.unwrap();
    assert_eq!(status, 200, "{reply}");
    reply["position"].as_u64().unwrap()
}

/// Asks until the index has what was imported.
async fn finds(program: &Program, person: Value, alert: &str) {
    let mut line = program.partner().line(Http::Two).await;
    let body = bodies::search(person).to_string();
    let begun = Instant::now();
    loop {
        let answer = line.search(body.clone()).await.unwrap();
        let found = answer.json();
        if answer.status == 200 && found["candidates"][0]["alert"] == alert {
            assert_eq!(found["candidates"][0]["action"], "inform-owner", "{found}");
            return;
        }
        assert!(begun.elapsed() < LONG, "{found}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn persons_of_both_lists_are_found_by_alias_and_birth_date_and_a_second_import_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let program = Program::start("quickstart", home).await;
    for (name, content) in [("sdn.csv", SDN), ("alt.csv", ALT), ("un.xml", UN)] {
        std::fs::write(home.join(name), content).unwrap();
    }
    let files = ["sdn.csv", "un.xml"];
    let first = run(home, &files).await;
    assert_eq!(first.status.code(), Some(0), "{first:?}");
    assert_eq!(counts(&first), [[1, 0, 0], [1, 0, 0]]);
    let lists = json_of(&first)["lists"].clone();
    assert_eq!(
        (&lists[0]["format"], &lists[1]["format"]),
        (&json!("ofac-sdn"), &json!("un-sc"))
    );
    assert!(lists[0]["beside"][0].as_str().unwrap().ends_with("alt.csv"));
    finds(
        &program,
        json!({"name": "Foekje Tjepkema", "birth_date": "1970-01-12"}),
        "sdn-306",
    )
    .await;
    finds(
        &program,
        json!({"name": "Wobbe Ypenburg", "birth_date": "1964-07-17"}),
        "un-tei.007",
    )
    .await;
    let document = json!({"type": "passport", "number": "Z7654321", "country": "IQ"});
    finds(&program, json!({"documents": [document]}), "sdn-306").await;

    let before = position(home).await;
    let again = run(home, &["un.xml", "alt.csv", "sdn.csv"]).await;
    assert_eq!(counts(&again), [[0, 0, 1], [0, 0, 1]]);
    assert_eq!(position(home).await, before);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_killed_or_interrupted_is_gone_on_with_by_the_same_command() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let program = Program::start("quickstart", home).await;
    write_many(home);
    let begun = position(home).await;

    let mut killed = import_until(home, 1).await;
    killed.kill().unwrap();
    killed.wait().unwrap();
    let stored = position(home).await - begun;
    assert!(stored > 0 && stored < MANY as u64, "{stored}");

    let interrupted = import_until(home, 1).await;
    rustix::process::kill_process(Pid::from_child(&interrupted), Signal::INT).unwrap();
    let interrupted = wait(interrupted).await;
    assert_eq!(interrupted.status.code(), Some(5), "{}", log_of(home));
    let said = json_of(&interrupted)["lists"][0].clone();
    let durable = said["position"].as_u64().unwrap();
    assert_eq!(
        (&said["interrupted"], &said["complete"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(durable, position(home).await, "what is said is what is stored");
    assert!(said["unchanged"].as_u64().unwrap() > 0 && durable < begun + MANY as u64);
    let log = log_of(home);
    assert!(
        log.contains(&format!("are durable, at journal position {durable}")),
        "{log}"
    );
    assert!(log.contains("run the same command again"), "{log}");

    let whole = run(home, &["list.csv"]).await;
    assert_eq!(whole.status.code(), Some(0));
    let (there, all) = (durable - begun, MANY as u64);
    assert_eq!(counts(&whole), [[all - there, 0, there]]);
    assert_eq!(counts(&run(home, &["list.csv"]).await), [[0, 0, all]]);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_dies_midway_leaves_an_import_that_says_how_far_it_is_and_can_be_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let program = Program::start("quickstart", home).await;
    write_many(home);
    let begun = position(home).await;
    let importing = import_until(home, 2_001).await;
    program.kill();
    let broken = wait(importing).await;
    let log = log_of(home);
    assert_eq!(broken.status.code(), Some(5), "{log}");
    let said = json_of(&broken)["lists"][0].clone();
    let durable = said["position"].as_u64().unwrap();
    assert!(durable > begun, "{said}");
    let rows = said["lines"].as_u64().unwrap();
    assert_eq!(rows, durable - begun, "each row of this list is an alert");
    assert!(log.contains(&format!("at journal position {durable}")), "{log}");
    assert!(log.contains("run the same command again"), "{log}");

    let program = Program::start("serve", home).await;
    let stored = position(home).await - begun;
    assert!(stored >= rows && stored < MANY as u64, "{stored} of {rows}");
    let whole = run(home, &["list.csv"]).await;
    assert_eq!(whole.status.code(), Some(0), "{whole:?}");
    assert_eq!(counts(&whole), [[MANY as u64 - stored, 0, stored]]);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
}

#[tokio::test]
async fn a_file_that_is_no_list_is_told_what_it_is_and_which_formats_there_are() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content, told) in [
        (
            "page.csv",
            &b"<!DOCTYPE html><html><body>Not found</body></html>"[..],
            "web page",
        ),
        ("alt.csv", ALT.as_bytes(), "sdn.csv"),
        (
            "sdn.xml",
            b"<?xml version=\"1.0\"?><sdnList xmlns=\"x\"/>",
            "sdn.xml",
        ),
        (
            "sdn_advanced.xml",
            b"<?xml version=\"1.0\"?><Sanctions xmlns=\"x\"/>",
            "sdn_advanced.xml",
        ),
        ("list.csv.gz", b"\x1F\x8B\x08\0", "gunzip"),
        ("notes.txt", b"to do: fetch the list", "--format ofac-sdn"),
    ] {
        std::fs::write(folder.path().join(name), content).unwrap();
        let refused = run(folder.path(), &[name]).await;
        let text = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{text}");
        assert!(text.contains(name) && text.contains(told), "{text}");
        if name != "alt.csv" {
            for format in ["lookout", "ftm", "ofac-sdn", "un-sc", "--format"] {
                assert!(text.contains(format), "{format}: {text}");
            }
        }
    }
}
