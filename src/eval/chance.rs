//! Chance that is the same on every machine.
//!
//! Uses nothing. Whole numbers only: the floating powers of two machines may differ in the last bit.

/// A source of chance that is the same everywhere (SplitMix64).
#[derive(Clone, Copy, Debug)]
pub struct Chance(u64);

impl Chance {
    /// Begins at a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below a bound; 0 when the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.bits() % bound).unwrap_or_default()
    }

    /// Whether something that happens so many times in a hundred happens.
    pub fn percent(&mut self, times: usize) -> bool {
        self.below(100) < times
    }

    /// One of some, each as likely; none of none.
    pub(super) fn any<'a, T>(&mut self, some: &'a [T]) -> Option<&'a T> {
        some.get(self.below(some.len()))
    }
}

/// Things of which the first are drawn more often, by a power law.
#[derive(Debug)]
pub(super) struct Skewed<T> {
    things: Vec<T>,
    /// The weight of each and of all before it.
    sums: Vec<u64>,
}

impl<T> Skewed<T> {
    /// The thing at rank `r`, from 1, has the weight `1 / (r + flat)`.
    pub(super) fn new(things: Vec<T>, flat: u64) -> Self {
        let weights = (1..)
            .take(things.len())
            .map(|rank: u64| (1 << 40) / (rank + flat));
        let sums = weights
            .scan(0, |sum, weight| {
                *sum += weight;
                Some(*sum)
            })
            .collect();
        Self { things, sums }
    }

    /// One of them; none of none.
    pub(super) fn draw(&self, chance: &mut Chance) -> Option<&T> {
        let at = chance.bits() % self.sums.last()?;
        self.things.get(self.sums.partition_point(|sum| *sum <= at))
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.things.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_skewed_things_is_drawn_as_often_as_its_weight_says() {
        let skewed = Skewed::new(vec!['a', 'b', 'c'], 1);
        let mut chance = Chance::new(5);
        let mut drawn = [0, 0, 0];
        for _ in 0..13_000 {
            match skewed.draw(&mut chance) {
                Some('a') => drawn[0] += 1,
                Some('b') => drawn[1] += 1,
                _ => drawn[2] += 1,
            }
        }
        // Weights 1/2, 1/3 and 1/4: six, four and three of thirteen.
        for (count, expected) in drawn.into_iter().zip([6_000_i32, 4_000, 3_000]) {
            assert!((count - expected).abs() < 200, "{drawn:?}");
        }
        assert_eq!(Skewed::<char>::new(Vec::new(), 1).draw(&mut chance), None);
    }
}
