//! The hashes that hold the log together, and the head that is signed.
//!
//! Uses nothing. A leaf is hashed as in RFC 6962, so that a Merkle tree can be built over the same
//! leaves; the chain and its signed head find an edit, a gap, a swap and a cut without one.

use aws_lc_rs::digest::Context;
use aws_lc_rs::digest::SHA256;
use jiff::Timestamp;

/// A SHA-256.
pub(super) type Hash = [u8; 32];

/// The chain before the first leaf.
pub(super) const START: Hash = [0; 32];

/// The hash of a leaf: SHA-256(0x00 ‖ salt ‖ payload). With the salt gone, nobody can test a guess
/// of an erased payload.
pub(super) fn leaf_hash(salt: &[u8], payload: &[u8]) -> Hash {
    sha256([&[0], salt, payload])
}

/// The chain after a leaf: SHA-256(chain before ‖ leaf hash).
pub(super) fn link(before: &Hash, leaf: &[u8]) -> Hash {
    sha256([before, leaf, &[]])
}

fn sha256(parts: [&[u8]; 3]) -> Hash {
    let mut context = Context::new(&SHA256);
    parts.into_iter().for_each(|part| context.update(part));
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// The bytes signed for a head: five lines, each ended by a line feed: `lookout-head/1`, the log's
/// name, how many leaves, the chain after the last in hexadecimal, the last record's time (RFC 3339).
pub(super) fn head_bytes(log: &str, size: u64, chain: &Hash, time: Timestamp) -> Vec<u8> {
    format!("lookout-head/1\n{log}\n{size}\n{}\n{time}\n", hex::encode(chain)).into_bytes()
}
