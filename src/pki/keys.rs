//! Public keys: which kinds are allowed, how one is named, and the audit log's own key.
//!
//! Uses `domain::peer`. One rule for certificates, requests and the authority alike: P-256, P-384,
//! Ed25519, or RSA of 3072 to 8192 bits (DESIGN 8).

use aws_lc_rs::digest;
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::signature::Ed25519KeyPair;
use aws_lc_rs::signature::KeyPair;
use x509_parser::oid_registry::OID_EC_P256;
use x509_parser::oid_registry::OID_KEY_TYPE_EC_PUBLIC_KEY;
use x509_parser::oid_registry::OID_NIST_EC_P384;
use x509_parser::oid_registry::OID_PKCS1_RSAENCRYPTION;
use x509_parser::oid_registry::OID_SIG_ED25519;
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;

use super::PkiError;
use super::pem;
use crate::domain::peer::KeyHash;

const RSA_BITS: std::ops::RangeInclusive<usize> = 3072..=8192;
/// Public exponents: odd, at least 65537 (small ones have a history), below 2^32 (huge ones cost us).
const RSA_EXPONENTS: std::ops::RangeInclusive<u64> = 65_537..=u32::MAX as u64;
const P256_POINT_BYTES: usize = 65;
const P384_POINT_BYTES: usize = 97;
const ED25519_KEY_BYTES: usize = 32;

/// Kinds of public key that are allowed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum KeyKind {
    /// ECDSA on NIST P-256.
    P256,
    /// ECDSA on NIST P-384.
    P384,
    /// Ed25519.
    Ed25519,
    /// RSA with a modulus of this many bits.
    Rsa {
        /// Length of the modulus.
        bits: usize,
    },
}

/// Why a public key is not allowed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum KeyFault {
    /// Not a SubjectPublicKeyInfo.
    #[error("the public key is not readable")]
    Unreadable,
    /// Of a kind that is not on the list.
    #[error("only P-256, P-384, Ed25519 and RSA keys are accepted")]
    Kind,
    /// An elliptic-curve key that is not an uncompressed point of its curve's length.
    #[error("the public key is not an uncompressed point of its curve")]
    Point,
    /// RSA outside 3072 to 8192 bits.
    #[error("an RSA key has 3072 to 8192 bits")]
    RsaBits,
    /// RSA with an odd exponent outside 65537 to 2^32, or an even one.
    #[error("an RSA key's public exponent is odd, from 65537 to 2^32")]
    RsaExponent,
}

/// SHA-256 of a SubjectPublicKeyInfo in DER: the name of a key everywhere in Lookout.
#[must_use]
pub fn key_hash(spki: &[u8]) -> KeyHash {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, spki).as_ref());
    KeyHash(hash)
}

/// Which allowed kind the key in `spki` (DER) is.
///
/// # Errors
/// The rule it breaks.
pub fn allowed(spki: &[u8]) -> Result<KeyKind, KeyFault> {
    match SubjectPublicKeyInfo::from_der(spki) {
        Ok(([], parsed)) => kind_of(&parsed),
        _ => Err(KeyFault::Unreadable),
    }
}

/// As [`allowed`], for a key already parsed as part of something else.
///
/// # Errors
/// The rule it breaks.
pub fn kind_of(spki: &SubjectPublicKeyInfo<'_>) -> Result<KeyKind, KeyFault> {
    let algorithm = &spki.algorithm.algorithm;
    let parameters = spki.algorithm.parameters.as_ref();
    let key = spki.subject_public_key.data.as_ref();
    if spki.subject_public_key.unused_bits != 0 {
        return Err(KeyFault::Unreadable);
    }
    if *algorithm == OID_SIG_ED25519 {
        let good = parameters.is_none() && key.len() == ED25519_KEY_BYTES;
        return good.then_some(KeyKind::Ed25519).ok_or(KeyFault::Unreadable);
    }
    if *algorithm == OID_KEY_TYPE_EC_PUBLIC_KEY {
        // A curve spelt out in parameters, instead of named, is how CVE-2020-0601 worked.
        let curve = parameters
            .and_then(|any| any.as_oid().ok())
            .ok_or(KeyFault::Kind)?;
        let (kind, bytes) = if curve == OID_EC_P256 {
            (KeyKind::P256, P256_POINT_BYTES)
        } else if curve == OID_NIST_EC_P384 {
            (KeyKind::P384, P384_POINT_BYTES)
        } else {
            return Err(KeyFault::Kind);
        };
        let good = key.first() == Some(&4) && key.len() == bytes;
        return good.then_some(kind).ok_or(KeyFault::Point);
    }
    if *algorithm == OID_PKCS1_RSAENCRYPTION {
        return rsa(spki);
    }
    Err(KeyFault::Kind)
}

fn rsa(spki: &SubjectPublicKeyInfo<'_>) -> Result<KeyKind, KeyFault> {
    let Ok(PublicKey::RSA(key)) = spki.parsed() else {
        return Err(KeyFault::Unreadable);
    };
    if key.modulus.first().is_none_or(|first| first & 0x80 != 0) {
        return Err(KeyFault::Unreadable);
    }
    let significant = key.modulus.iter().skip_while(|byte| **byte == 0);
    let bytes = significant.clone().count();
    let spare = significant.clone().next().map_or(0, |byte| byte.leading_zeros());
    let bits = (bytes * 8).saturating_sub(spare as usize);
    if !RSA_BITS.contains(&bits) {
        return Err(KeyFault::RsaBits);
    }
    let exponent = key.try_exponent().map_err(|_| KeyFault::RsaExponent)?;
    if exponent % 2 == 0 || !RSA_EXPONENTS.contains(&exponent) {
        return Err(KeyFault::RsaExponent);
    }
    Ok(KeyKind::Rsa { bits })
}

/// A freshly made signing key of the audit log. The private half is secret: write it 0600.
pub struct LogKey {
    /// Ed25519 private key, PKCS#8 as PEM.
    pub private_pem: String,
    /// Its public half, SubjectPublicKeyInfo as PEM: what verifiers need.
    pub public_pem: String,
}

/// Makes the audit log's Ed25519 key.
///
/// # Errors
/// [`PkiError::Making`] when the system gives no randomness.
pub fn make_log_key() -> Result<LogKey, PkiError> {
    let failed = |what| PkiError::Making {
        what,
        detail: "no randomness".into(),
    };
    let pair = Ed25519KeyPair::generate().map_err(|_| failed("making the log's key"))?;
    // Version 1 holds the private half alone, which every tool reads; version 2 is not.
    let private = pair.to_pkcs8v1().map_err(|_| failed("encoding the log's key"))?;
    let public = pair
        .public_key()
        .as_der()
        .map_err(|_| failed("encoding the log's public key"))?;
    Ok(LogKey {
        private_pem: pem::encode("PRIVATE KEY", private.as_ref()),
        public_pem: pem::encode("PUBLIC KEY", public.as_ref()),
    })
}
