//! `lookout audit`: reading the log, and proving that it is whole.
//!
//! Uses `audit` on the home's files, beside a running node or without one. Reads only.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::Subcommand;
use jiff::Timestamp;
use rustls_pki_types::SubjectPublicKeyInfoDer;
use rustls_pki_types::pem::PemObject;
use serde_json::Value;
use serde_json::json;

use super::failure::Failure;
use super::home::At;
use super::out;
use super::word;
use crate::audit;
use crate::audit::AuditError;
use crate::audit::Entry;
use crate::audit::Filter;
use crate::audit::Order;
use crate::audit::PublicKey;
use crate::pki::files;
use crate::pki::files::Files;

/// What stands before the 32 bytes of an Ed25519 key in its SubjectPublicKeyInfo (RFC 8410, 4).
const ED25519: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

/// Show and verify the log of what was asked, changed and refused.
///
/// Reads the home's files and changes nothing; a node may be running meanwhile. The log holds personal
/// data: what is shown here is for those who may see it.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  lookout audit show --actor partner/nl-kmar --since 2026-11-01 --limit 100
  lookout audit verify

Exit codes: 0 done, and the log is sound; 1 failed, or it is not; 2 wrong usage.")]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    at: At,
    /// Print as JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show the last records, the newest at the end; with --json one record a line
    #[command(after_help = "\
Examples:
  lookout audit show --limit 5
  lookout audit show --actor partner/nl-kmar --since 2026-11-01 --until 2026-12-01 --json

Exit codes: 0 shown, 1 failed, 2 wrong usage.")]
    Show(Show),
    /// Check that no record was changed, taken out or cut off
    ///
    /// Walks the whole log and holds it against its signed head. A log put back as a whole to an
    /// older state looks sound from inside: keep the head that is printed, somewhere else, to find that
    /// too.
    #[command(after_help = "\
Example:
  lookout audit verify --json

Exit codes: 0 the log is sound, 1 it is not or cannot be read, 2 wrong usage.")]
    Verify {
        /// The log's public key [default: certs/live/audit.pub in the home]
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
}

#[derive(Args, Debug)]
struct Show {
    /// Only this actor, or all below it: partner/nl-kmar, partner/nl-kmar/gate-1, staff, local/1000
    #[arg(long)]
    actor: Option<String>,
    /// Recorded at or after: 2026-11-23 (midnight UTC) or 2026-11-23T08:00:00Z
    #[arg(long, value_name = "TIME", value_parser = word::instant)]
    since: Option<Timestamp>,
    /// Recorded before
    #[arg(long, value_name = "TIME", value_parser = word::instant)]
    until: Option<Timestamp>,
    /// Most records
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let folder = arguments.at.home().audit();
    if !folder.exists() {
        return Err(
            Failure::new(format!("there is no audit log at {}", folder.display()))
                .hint("name the node's folder with --home DIR"),
        );
    }
    let unreadable = |error: AuditError| {
        Failure::because("cannot read the audit log", &error)
            .hint("name the node's folder with --home DIR; its files are readable by the node's user")
    };
    match &arguments.what {
        What::Show(show) => {
            let mut entries = audit::read(&folder, &show.filter()).map_err(unreadable)?;
            entries.reverse();
            self::show(&entries, arguments.json)
        }
        What::Verify { key } => {
            let own = || Files::under(arguments.at.home().certs()).log_public_key();
            let key = public_key(&key.clone().unwrap_or_else(own))?;
            let report = audit::verify(&folder, Some(&key)).map_err(unreadable)?;
            verified(&report, arguments.json)
        }
    }
}

impl Show {
    fn filter(&self) -> Filter {
        Filter {
            after: None,
            limit: usize::try_from(self.limit).unwrap_or(usize::MAX),
            actor: self
                .actor
                .as_ref()
                .map(|actor| actor.trim_end_matches('/').to_owned()),
            request: None,
            from: self.since,
            until: self.until,
            order: Order::NewestFirst,
        }
    }
}

