//! From an alert's id to its ordinal: an open table, eight bytes a cell.
//!
//! Uses `chunked`. Holds no ids: the caller compares with the id that the ordinal has, which is far from
//! here, so that half of the id's hash stands beside the ordinal and rules out nearly all others. Ordinals
//! are never taken back, so nothing is ever removed.

use std::hash::BuildHasher;
use std::hash::RandomState;

use super::chunked::Chunked;
use crate::domain::ids::AlertId;

/// A cell that holds nothing; the ordinal of it is never given.
const FREE: u64 = u64::MAX;

#[derive(Clone, Debug)]
pub(super) struct Lookup {
    /// The upper half of an id's hash, then its ordinal.
    cells: Chunked<u64, 256>,
    used: usize,
    hasher: RandomState,
}

impl Lookup {
    /// A table with room for `len` ids.
    pub(super) fn with_room_for(len: usize) -> Self {
        let cells = len.saturating_mul(2).max(256).next_power_of_two();
        Self {
            cells: Chunked::filled(FREE, cells),
            used: 0,
            hasher: RandomState::new(),
        }
    }

    /// Whether one more would make the table slow.
    pub(super) const fn is_full(&self) -> bool {
        self.used * 2 >= self.cells.len()
    }

    /// The ordinal whose id `is_it` says is `id`.
    pub(super) fn find(&self, id: &AlertId, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let hash = self.hasher.hash_one(id.as_str());
        for place in self.places(hash) {
            let cell = *self.cells.get(place)?;
            if cell == FREE {
                return None;
            }
            #[expect(clippy::cast_possible_truncation, reason = "the lower half is the ordinal")]
            let ordinal = cell as u32;
            if cell >> 32 == hash >> 32 && is_it(ordinal) {
                return Some(ordinal);
            }
        }
        None
    }

    /// Adds an id that is not in it. The table must not be full.
    pub(super) fn add(&mut self, id: &AlertId, ordinal: u32) {
        let hash = self.hasher.hash_one(id.as_str());
        let free = self
            .places(hash)
            .find(|place| self.cells.get(*place) == Some(&FREE));
        if let Some(cell) = free.and_then(|place| self.cells.get_mut(place)) {
            *cell = hash >> 32 << 32 | u64::from(ordinal);
            self.used += 1;
        }
    }

    fn places(&self, hash: u64) -> impl Iterator<Item = usize> + use<> {
        let len = self.cells.len();
        // The length is a power of two; the low bits of the hash choose, whatever the width of usize.
        #[expect(clippy::cast_possible_truncation, reason = "only the low bits are wanted")]
        let first = hash as usize & (len - 1);
        (0..len).map(move |step| (first + step) & (len - 1))
    }
}
