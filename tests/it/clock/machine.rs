//! The program on a machine whose clock is set while it runs, by libfaketime: ten minutes and more, back and
//! forth, a day back, a month ahead.
//!
//! Uses `support::program`. Only the time of day is moved; the steady clock goes on, as it does on a machine.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use rustix::process::Signal;
use serde_json::Value;
use serde_json::json;
use tokio::io::AsyncReadExt;

use crate::receipt;
use crate::support;
use crate::support::certificates::Mint;
use crate::support::line::Http;
use crate::support::program;
use crate::support::program::Program;
use crate::support::world;
use lookout::config::Home;

/// How much later the job that lapses and erases has looked surely.
const LOOKED: Duration = Duration::from_millis(2_500);

/// The library, where it is.
fn library() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").ok()?;
    let mut paths = folders.filter_map(|folder| Some(folder.ok()?.path().join("faketime/libfaketime.so.1")));
    paths.find(|path| path.exists())
}

/// A machine whose clock a test sets: a file says how far it is off.
struct Machine {
    library: PathBuf,
    offset: PathBuf,
}

impl Machine {
    /// `None`, said aloud, where there is no libfaketime.
    fn new(folder: &Path) -> Option<Self> {
        let Some(library) = library() else {
            support::skipped("the machine's clock", "there is no libfaketime here");
            return None;
        };
        let machine = Self {
            library,
            offset: folder.join("offset"),
        };
        machine.set("+0");
        Some(machine)
    }

    /// Sets the clock off by so much: `-10m`.
    fn set(&self, offset: &str) {
        let aside = self.offset.with_extension("new");
        std::fs::write(&aside, format!("{offset}\n")).unwrap();
        std::fs::rename(&aside, &self.offset).unwrap();
    }

    fn variables(&self) -> Vec<String> {
        vec![
            format!("LD_PRELOAD={}", self.library.display()),
            format!("FAKETIME_TIMESTAMP_FILE={}", self.offset.display()),
            "FAKETIME_NO_CACHE=1".to_owned(),
            "FAKETIME_DONT_FAKE_MONOTONIC=1".to_owned(),
            "DONT_FAKE_MONOTONIC=1".to_owned(),
        ]
    }

    async fn start(&self, home: &Path) -> Program {
        let variables = self.variables();
        let mut above = vec!["env"];
        above.extend(variables.iter().map(String::as_str));
        let child = program::spawn_under(&above, "serve", home);
        Program::ready(child, home).await.unwrap()
    }

    /// A command as it is typed; its exit code and what it says.
    fn command(&self, home: &Path, arguments: &[&str]) -> (i32, String) {
        let mut command = Command::new("env");
        command.args(self.variables()).arg(env!("CARGO_BIN_EXE_lookout"));
        command
            .args(arguments)
            .arg("--home")
            .arg(home)
            .stdin(Stdio::null());
        let output = tokio::task::block_in_place(|| command.output().unwrap());
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code().unwrap(), text)
    }
}

/// Enters an alert whose review is due in three days.
async fn enter(home: &Path, id: &str) {
    let today = jiff::Timestamp::now();
    let day = |days: i64| {
        let then = today + jiff::SignedDuration::from_hours(24 * days);
        json!(then.strftime("%Y-%m-%d").to_string())
    };
    let person =
        json!({"names": [{"family": "Kowalewicz", "given": "Hildegonde"}], "birth_dates": ["1931-02-03"]});
    let with = [
        ("category", json!("missing")),
        ("action", json!("report-whereabouts")),
        ("entered", day(-2)),
        ("last_validated", day(-2)),
        ("review_due", day(3)),
    ];
    let mut alert = json!(support::alerts::alert(id, &with, person));
    alert["subject"]["status"] = json!("missing");
    let (status, reply) = program::control(home, "/alerts", &json!([alert])).await.unwrap();
    assert_eq!((status, &reply["new"]), (200, &json!(1)), "{reply}");
}

async fn kinds(home: &Path, id: &str) -> Vec<Value> {
    let (_, history) = program::shown(home, &format!("/alert/{id}/history")).await;
    let changes = history["changes"].as_array().unwrap().iter();
    changes.map(|change| change["kind"].clone()).collect()
}

async fn code(program: &Program) -> Value {
    program.readyz("clock").await.1["code"].clone()
}

/// A partner that may ask once a second, and four times at once.
async fn slow_partner(program: &Program, home: &Path, mint: &Mint) -> support::callers::Caller {
    let profile = json!({
        "id": "slow", "purposes": ["border-check"], "level": "standard", "max_candidates": 5, "fields": [],
        "allowance": {"per_second": 1, "burst": 4},
    });
    let (status, reply) = program::control(home, "/profiles", &profile).await.unwrap();
    assert_eq!(status, 200, "{reply}");
    let minted = mint.good("partner/xx-slow/gate-1");
    program::register_under(home, mint, "xx-slow", "slow", &minted).await;
    program.caller(&minted)
}

