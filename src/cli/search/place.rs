//! Which gateway is asked, and as whom.
//!
//! Uses `config` and `pki::files` for what a home that quickstart made has; any part of it can be
//! named instead.

use std::path::PathBuf;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::home::At;
use crate::cli::sample;
use crate::client::Gateway;
use crate::pki::files;
use crate::pki::files::Files;
use crate::pki::files::ROOT_CERTIFICATE;

/// A gateway, and how to come in.
#[derive(Args, Clone, Debug)]
pub(super) struct Place {
    /// The gateway's partners' door [default: the home's own]
    #[arg(long, value_name = "URL", env = "LOOKOUT_GATEWAY", help_heading = WHERE)]
    gateway: Option<String>,
    /// Root certificate of the gateway [default: the home's]
    #[arg(long, value_name = "FILE", help_heading = WHERE)]
    ca: Option<PathBuf>,
    /// Your certificate with its chain [default: the sample partner's of quickstart]
    #[arg(long, value_name = "FILE", help_heading = WHERE)]
    cert: Option<PathBuf>,
    /// Your private key [default: the one beside --cert, FILE.key for FILE.pem]
    #[arg(long, value_name = "FILE", help_heading = WHERE)]
    key: Option<PathBuf>,
}

const WHERE: &str = "Which gateway, and as whom";

impl Place {
    /// The connection, and its address.
    pub(super) fn gateway(&self, at: &At) -> Result<(Gateway, String), Failure> {
        let files = Files::under(at.home().certs());
        let own = || files.authority().join(ROOT_CERTIFICATE);
        let root = read(
            &self.ca.clone().unwrap_or_else(own),
            "the gateway's root",
            "--ca FILE",
        )?;
        let sample = || files.client(sample::PARTNER, "pem");
        let certificate = self.cert.clone().unwrap_or_else(sample);
        let key = self
            .key
            .clone()
            .unwrap_or_else(|| certificate.with_extension("key"));
        let certificate = read(&certificate, "your certificate", "--cert FILE")?;
        let key = read(&key, "your private key", "--key FILE")?;
        let address = match &self.gateway {
            Some(address) => address.clone(),
            None => own_address(at)?,
        };
        let gateway = Gateway::new(&address, &certificate, &key, &root);
        let gateway = gateway.map_err(|error| super::failure(&error, &address))?;
        Ok((gateway, address))
    }
}

/// The partners' door of the home.
fn own_address(at: &At) -> Result<String, Failure> {
    let settings = at.settings()?;
    let door = &settings.doors.partners;
    match (door.listen.port(), door.hosts.first()) {
        (port @ 1.., Some(host)) => Ok(format!("https://{host}:{port}")),
        _ => Err(
            Failure::new("the settings do not say at which port the gateway is")
                .hint("give --gateway https://localhost:PORT, as quickstart or serve has printed it")
                .code(2),
        ),
    }
}

fn read(path: &std::path::Path, what: &str, option: &str) -> Result<String, Failure> {
    files::read(path).map_err(|error| {
        Failure::because(format!("cannot read {what}"), &error)
            .hint(format!(
                "name it with {option}, or go to a home that `lookout quickstart` made (--home DIR)"
            ))
            .code(2)
    })
}
