//! The strict profile of client certificates (SECURITY 5, DESIGN 8), as one pure function.
//!
//! Uses `keys` and `domain`. Looks at one certificate by itself: who signed it, whether it is valid
//! now and whether anybody knows it are asked elsewhere. Subject and common name are never read.
//! Anything not plainly allowed is refused.

mod fault;
#[cfg(test)]
mod tests;

pub use fault::ProfileFault;

use std::collections::HashSet;

use jiff::Timestamp;
use x509_parser::certificate::TbsCertificate;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::extensions::ParsedExtension;
use x509_parser::oid_registry::OID_PKCS1_RSASSAPSS;
use x509_parser::oid_registry::OID_PKCS1_SHA256WITHRSA;
use x509_parser::oid_registry::OID_PKCS1_SHA384WITHRSA;
use x509_parser::oid_registry::OID_PKCS1_SHA512WITHRSA;
use x509_parser::oid_registry::OID_SIG_ECDSA_WITH_SHA256;
use x509_parser::oid_registry::OID_SIG_ECDSA_WITH_SHA384;
use x509_parser::oid_registry::OID_SIG_ECDSA_WITH_SHA512;
use x509_parser::oid_registry::OID_SIG_ED25519;
use x509_parser::oid_registry::OID_X509_EXT_BASIC_CONSTRAINTS;
use x509_parser::oid_registry::OID_X509_EXT_EXTENDED_KEY_USAGE;
use x509_parser::oid_registry::OID_X509_EXT_KEY_USAGE;
use x509_parser::oid_registry::OID_X509_EXT_SUBJECT_ALT_NAME;
use x509_parser::oid_registry::Oid;
use x509_parser::prelude::FromDer;
use x509_parser::x509::X509Version;

use super::keys;
use crate::domain::peer::KeyHash;
use crate::domain::peer::PeerName;

/// Longest certificate that is looked at, bytes; real ones have one or two thousand.
pub const MOST_BYTES: usize = 8 * 1024;
/// Longest validity of a partner's certificate, seconds: 30 days.
pub const PARTNER_SECONDS: i64 = 30 * 86_400;
/// Longest validity of a local user's certificate, seconds: a year, counted as 366 days.
pub const STAFF_SECONDS: i64 = 366 * 86_400;
/// Fewest and most octets of a serial number: 64 random bits take 8 (RFC 5280 4.1.2.2: at most 20).
const SERIAL_OCTETS: std::ops::RangeInclusive<usize> = 8..=20;
/// BIT STRING with bit 0 (digitalSignature) alone, in DER. Compared whole, so no other form passes.
const DIGITAL_SIGNATURE: &[u8] = &[0x03, 0x02, 0x07, 0x80];
/// SEQUENCE of the one OID 1.3.6.1.5.5.7.3.2 (clientAuth), in DER.
const CLIENT_AUTH: &[u8] = &[
    0x30, 0x0a, 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02,
];

/// What a good client certificate says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Identity {
    /// Hash of its public key.
    pub key: KeyHash,
    /// Its URI name.
    pub name: PeerName,
    /// Its serial number, hexadecimal.
    pub serial: String,
    /// First instant.
    pub not_before: Timestamp,
    /// Last instant.
    pub not_after: Timestamp,
}

/// Holds one certificate (DER) against the profile; its name must lie in `trust_domain`.
///
/// # Errors
/// The first rule it breaks.
pub fn check(der: &[u8], trust_domain: &str) -> Result<Identity, ProfileFault> {
    if der.len() > MOST_BYTES {
        return Err(ProfileFault::TooLarge);
    }
    let Ok(([], certificate)) = X509Certificate::from_der(der) else {
        return Err(ProfileFault::NotACertificate);
    };
    let tbs = &certificate.tbs_certificate;
    if tbs.version != X509Version::V3 {
        return Err(ProfileFault::NotVersion3);
    }
    let serial = serial(tbs.raw_serial())?;
    if tbs.signature != certificate.signature_algorithm {
        return Err(ProfileFault::SignatureAlgorithmsDiffer);
    }
    if !signed_well(&tbs.signature.algorithm) {
        return Err(ProfileFault::SignatureAlgorithm);
    }
    if tbs.issuer_uid.is_some() || tbs.subject_uid.is_some() {
        return Err(ProfileFault::UniqueId);
    }
    keys::kind_of(&tbs.subject_pki)?;
    extensions_known(tbs)?;
    purposes(tbs)?;
    key_identifiers(tbs)?;
    let name = name(tbs, trust_domain)?;
    let (not_before, not_after) = validity(tbs, &name)?;
    Ok(Identity {
        key: keys::key_hash(tbs.subject_pki.raw),
        name,
        serial,
        not_before,
        not_after,
    })
}

/// Checks the octets of a serial number and writes it as people compare it.
fn serial(octets: &[u8]) -> Result<String, ProfileFault> {
    let positive = octets.first().is_some_and(|first| first & 0x80 == 0);
    if !positive || octets.iter().all(|octet| *octet == 0) {
        return Err(ProfileFault::SerialNotPositive);
    }
    let magnitude = match octets {
        // A leading zero only keeps the number positive; before a small octet it is not DER.
        [0, next, ..] if next & 0x80 == 0 => return Err(ProfileFault::SerialForm),
        [0, rest @ ..] => rest,
        all => all,
    };
    if octets.len() > *SERIAL_OCTETS.end() {
        return Err(ProfileFault::SerialTooLong);
    }
    if magnitude.len() < *SERIAL_OCTETS.start() {
        return Err(ProfileFault::SerialTooShort);
    }
    Ok(hex::encode(magnitude))
}

