//! `lookout cert`: the certificates that are let in, revoking them, and making one by hand.
//!
//! Uses the node through `link`; `cert_issue` makes.

use std::process::ExitCode;

use clap::Args;
use clap::Subcommand;
use serde_json::json;

use super::cert_issue;
use super::cert_renew;
use super::failure::Failure;
use super::home::At;
use super::link::Link;
use super::out;
use super::serve::runtime;
use crate::domain::clock::Clock;
use crate::domain::peer::KeyHash;
use crate::domain::text::Text;
use crate::server::SystemClock;
use crate::wire::control::ChangeReply;
use crate::wire::control::KnownCertificateReply;
use crate::wire::control::ReasonFields;

/// Fewest digits of a key that may stand for it.
const FEWEST_DIGITS: usize = 8;

/// List, revoke and issue certificates, and renew the doors' own.
///
/// A certificate is known by the SHA-256 of its public key; the first digits are enough where no other
/// begins like it. A revoked key is refused within a second, on open connections too, and is never
/// accepted again.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  lookout cert list
  lookout cert revoke 3fa85f64 --reason 'key lost, case 2026-17'
  lookout cert issue partner/nl-kmar/gate-1 --out .

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
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
    /// Show the certificates that are registered
    #[command(
        after_help = "Example:\n  lookout cert list --json\n\nExit codes: 0 shown, 1 failed, 2 wrong usage or settings."
    )]
    List,
    /// Refuse a certificate's key from now on, for good
    ///
    /// Bites within a second, on open connections too. The key is never accepted again: its owner needs
    /// another key, not only another certificate.
    #[command(after_help = "\
Example:
  lookout cert revoke 3fa85f64 --reason 'key lost, case 2026-17'

Exit codes: 0 revoked, 1 failed, 2 wrong usage or settings, 4 refused by the node.")]
    Revoke {
        /// The key's SHA-256, or its first digits (8 at least), as `cert list` shows them
        #[arg(value_parser = prefix)]
        key: String,
        /// Why, in words; kept in the journal
        #[arg(long)]
        reason: Text,
    },
    // Without doc comments: a line here would hide what their own arguments say.
    Issue(cert_issue::Arguments),
    RenewServer(cert_renew::Arguments),
}

fn prefix(text: &str) -> Result<String, String> {
    let text = text.to_ascii_lowercase();
    let digits = text.bytes().all(|b| b.is_ascii_hexdigit());
    if digits && (FEWEST_DIGITS..=64).contains(&text.len()) {
        Ok(text)
    } else {
        Err(format!("must be {FEWEST_DIGITS} to 64 hexadecimal digits"))
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    match &arguments.what {
        What::Issue(issue) => return cert_issue::run(issue, &arguments.at, arguments.json),
        What::RenewServer(renew) => return cert_renew::run(renew, &arguments.at, arguments.json),
        What::List | What::Revoke { .. } => {}
    }
    runtime()?.block_on(async {
        let link = Link::open(&arguments.at).await?;
        let done = match &arguments.what {
            What::Revoke { key, reason } => revoke(&link, key, reason, arguments.json).await,
            What::List | What::Issue(_) | What::RenewServer(_) => list(&link, arguments.json).await,
        };
        link.close().await;
        done.map(|()| ExitCode::SUCCESS)
    })
}

async fn list(link: &Link, json: bool) -> Result<(), Failure> {
    let certificates: Vec<KnownCertificateReply> = link.get("/certificates").await?;
    if json {
        return out::json(&json!(certificates));
    }
    if certificates.is_empty() {
        return out::say("No certificate is registered. `lookout partner add` registers one.");
    }
    let now = SystemClock.now();
    let mut rows = vec![["KEY", "STATUS", "UNTIL", "NAME", "SERIAL"].map(str::to_owned)];
    rows.extend(certificates.iter().map(|known| {
        let certificate = &known.certificate;
        let status = match known.status.as_str() {
            "active" if certificate.not_after < now => "expired",
            other => other,
        };
        [
            certificate.key.to_string().chars().take(16).collect(),
            status.to_owned(),
            format!("{:.0}", certificate.not_after),
            certificate.name.to_string(),
            certificate.serial.clone(),
        ]
    }));
    out::say(&out::columns(&rows))
}

async fn revoke(link: &Link, prefix: &str, reason: &Text, json: bool) -> Result<(), Failure> {
    let known: Vec<KnownCertificateReply> = link.get("/certificates").await?;
    let found = one(&known, prefix)?;
    let (key, name) = (found.certificate.key, &found.certificate.name);
    if found.status == "revoked" {
        return Err(Failure::new(format!("key {key} of {name} was revoked before")));
    }
    let why = ReasonFields {
        reason: reason.clone(),
    };
    let reply: ChangeReply = link.post(&format!("/certificates/{key}/revoke"), &why).await?;
    if json {
        return out::json(&json!({ "key": key, "position": reply.position }));
    }
    out::say(&format!("Key {key} of {name} is revoked for good."))
}

/// The one certificate whose key begins so.
fn one<'a>(known: &'a [KnownCertificateReply], prefix: &str) -> Result<&'a KnownCertificateReply, Failure> {
    let begins = |key: &KeyHash| key.to_string().starts_with(prefix);
    let mut found = known.iter().filter(|known| begins(&known.certificate.key));
    match (found.next(), found.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(Failure::new(format!("no registered key begins with {prefix}"))
            .hint("`lookout cert list` shows those there are")),
        (Some(_), Some(_)) => Err(
            Failure::new(format!("more than one registered key begins with {prefix}"))
                .hint("give more digits: `lookout cert list --json` shows all 64")
                .code(2),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(first: u8, last: u8) -> KnownCertificateReply {
        let mut key = [first; 32];
        key[31] = last;
        let certificate = serde_json::json!({
            "key": hex::encode(key), "name": {"partner": ["nl-kmar", "gate-1"]}, "issuer": "00".repeat(32),
            "serial": "01", "not_before": "2026-11-01T00:00:00Z", "not_after": "2026-12-01T00:00:00Z"
        });
        KnownCertificateReply {
            certificate: serde_json::from_value(certificate).unwrap(),
            status: "active".to_owned(),
        }
    }

    #[test]
    fn a_prefix_must_be_hexadecimal_and_long_enough() {
        assert_eq!(prefix("3FA85F64").as_deref(), Ok("3fa85f64"));
        for bad in ["", "3fa85f6", "3fa85f6x", &"a".repeat(65)] {
            assert!(prefix(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_prefix_stands_for_one_key_or_for_none() {
        let all = [known(0xaa, 1), known(0xaa, 2), known(0xbb, 1)];
        assert_eq!(one(&all, "bbbbbbbb").unwrap().certificate.key.0[0], 0xbb);
        assert!(one(&all, "aaaaaaaa").is_err());
        assert!(one(&all, "cccccccc").is_err());
        let full = all[1].certificate.key.to_string();
        assert_eq!(one(&all, &full).unwrap().certificate.key.0[31], 2);
    }
}
