//! Settings of photographs: how large a file may be.
//!
//! Uses nothing.

use serde::Deserialize;

use super::ConfigError;

/// How photographs are taken in.
#[derive(Clone, Copy, Debug)]
pub struct Photos {
    /// Most bytes of one file.
    pub max_bytes: usize,
}

/// `[photos]` as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PhotosTable {
    max_kib: usize,
}

impl Default for PhotosTable {
    fn default() -> Self {
        Self { max_kib: 2_048 }
    }
}

impl PhotosTable {
    pub(super) fn check(&self) -> Result<Photos, ConfigError> {
        match self.max_kib {
            16..=16_384 => Ok(Photos {
                max_bytes: self.max_kib << 10,
            }),
            _ => Err(ConfigError::Rule {
                field: "photos.max_kib",
                rule: "16 to 16384",
            }),
        }
    }
}