fn signed_well(algorithm: &Oid<'_>) -> bool {
    [
        OID_SIG_ECDSA_WITH_SHA256,
        OID_SIG_ECDSA_WITH_SHA384,
        OID_SIG_ECDSA_WITH_SHA512,
        OID_SIG_ED25519,
        OID_PKCS1_SHA256WITHRSA,
        OID_PKCS1_SHA384WITHRSA,
        OID_PKCS1_SHA512WITHRSA,
        OID_PKCS1_RSASSAPSS,
    ]
    .contains(algorithm)
}

/// No extension twice, none unreadable, none critical that is not understood here.
fn extensions_known(tbs: &TbsCertificate<'_>) -> Result<(), ProfileFault> {
    let understood = [
        OID_X509_EXT_BASIC_CONSTRAINTS,
        OID_X509_EXT_KEY_USAGE,
        OID_X509_EXT_EXTENDED_KEY_USAGE,
        OID_X509_EXT_SUBJECT_ALT_NAME,
    ];
    let mut seen = HashSet::new();
    for extension in tbs.extensions() {
        if !seen.insert(&extension.oid) {
            return Err(ProfileFault::ExtensionTwice);
        }
        if extension.critical && !understood.contains(&extension.oid) {
            return Err(ProfileFault::CriticalExtension);
        }
        if matches!(extension.parsed_extension(), ParsedExtension::ParseError { .. }) {
            return Err(ProfileFault::ExtensionUnreadable);
        }
    }
    Ok(())
}

/// Not an authority; for signing and for client authentication, and for nothing else.
fn purposes(tbs: &TbsCertificate<'_>) -> Result<(), ProfileFault> {
    let constraints = tbs
        .basic_constraints()
        .map_err(|_| ProfileFault::ExtensionUnreadable)?;
    if constraints.is_some_and(|found| found.value.ca || found.value.path_len_constraint.is_some()) {
        return Err(ProfileFault::Authority);
    }
    let value = |oid: &Oid<'_>| {
        tbs.extensions()
            .iter()
            .find(|extension| extension.oid == *oid)
            .map(|extension| extension.value)
    };
    match value(&OID_X509_EXT_KEY_USAGE) {
        None => return Err(ProfileFault::KeyUsageMissing),
        Some(found) if found != DIGITAL_SIGNATURE => return Err(ProfileFault::KeyUsage),
        Some(_) => {}
    }
    match value(&OID_X509_EXT_EXTENDED_KEY_USAGE) {
        None => Err(ProfileFault::PurposeMissing),
        Some(found) if found != CLIENT_AUTH => Err(ProfileFault::Purpose),
        Some(_) => Ok(()),
    }
}

fn key_identifiers(tbs: &TbsCertificate<'_>) -> Result<(), ProfileFault> {
    let parsed = || {
        tbs.extensions()
            .iter()
            .map(|extension| extension.parsed_extension())
    };
    let subject = parsed()
        .any(|extension| matches!(extension, ParsedExtension::SubjectKeyIdentifier(id) if !id.0.is_empty()));
    if !subject {
        return Err(ProfileFault::SubjectKeyId);
    }
    let authority = parsed().any(|extension| {
        matches!(extension, ParsedExtension::AuthorityKeyIdentifier(id)
            if id.key_identifier.as_ref().is_some_and(|id| !id.0.is_empty()))
    });
    authority.then_some(()).ok_or(ProfileFault::AuthorityKeyId)
}

/// The one name: a URI, in exactly the form that is compared with the registry.
fn name(tbs: &TbsCertificate<'_>, trust_domain: &str) -> Result<PeerName, ProfileFault> {
    let found = tbs
        .subject_alternative_name()
        .map_err(|_| ProfileFault::ExtensionUnreadable)?;
    let names = &found.ok_or(ProfileFault::NameMissing)?.value.general_names;
    let uri = match names.as_slice() {
        [GeneralName::URI(uri)] => *uri,
        [_] => return Err(ProfileFault::NameNotUri),
        [] => return Err(ProfileFault::NameMissing),
        _ => return Err(ProfileFault::NameNotSingle),
    };
    let rest = uri.strip_prefix("spiffe://").ok_or(ProfileFault::NameForm)?;
    let path_start = rest.find('/').ok_or(ProfileFault::NameForm)?;
    let (domain, path) = rest.split_at(path_start);
    // The path is read first: a name of the wrong form is told as such, whatever its domain.
    let name = PeerName::from_path(path).ok_or(ProfileFault::NameForm)?;
    if domain != trust_domain {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
        let well_formed = !domain.is_empty() && domain.bytes().all(plain);
        return Err(if well_formed {
            ProfileFault::NameDomain
        } else {
            ProfileFault::NameForm
        });
    }
    Ok(name)
}

fn validity(tbs: &TbsCertificate<'_>, name: &PeerName) -> Result<(Timestamp, Timestamp), ProfileFault> {
    let (start, end) = (
        tbs.validity.not_before.timestamp(),
        tbs.validity.not_after.timestamp(),
    );
    let longest = match name {
        PeerName::Partner(..) => PARTNER_SECONDS,
        PeerName::Staff(_) => STAFF_SECONDS,
    };
    if end < start {
        return Err(ProfileFault::ValidityReversed);
    }
    if end.saturating_sub(start) > longest {
        return Err(ProfileFault::ValidityTooLong);
    }
    let instant = |seconds| Timestamp::from_second(seconds).map_err(|_| ProfileFault::NotACertificate);
    Ok((instant(start)?, instant(end)?))
}
