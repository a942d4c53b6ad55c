//! Edit distance of folded words: insert, delete, replace, exchange neighbours, each one.
//!
//! Uses nothing. Bit-parallel optimal string alignment (Hyyrö 2003): one side is prepared once, a
//! comparison then costs a few operations a letter and allocates nothing.

use super::fold::MAX_FOLD;

const LETTERS: usize = 80;

/// One side of a comparison, prepared.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// Where each letter stands; letters from `0` to `z`.
    at: Box<[u32; LETTERS]>,
    length: u32,
}

impl Pattern {
    /// Prepares a folded word of at most 32 letters; what is longer is cut.
    pub(crate) fn of(fold: &[u8]) -> Self {
        let mut at = Box::new([0_u32; LETTERS]);
        let mut length = 0;
        for (place, byte) in (0_u32..).zip(fold.iter().take(MAX_FOLD)) {
            if let Some(places) = at.get_mut(letter(*byte)) {
                *places |= 1 << place;
            }
            length = place + 1;
        }
        Self { at, length }
    }

    /// How many edits apart the two are.
    pub(crate) fn distance(&self, other: &[u8]) -> u32 {
        if self.length == 0 {
            return u32::try_from(other.len()).unwrap_or(u32::MAX);
        }
        let last = self.length - 1;
        let (mut vp, mut vn, mut d0, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
        let mut distance = self.length;
        for byte in other {
            let places = u64::from(self.at.get(letter(*byte)).copied().unwrap_or_default());
            let exchanged = ((!d0 & places) << 1) & before;
            d0 = ((places & vp).wrapping_add(vp) ^ vp) | places | vn | exchanged;
            let hp = vn | !(d0 | vp);
            let hn = d0 & vp;
            distance += u32::from((hp >> last) & 1 == 1);
            distance -= u32::from((hn >> last) & 1 == 1);
            let hp = (hp << 1) | 1;
            vp = (hn << 1) | !(d0 | hp);
            vn = hp & d0;
            before = places;
        }
        distance
    }
}

const fn letter(byte: u8) -> usize {
    byte.wrapping_sub(b'0') as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slow(a: &[u8], b: &[u8]) -> u32 {
        let mut table = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    (i + j) as u32
                } else {
                    let swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                    let replaced = table[i - 1][j - 1] + u32::from(a[i - 1] != b[j - 1]);
                    let best = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if swap {
                        best.min(table[i - 2][j - 2] + 1)
                    } else {
                        best
                    }
                };
            }
        }
        table[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn the_fast_distance_is_the_plain_one(a in "[a-eSC]{0,32}", b in "[a-eSC]{0,32}") {
            prop_assert_eq!(Pattern::of(a.as_bytes()).distance(b.as_bytes()), slow(a.as_bytes(), b.as_bytes()));
        }
    }
}
