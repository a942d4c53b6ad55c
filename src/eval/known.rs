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
mod tests {
    use std::collections::HashMap;
    use std::collections::HashSet;

    use super::*;
    use crate::eval::names::FAMILY_INNER;
    use crate::eval::names::GIVEN_INNER;

    #[test]
    fn the_shares_of_the_regions_are_a_hundred() {
        assert_eq!(REGIONS.iter().map(|region| region.share).sum::<usize>(), 100);
        assert_eq!(HUNDRED.len(), 100);
    }

    #[test]
    fn every_country_is_one_and_every_piece_is_in_its_script_or_none_is() {
        for known in KNOWN.iter() {
            let region = known.region;
            assert_eq!(known.countries.len(), region.countries.split(' ').count());
            let sorts = [&region.men, &region.women, &region.family];
            let native = !words(region.family.common)[0].native.is_empty();
            for sort in sorts {
                let [starts, inner, ends] = sort.made;
                for word in [sort.common, starts, inner, ends].map(words).iter().flatten() {
                    let latin = word.latin.chars().chain(word.short.chars());
                    assert!(
                        !word.latin.is_empty()
                            && latin.clone().all(|letter| (letter as u32) < 0x250
                                || ('\u{1e00}'..'\u{1f00}').contains(&letter)),
                        "{word:?}"
                    );
                    assert_eq!(!word.native.is_empty(), native, "{word:?}");
                    assert!(
                        !word.native.chars().any(|letter| letter.is_ascii_alphabetic()),
                        "{word:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_commonest_names_of_a_region_are_borne_by_as_many_as_in_real_ones() {
        for known in KNOWN.iter() {
            let mut chance = Chance::new(3);
            let mut commonest = |drawer: &Drawer, inner| {
                let mut counted = HashMap::<String, u32>::new();
                for _ in 0..20_000 {
                    let name = drawer.draw(inner, &mut chance).unwrap();
                    *counted.entry(name.latin).or_default() += 1;
                }
                let most = counted.values().max().copied().unwrap_or_default();
                (f64::from(most) / 200.0, counted.len())
            };
            let (men, given) = commonest(&known.men, GIVEN_INNER);
            let (women, _) = commonest(&known.women, GIVEN_INNER);
            let (family, families) = commonest(&known.family, FAMILY_INNER);
            let country = known.countries[0].to_string();
            println!(
                "{country} men {men:.2} % women {women:.2} % of {given}; family {family:.2} % of {families}"
            );
            // Muhammad is borne by more men than any other name, and Kim, Nguyễn and Wang by more families.
            let few = ["KR", "VN", "CN"].contains(&country.as_str());
            assert!((0.2..11.0).contains(&men) && (0.2..10.0).contains(&women));
            assert!(if few {
                (5.0..40.0).contains(&family)
            } else {
                (0.3..7.0).contains(&family)
            });
            assert!(
                given > 100 && (few || country == "BD" || families > 1_000),
                "{country}"
            );
        }
    }

    #[test]
    fn in_europe_nearly_half_bear_a_family_name_that_fewer_than_one_in_ten_thousand_bear() {
        for code in ["NL", "DE", "FR", "IT", "PL", "RU", "UA", "TR"] {
            let wanted: Country = code.parse().unwrap();
            let known = KNOWN.iter().find(|known| known.countries[0] == wanted).unwrap();
            let mut chance = Chance::new(4);
            let mut counted = HashMap::<String, usize>::new();
            for _ in 0..100_000 {
                let name = known.family.draw(FAMILY_INNER, &mut chance).unwrap();
                *counted.entry(name.latin).or_default() += 1;
            }
            let rare: usize = counted.values().filter(|count| **count < 10).sum();
            println!(
                "{code}: {} family names, {rare} of 100,000 with a rare one",
                counted.len()
            );
            assert!((43_000..55_000).contains(&rare), "{code} {rare}");
        }
    }

    #[test]
    fn no_common_name_stands_twice() {
        for known in KNOWN.iter() {
            for sort in [&known.region.men, &known.region.women, &known.region.family] {
                let mut seen = HashSet::new();
                for word in words(sort.common) {
                    let pair = (word.latin, word.native);
                    assert!(seen.insert(pair.clone()), "{pair:?}");
                }
            }
        }
    }
}
