//! Who is at the other end of a connection, as its certificate says.
//!
//! Uses `ids`. A `Peer` is a claim proved by possession of a key; whether it has any right is the
//! registry's word (DESIGN 8), asked on every request.

use std::fmt;
use std::net::IpAddr;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use super::ids::ClientId;
use super::ids::PartnerId;
use super::ids::StaffId;

/// SHA-256 of a certificate's SubjectPublicKeyInfo, written as 64 hexadecimal digits.
#[derive(Clone, Copy, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyHash(pub [u8; 32]);

impl fmt::Display for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("must be the 64 hexadecimal digits of a key's SHA-256")]
pub struct BadKeyHash;

impl std::str::FromStr for KeyHash {
    type Err = BadKeyHash;

    fn from_str(text: &str) -> Result<Self, BadKeyHash> {
        let bytes = hex::decode(text).map_err(|_| BadKeyHash)?;
        bytes.try_into().map(Self).map_err(|_| BadKeyHash)
    }
}

impl TryFrom<String> for KeyHash {
    type Error = BadKeyHash;

    fn try_from(text: String) -> Result<Self, BadKeyHash> {
        text.parse()
    }
}

impl From<KeyHash> for String {
    fn from(hash: KeyHash) -> Self {
        hash.to_string()
    }
}

/// The one URI name in a certificate: `spiffe://<trust-domain>/partner/<partner>/<client>` or
/// `spiffe://<trust-domain>/staff/<id>`.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PeerName {
    /// A partner's system.
    Partner(PartnerId, ClientId),
    /// A local user.
    Staff(StaffId),
}

impl PeerName {
    /// Reads the path of a SPIFFE id, such as `/partner/nl-kmar/gate-1`. `None` for any other.
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        let mut parts = path.strip_prefix('/')?.split('/');
        let name = match parts.next()? {
            "partner" => Self::Partner(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?),
            "staff" => Self::Staff(parts.next()?.parse().ok()?),
            _ => return None,
        };
        parts.next().is_none().then_some(name)
    }
}

impl fmt::Display for PeerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Partner(partner, client) => write!(f, "partner/{partner}/{client}"),
            Self::Staff(staff) => write!(f, "staff/{staff}"),
        }
    }
}

/// The other end of a connection. Made in one place, `tls::identity`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Peer {
    /// Hash of its public key.
    pub key: KeyHash,
    /// Its certificate's URI name.
    pub name: PeerName,
    /// SHA-256 of the SubjectPublicKeyInfo of the authority that issued the certificate.
    pub issuer: KeyHash,
    /// Last instant of its certificate.
    pub not_after: Timestamp,
    /// Where it connects from.
    pub address: IpAddr,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_two_forms_of_path_are_a_name() {
        assert_eq!(
            PeerName::from_path("/partner/nl-kmar/gate-1")
                .map(|name| name.to_string())
                .as_deref(),
            Some("partner/nl-kmar/gate-1")
        );
        assert!(PeerName::from_path("/staff/officer-1").is_some());
        for bad in [
            "",
            "/",
            "/partner/nl-kmar",
            "/partner/nl-kmar/a/b",
            "/staff/",
            "/staff/a@b",
            "/x/y",
            "staff/a",
        ] {
            assert!(PeerName::from_path(bad).is_none(), "{bad}");
        }
    }
}
