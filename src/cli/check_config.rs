//! `lookout check-config`: are the settings good, and what are they.
//!
//! Uses `config`.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::failure::Failure;
use super::home::At;
use super::out;

/// Check the settings and say what they are.
///
/// Reads the settings file and the environment (LOOKOUT_DOORS__PARTNERS__LISTEN=0.0.0.0:9443 sets
/// `listen` under [doors.partners]) and names the field and the rule of the first fault.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout check-config
  lookout check-config --config /etc/lookout/lookout.toml --json

Exit codes: 0 the settings are good, 1 failed, 2 a setting is wrong.")]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let config = arguments.at.settings()?;
    let doors = [
        ("partners", &config.doors.partners),
        ("enrolment", &config.doors.enrolment),
        ("desk", &config.doors.desk),
        ("ops", &config.doors.ops),
    ];
    if arguments.json {
        let doors: serde_json::Map<_, _> = doors
            .iter()
            .map(|(name, door)| {
                (
                    (*name).to_owned(),
                    json!({ "listen": door.listen, "hosts": door.hosts }),
                )
            })
            .collect();
        let purposes: Vec<_> = config.purposes.iter().map(|purpose| &purpose.code).collect();
        out::json(&json!({
            "node": config.node.name,
            "trust_domain": config.node.trust_domain,
            "doors": doors,
            "purposes": purposes,
        }))?;
    } else {
        out::say(&format!(
            "The settings are good. Node {} in trust domain {}.",
            config.node.name, config.node.trust_domain
        ))?;
        for (name, door) in doors {
            out::say(&format!(
                "  {name:<10} listens at {}, answers to {}",
                door.listen,
                door.hosts.join(", ")
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
