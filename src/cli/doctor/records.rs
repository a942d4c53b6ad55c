//! Journal, audit log and index: do they open, are they whole, do they fit each other, and is the
//! clock behind what they say?
//!
//! Uses `journal`, `audit`, `index`, all by reading only.

use jiff::Timestamp;

use super::certificates::words;
use super::finding::Finding;
use super::keys::public_key;
use super::patient::Patient;
use crate::audit;
use crate::cli::out;
use crate::domain::ids::Position;
use crate::index;
use crate::index::IndexError;
use crate::journal;
use crate::server;
use crate::service;

const RESTORE: &str = "this is the truth and nothing can rebuild it: stop the node and put back the last copy (docs/OPERATIONS.md, Restore)";

pub(super) fn check(patient: &Patient<'_>) -> Vec<Finding> {
    let (mut findings, head, fact) = facts(patient);
    let (recorded, record) = log(patient);
    findings.push(recorded);
    findings.push(index(patient, head));
    findings.push(clock(patient, [fact, record].into_iter().flatten().max()));
    findings
}

fn facts(patient: &Patient<'_>) -> (Vec<Finding>, Option<Position>, Option<Timestamp>) {
    let path = patient.home.journal();
    if !path.exists() && !patient.home.audit().join("log.db").exists() {
        let new = Finding::ok("journal", "none yet: the node has never been started");
        return (vec![new], None, None);
    }
    match journal::check(&path, patient.deep) {
        Ok(checked) => {
            let all = if checked.rows == checked.head.0 {
                "all"
            } else {
                "the last"
            };
            let read = format!("{all} {} checked", out::counted(checked.rows, "fact"));
            let found = Finding::ok("journal", format!("sound to position {}, {read}", checked.head));
            (vec![found], Some(checked.head), checked.last)
        }
        Err(error) => (
            vec![Finding::error("journal", words(&error), RESTORE)],
            None,
            None,
        ),
    }
}

fn log(patient: &Patient<'_>) -> (Finding, Option<Timestamp>) {
    let folder = patient.home.audit();
    if !folder.join("log.db").exists() {
        let finding = if patient.home.journal().exists() {
            Finding::error("audit log", "it is missing while there is a journal", RESTORE)
        } else {
            Finding::ok("audit log", "none yet: the node has never been started")
        };
        return (finding, None);
    }
    let Ok(key) = public_key(patient) else {
        let why = "its head is signed by the audit key: mend that first";
        return (Finding::warning("audit log", "not looked at", why), None);
    };
    let verify = patient.command("audit verify");
    let end = match audit::glance(&folder, &key) {
        Ok(end) => end,
        Err(error) => {
            let why = format!("the node does not start with it; {RESTORE}; this says where it is wrong");
            return (Finding::error("audit log", words(&error), why).cure(verify), None);
        }
    };
    if let Ok(config) = &patient.config {
        let asked = format!("lookout/{}-1", config.node.name);
        if end.log != asked {
            let what = format!("this is the log {}, and the settings ask for {asked}", end.log);
            let why = "the node does not start with another node's log: set node.name back in the settings";
            return (
                Finding::error("audit log", what, why).cure(patient.command("check-config")),
                end.last,
            );
        }
    }
    if patient.deep {
        match audit::verify(&folder, Some(&key)) {
            Ok(report) if report.is_sound() => {}
            Ok(report) => {
                let what = out::counted(report.faults, "fault");
                let why = "records were changed, taken out or damaged; this says which";
                return (Finding::error("audit log", what, why).cure(verify), end.last);
            }
            Err(error) => return (Finding::error("audit log", words(&error), RESTORE), end.last),
        }
    }
    let all = if patient.deep { "every record" } else { "its end" };
    let records = out::counted(end.records, "record");
    let ok = Finding::ok("audit log", format!("{records}, {all} and the signed head good"));
    (ok, end.last)
}

