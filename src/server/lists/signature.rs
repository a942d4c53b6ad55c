//! Signatures of lists: minisign's, whose signer hashes the list first, so that one of any length is
//! checked while it is read.
//!
//! Uses the crate minisign-verify, and `domain`.

use minisign_verify::PublicKey;
use minisign_verify::Signature;
use minisign_verify::StreamVerifier;

use crate::domain::feed_run::Failing;
use crate::domain::feed_source::Key;
use crate::service::Fault;

/// Longest signature file, in bytes: real ones have three hundred.
pub(super) const MAX_BYTES: u64 = 16 << 10;

/// Whether a key is one.
pub(super) fn check(key: &Key) -> Result<(), Fault> {
    match PublicKey::from_base64(key.as_str()) {
        Ok(_) => Ok(()),
        Err(_) => Err(Fault::field("key", "must be a minisign public key")),
    }
}

/// A key and a signature of it, before the list is read.
pub(super) struct Signed {
    key: PublicKey,
    signature: Signature,
}

impl Signed {
    pub(super) fn new(key: &Key, signature: &str) -> Result<Self, Failing> {
        let key = PublicKey::from_base64(key.as_str()).map_err(|_| Failing::BadSignature)?;
        let signature = Signature::decode(signature).map_err(|_| Failing::BadSignature)?;
        Ok(Self { key, signature })
    }

    /// The check over the list's bytes, as they come.
    pub(super) fn over(&self) -> Result<Over<'_>, Failing> {
        let over = self.key.verify_stream(&self.signature);
        over.map(Over).map_err(|_| Failing::BadSignature)
    }
}

/// A check under way.
pub(super) struct Over<'a>(StreamVerifier<'a>);

impl Over<'_> {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(super) fn finish(mut self) -> Result<(), Failing> {
        self.0.finalize().map_err(|_| Failing::BadSignature)
    }
}
