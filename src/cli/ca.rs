//! `lookout ca`: the home's own authority.
//!
//! Uses `server`. Makes what is missing and nothing else: an authority is never overwritten.

use std::process::ExitCode;

use clap::Args;
use clap::Subcommand;
use serde_json::json;

use super::failure::Failure;
use super::home::At;
use super::out;
use crate::pki::files::Files;
use crate::pki::files::ROOT_CERTIFICATE;
use crate::pki::files::ROOT_KEY;
use crate::server::SystemClock;
use crate::server::complete_keys;

/// Make the authority and keys of a new home.
///
/// The root signs the issuing authority and is then taken offline; the issuing authority signs the
/// doors' certificates and those of callers.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  lookout ca init --home /var/lib/lookout

Exit codes: 0 made or there already, 1 failed, 2 wrong usage or settings.")]
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
    /// Make the root, the issuing authority, the doors' certificates and the audit log's key
    ///
    /// What is there is kept, so it may be run again. The name of the node and the doors' host names
    /// come from the settings: write those first. Unlike `quickstart` it enters no sample.
    #[command(after_help = "\
Example:
  lookout ca init --home /var/lib/lookout --config /etc/lookout/lookout.toml

Exit codes: 0 made or there already, 1 failed, 2 wrong usage or settings.")]
    Init,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let What::Init = arguments.what;
    let config = arguments.at.settings()?;
    let home = arguments.at.home();
    let made = complete_keys(&home, &config, &SystemClock);
    let authority = made.map_err(|error| {
        Failure::because("cannot make the keys", &error)
            .hint("run it as the node's own user; `lookout doctor` says what is in the way")
    })?;
    let folder = Files::under(home.certs()).authority();
    let (root, key) = (folder.join(ROOT_CERTIFICATE), folder.join(ROOT_KEY));
    let fingerprint = authority.root_fingerprint();
    if arguments.json {
        out::json(&json!({
            "root": root, "sha256": fingerprint, "issuing_not_after": authority.not_after(),
        }))?;
    } else {
        out::say(&format!(
            "Root          {}\nSHA-256       {fingerprint}\nIssuing until {:.0}",
            root.display(),
            authority.not_after()
        ))?;
        if key.exists() {
            out::say(&format!(
                "Take {} offline: a running node never reads it.",
                key.display()
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
