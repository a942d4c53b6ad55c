//! Invented persons for benchmarks and demonstrations: the same for the same seed, on any machine.
//!
//! Uses `parts` and `domain`. Names are skewed as real ones are: few given names are borne by many,
//! family names are many and mostly rare.

use jiff::civil::Date;

use crate::domain::alert::Action;
use crate::domain::alert::Alert;
use crate::domain::alert::Category;
use crate::domain::alert::Handling;
use crate::domain::alert::Subject;
use crate::domain::alert::Validity;
use crate::domain::alert::Visibility;
use crate::domain::date::BirthDate;
use crate::domain::document::Document;
use crate::domain::document::DocumentKind;
use crate::domain::person::NameForm;
use crate::domain::person::NameKind;
use crate::domain::person::Person;
use crate::domain::person::PersonName;
use crate::domain::person::PersonStatus;
use crate::domain::person::Sex;

use super::parts::Middle;
use super::parts::Pieces;
use super::parts::REGIONS;
use super::parts::Region;
use super::parts::piece;

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

    /// One of some pieces, the first ones more often.
    fn skewed(&mut self, pieces: Pieces) -> (String, String) {
        let count = pieces.split(' ').count();
        let first = self.below(count);
        piece(pieces, first.min(self.below(count)))
    }

    fn any(&mut self, pieces: Pieces) -> (String, String) {
        piece(pieces, self.below(pieces.split(' ').count()))
    }
}

/// The first `count` invented alerts of a seed.
pub fn alerts(seed: u64, count: usize) -> impl Iterator<Item = Alert> {
    (0..count).filter_map(move |number| alert(seed, number))
}

/// One invented alert, the same for the same seed and number.
#[must_use]
pub fn alert(seed: u64, number: usize) -> Option<Alert> {
    let mixed = u64::try_from(number)
        .unwrap_or_default()
        .wrapping_mul(0xd134_2543_de82_ef95);
    let mut chance = Chance::new(seed ^ mixed);
    let person = person(&mut chance)?;
    let entered = Date::constant(2024, 1, 1);
    Some(Alert {
        id: format!("GEN-{number:07}").parse().ok()?,
        category: Category::WantedForArrest,
        action: Action::Arrest,
        subject: Subject::Person(person),
        owner: "BE-FEDPOL".parse().ok()?,
        legal_basis: None,
        offence: None,
        cautions: Vec::new(),
        handling: Handling::H1,
        visibility: Visibility::All,
        validity: Validity::Active,
        entered,
        last_validated: entered,
        review_due: Date::constant(2099, 1, 1),
        expires: None,
        links: Vec::new(),
        source: None,
        contact: None,
    })
}

/// One invented person.
pub fn person(chance: &mut Chance) -> Option<Person> {
    let region = region(chance)?;
    let sex = if chance.percent(80) { Sex::M } else { Sex::F };
    let mut names = full_name(region, sex, chance)?;
    if chance.percent(30) {
        let alias = full_name(region, sex, chance)?.into_iter().next();
        names.extend(alias.map(|name| PersonName {
            kind: NameKind::AliasGood,
            ..name
        }));
    }
    let documents = if chance.percent(40) {
        document(region, chance).into_iter().collect()
    } else {
        Vec::new()
    };
    Some(Person {
        names,
        birth_dates: birth_date(chance).into_iter().collect(),
        birth_places: Vec::new(),
        sex: chance.percent(90).then_some(sex),
        nationalities: region.country.parse().ok().into_iter().collect(),
        documents,
        description: None,
        status: PersonStatus::Suspect,
    })
}

fn region(chance: &mut Chance) -> Option<&'static Region> {
    let mut left = u32::try_from(chance.below(100)).ok()?;
    REGIONS
        .iter()
        .find(|region| match left.checked_sub(region.share) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        })
}

