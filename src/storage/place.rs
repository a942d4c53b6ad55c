//! Where something is kept that is asked for by its hash, and what it is sealed under: both come from the
//! hash, one way.
//!
//! Uses aws-lc-rs (HMAC-SHA-256). Whoever has the place has neither hash nor key; whoever lost the hash cannot
//! open what lies there any more. So places may stand where hashes may not: in names of files, in logs.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::hmac;

use super::sealing::SealKey;

const PLACE: &[u8] = b"lookout/place/1";
const KEY: &[u8] = b"lookout/place-key/1";

/// A place, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Place([u8; 32]);

/// A text that is no place.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("must be 64 lower-case hexadecimal digits")]
pub struct BadPlace;

impl Place {
    /// The place of what has this SHA-256.
    #[must_use]
    pub fn of(hash: &[u8; 32]) -> Self {
        Self(derived(hash, PLACE))
    }

    /// A place as it is kept; none where these are not the bytes of one.
    #[must_use]
    pub fn kept(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// As it is kept.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What is sealed that has this SHA-256.
pub(super) fn key_of(hash: &[u8; 32]) -> SealKey {
    SealKey::of(derived(hash, KEY))
}

fn derived(hash: &[u8; 32], what: &[u8]) -> [u8; 32] {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, hash), what);
    let mut bytes = [0; 32];
    for (to, from) in bytes.iter_mut().zip(tag.as_ref()) {
        *to = *from;
    }
    bytes
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl FromStr for Place {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Self, BadPlace> {
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Err(BadPlace);
        }
        let bytes = hex::decode(text).map_err(|_| BadPlace)?;
        Self::kept(&bytes).ok_or(BadPlace)
    }
}