fn index(patient: &Patient<'_>, head: Option<Position>) -> Finding {
    let folder = patient.home.index();
    let empty = || std::fs::read_dir(&folder).map_or(true, |mut files| files.next().is_none());
    if !patient.is_running() && empty() {
        return Finding::ok("index", "none yet: it is built from the journal at start");
    }
    let reindex = |finding: Finding| finding.cure(patient.command("reindex"));
    let why = if patient.is_running() {
        "searches use what was checked when it was loaded, so answers are true; the node builds another beside it once it has checked by itself, or now. Look at the disk: files do not change by themselves"
    } else {
        "it is built anew at start, with 503 until then; or build it now. Look at the disk: files do not change by themselves"
    };
    let damaged = |error: &IndexError| reindex(Finding::error("index", words(error), why));
    let checked = match index::check(&folder) {
        Ok(checked) => checked,
        Err(error) => return damaged(&error),
    };
    let position = match index::position(&folder) {
        Ok(Ok(position)) => position,
        Ok(Err(rebuilt)) => {
            let why = "it is built anew at start, with 503 until then; or build it now";
            return reindex(Finding::warning("index", rebuilt.to_string(), why));
        }
        Err(error) => return damaged(&error),
    };
    // Read again: a running node goes on meanwhile, and the index never is ahead of its journal.
    let head = if patient.is_running() { None } else { head };
    match head {
        Some(head) if position > head => Finding::error(
            "journal",
            format!("it ends at position {head}, and the index has seen {position}: its end is lost"),
            RESTORE,
        ),
        _ => {
            let size = indicatif::HumanBytes(checked.bytes);
            let files = out::counted(checked.files as u64, "file");
            let behind = head.map_or(0, |head| head.0.saturating_sub(position.0));
            let behind = match behind {
                0 => String::new(),
                facts => format!(
                    ", {} behind the journal: it follows at start",
                    out::counted(facts, "fact")
                ),
            };
            Finding::ok(
                "index",
                format!("position {position}, {size} in {files}, every seal good{behind}"),
            )
        }
    }
}

/// The clock against the last thing that was written down, and against what is believed of it.
fn clock(patient: &Patient<'_>, last: Option<Timestamp>) -> Finding {
    let note = server::clock_note(&patient.home);
    if let (Err(_), Some(last)) = (service::may_issue(patient.now, last, note.as_ref()), last) {
        return Finding::error(
            "clock",
            format!("it says {:.0}, before the last record of {last:.0}", patient.now),
            "no certificate is issued by it, and expiry dates are judged by it: set it right, and find out why it \
             went back; where the record is wrong, since the clock was once ahead, `lookout clock --confirm`",
        )
        .cure("timedatectl set-ntp true");
    }
    // A running node keeps what it believes every ten minutes, and nothing while it doubts.
    if let (true, Some(note), Ok(config)) = (patient.is_running(), note, &patient.config)
        && patient.now.duration_since(note.believed).unsigned_abs() > config.retention.clock_doubt
    {
        return Finding::warning(
            "clock",
            format!(
                "{:.0}, and the last time that was believed is {:.0}",
                patient.now, note.believed
            ),
            "nothing lapses or is erased while the node doubts its clock; this says for how long, and with \
             --confirm that the clock is right",
        )
        .cure(patient.command("clock"));
    }
    synchronised(patient.now)
}

/// Whether the system keeps its clock by others'. Asked of systemd; not looked at where that is not.
fn synchronised(now: Timestamp) -> Finding {
    let asked = std::process::Command::new("timedatectl")
        .args(["show", "--property=NTPSynchronized", "--value"])
        .stdin(std::process::Stdio::null())
        .output();
    let word = asked
        .ok()
        .filter(|output| output.status.success())
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    match word.as_deref() {
        Some("no") => Finding::warning(
            "clock",
            format!("{now:.0}, not kept by a time server"),
            "a clock that drifts lets expired certificates in and dates the audit log wrongly",
        )
        .cure("timedatectl set-ntp true"),
        Some(_) => Finding::ok("clock", format!("{now:.0}, kept by a time server")),
        None => Finding::ok(
            "clock",
            format!("{now:.0}; whether a time server keeps it is not known here"),
        ),
    }
}
