//! The pieces of names, parted once and ready to be drawn from.
//!
//! Uses `parts`, `chance`, `spelling` and `domain`.

use std::sync::LazyLock;

use super::chance::Chance;
use super::chance::Skewed;
use super::parts::Names;
use super::parts::Pieces;
use super::parts::REGIONS;
use super::parts::Region;
use super::spelling::Spelling;
use crate::domain::country::Country;

/// How little the commonest pieces of made names stand out.
const MADE_FLAT: u64 = 12;

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| REGIONS.iter().map(Known::of).collect());

/// Each of a hundred persons' regions.
static HUNDRED: LazyLock<Vec<&'static Known>> = LazyLock::new(|| {
    KNOWN
        .iter()
        .flat_map(|known| std::iter::repeat_n(known, known.region.share))
        .collect()
});

/// A name or a piece of one.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Word {
    /// In Latin letters.
    pub(super) latin: String,
    /// In the region's own script, or empty.
    pub(super) native: String,
    /// What its bearer is called, in Latin letters, or empty.
    pub(super) short: String,
}

impl Word {
    /// Writes another behind it. What lacks the region's script in one part lacks it altogether.
    pub(super) fn push(&mut self, between: &str, other: &Self) {
        for (text, more) in [(&mut self.latin, &other.latin), (&mut self.native, &other.native)] {
            if text.is_empty() || more.is_empty() {
                text.clear();
            } else {
                text.push_str(between);
                text.push_str(more);
            }
        }
    }
}

/// A region and its pieces.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) region: &'static Region,
    pub(super) countries: Vec<Country>,
    pub(super) men: Drawer,
    pub(super) women: Drawer,
    pub(super) family: Drawer,
    pub(super) particles: Skewed<Word>,
    /// Ends of men's names and of women's.
    pub(super) feminine: Vec<(&'static str, &'static str)>,
    pub(super) spellings: Vec<Spelling>,
}

impl Known {
    fn of(region: &'static Region) -> Self {
        let countries = region.countries.split(' ').filter_map(|code| code.parse().ok());
        let feminine = region.feminine.split_whitespace();
        Self {
            region,
            countries: countries.collect(),
            men: Drawer::of(&region.men),
            women: Drawer::of(&region.women),
            family: Drawer::of(&region.family),
            particles: Skewed::new(words(region.particles), MADE_FLAT),
            feminine: feminine.filter_map(|end| end.split_once('/')).collect(),
            spellings: region.spellings.iter().map(|rules| Spelling::of(rules)).collect(),
        }
    }

    /// The region of one person.
    pub(super) fn draw(chance: &mut Chance) -> Option<&'static Self> {
        chance.any(&HUNDRED).copied()
    }
}

/// Names of one sort.
#[derive(Debug)]
pub(super) struct Drawer {
    common: Skewed<Word>,
    percent: usize,
    starts: Skewed<Word>,
    inner: Skewed<Word>,
    ends: Skewed<Word>,
}

impl Drawer {
    fn of(names: &Names) -> Self {
        let [starts, inner, ends] = names.made.map(|pieces| Skewed::new(words(pieces), MADE_FLAT));
        Self {
            common: Skewed::new(words(names.common), names.flat),
            percent: names.percent,
            starts,
            inner,
            ends,
        }
    }

    /// One name; a made one has one inner syllable or two in so many of a hundred.
    pub(super) fn draw(&self, inner: [usize; 2], chance: &mut Chance) -> Option<Word> {
        if chance.percent(self.percent) {
            return self.common.draw(chance).cloned();
        }
        let mut made = self.starts.draw(chance)?.clone();
        let [one, two] = inner;
        let syllables = match chance.below(100) {
            _ if self.inner.is_empty() => 0,
            drawn if drawn < two => 2,
            drawn if drawn < two + one => 1,
            _ => 0,
        };
        for _ in 0..syllables {
            made.push("", self.inner.draw(chance)?);
        }
        if let Some(end) = self.ends.draw(chance) {
            made.push("", end);
        }
        Some(made)
    }

    /// A common name.
    pub(super) fn common(&self, chance: &mut Chance) -> Option<&Word> {
        self.common.draw(chance)
    }
}

/// The words of some pieces.
pub(super) fn words(pieces: Pieces) -> Vec<Word> {
    let word = |piece: &str| {
        let mut scripts = piece.split('/').map(|part| part.replace('_', " "));
        Word {
            latin: scripts.next().unwrap_or_default(),
            native: scripts.next().unwrap_or_default(),
            short: scripts.next().unwrap_or_default(),
        }
    };
    pieces.split_whitespace().map(word).collect()
}

#[cfg(test)]
mod tests;
