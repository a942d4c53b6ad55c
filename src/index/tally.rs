//! What a document comes to while lists are read: in four bytes, since a search has one for each document.
//!
//! Uses nothing. From the high bits: the group counted last (12), the parts of the query (4), the sum (16).

/// Most groups of a query.
pub(super) const MOST_GROUPS: u16 = 0xfff;

const SUM: u32 = 0xffff;
const PARTS: u32 = 0xf;
const PARTS_SHIFT: u32 = 16;
const GROUP_SHIFT: u32 = 20;

/// The tally of one document; the default is that of one which no list has named.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Tally(u32);

impl Tally {
    /// Whether no list has named it.
    pub(super) const fn is_new(self) -> bool {
        self.0 == 0
    }

    /// Counts a group, from 1, once: the first of its lists that names the document is its best.
    pub(super) const fn count(&mut self, group: u16, tier: u8, parts: u8) {
        let group = group as u32;
        if self.0 >> GROUP_SHIFT == group {
            return;
        }
        let sum = (self.0 & SUM) + tier as u32;
        let parts = (self.0 >> PARTS_SHIFT & PARTS) + parts as u32;
        let sum = if sum > SUM { SUM } else { sum };
        let parts = if parts > PARTS { PARTS } else { parts };
        self.0 = group << GROUP_SHIFT | parts << PARTS_SHIFT | sum;
    }

    /// The sum of the tiers, at most 65,535.
    pub(super) const fn sum(self) -> u16 {
        (self.0 & SUM) as u16
    }

    /// The parts of the query that it shares, at most 15.
    pub(super) const fn parts(self) -> u8 {
        (self.0 >> PARTS_SHIFT & PARTS) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_counts_once_and_nothing_overflows() {
        let mut tally = Tally::default();
        assert!(tally.is_new());
        tally.count(1, 100, 1);
        tally.count(1, 50, 1);
        tally.count(MOST_GROUPS, 20, 2);
        assert_eq!((tally.sum(), tally.parts(), tally.is_new()), (120, 3, false));
        for group in 1..2_000 {
            tally.count(group, 255, 15);
        }
        assert_eq!((tally.sum(), tally.parts()), (u16::MAX, 15));
    }
}
