//! The log: one JSON object a line whatever a caller sends, nothing of persons, and a filter that is
//! changed while the program runs.

use std::path::Path;
use std::process::Command;

use rustix::process::Signal;
use serde_json::Value;
use serde_json::json;

use crate::support::line;
use crate::support::line::Http;
use crate::support::program::Program;

const JSON: &[(&str, &str)] = &[("LOOKOUT_LOG__FORMAT", "json"), ("LOOKOUT_LOG__FILTER", "debug")];

/// Every line, parsed, and how many of them are ours.
fn ours(program: &Program) -> usize {
    let log = program.log();
    let mut ours = 0;
    for text in log.lines() {
        let line: Value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text:?}"));
        assert!(
            line["level"].is_string() && line["timestamp"].is_string(),
            "{text}"
        );
        assert!(!text.contains('\u{1b}'), "{text}");
        ours += usize::from(line["target"] == "lookout::http::headers");
    }
    ours
}

/// One request of each kind, with `spoil` in each place that a caller has for it.
pub(crate) async fn ask(program: &Program, spoil: &str, name: &str) {
    let caller = program.partner();
    let plain: String = spoil
        .bytes()
        .filter(|b| (0x20..0x7f).contains(b))
        .map(char::from)
        .collect();
    let percent: String = spoil.bytes().map(|b| format!("%{b:02x}")).collect();
    let mut body = program.ready["example_hit"].clone();
    body["person"] = json!({ "name": name, "birth_date": "1980-05-17" });
    body["reference"] = spoil.into();
    body[spoil] = spoil.into();
    for http in [Http::One, Http::Two] {
        let mut line = caller.line(http).await;
        let path = format!("/v1/{percent}?q={percent}");
        line.get(&path).await.unwrap();
        let headers = [("user-agent", plain.as_str()), ("x-request-id", plain.as_str())];
        line.request("GET", "/v1/purposes", &headers, "").await.unwrap();
        line.search(body.to_string()).await.unwrap();
        line.search(format!("{spoil}{name}")).await.unwrap();
    }
    // A host and bytes that no client library would send.
    for request in [
        format!("GET / HTTP/1.1\r\nHost: {plain}\r\n\r\n"),
        "GET / HTTP/1.1\r\nHost: localhost\r\nTraceparent: 00-\u{1b}[31m\r\n\r\n".to_owned(),
    ] {
        let mut raw = caller.raw().await;
        raw.push(request).await;
        raw.answer().await;
    }
    // A server name, as far as a client of ours will say one.
    let tls = std::sync::Arc::new(caller.tls.clone());
    let _refused_or_not = line::dial(&tls, caller.doors().partners).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_log_line_stays_one_line_of_json_whatever_a_caller_sends() {
    let mut counts = Vec::new();
    let spoils = [
        "harmless",
        "a\r\nb\n{\"level\":\"ERROR\",\"message\":\"forged\"}\n\u{1b}[2J\u{1b}[31m\"}\\\",\u{2028}\u{85}\u{0}",
    ];
    for spoil in spoils {
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start_with("quickstart", folder.path(), JSON).await;
        let before = ours(&program);
        ask(&program, spoil, "Quirijnsen, Xanthippe").await;
        counts.push(ours(&program) - before);
        let log = program.log();
        for word in ["Quirijnsen", "Xanthippe", "1980-05-17", "forged", "Jansen"] {
            assert!(!log.contains(word), "{word} is in the log");
        }
        assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    }
    assert_eq!(counts[0], counts[1], "as many lines as of a harmless run");
    assert!(counts[0] >= 8, "{counts:?}");
}

fn command(home: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_lookout"))
        .arg("log")
        .args(arguments)
        .arg("--home")
        .arg(home)
        .output()
        .unwrap();
    let mut text = String::from_utf8(done.stdout).unwrap();
    text.push_str(&String::from_utf8(done.stderr).unwrap());
    (done.status.code(), text)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_is_turned_up_and_down_while_it_runs_and_the_change_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("LOOKOUT_LOG__FORMAT", "json"), ("LOOKOUT_LOG__FILTER", "error")];
    let program = Program::start_with("quickstart", folder.path(), &settings).await;
    let mut line = program.partner().line(Http::Two).await;
    line.get("/v1/purposes").await.unwrap();
    assert_eq!(ours(&program), 0);
    let home = folder.path();
    assert_eq!(command(home, &[]), (Some(0), "The log shows error.\n".to_owned()));
    let (code, text) = command(home, &["lookout=debug", "--json"]);
    let reply: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (code, reply),
        (Some(0), json!({ "filter": "lookout=debug", "before": "error" }))
    );
    line.get("/v1/purposes").await.unwrap();
    assert_eq!(ours(&program), 1);
    for bad in ["=[", "lookout=loud", "info\ninfo"] {
        let (code, text) = command(home, &[bad]);
        assert_eq!(code, Some(4), "{bad}: {text}");
    }
    assert_eq!(command(home, &["error"]).0, Some(0));
    line.get("/v1/purposes").await.unwrap();
    assert_eq!(ours(&program), 1, "silent again");
    let filter = lookout::audit::Filter {
        limit: 100_000,
        ..Default::default()
    };
    let audit = lookout::config::Home::at(home).audit();
    let records = lookout::audit::read(&audit, &filter).unwrap();
    let records = records.into_iter().map(|entry| entry.record.unwrap());
    let changes: Vec<Value> = records
        .filter(|record| record["action"] == "manage-log" && record["outcome"] == "changed")
        .collect();
    assert_eq!(changes.len(), 2);
    let user = rustix::process::getuid().as_raw();
    assert_eq!(changes[0]["actor"], format!("local/{user}"));
    assert_eq!(
        changes[0]["body"],
        json!({ "before": "error", "filter": "lookout=debug" })
    );
    drop(line);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let (code, text) = command(home, &["info"]);
    assert_eq!(code, Some(1));
    assert!(text.contains("no node is running"), "{text}");
}
