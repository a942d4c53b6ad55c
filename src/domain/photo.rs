//! A photograph of a subject, as an alert refers to it: the hash of the file, its kind, its day.
//!
//! Uses nothing. The file itself is kept apart (`photos`), named by its hash.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

/// Most photographs of one subject.
pub const MAX_PHOTOS: usize = 16;

/// SHA-256 of a stored photograph, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhotoHash(pub [u8; 32]);

/// A text that is not the hash of a photograph.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("must be the 64 lower-case hexadecimal digits of a photograph's SHA-256")]
pub struct BadPhotoHash;

impl fmt::Display for PhotoHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for PhotoHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for PhotoHash {
    type Err = BadPhotoHash;

    fn from_str(text: &str) -> Result<Self, BadPhotoHash> {
        // One way to write it, so that one file has one name.
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Err(BadPhotoHash);
        }
        let bytes = hex::decode(text).map_err(|_| BadPhotoHash)?;
        bytes.try_into().map(Self).map_err(|_| BadPhotoHash)
    }
}

impl TryFrom<String> for PhotoHash {
    type Error = BadPhotoHash;

    fn try_from(text: String) -> Result<Self, BadPhotoHash> {
        text.parse()
    }
}

impl From<PhotoHash> for String {
    fn from(hash: PhotoHash) -> Self {
        hash.to_string()
    }
}

/// What kind of file it is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum PhotoKind {
    /// JPEG.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// PNG.
    #[serde(rename = "image/png")]
    Png,
}

impl PhotoKind {
    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// A photograph of a subject.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Photo {
    /// The file.
    pub sha256: PhotoHash,
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: PhotoKind,
    /// Day it was taken, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Date>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_reads_and_writes_the_same_json_and_has_one_name() {
        let hash = "0f".repeat(32);
        let json = format!(r#"{{"sha256":"{hash}","type":"image/jpeg","taken":"2024-02-29"}}"#);
        let photo: Photo = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&photo).unwrap(), json);
        let short = "0f".repeat(31);
        for bad in [
            hash.to_uppercase(),
            short,
            "../../etc/passwd".into(),
            String::new(),
        ] {
            assert_eq!(bad.parse::<PhotoHash>(), Err(BadPhotoHash), "{bad}");
        }
        assert!(serde_json::from_str::<PhotoKind>(r#""image/svg+xml""#).is_err());
    }
}
