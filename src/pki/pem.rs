//! PEM: reading a certificate, its chain and its key, and writing them.
//!
//! Uses `keys` and `issuer`. Reads no file: `files` does. What comes out fits together: the key is
//! the first certificate's.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;
use x509_parser::time::ASN1Time;

use super::PkiError;

const LINE: usize = 64;
/// More than any chain of ours or a partner's has; a longer file is not a chain.
const MOST_CERTIFICATES: usize = 8;

/// A certificate, the certificates above it, and its private key: what a server needs.
pub struct Keyed {
    /// The certificate first, then its issuers.
    pub chain: Vec<CertificateDer<'static>>,
    /// Private key of the first certificate.
    pub key: PrivateKeyDer<'static>,
}

/// Reads the certificates in `text`, the holder's first, at least one. Other PEM blocks are passed over.
///
/// # Errors
/// [`PkiError::Pem`] for none, too many or broken armour; [`PkiError::NotACertificate`].
pub fn certificates(text: &str) -> Result<Vec<CertificateDer<'static>>, PkiError> {
    let mut chain = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(text.as_bytes()) {
        let der = certificate.map_err(|_| PkiError::Pem {
            what: "a block is broken",
        })?;
        if !matches!(X509Certificate::from_der(&der), Ok(([], _))) {
            return Err(PkiError::NotACertificate);
        }
        if chain.len() == MOST_CERTIFICATES {
            return Err(PkiError::Pem {
                what: "too many certificates",
            });
        }
        chain.push(der);
    }
    if chain.is_empty() {
        return Err(PkiError::Pem {
            what: "no certificate in it",
        });
    }
    Ok(chain)
}

/// Reads the one certificate in `text`.
///
/// # Errors
/// As [`certificates`], and when there is more than one.
pub fn certificate(text: &str) -> Result<CertificateDer<'static>, PkiError> {
    let mut chain = certificates(text)?;
    match (chain.pop(), chain.is_empty()) {
        (Some(only), true) => Ok(only),
        _ => Err(PkiError::Pem {
            what: "more than one certificate in it",
        }),
    }
}

/// Reads the first private key in `text`: PKCS#8, SEC1 or PKCS#1, not encrypted.
///
/// # Errors
/// [`PkiError::Pem`] when there is none.
pub fn private_key(text: &str) -> Result<PrivateKeyDer<'static>, PkiError> {
    PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|_| PkiError::Pem {
        what: "no private key in it (an encrypted one cannot be read)",
    })
}

/// Reads a chain and its key, and checks that they belong together.
///
/// # Errors
/// As [`certificates`] and [`private_key`]; [`PkiError::KeyMismatch`]; [`PkiError::Signer`] for a key
/// of a kind that TLS cannot use.
pub fn keyed(chain: &str, key: &str) -> Result<Keyed, PkiError> {
    let chain = certificates(chain)?;
    let key = private_key(key)?;
    let usable = rustls::crypto::aws_lc_rs::sign::any_supported_type(&key)
        .map_err(|error| PkiError::Signer(error.to_string()))?;
    let public = usable
        .public_key()
        .ok_or_else(|| PkiError::Signer("its public half is unknown".into()))?;
    let first = chain.first().ok_or(PkiError::NotACertificate)?;
    if spki(first)? != public.as_ref() {
        return Err(PkiError::KeyMismatch);
    }
    Ok(Keyed { chain, key })
}

/// The SubjectPublicKeyInfo of a certificate, as it stands in its DER.
///
/// # Errors
/// [`PkiError::NotACertificate`].
pub fn spki(certificate: &[u8]) -> Result<Vec<u8>, PkiError> {
    match X509Certificate::from_der(certificate) {
        Ok(([], parsed)) => Ok(parsed.tbs_certificate.subject_pki.raw.to_vec()),
        _ => Err(PkiError::NotACertificate),
    }
}

/// First and last instant of a certificate, for warnings before it ends.
///
/// # Errors
/// [`PkiError::NotACertificate`]; [`PkiError::Instant`] for a date beyond the calendar.
pub fn validity(certificate: &[u8]) -> Result<(Timestamp, Timestamp), PkiError> {
    let Ok(([], parsed)) = X509Certificate::from_der(certificate) else {
        return Err(PkiError::NotACertificate);
    };
    let instant = |time: ASN1Time| Timestamp::from_second(time.timestamp()).map_err(|_| PkiError::Instant);
    let validity = parsed.validity();
    Ok((instant(validity.not_before)?, instant(validity.not_after)?))
}

/// Writes `der` as a PEM block with this label, in lines of 64 (RFC 7468).
#[must_use]
pub fn encode(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut out = format!("-----BEGIN {label}-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at_checked(LINE).unwrap_or((rest, ""));
        out.push_str(line);
        out.push('\n');
        rest = after;
    }
    out.push_str(&format!("-----END {label}-----\n"));
    out
}

/// Writes certificates as PEM, one after the other.
#[must_use]
pub fn encode_chain(chain: &[CertificateDer<'_>]) -> String {
    chain.iter().map(|der| encode("CERTIFICATE", der)).collect()
}
