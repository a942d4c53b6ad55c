//! `lookout doctor`: what is wrong with a node, why it matters, and what to type.
//!
//! Uses every room by reading only: nothing of the home is changed, no lock is kept, and a node may be
//! running meanwhile. Each check is a file of its own and knows nothing of the others.

mod certificates;
mod disk;
mod finding;
mod keys;
mod patient;
mod photos;
mod ports;
mod records;
mod settings;

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::failure::Failure;
use super::home::At;
use super::out;
use super::serve::runtime;
use crate::domain::clock::Clock;
use crate::server::SystemClock;
use finding::Finding;
use finding::Severity;
use patient::Patient;

/// Say what is wrong with a node, why it matters, and what to type.
///
/// Looks at settings, keys and certificates, permissions, journal, audit log, index, photographs, clock,
/// disk, ports and limits, whether the node runs or not. Reads only; what it writes to measure the disk is a file
/// without a name that is gone at once. Look as the node's own user, or as root.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout doctor --home /var/lib/lookout
  lookout doctor --deep --json

Exit codes: 0 no error (there may be warnings, unless --strict), 1 at least one error.")]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    /// Read every fact and every record, not only the last thousand
    #[arg(long)]
    deep: bool,
    /// Count warnings as errors for the exit code
    #[arg(long)]
    strict: bool,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let now = SystemClock.now();
    let patient = runtime()?.block_on(Patient::meet(&arguments.at, now, arguments.deep));
    let findings = examine(&patient);
    let count = |severity| findings.iter().filter(|found| found.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if arguments.json {
        out::json(&json!({
            "running": patient.is_running(),
            "errors": errors,
            "warnings": warnings,
            "findings": findings,
        }))?;
    } else {
        for finding in &findings {
            out::say(&finding.text())?;
        }
        out::say(&format!(
            "\n{}, {}.",
            out::counted(errors as u64, "error"),
            out::counted(warnings as u64, "warning")
        ))?;
    }
    let bad = errors > 0 || (arguments.strict && warnings > 0);
    Ok(if bad { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn examine(patient: &Patient<'_>) -> Vec<Finding> {
    let mut findings = settings::check(patient);
    // Without a home there is nothing else to look at, and each check would say so once more.
    if std::fs::read_dir(patient.home.certs()).is_ok() {
        findings.extend(keys::check(patient));
        findings.extend(certificates::check(patient));
        findings.extend(records::check(patient));
        findings.push(photos::check(patient));
        findings.extend(disk::check(patient));
        findings.extend(ports::check(patient));
    }
    findings
}
