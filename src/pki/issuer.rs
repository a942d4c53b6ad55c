//! Which of several authorities signed a certificate: the pin that the registry holds (DESIGN 8).
//!
//! Uses `keys` and `profile`. Found by verifying the signature, never by name or key identifier alone: anybody can
//! write those.

use rustls_pki_types::CertificateDer;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

use super::PkiError;
use super::keys;
use super::profile;
use crate::domain::partner::Certificate;
use crate::domain::peer::KeyHash;

/// The authority that signed a certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Issuer {
    /// Hash of its public key: the pin.
    pub pin: KeyHash,
    /// First instant of its own certificate, seconds since 1970.
    pub not_before: i64,
    /// Last instant of its own certificate, seconds since 1970.
    pub not_after: i64,
}

/// The first of `authorities` that issued `certificate`: its subject is the certificate's issuer, it
/// is an authority, and its key verifies the signature. `None` if none did.
#[must_use]
pub fn issuer_of<'a>(
    certificate: &[u8],
    authorities: impl IntoIterator<Item = &'a CertificateDer<'a>>,
) -> Option<Issuer> {
    let Ok(([], certificate)) = X509Certificate::from_der(certificate) else {
        return None;
    };
    authorities.into_iter().find_map(|authority| {
        let Ok(([], authority)) = X509Certificate::from_der(authority) else {
            return None;
        };
        let tbs = &authority.tbs_certificate;
        let named = tbs.subject.as_raw() == certificate.tbs_certificate.issuer.as_raw();
        let signed = || certificate.verify_signature(Some(&tbs.subject_pki)).is_ok();
        (named && authority.is_ca() && signed()).then(|| Issuer {
            pin: keys::key_hash(tbs.subject_pki.raw),
            not_before: tbs.validity.not_before.timestamp(),
            not_after: tbs.validity.not_after.timestamp(),
        })
    })
}

/// What the registry will hold of a certificate that somebody brings, as with `partner add --cert`.
/// `chain` has it first; its issuer is looked for among `authorities`, then in the rest of the chain.
///
/// # Errors
/// [`PkiError::Profile`] with the rule it breaks; [`PkiError::UnknownIssuer`];
/// [`PkiError::NotACertificate`] for an empty chain.
pub fn record(
    chain: &[CertificateDer<'_>],
    authorities: &[CertificateDer<'_>],
    trust_domain: &str,
) -> Result<Certificate, PkiError> {
    let (leaf, above) = chain.split_first().ok_or(PkiError::NotACertificate)?;
    let found = profile::check(leaf, trust_domain)?;
    let issuer = issuer_of(leaf, authorities).or_else(|| issuer_of(leaf, above));
    Ok(Certificate {
        key: found.key,
        name: found.name,
        issuer: issuer.ok_or(PkiError::UnknownIssuer)?.pin,
        serial: found.serial,
        not_before: found.not_before,
        not_after: found.not_after,
    })
}
