//! How many cards have each contact, so that the ones that no card has any more are known without a walk
//! over all cards.
//!
//! Uses nothing. Counted by number. A batch counts for itself, and its counts are taken over when its
//! transaction is in.

use std::collections::BTreeSet;
use std::collections::HashMap;

/// The counts of all contacts.
#[derive(Debug, Default)]
pub(super) struct Uses {
    counts: HashMap<u32, u64>,
    /// Those whose count came down to nothing, until they are dropped or used again.
    idle: BTreeSet<u32>,
}

/// What a batch changes of them.
#[derive(Debug, Default)]
pub(super) struct Changes(HashMap<u32, i64>);

impl Changes {
    pub(super) fn more(&mut self, number: Option<u32>) {
        self.add(number, 1);
    }

    pub(super) fn less(&mut self, number: Option<u32>) {
        self.add(number, -1);
    }

    fn add(&mut self, number: Option<u32>, by: i64) {
        if let Some(number) = number {
            *self.0.entry(number).or_default() += by;
        }
    }
}

impl Uses {
    /// Takes a batch's changes over.
    pub(super) fn take(&mut self, changes: &Changes) {
        for (number, by) in &changes.0 {
            let count = self.counts.entry(*number).or_default();
            *count = count.saturating_add_signed(*by);
            if *count == 0 {
                self.counts.remove(number);
                self.idle.insert(*number);
            } else {
                self.idle.remove(number);
            }
        }
    }

    /// The contacts that no card has once a batch's changes hold, in order.
    pub(super) fn idle_after(&self, changes: &Changes) -> Vec<u32> {
        let after = |number: &u32| {
            let before = self.counts.get(number).copied().unwrap_or_default();
            before.saturating_add_signed(changes.0.get(number).copied().unwrap_or_default())
        };
        let all: BTreeSet<u32> = self.idle.iter().chain(changes.0.keys()).copied().collect();
        all.into_iter().filter(|number| after(number) == 0).collect()
    }

    /// Notes a contact that the file has, before its cards are counted.
    pub(super) fn known(&mut self, number: u32) {
        self.idle.insert(number);
    }

    /// A contact is dropped.
    pub(super) fn drop(&mut self, number: u32) {
        self.idle.remove(&number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(by: &[(u32, i64)]) -> Changes {
        Changes(by.iter().copied().collect())
    }

    #[test]
    fn a_contact_is_idle_when_its_last_card_has_gone_and_not_when_another_has_come() {
        let mut uses = Uses::default();
        uses.known(9);
        uses.take(&changes(&[(1, 2), (2, 1)]));
        assert_eq!(uses.idle_after(&changes(&[(1, -1), (2, -1)])), [2, 9]);
        assert_eq!(uses.idle_after(&changes(&[(1, -2), (2, 0), (3, 0)])), [1, 3, 9]);
        uses.take(&changes(&[(1, -2), (9, 1)]));
        assert_eq!(uses.idle_after(&Changes::default()), [1]);
        uses.take(&changes(&[(1, 1)]));
        assert!(uses.idle_after(&Changes::default()).is_empty());
        uses.take(&changes(&[(1, -1)]));
        uses.drop(1);
        assert!(uses.idle_after(&Changes::default()).is_empty());
    }
}
