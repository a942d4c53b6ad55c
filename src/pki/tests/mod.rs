//! The authority and what it issues, checked by others' tools where there are any: webpki and OpenSSL.

mod authority;
mod issued;

use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::time::Duration;

use jiff::Timestamp;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

use super::authority::NewAuthority;
use super::*;
use crate::domain::peer::PeerName;

const DOMAIN: &str = "lookout.test";
const DAY: Duration = Duration::from_secs(86_400);

/// Fixed, for nothing here may read a clock.
fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

fn name(path: &str) -> PeerName {
    PeerName::from_path(path).unwrap()
}

fn parse(der: &[u8]) -> X509Certificate<'_> {
    X509Certificate::from_der(der).unwrap().1
}

/// Runs OpenSSL in `folder`; `None`, and said so, where there is none.
fn openssl(folder: &Path, arguments: &[&str]) -> Option<Output> {
    match Command::new("openssl")
        .args(arguments)
        .current_dir(folder)
        .output()
    {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("NOT CHECKED with openssl: {error}");
            None
        }
    }
}

fn assert_openssl(folder: &Path, arguments: &[&str]) {
    if let Some(output) = openssl(folder, arguments) {
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "openssl {arguments:?}: {told}");
    }
}
