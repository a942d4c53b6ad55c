//! What the README says, done as it says it: its commands, and its first query with its answer.
//!
//! Uses the real program and the real `curl`. Only the ports differ, so that tests can run beside
//! each other and beside a gateway on the usual ones.

use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;

const README: &str = include_str!("../../README.md");
const CI: &str = include_str!("../../.ci/run");
const PROGRAM: &str = env!("CARGO_BIN_EXE_lookout");

/// The blocks of the README in a language, in their order.
fn blocks(language: &str) -> Vec<&'static str> {
    let fence = format!("```{language}\n");
    README
        .split(&fence)
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .map(str::trim_end)
        .collect()
}

/// `quickstart` in a folder of its own, ended when dropped.
struct Quickstart {
    child: Child,
    ready: Value,
}

impl Quickstart {
    fn run(folder: &Path) -> Self {
        let mut command = Command::new(PROGRAM);
        for door in ["PARTNERS", "ENROLMENT", "DESK", "OPS"] {
            command.env(format!("LOOKOUT_DOORS__{door}__LISTEN"), "127.0.0.1:0");
        }
        // A busy machine is not what is tested.
        for wait in ["DEADLINE", "WAIT"] {
            command.env(format!("LOOKOUT_SEARCH__{wait}_MS"), "10000");
        }
        command
            .args(["quickstart", "--json"])
            .current_dir(folder)
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self {
            child,
            ready: serde_json::from_str(&line).unwrap(),
        }
    }

    fn text(&self, name: &str) -> &str {
        self.ready[name].as_str().unwrap()
    }
}

impl Drop for Quickstart {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// What differs from run to run, made equal.
fn steady(mut answer: Value) -> Value {
    answer["query"] = "…".into();
    answer["index"] = "…".into();
    for name in ["leaf", "salt", "hash", "time", "signature"] {
        assert!(answer["receipt"].get(name).is_some(), "no {name} in the receipt");
        answer["receipt"][name] = "…".into();
    }
    answer
}

#[test]
fn the_readme_has_two_commands_and_ci_runs_the_one_that_tests() {
    let commands = blocks("sh");
    assert_eq!(commands[0], "cargo run --release -- quickstart");
    assert_eq!(commands[1], "cargo test --release");
    assert!(
        CI.contains(commands[1]),
        ".ci/run does not run the README's test command"
    );
}

#[test]
fn the_first_query_of_the_readme_gets_the_answer_it_prints() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Quickstart::run(folder.path());
    let query = blocks("sh")[2].replace("https://localhost:8443", gateway.text("partners"));
    let done = Command::new("sh")
        .args(["-c", &query])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let answer: Value = serde_json::from_slice(&done.stdout).unwrap();
    let printed: Value = serde_json::from_str(blocks("json")[0]).unwrap();
    assert_eq!(steady(answer), steady(printed));
}

#[test]
fn the_readme_counts_the_sample_alerts_rightly_and_the_table_command_works_in_the_same_folder() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Quickstart::run(folder.path());
    assert!(README.contains(&format!("{} invented alerts", gateway.ready["alerts"])));
    let line = README
        .lines()
        .find_map(|line| line.split("`target/release/lookout ").nth(1))
        .unwrap();
    let arguments = line.split('`').next().unwrap();
    let ask = format!("'{PROGRAM}' {arguments} --gateway {}", gateway.text("partners"));
    let done = Command::new("sh")
        .args(["-c", &ask])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(
        done.status.success() && shown.contains("BE-26-000042"),
        "{shown}{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

#[test]
fn every_file_the_readme_points_to_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for target in README
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
    {
        assert!(root.join(target).exists(), "{target} is not there");
    }
}