/// A name in Latin letters and, in regions with a script of their own, mostly also in that.
fn full_name(region: &Region, sex: Sex, chance: &mut Chance) -> Option<Vec<PersonName>> {
    let [men, women] = region.given;
    let (mut given, mut given_native) = chance.skewed(if sex == Sex::M { men } else { women });
    let (mut family, mut family_native) = family(region, chance);
    match region.middle {
        Middle::Given if chance.percent(35) => {
            let second = chance.skewed(if sex == Sex::M { men } else { women });
            join(&mut given, &second.0);
            join(&mut given_native, &second.1);
        }
        Middle::Patronymic => {
            let father = chance.skewed(men);
            join(
                &mut given,
                &patronymic(&father.0, sex, ["ovich", "ovna", "evich", "evna"]),
            );
            join(
                &mut given_native,
                &patronymic(&father.1, sex, ["ович", "овна", "евич", "евна"]),
            );
        }
        Middle::Family if chance.percent(70) => {
            let second = self::family(region, chance);
            join(&mut family, &second.0);
        }
        _ => {}
    }
    if sex == Sex::F
        && region.middle == Middle::Patronymic
        && (family.ends_with('v') || family.ends_with('n'))
    {
        family.push('a');
        family_native.push('а');
    }
    if chance.percent(12) && !region.particles.is_empty() {
        let particle = chance.any(region.particles).0;
        family = format!("{particle} {family}");
    }
    let named = |family: &str, given: &str| {
        Some(PersonName {
            kind: NameKind::Primary,
            form: NameForm::Parts {
                family: family.parse().ok()?,
                given: given.parse().ok()?,
            },
            script: None,
        })
    };
    let mut names = vec![named(&family, &given)?];
    if !family_native.is_empty() && !given_native.is_empty() && chance.percent(60) {
        let native = named(&family_native, &given_native)?;
        names.push(PersonName {
            kind: NameKind::AliasGood,
            ..native
        });
    }
    Some(names)
}

/// Syllables inside a family name.
const INNER: Pieces = "el/ел an/ан or/ор ik/ик un/ун am/ам ed/ед ol/ол is/ис at/ат ur/ур";
/// The same in Arabic script.
const INNER_ARABIC: Pieces = "an/ان ir/ير ul/ول am/ام as/اس ub/وب ad/اد il/يل";

fn family(region: &Region, chance: &mut Chance) -> (String, String) {
    let [starts, ends] = region.family;
    let (start, end) = (chance.any(starts), chance.any(ends));
    // Inner syllables make family names many and mostly rare.
    let inner = if region.country == "SY" {
        INNER_ARABIC
    } else {
        INNER
    };
    let (mut latin, mut native) = start;
    for _ in 0..if !ends.is_empty() { chance.below(3) } else { 0 } {
        let syllable = chance.any(inner);
        latin.push_str(&syllable.0);
        if !native.is_empty() {
            native.push_str(&syllable.1);
        }
    }
    latin.push_str(&end.0);
    native.push_str(&end.1);
    (latin, native)
}

fn join(name: &mut String, more: &str) {
    if !name.is_empty() && !more.is_empty() {
        name.push(' ');
        name.push_str(more);
    }
}

fn patronymic(father: &str, sex: Sex, [ovich, ovna, evich, evna]: [&str; 4]) -> String {
    let (hard, soft) = if sex == Sex::M {
        (ovich, evich)
    } else {
        (ovna, evna)
    };
    match father.strip_suffix(['y', 'й']) {
        Some(stem) => format!("{}{soft}", stem.trim_end_matches(['i', 'и'])),
        None => format!("{father}{hard}"),
    }
}

fn birth_date(chance: &mut Chance) -> Option<BirthDate> {
    let year = i16::try_from(1945 + chance.below(62)).ok()?;
    let month = i8::try_from(1 + chance.below(12)).ok()?;
    let day = i8::try_from(1 + chance.below(28)).ok()?;
    match chance.below(100) {
        0..=77 => Date::new(year, month, day).ok().map(BirthDate::Day),
        78..=84 => Some(BirthDate::Year(year)),
        85..=87 => Some(BirthDate::Years(year, year + 2)),
        _ => None,
    }
}

fn document(region: &Region, chance: &mut Chance) -> Option<Document> {
    let letter = char::from(b'A' + u8::try_from(chance.below(26)).ok()?);
    let kind = if chance.percent(70) {
        DocumentKind::Passport
    } else {
        DocumentKind::IdCard
    };
    Some(Document {
        kind,
        number: format!("{letter}{:08}", chance.below(100_000_000)).parse().ok()?,
        country: region.country.parse().ok(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_invents_the_same_persons_and_another_seed_others() {
        let some = |seed| alerts(seed, 200).collect::<Vec<_>>();
        assert_eq!(some(7), some(7));
        assert_ne!(some(7), some(8));
        assert_eq!(some(7).len(), 200);
        assert!(some(7).iter().all(|alert| alert.check().is_ok()));
    }

    #[test]
    fn the_shares_of_the_regions_are_a_hundred() {
        assert_eq!(REGIONS.iter().map(|region| region.share).sum::<u32>(), 100);
    }
}
