//! `lookout cert renew-server`: the doors' own certificates made anew by the home's authority.
//!
//! Uses `server`. The start does it by itself in a certificate's last third; this is for a lost key, a
//! damaged file, or a clock that was wrong.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::clock;
use super::failure::Failure;
use super::home::At;
use super::out;
use crate::domain::clock::Clock;
use crate::server::SystemClock;
use crate::server::renew_door;

/// Doors that have a certificate.
const DOORS: [&str; 3] = ["partners", "enrolment", "desk"];

/// Make the doors' certificates anew by the home's own authority
///
/// The host names come from the settings. The key stays unless it is missing, does not fit or --new-key
/// is given. A running node goes on with what it has read: restart it to take the new ones up. `serve`
/// and `quickstart` do the same by themselves when less than a third of a certificate's life is left.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout cert renew-server
  lookout cert renew-server partners --new-key

Exit codes: 0 made, 1 failed, 2 wrong usage or settings.")]
pub(super) struct Arguments {
    /// Only these doors [default: all three]
    #[arg(value_name = "DOOR", value_parser = DOORS)]
    doors: Vec<String>,
    /// Make new keys too: the old ones are lost or known to others
    #[arg(long)]
    new_key: bool,
}

pub(super) fn run(arguments: &Arguments, at: &At, json: bool) -> Result<ExitCode, Failure> {
    let config = at.settings()?;
    let now = SystemClock.now();
    clock::may_issue(&at.home(), now)?;
    let all = || DOORS.map(str::to_owned).to_vec();
    let doors = if arguments.doors.is_empty() {
        all()
    } else {
        arguments.doors.clone()
    };
    let mut renewed = Vec::new();
    for door in doors {
        let made = renew_door(&at.home(), &config, &door, arguments.new_key, now);
        let made = made.map_err(|error| {
            Failure::because(format!("cannot renew the certificate of {door}"), &error)
                .hint("run it as the node's user; the authority lies under certs/live/authority of the home")
        })?;
        renewed.extend(made);
    }
    if json {
        let made: Vec<_> = renewed
            .iter()
            .map(|made| json!({ "door": made.door, "not_after": made.not_after }))
            .collect();
        out::json(&json!({ "renewed": made }))?;
    } else {
        for made in &renewed {
            out::say(&format!("{:<10} until {:.0}", made.door, made.not_after))?;
        }
        out::say("A running node takes them up when it is restarted.")?;
    }
    Ok(ExitCode::SUCCESS)
}
