//! The fingerprint of an alert as it stands: importing the same one twice changes nothing.
//!
//! Uses `domain` and `storage`'s sealing. HMAC-SHA-256, under the key of the alert's document, of its JSON as
//! it is always written, its fields in the order of the type, which is also how the state's file keeps it. A
//! plain hash would let whoever guesses an erased alert confirm the guess by a page that SQLite left behind;
//! this one says nothing once the key is destroyed. Whoever changes the order of fields raises
//! `store::LAYOUT`, and all are made anew by replay. (RFC 8785's canonical form says no more and took six
//! times as long, a tenth of an import.)

use crate::domain::alert::Alert;
use crate::storage::SealKey;

/// The fingerprint of an alert as it stands.
#[derive(Debug)]
pub struct Fingerprint {
    pub(super) tag: [u8; 32],
    pub(super) key: SealKey,
}

impl Fingerprint {
    /// Whether it is this alert's: all fields agree.
    ///
    /// # Errors
    /// Never for an alert that came through `domain`'s parsers.
    pub fn is_of(&self, alert: &Alert) -> Result<bool, serde_json::Error> {
        document(alert).map(|document| self.key.tag(&document) == self.tag)
    }
}

pub(super) fn document(alert: &Alert) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(alert)
}
