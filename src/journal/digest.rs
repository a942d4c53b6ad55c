//! The hash each row carries, so that an erased body can still be shown to have been the one written.
//!
//! Uses `entry`. SHA-256 over position and time (nanoseconds), each 8 bytes big-endian, then actor,
//! stream, kind and body, each behind its length in 8 bytes big-endian: no two rows read alike. Of a sealed
//! row the body is what is stored, so the hash stays good when the key is gone; the number of its key,
//! 8 bytes, comes last.

use aws_lc_rs::digest::Context;
use aws_lc_rs::digest::SHA256;

use super::ledger::OPEN;

/// The parts of a row that its hash covers.
pub(super) struct Row<'a> {
    pub(super) position: i64,
    pub(super) time: i64,
    pub(super) actor: &'a str,
    pub(super) stream: &'a str,
    pub(super) kind: &'a str,
    pub(super) body: &'a [u8],
    /// As the file has it: see `ledger::SCHEMA`.
    pub(super) sealed: Option<i64>,
}

impl Row<'_> {
    /// What a sealed body is about: it opens only in its own row.
    pub(super) fn about(&self) -> Vec<u8> {
        let mut about = self.position.to_be_bytes().to_vec();
        for part in [self.stream, self.kind] {
            about.extend_from_slice(&(part.len() as u64).to_be_bytes());
            about.extend_from_slice(part.as_bytes());
        }
        about
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        let mut context = Context::new(&SHA256);
        context.update(&self.position.to_be_bytes());
        context.update(&self.time.to_be_bytes());
        let parts = [
            self.actor.as_bytes(),
            self.stream.as_bytes(),
            self.kind.as_bytes(),
            self.body,
        ];
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        if let Some(number) = self.sealed.filter(|number| *number != OPEN) {
            context.update(&number.to_be_bytes());
        }
        let mut hash = [0; 32];
        hash.copy_from_slice(context.finish().as_ref());
        hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_a_byte_from_one_part_to_the_next_changes_the_hash() {
        let row = |actor, stream| {
            Row {
                position: 1,
                time: 2,
                actor,
                stream,
                kind: "k",
                body: b"{}",
                sealed: None,
            }
            .hash()
        };
        assert_ne!(row("ab", "c"), row("a", "bc"));
        assert_eq!(row("ab", "c"), row("ab", "c"));
    }
}
