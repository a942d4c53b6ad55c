//! A picture that was checked: cleaned, then decoded as it will be kept.
//!
//! Uses `jpeg`, `png`.

use aws_lc_rs::digest;

use super::jpeg;
use super::png;
use crate::domain::photo::PhotoHash;
use crate::domain::photo::PhotoKind;

/// Most pixels: decoding takes some ten bytes for each, for a moment.
pub const MAX_PIXELS: u64 = 16_000_000;
/// Least of either side: nobody is known by less.
pub const MIN_SIDE: u32 = 50;

/// A picture, with nothing in it that its pixels do not need. The only way in is `check`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Picture {
    kind: PhotoKind,
    bytes: Vec<u8>,
    hash: PhotoHash,
}

/// Why bytes are no picture that is kept: the rule that is broken, in words that hold nothing of the file.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct BadPicture(pub(super) &'static str);

impl BadPicture {
    /// The rule.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        self.0
    }
}

impl Picture {
    /// Cleans a file and decodes what is left. Takes a processor for up to a second or two.
    ///
    /// # Errors
    /// The rule that is broken.
    pub fn check(file: &[u8]) -> Result<Self, BadPicture> {
        let (kind, bytes) = match kind_of(file) {
            Some(PhotoKind::Jpeg) => (PhotoKind::Jpeg, jpeg::clean(file)?),
            Some(PhotoKind::Png) => (PhotoKind::Png, png::clean(file)?),
            None => return Err(BadPicture("must be a JPEG or PNG picture")),
        };
        match kind {
            PhotoKind::Jpeg => jpeg::decode(&bytes).map(drop)?,
            PhotoKind::Png => png::decode(&bytes)?,
        }
        let hash = sha256(&bytes);
        Ok(Self { kind, bytes, hash })
    }

    /// What kind of file it is.
    #[must_use]
    pub const fn kind(&self) -> PhotoKind {
        self.kind
    }

    /// The file as it is kept.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of the file as it is kept.
    #[must_use]
    pub const fn hash(&self) -> PhotoHash {
        self.hash
    }
}

/// What a file begins as.
fn kind_of(file: &[u8]) -> Option<PhotoKind> {
    if file.starts_with(&[0xff, 0xd8, 0xff]) {
        Some(PhotoKind::Jpeg)
    } else if file.starts_with(&png::SIGNATURE) {
        Some(PhotoKind::Png)
    } else {
        None
    }
}

/// Whether a picture of these sides is kept.
pub(super) fn sides(width: u32, height: u32) -> Result<(), BadPicture> {
    if width < MIN_SIDE || height < MIN_SIDE {
        return Err(BadPicture("must be at least 50 pixels wide and high"));
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(BadPicture("must have at most 16 million pixels"));
    }
    Ok(())
}

fn sha256(bytes: &[u8]) -> PhotoHash {
    let digest = digest::digest(&digest::SHA256, bytes);
    let mut hash = [0; 32];
    for (to, from) in hash.iter_mut().zip(digest.as_ref()) {
        *to = *from;
    }
    PhotoHash(hash)
}
