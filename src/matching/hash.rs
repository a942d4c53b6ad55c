//! A fixed 64-bit hash: keys live in an index, so it may never change without [`super::VERSION`].
//!
//! Uses `keys` for what a key is. FNV-1a with a final mix; not a defence against chosen collisions, which could only
//! add candidates that the score then refuses.

use super::keys::Key;
use super::keys::TOKEN;

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// A hash under way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hash(u64);

impl Hash {
    /// Begins one of its own for each kind of thing.
    pub(crate) const fn new(kind: u8) -> Self {
        Self((OFFSET ^ kind as u64).wrapping_mul(PRIME))
    }

    /// Takes in bytes.
    pub(crate) fn bytes(self, bytes: &[u8]) -> Self {
        Self(
            bytes
                .iter()
                .fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME)),
        )
    }

    /// Takes in a number.
    pub(crate) fn number(self, number: u64) -> Self {
        self.bytes(&number.to_le_bytes())
    }

    /// The hash as a key, which is not one of a token.
    pub(crate) const fn key(self) -> Key {
        self.finish() & !TOKEN
    }

    /// The hash.
    const fn finish(self) -> u64 {
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// 32 bits of a text's hash.
pub(crate) fn text32(text: &str) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "the low half is meant")]
    let low = Hash::new(0).bytes(text.as_bytes()).finish() as u32;
    low
}
