//! From an alert's id to its ordinal: an open table of ordinals, four bytes a cell.
//!
//! Uses `chunked`. Holds no ids: the caller compares with the id that the ordinal has. Ordinals are
//! never taken back, so nothing is ever removed.

use std::hash::BuildHasher;
use std::hash::RandomState;

use super::chunked::Chunked;
use crate::domain::ids::AlertId;

const FREE: u32 = u32::MAX;

#[derive(Clone, Debug)]
pub(super) struct Lookup {
    cells: Chunked<u32, 256>,
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
        for place in self.places(id) {
            match *self.cells.get(place)? {
                FREE => return None,
                ordinal if is_it(ordinal) => return Some(ordinal),
                _ => {}
            }
        }
        None
    }

    /// Adds an id that is not in it. The table must not be full.
    pub(super) fn add(&mut self, id: &AlertId, ordinal: u32) {
        let free = self
            .places(id)
            .find(|place| self.cells.get(*place) == Some(&FREE));
        if let Some(cell) = free.and_then(|place| self.cells.get_mut(place)) {
            *cell = ordinal;
            self.used += 1;
        }
    }

    fn places(&self, id: &AlertId) -> impl Iterator<Item = usize> + use<> {
        let len = self.cells.len();
        // The length is a power of two; the low bits of the hash choose, whatever the width of usize.
        #[expect(clippy::cast_possible_truncation, reason = "only the low bits are wanted")]
        let first = self.hasher.hash_one(id.as_str()) as usize & (len - 1);
        (0..len).map(move |step| (first + step) & (len - 1))
    }
}
