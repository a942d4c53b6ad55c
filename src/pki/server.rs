//! A server's certificate read back: the names it answers for, how long it lives, who signed it.
//!
//! Uses `issuer` and `pem`. For renewal before it ends, and for telling what is wrong with one.

use std::net::IpAddr;

use jiff::SignedDuration;
use jiff::Timestamp;
use rustls_pki_types::CertificateDer;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer;

use super::PkiError;
use super::issuer;
use super::pem;

/// What a server's certificate says of itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ServerCertificate {
    /// DNS names and addresses, lower case, as a settings file writes them.
    pub names: Vec<String>,
    /// First instant.
    pub not_before: Timestamp,
    /// Last instant.
    pub not_after: Timestamp,
}

impl ServerCertificate {
    /// Reads a certificate (DER).
    ///
    /// # Errors
    /// [`PkiError::NotACertificate`], [`PkiError::Instant`].
    pub fn read(certificate: &[u8]) -> Result<Self, PkiError> {
        let Ok(([], parsed)) = X509Certificate::from_der(certificate) else {
            return Err(PkiError::NotACertificate);
        };
        let (not_before, not_after) = pem::validity(certificate)?;
        let names = parsed.subject_alternative_name();
        let names = names.ok().flatten().map(|names| &names.value.general_names);
        Ok(Self {
            names: names.into_iter().flatten().filter_map(name).collect(),
            not_before,
            not_after,
        })
    }

    /// Whether it is good at this instant.
    #[must_use]
    pub fn is_valid(&self, now: Timestamp) -> bool {
        (self.not_before..=self.not_after).contains(&now)
    }

    /// Whether less than a third of its life is left.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        let life: SignedDuration = self.not_before.duration_until(self.not_after);
        now.duration_until(self.not_after) < life / 3
    }

    /// Those of `hosts` that it does not answer for. `*.` in it stands for one label, as clients have it.
    #[must_use]
    pub fn missing<'a>(&self, hosts: &'a [String]) -> Vec<&'a str> {
        let missing = hosts.iter().filter(|host| !self.answers_for(host));
        missing.map(String::as_str).collect()
    }

    fn answers_for(&self, host: &str) -> bool {
        let wild = match host.parse::<IpAddr>() {
            Ok(_) => None,
            Err(_) => host.split_once('.').map(|(_, rest)| format!("*.{rest}")),
        };
        let is = |name: &String| name == host || wild.as_ref() == Some(name);
        self.names.iter().any(is)
    }
}

/// The first certificate of `chain` that nobody after it and none of `authorities` has signed: `None`
/// where each has its issuer. The last of a chain may be one that the world trusts, so only the
/// first's issuer must be at hand.
#[must_use]
pub fn unsigned(chain: &[CertificateDer<'_>], authorities: &[CertificateDer<'_>]) -> Option<usize> {
    let (leaf, above) = chain.split_first()?;
    let signed = issuer::issuer_of(leaf, above.iter().take(1)).is_some()
        || issuer::issuer_of(leaf, authorities).is_some();
    if !signed {
        return Some(0);
    }
    let pairs = above.iter().zip(above.iter().skip(1)).enumerate();
    pairs
        .filter(|(_, (one, next))| issuer::issuer_of(one, [*next]).is_none())
        .map(|(place, _)| place + 1)
        .next()
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some(name.to_ascii_lowercase()),
        GeneralName::IPAddress(octets) => {
            let four = <[u8; 4]>::try_from(*octets).map(IpAddr::from);
            let address = four.or_else(|_| <[u8; 16]>::try_from(*octets).map(IpAddr::from));
            address.ok().map(|address| address.to_string())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate(names: &[&str]) -> ServerCertificate {
        ServerCertificate {
            names: names.iter().map(|&name| name.to_owned()).collect(),
            not_before: "2026-01-01T00:00:00Z".parse().unwrap(),
            not_after: "2026-01-31T00:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_star_stands_for_one_label_of_a_name_and_for_no_address() {
        let one = certificate(&["*.spoc.example", "127.0.0.1", "*.0.0.2"]);
        let hosts = [
            "gate.spoc.example",
            "127.0.0.1",
            "spoc.example",
            "a.b.spoc.example",
            "127.0.0.2",
        ];
        let hosts = hosts.map(str::to_owned);
        assert_eq!(
            one.missing(&hosts),
            ["spoc.example", "a.b.spoc.example", "127.0.0.2"]
        );
    }

    #[test]
    fn it_is_due_in_the_last_third_of_its_life() {
        let one = certificate(&[]);
        let at = |text: &str| text.parse().unwrap();
        assert!(!one.is_due(at("2026-01-20T23:00:00Z")));
        assert!(one.is_due(at("2026-01-21T01:00:00Z")));
        assert!(one.is_due(at("2027-01-01T00:00:00Z")));
        assert!(one.is_valid(at("2026-01-31T00:00:00Z")) && !one.is_valid(at("2026-01-31T00:00:01Z")));
    }
}
