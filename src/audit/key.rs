//! The log's own key: signs receipts and heads, nothing else.
//!
//! Uses nothing. Ed25519, whose signatures are the same each time, so a receipt can be made again.
//! Who makes the key and keeps its file is told in `certs/README.md`.

use std::fmt;

use aws_lc_rs::signature::ED25519;
use aws_lc_rs::signature::Ed25519KeyPair;
use aws_lc_rs::signature::KeyPair;
use aws_lc_rs::signature::UnparsedPublicKey;
use rustls_pki_types::PrivatePkcs8KeyDer;
use rustls_pki_types::pem::PemObject;

/// The log's private key.
pub struct LogKey(Ed25519KeyPair);

/// The log's public key, for those who verify.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PublicKey(pub [u8; 32]);

/// Bytes that are no Ed25519 key. Says nothing of them.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not an Ed25519 key in PKCS #8")]
pub struct BadKey;

impl LogKey {
    /// Makes a new key; [`LogKey::to_pkcs8`] gives what to keep of it.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn generate() -> Result<Self, BadKey> {
        Ed25519KeyPair::generate().map(Self).map_err(|_| BadKey)
    }

    /// Reads a key from PKCS #8, as DER or PEM.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn from_pkcs8(bytes: &[u8]) -> Result<Self, BadKey> {
        let pem = PrivatePkcs8KeyDer::from_pem_slice(bytes);
        let der = pem.as_ref().map_or(bytes, PrivatePkcs8KeyDer::secret_pkcs8_der);
        Ed25519KeyPair::from_pkcs8_maybe_unchecked(der)
            .map(Self)
            .map_err(|_| BadKey)
    }

    /// The key as PKCS #8 in DER, to be kept in a file of mode 0600.
    ///
    /// # Errors
    /// Never for a key of this type.
    pub fn to_pkcs8(&self) -> Result<Vec<u8>, BadKey> {
        let der = self.0.to_pkcs8v1().map_err(|_| BadKey)?;
        Ok(der.as_ref().to_vec())
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(self.0.public_key().as_ref());
        PublicKey(bytes)
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        let mut bytes = [0; 64];
        bytes.copy_from_slice(self.0.sign(message).as_ref());
        bytes
    }
}

impl fmt::Debug for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogKey({})", hex::encode(self.public().0))
    }
}

impl PublicKey {
    /// Whether `signature` is this key's over `message`.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, &self.0)
            .verify(message, signature)
            .is_ok()
    }
}
