//! Which of several authorities signed a certificate: the pin that the registry holds (DESIGN 8).
//!
//! Uses `keys`. Found by verifying the signature, never by name or key identifier alone: anybody can
//! write those.

use rustls_pki_types::CertificateDer;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

use super::keys;
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
