//! Sealing a text under a key of its own, so that destroying the key erases it wherever it was copied.
//!
//! Uses aws-lc-rs: AES-256-GCM and HMAC-SHA-256 under a random key, a random nonce of 96 bits before each sealed text. SQLite's
//! `secure_delete` is no substitute: what it moves between pages stays behind in their unused part.
//! A key is kept where rows are only added and overwritten in place, never deleted: nothing moves there.

use aws_lc_rs::aead::AES_256_GCM;
use aws_lc_rs::aead::Aad;
use aws_lc_rs::aead::LessSafeKey;
use aws_lc_rs::aead::NONCE_LEN;
use aws_lc_rs::aead::Nonce;
use aws_lc_rs::aead::UnboundKey;
use aws_lc_rs::hmac;
use aws_lc_rs::rand;

/// Bytes of a key.
const KEY_BYTES: usize = 32;

/// What stands where a key was: as long as one, so that it is overwritten in place.
pub const DESTROYED: [u8; KEY_BYTES] = [0; KEY_BYTES];

/// The system gave no randomness, or the text is longer than 64 GiB.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a text could not be sealed")]
pub struct NotSealed;

impl From<NotSealed> for rusqlite::Error {
    fn from(error: NotSealed) -> Self {
        Self::ToSqlConversionFailure(Box::new(error))
    }
}

/// A key.
pub struct SealKey([u8; KEY_BYTES]);

impl SealKey {
    /// A new one, random.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn random() -> Result<Self, NotSealed> {
        let mut bytes = DESTROYED;
        rand::fill(&mut bytes).map_err(|_| NotSealed)?;
        Ok(Self(bytes))
    }

    /// The key that these bytes, as good as random, are.
    pub(super) const fn of(bytes: [u8; KEY_BYTES]) -> Self {
        Self(bytes)
    }

    /// A key as it is kept; none where it was destroyed, or where these are not the bytes of one.
    #[must_use]
    pub fn kept(bytes: &[u8]) -> Option<Self> {
        let bytes: [u8; KEY_BYTES] = bytes.try_into().ok()?;
        (bytes != DESTROYED).then_some(Self(bytes))
    }

    /// As it is kept.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }

    /// A text under this key: nonce, ciphertext, tag. It opens only where `about` is the same.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn seal(&self, about: &[u8], text: &[u8]) -> Result<Vec<u8>, NotSealed> {
        let mut nonce = [0; NONCE_LEN];
        rand::fill(&mut nonce).map_err(|_| NotSealed)?;
        let mut sealed = Vec::with_capacity(NONCE_LEN + text.len() + AES_256_GCM.tag_len());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(text);
        let place = sealed.get_mut(NONCE_LEN..).ok_or(NotSealed)?;
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = self
            .cipher()?
            .seal_in_place_separate_tag(nonce, Aad::from(about), place)
            .map_err(|_| NotSealed)?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    /// What was sealed; none where it is not what this key sealed about this.
    #[must_use]
    pub fn open(&self, about: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, text) = sealed.split_first_chunk::<NONCE_LEN>()?;
        let mut text = text.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = self
            .cipher()
            .ok()?
            .open_in_place(nonce, Aad::from(about), &mut text);
        let length = opened.ok()?.len();
        text.truncate(length);
        Some(text)
    }

    /// What tells a text from every other to whoever has the key, and nothing to anybody else: HMAC-SHA-256.
    #[must_use]
    pub fn tag(&self, text: &[u8]) -> [u8; 32] {
        let mut tag = [0; 32];
        tag.copy_from_slice(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &self.0), text).as_ref());
        tag
    }

    fn cipher(&self) -> Result<LessSafeKey, NotSealed> {
        let key = UnboundKey::new(&AES_256_GCM, &self.0).map_err(|_| NotSealed)?;
        Ok(LessSafeKey::new(key))
    }
}

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_under_its_key_about_the_same_thing_and_whole_or_not_at_all() {
        let key = SealKey::random().unwrap();
        let sealed = key.seal(b"7", b"words").unwrap();
        assert_ne!(
            sealed,
            key.seal(b"7", b"words").unwrap(),
            "another nonce each time"
        );
        assert_eq!(key.open(b"7", &sealed).as_deref(), Some(b"words".as_slice()));
        assert_eq!(key.open(b"8", &sealed), None);
        assert_eq!(SealKey::random().unwrap().open(b"7", &sealed), None);
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert_eq!(key.open(b"7", &changed), None, "{place}");
            assert_eq!(key.open(b"7", &sealed[..place]), None, "{place}");
        }
    }

    #[test]
    fn a_tag_is_the_same_for_the_same_text_under_the_same_key_only() {
        let (key, other) = (SealKey::random().unwrap(), SealKey::random().unwrap());
        assert_eq!(key.tag(b"words"), key.tag(b"words"));
        assert_ne!(key.tag(b"words"), key.tag(b"word"));
        assert_ne!(key.tag(b"words"), other.tag(b"words"));
    }

    #[test]
    fn a_destroyed_key_is_none() {
        let key = SealKey::random().unwrap();
        let kept = SealKey::kept(key.bytes()).unwrap();
        assert_eq!(kept.bytes(), key.bytes());
        assert!(SealKey::kept(&DESTROYED).is_none());
        assert!(SealKey::kept(b"short").is_none());
        assert_eq!(format!("{key:?}"), "SealKey(..)");
    }
}
