//! The fingerprint of an alert: importing the same one twice changes nothing.
//!
//! Uses `domain`. SHA-256 of the alert's JSON in RFC 8785 canonical form, which is also how the
//! state's file keeps it.

use aws_lc_rs::digest::SHA256;
use aws_lc_rs::digest::digest;

use crate::domain::alert::Alert;

/// The fingerprint of an alert. Two alerts have the same exactly when all their fields agree.
///
/// # Errors
/// Never for an alert that came through `domain`'s parsers.
pub fn fingerprint(alert: &Alert) -> Result<[u8; 32], serde_json::Error> {
    canonical(alert).map(|document| of_document(&document))
}

pub(super) fn canonical(alert: &Alert) -> Result<Vec<u8>, serde_json::Error> {
    serde_json_canonicalizer::to_vec(alert)
}

pub(super) fn of_document(document: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, document).as_ref());
    hash
}
