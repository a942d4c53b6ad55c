//! The seam behind which the authority's private key lies: a file today, a PKCS#11 token next.
//!
//! Uses nothing of the room but its error. Nobody but a `Signer` ever holds the key.

use std::fmt;

use rcgen::KeyPair;
use rcgen::PublicKeyData;
use rcgen::SigningKey;

use super::PkiError;
use super::keys::KeyKind;
use super::pem;

/// A private key that signs for the authority. A token answers over its own session; a file signs here.
pub trait Signer: fmt::Debug + Send + Sync {
    /// Which key it is; an authority's is P-256 or P-384.
    fn kind(&self) -> KeyKind;

    /// Its public key: the uncompressed point.
    fn public_key(&self) -> &[u8];

    /// Signs `message` with ECDSA and the hash that goes with the curve (SHA-256, SHA-384), giving
    /// the signature in DER.
    ///
    /// # Errors
    /// [`PkiError::Signer`] when the key is out of reach or refuses.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, PkiError>;
}

/// A key from a PEM file, held in memory.
pub struct FileSigner(KeyPair);

impl FileSigner {
    /// Makes a new P-384 key.
    ///
    /// # Errors
    /// [`PkiError::Making`].
    pub fn generate() -> Result<Self, PkiError> {
        KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384)
            .map(Self)
            .map_err(PkiError::making("making the authority's key"))
    }

    /// Reads a P-256 or P-384 key from PEM.
    ///
    /// # Errors
    /// [`PkiError::Pem`], or [`PkiError::Signer`] for another kind of key.
    pub fn from_pem(text: &str) -> Result<Self, PkiError> {
        let der = pem::private_key(text)?;
        let pair = KeyPair::try_from(&der).map_err(|error| PkiError::Signer(error.to_string()))?;
        if scheme(pair.algorithm()).is_none() {
            return Err(PkiError::Signer("an authority's key is P-256 or P-384".into()));
        }
        Ok(Self(pair))
    }

    /// The private key as PKCS#8 PEM: secret.
    #[must_use]
    pub fn private_pem(&self) -> String {
        pem::encode("PRIVATE KEY", self.0.serialized_der())
    }
}

impl Signer for FileSigner {
    fn kind(&self) -> KeyKind {
        scheme(self.0.algorithm()).unwrap_or(KeyKind::P384)
    }

    fn public_key(&self) -> &[u8] {
        self.0.der_bytes()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, PkiError> {
        SigningKey::sign(&self.0, message).map_err(|error| PkiError::Signer(error.to_string()))
    }
}

impl fmt::Debug for FileSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileSigner(secret)")
    }
}

/// Shows a [`Signer`] to rcgen.
pub(crate) struct Hand<'a>(pub(crate) &'a dyn Signer);

impl PublicKeyData for Hand<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.0.public_key()
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        match self.0.kind() {
            KeyKind::P256 => &rcgen::PKCS_ECDSA_P256_SHA256,
            _ => &rcgen::PKCS_ECDSA_P384_SHA384,
        }
    }
}

impl SigningKey for Hand<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        self.0.sign(message).map_err(|_| rcgen::Error::RemoteKeyError)
    }
}

fn scheme(algorithm: &'static rcgen::SignatureAlgorithm) -> Option<KeyKind> {
    if algorithm == &rcgen::PKCS_ECDSA_P256_SHA256 {
        Some(KeyKind::P256)
    } else if algorithm == &rcgen::PKCS_ECDSA_P384_SHA384 {
        Some(KeyKind::P384)
    } else {
        None
    }
}