fn show(entries: &[Entry], json: bool) -> Result<ExitCode, Failure> {
    if json {
        for entry in entries {
            out::json(&json!({ "leaf": entry.leaf, "time": entry.time, "record": entry.record }))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if entries.is_empty() {
        out::say("No record fits.")?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut rows = vec![["LEAF", "TIME", "ACTOR", "ACTION", "OUTCOME", "WHAT"].map(str::to_owned)];
    rows.extend(entries.iter().map(row));
    out::say(&out::columns(&rows))?;
    Ok(ExitCode::SUCCESS)
}

fn row(entry: &Entry) -> [String; 6] {
    let of = |field: &str| match &entry.record {
        Some(record) => out::harmless(record.get(field).and_then(Value::as_str).unwrap_or_default()),
        None => "erased".to_owned(),
    };
    let body = entry.record.as_ref().and_then(|record| record.get("body"));
    [
        entry.leaf.to_string(),
        format!("{:.0}", entry.time),
        of("actor"),
        of("action"),
        of("outcome"),
        out::harmless(&body.map(what).unwrap_or_default()),
    ]
}

/// A record's body in a line: whom was asked for and why, what was disclosed, what was changed.
fn what(body: &Value) -> String {
    let mut parts = Vec::new();
    if let Some(asked) = body.get("asked").and_then(Value::as_object) {
        let person = ["names", "birth_date", "documents"];
        parts.push(
            person
                .iter()
                .filter_map(|field| plain(asked.get(*field)?))
                .collect::<Vec<_>>()
                .join(" "),
        );
        let why = ["purpose", "reference", "user"];
        parts.push(
            why.iter()
                .filter_map(|field| plain(asked.get(*field)?))
                .collect::<Vec<_>>()
                .join(" "),
        );
    }
    if let Some(disclosed) = body.get("disclosed").and_then(Value::as_array) {
        parts.extend(
            disclosed
                .iter()
                .filter_map(|candidate| plain(candidate.get("alert")?)),
        );
    }
    if let Some(change) = body.get("change") {
        parts.extend(change.get("first").and_then(plain));
        parts.extend(
            change
                .get("facts")
                .and_then(Value::as_u64)
                .map(|facts| out::counted(facts, "fact")),
        );
    }
    if let (Some(field), Some(rule)) = (body.get("field"), body.get("rule")) {
        parts.push(
            [plain(field), plain(rule)]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(": "),
        );
    }
    if let Some(count) = body.get("count").and_then(Value::as_u64) {
        parts.push(out::counted(count, "time"));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

/// A JSON value without its signs; none where it says nothing.
fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().filter_map(plain).collect::<Vec<_>>().join(" / "),
        Value::Object(fields) => fields.values().filter_map(plain).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    };
    (!text.is_empty()).then_some(text)
}

fn verified(report: &audit::Report, json: bool) -> Result<ExitCode, Failure> {
    let head = hex::encode(report.chain);
    if json {
        let findings: Vec<Value> = report
            .findings
            .iter()
            .map(|finding| json!({ "leaf": finding.leaf, "fault": finding.fault.to_string() }))
            .collect();
        out::json(&json!({
            "sound": report.is_sound(),
            "log": report.log,
            "leaves": report.records,
            "erased": report.erased,
            "head": head,
            "faults": report.faults,
            "findings": findings,
        }))?;
    } else {
        let log = report.log.as_deref().unwrap_or("the log");
        let erased = match report.erased {
            0 => String::new(),
            erased => format!(" ({} erased by retention)", out::count(erased)),
        };
        let leaves = out::counted(report.records, "record");
        if report.is_sound() {
            out::say(&format!(
                "OK: {log} is whole, {leaves}{erased}, every link and the head's signature good."
            ))?;
        } else {
            out::say(&format!(
                "NOT SOUND: {log}, {leaves}{erased}, {}:",
                out::counted(report.faults, "fault")
            ))?;
        }
        for finding in &report.findings {
            let place = finding
                .leaf
                .map_or("head".to_owned(), |leaf| format!("leaf {leaf}"));
            out::say(&format!("  {place}: {}", finding.fault))?;
        }
        let more = report.faults.saturating_sub(report.findings.len() as u64);
        if more > 0 {
            out::say(&format!("  and {} more", out::count(more)))?;
        }
        out::say(&format!("Head: {head}"))?;
    }
    Ok(if report.is_sound() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// Reads the log's public key from a file.
pub(super) fn public_key(path: &std::path::Path) -> Result<PublicKey, Failure> {
    let hint = "name the log's public key with --key FILE";
    let text = files::read(path)
        .map_err(|error| Failure::because("cannot read the log's key", &error).hint(hint))?;
    let key = SubjectPublicKeyInfoDer::from_pem_slice(text.as_bytes()).ok();
    let key = key.as_ref().and_then(|spki| spki.strip_prefix(&ED25519));
    key.and_then(|key| key.try_into().ok())
        .map(PublicKey)
        .ok_or_else(|| {
            Failure::new(format!("{} is not an Ed25519 public key in PEM", path.display())).hint(hint)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_told_in_a_line() {
        let search = json!({ "asked": { "purpose": "border-check", "reference": "NL-1", "user": "kmar-1", "unit": null,
            "names": ["Ann Vale"], "birth_date": "1980", "documents": [] }, "disclosed": [{"alert": "BE-1", "grade": "strong"}] });
        assert_eq!(what(&search), "Ann Vale 1980; border-check NL-1 kmar-1; BE-1");
        let change =
            json!({ "position": 3, "change": { "facts": 1_200, "first": ["alert.put", "alert/BE-1"] } });
        assert_eq!(what(&change), "alert.put / alert/BE-1; 1,200 facts");
        assert_eq!(
            what(&json!({ "field": "person.name", "rule": "must be there" })),
            "person.name: must be there"
        );
        assert_eq!(what(&json!({ "count": 7 })), "7 times");
        assert_eq!(what(&Value::Null), "");
    }

    #[test]
    fn a_made_key_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.pub");
        let made = crate::pki::keys::make_log_key().unwrap();
        std::fs::write(&path, made.public_pem).unwrap();
        let private = crate::audit::LogKey::from_pkcs8(made.private_pem.as_bytes()).unwrap();
        assert_eq!(public_key(&path).unwrap(), private.public());
        std::fs::write(&path, "no key").unwrap();
        assert!(public_key(&path).is_err());
    }
}
