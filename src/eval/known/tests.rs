//! Shares, scripts and the skew of names in every region.

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
                        && latin
                            .clone()
                            .all(|letter| (letter as u32) < 0x250
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
        // Muhammad is borne by more men than any other name, and Kim, Nguyễn, Wang and Islam by more families.
        let few = ["KR", "VN", "CN", "BD"].contains(&country.as_str());
        assert!((0.2..11.0).contains(&men) && (0.2..10.0).contains(&women));
        assert!(if few {
            (5.0..40.0).contains(&family)
        } else {
            (0.3..7.0).contains(&family)
        });
        assert!(given > 60 && (few || families > 1_000), "{country}");
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
