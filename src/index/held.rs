//! Which ordinals the writer has put in: a bit each.
//!
//! Uses `snapshot`. Exact because there is one writer: read off the last commit, then kept in step.

use super::snapshot::Snapshot;
use crate::domain::ids::Ordinal;

/// A set of ordinals. They are given out in sequence, so a bit for each up to the highest is little.
#[derive(Clone, Debug, Default)]
pub(super) struct Held(Vec<u64>);

impl Held {
    /// The ordinals in a snapshot.
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let mut held = Self::default();
        for segment in snapshot.parts() {
            for ordinal in segment.ordinals() {
                held.insert(ordinal);
            }
        }
        held
    }

    /// Puts an ordinal in.
    pub(super) fn insert(&mut self, ordinal: Ordinal) {
        let (word, bit) = place(ordinal);
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= bit;
        }
    }

    /// Takes an ordinal out; false when it was not in.
    pub(super) fn remove(&mut self, ordinal: Ordinal) -> bool {
        let (word, bit) = place(ordinal);
        let Some(bits) = self.0.get_mut(word) else {
            return false;
        };
        let was_in = *bits & bit != 0;
        *bits &= !bit;
        was_in
    }
}

fn place(ordinal: Ordinal) -> (usize, u64) {
    (
        usize::try_from(ordinal.0 / 64).unwrap_or_default(),
        1 << (ordinal.0 % 64),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinal_is_in_from_its_insertion_to_its_removal() {
        let mut held = Held::default();
        assert!(!held.remove(Ordinal(700)));
        held.insert(Ordinal(700));
        assert!(!held.remove(Ordinal(699)));
        assert!(held.remove(Ordinal(700)));
        assert!(!held.remove(Ordinal(700)));
    }
}
