//! `lookout cert issue`: a key and a certificate by the home's own authority, for trying things out.
//!
//! Uses `pki`. A partner's key is best made by the partner: that is what enrolment will be for.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::clock;
use super::failure::Failure;
use super::home::At;
use super::out;
use crate::domain::clock::Clock;
use crate::domain::peer::PeerName;
use crate::pki::Authority;
use crate::pki::PkiError;
use crate::pki::bundle;
use crate::pki::files;
use crate::pki::files::Files;
use crate::pki::files::Secrecy;
use crate::pki::issue;
use crate::server::SystemClock;

/// Make a key and a certificate by the home's own authority
///
/// Writes a private key (.key), the certificate with its chain (.pem) and both as a bundle for
/// browsers (.p12). Nobody is let in by that alone: `lookout partner add --cert` registers it. The key
/// is made here, so hand it over safely; enrolment by EST, where the partner makes its own key, comes
/// with its own issue.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  lookout cert issue partner/nl-kmar/gate-1 --out .
  lookout partner add nl-kmar --name 'Koninklijke Marechaussee' --country NL \\
    --cert nl-kmar.gate-1.pem
  lookout search --name 'Pieter Jansen' --cert nl-kmar.gate-1.pem

Exit codes: 0 made, 1 failed, 2 wrong usage or settings.")]
pub(super) struct Arguments {
    /// Whose: partner/ID/CLIENT or staff/ID
    #[arg(value_name = "NAME", value_parser = name)]
    name: PeerName,
    /// Folder to write to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Password of the .p12 [default: made up and printed]
    #[arg(
        long,
        value_name = "PASSWORD",
        env = "LOOKOUT_P12_PASSWORD",
        hide_env_values = true
    )]
    p12_password: Option<String>,
}

fn name(text: &str) -> Result<PeerName, String> {
    PeerName::from_path(&format!("/{text}")).ok_or_else(|| {
        "must be partner/ID/CLIENT, such as partner/nl-kmar/gate-1, or staff/ID, such as staff/officer-2"
            .to_owned()
    })
}

pub(super) fn run(arguments: &Arguments, at: &At, json: bool) -> Result<ExitCode, Failure> {
    let failed = |error: PkiError| Failure::because("cannot make the certificate", &error);
    let settings = at.settings()?;
    let folder = Files::under(at.home().certs()).authority();
    let authority = Authority::load(&folder).map_err(|error| {
        failed(error).hint("the home needs an authority of its own: `lookout quickstart` makes one")
    })?;
    let (stem, life) = match &arguments.name {
        PeerName::Partner(partner, client) => (format!("{partner}.{client}"), issue::PARTNER_LIFETIME),
        PeerName::Staff(staff) => (staff.to_string(), issue::STAFF_LIFETIME),
    };
    let path = |extension: &str| arguments.out.join(format!("{stem}.{extension}"));
    let (key, certificate, p12) = (path("key"), path("pem"), path("p12"));
    for path in [&key, &certificate, &p12] {
        if path.exists() {
            return Err(Failure::new(format!("{} exists", path.display()))
                .hint("keys are never overwritten: move it away, or name another folder with --out"));
        }
    }
    let password = match &arguments.p12_password {
        Some(password) => password.clone(),
        None => made_up()?,
    };
    let now = SystemClock.now();
    clock::may_issue(&at.home(), now)?;
    let made = authority.client_with_key(&arguments.name, &settings.node.trust_domain, life, now);
    let made = made.map_err(failed)?;
    let bundle = bundle::pkcs12(&made.issued.chain, made.key_der(), &stem, &password).map_err(failed)?;
    files::write(&key, made.key_pem().as_bytes(), Secrecy::Private).map_err(failed)?;
    files::write(&p12, &bundle, Secrecy::Private).map_err(failed)?;
    files::write(&certificate, made.issued.chain_pem().as_bytes(), Secrecy::Public).map_err(failed)?;
    let record = made
        .record
        .ok_or_else(|| Failure::new("a client certificate has no record"))?;
    if json {
        out::json(&json!({
            "name": record.name.to_string(),
            "key_hash": record.key,
            "not_after": record.not_after,
            "certificate": certificate,
            "key": key,
            "p12": p12,
            "p12_password": password,
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    out::say(&format!(
        "Made for {}, good until {:.0}:\n  certificate  {}\n  private key  {}\n  for browsers {} (password: {password})",
        record.name,
        record.not_after,
        certificate.display(),
        key.display(),
        p12.display(),
    ))?;
    if let PeerName::Partner(partner, _) = &record.name {
        out::say(&format!(
            "Nobody is let in by it yet. Register it:\n  lookout partner add {partner} --name '…' --cert {}",
            certificate.display()
        ))?;
    } else {
        out::say("Nobody is let in by it yet; registering local users comes with the desk.")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A password of 80 random bits.
fn made_up() -> Result<String, Failure> {
    let mut random = [0; 10];
    aws_lc_rs::rand::fill(&mut random)
        .map_err(|_| Failure::new("no randomness for a password").hint("give one with --p12-password"))?;
    Ok(hex::encode(random))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_client_or_a_user_can_be_named() {
        assert_eq!(
            name("partner/nl-kmar/gate-1").unwrap().to_string(),
            "partner/nl-kmar/gate-1"
        );
        assert_eq!(name("staff/officer-2").unwrap().to_string(), "staff/officer-2");
        for bad in ["nl-kmar", "partner/nl-kmar", "/staff/a", "server/a", "staff/a b"] {
            assert!(name(bad).is_err(), "{bad}");
        }
    }
}
