//! The receipt: proof that an answer is in the log, and the key that lets it out (DESIGN 1, rule 1).
//!
//! Uses `chain`, `key`, `row`. Made only by `of`, from what the writer returns for a durable record;
//! the fields are private, so no other file can make one.

use jiff::Timestamp;

use super::key::LogKey;
use super::key::PublicKey;
use super::ledger::Durable;

/// Proof that a record is durable. Not `Clone`: one receipt lets out one answer.
#[derive(Debug, Eq, PartialEq)]
pub struct Receipt {
    log: String,
    leaf: u64,
    salt: [u8; 32],
    hash: [u8; 32],
    time: Timestamp,
    signature: [u8; 64],
}

impl Receipt {
    /// Signs for a record that the writer says is durable.
    pub(super) fn of(durable: Durable, log: &str, key: &LogKey) -> Self {
        let (leaf, time, answer) = durable.into_parts();
        let message = receipt_bytes(log, leaf, &answer.hash, time);
        Self {
            log: log.to_owned(),
            leaf,
            salt: answer.salt,
            hash: answer.hash,
            time,
            signature: key.sign(&message),
        }
    }

    /// The log's name.
    #[must_use]
    pub fn log(&self) -> &str {
        &self.log
    }

    /// Its leaf in the log, counted from 0 as in RFC 6962.
    #[must_use]
    pub const fn leaf(&self) -> u64 {
        self.leaf
    }

    /// The salt of the answer's hash.
    #[must_use]
    pub const fn salt(&self) -> &[u8; 32] {
        &self.salt
    }

    /// The answer's hash, which the record holds too.
    #[must_use]
    pub const fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// When it was recorded; never before the previous record's.
    #[must_use]
    pub const fn time(&self) -> Timestamp {
        self.time
    }

    /// The log key's Ed25519 signature over [`receipt_bytes`].
    #[must_use]
    pub const fn signature(&self) -> &[u8; 64] {
        &self.signature
    }
}

/// The bytes signed for a receipt: five lines of UTF-8, each ended by a line feed:
///
/// ```text
/// lookout-receipt/1
/// <log>
/// <leaf, decimal>
/// <hash, 64 lower-case hexadecimal digits>
/// <time, RFC 3339, UTC, as it stands in the receipt: 2026-11-23T04:18:00.123Z>
/// ```
#[must_use]
pub fn receipt_bytes(log: &str, leaf: u64, hash: &[u8; 32], time: Timestamp) -> Vec<u8> {
    format!(
        "lookout-receipt/1\n{log}\n{leaf}\n{}\n{time}\n",
        hex::encode(hash)
    )
    .into_bytes()
}

/// Whether a receipt with these fields is the log's own. That the hash is the answer's is checked
/// with [`super::commit_to`] and the receipt's salt.
#[must_use]
pub fn verify_receipt(
    key: &PublicKey,
    log: &str,
    leaf: u64,
    hash: &[u8; 32],
    time: Timestamp,
    signature: &[u8],
) -> bool {
    key.verifies(&receipt_bytes(log, leaf, hash, time), signature)
}