#[tokio::test(flavor = "multi_thread")]
async fn leaps_of_the_machines_clock_move_no_time_out_no_rate_and_no_order_and_nothing_is_erased() {
    let folder = tempfile::tempdir().unwrap();
    let (home, other) = (folder.path().join("home"), folder.path());
    std::fs::create_dir(&home).unwrap();
    let Some(machine) = Machine::new(other) else {
        return;
    };
    let program = Program::start("quickstart", &home).await;
    let body = program.ready["example_hit"].to_string();
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let program = machine.start(&home).await;
    let key = world::log_key(&Home::at(&home));
    let mint = program::mint(&home);
    let slow = slow_partner(&program, &home, &mint).await;
    enter(&home, "A-1").await;
    tokio::time::sleep(LOOKED).await;
    let mut line = program.partner().line(Http::Two).await;
    let mut leaf = 0;
    for (offset, word) in [
        ("+10m", "clock-stepped"),
        ("+0", "clock-behind"),
        ("-10m", "clock-behind"),
        // A day back, and ten minutes from where it was ahead.
        ("-1d", "clock-doubted"),
        ("+31d", "clock-doubted"),
        ("+0", "clock-behind"),
    ] {
        // Somebody who says nothing, and somebody who has used up a rate: neither sees the clock.
        let mut silent = tokio::net::TcpStream::connect(slow.doors().partners)
            .await
            .unwrap();
        let mut asking = slow.line(Http::Two).await;
        let mut asked = asking.search(body.clone()).await.unwrap();
        while asked.status == 200 {
            asked = asking.search(body.clone()).await.unwrap();
        }
        let is_spent = |answer: &support::line::Answer| answer.code() == "over-limit";
        let begun = Instant::now();
        machine.set(offset);
        let again = asking.search(body.clone()).await.unwrap();
        // By the month ahead its certificate has ended.
        let in_time = begun.elapsed() < Duration::from_millis(500);
        assert!(
            !in_time || offset == "+31d" || is_spent(&again),
            "{offset}: {again:?}"
        );
        assert!(offset == "+31d" || is_spent(&asked), "{asked:?}");
        let closed = tokio::time::timeout(Duration::from_millis(300), silent.read_u8()).await;
        assert!(
            closed.is_err(),
            "{offset}: a silent client was given up long before its time"
        );
        let answer = line.search(body.clone()).await.unwrap();
        if offset == "+31d" {
            assert_eq!(answer.code(), "certificate-expired");
        } else {
            let answer = answer.json();
            assert!(receipt::proved(&answer, &key), "{answer}");
            assert_eq!(answer["result"], "hit", "{offset}");
            let next = answer["receipt"]["leaf"].as_u64().unwrap();
            assert!(next > leaf, "{offset}");
            leaf = next;
        }
        tokio::time::sleep(LOOKED / 2).await;
        assert_eq!(code(&program).await, word, "{offset}");
        assert_eq!(kinds(&home, "A-1").await, ["alert.put"], "{offset}");
        // By most of these nobody new is let in: certificates are good from five minutes before they were made.
        machine.set("+0");
        if line.is_closed() {
            line = program.partner().line(Http::Two).await;
        }
    }
    drop(line);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    world::audit_is_sound(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_by_a_clock_a_month_ahead_erases_nothing_and_one_behind_issues_nothing_until_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let (home, other) = (folder.path().join("home"), folder.path());
    std::fs::create_dir(&home).unwrap();
    let Some(machine) = Machine::new(other) else {
        return;
    };
    let program = Program::start("quickstart", &home).await;
    enter(&home, "A-1").await;
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let issue = |name: &str| {
        let out = other.join(name).display().to_string();
        machine.command(&home, &["cert", "issue", "partner/nl-kmar/gate-1", "--out", &out])
    };
    assert_eq!(issue("good").0, 0);
    for behind in ["-10m", "-1d"] {
        machine.set(behind);
        let (code, said) = issue(behind);
        assert!(
            code == 1 && said.contains("behind the audit log's last record"),
            "{said}"
        );
        assert!(said.contains("lookout clock --confirm"), "{said}");
    }
    // A month ahead: neither the first start nor the next believes it.
    machine.set("+31d");
    for _ in 0..2 {
        let program = machine.start(&home).await;
        tokio::time::sleep(LOOKED).await;
        assert_eq!(code(&program).await, "clock-doubted");
        assert_eq!(kinds(&home, "A-1").await, ["alert.put"]);
        // By this clock something is recorded.
        let profile = json!({
            "id": "drill", "purposes": ["border-check"], "level": "exact", "max_candidates": 1, "fields": [],
        });
        assert_eq!(
            program::control(&home, "/profiles", &profile).await.unwrap().0,
            200
        );
        assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    }
    // Put right, the log is a month ahead: nothing is issued until somebody has said which of them is wrong.
    machine.set("+0");
    assert_eq!(issue("right").0, 1);
    let program = machine.start(&home).await;
    assert_eq!(code(&program).await, "clock-behind");
    assert_eq!(machine.command(&home, &["clock", "--confirm"]).0, 0);
    assert_ne!(code(&program).await, "clock-behind");
    assert_eq!(issue("right").0, 0);
    assert_eq!(kinds(&home, "A-1").await, ["alert.put"]);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    assert_eq!(issue("stopped").0, 0, "it is kept for the next start");
    world::audit_is_sound(&home);
}
