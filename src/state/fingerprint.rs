//! The fingerprint of an alert: importing the same one twice changes nothing.
//!
//! Uses `domain`. SHA-256 of the alert's JSON as it is always written, its fields in the order of the
//! type, which is also how the state's file keeps it. Nothing outside the file holds a fingerprint: whoever
//! changes the order raises `store::LAYOUT`, and all are made anew by replay. (RFC 8785's canonical form
//! says no more and took six times as long, a tenth of an import.)

use aws_lc_rs::digest::SHA256;
use aws_lc_rs::digest::digest;

use crate::domain::alert::Alert;

/// The fingerprint of an alert. Two alerts have the same exactly when all their fields agree.
///
/// # Errors
/// Never for an alert that came through `domain`'s parsers.
pub fn fingerprint(alert: &Alert) -> Result<[u8; 32], serde_json::Error> {
    document(alert).map(|document| of_document(&document))
}

pub(super) fn document(alert: &Alert) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(alert)
}

pub(super) fn of_document(document: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, document).as_ref());
    hash
}
