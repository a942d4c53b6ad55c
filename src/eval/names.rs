//! Whole invented names: a given and a family name of one region, and how else the same may be written.
//!
//! Uses `known`, `parts` and `domain`.

use super::chance::Chance;
use super::known::Known;
use super::known::Word;
use super::known::words;
use super::parts::Middle;
use super::parts::Pieces;
use crate::domain::person::NameForm;
use crate::domain::person::NameKind;
use crate::domain::person::PersonName;
use crate::domain::person::Sex;

/// Of a hundred made names so many have one inner syllable, and two: family names are many and mostly
/// rare.
pub(super) const FAMILY_INNER: [usize; 2] = [40, 12];
pub(super) const GIVEN_INNER: [usize; 2] = [25, 0];

/// A name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Name {
    pub(super) given: Word,
    pub(super) family: Word,
}

impl Name {
    /// Invents one.
    pub(super) fn of(known: &Known, sex: Sex, chance: &mut Chance) -> Option<Self> {
        let drawer = if sex == Sex::M { &known.men } else { &known.women };
        let mut given = drawer.draw(GIVEN_INNER, chance)?;
        let mut family = known.family.draw(FAMILY_INNER, chance)?;
        if sex == Sex::F {
            feminine(&mut family, known);
        }
        let whole = |text: &str| !text.contains([' ', '-', '\'']);
        if chance.percent(known.region.with_particle)
            && whole(&family.latin)
            && let Some(particle) = known.particles.draw(chance)
        {
            let mut named = particle.clone();
            named.push("", &family);
            family = named;
        }
        match known.region.middle {
            Middle::Given(percent) if chance.percent(percent) => {
                given.push(" ", &drawer.draw(GIVEN_INNER, chance)?);
            }
            Middle::Father(percent) if chance.percent(percent) => {
                given.push(" ", known.men.common(chance)?);
            }
            Middle::Patronymic(percent, ends) if chance.percent(percent) => {
                given.push(" ", &patronymic(known.men.common(chance)?, sex, ends)?);
            }
            Middle::Family(percent) if chance.percent(percent) => {
                family.push(" ", &known.family.draw(FAMILY_INNER, chance)?);
            }
            _ => {}
        }
        Some(Self { given, family })
    }

    /// The same name in other Latin letters, in one of the region's spellings that differs.
    pub(super) fn respelt(&self, known: &Known, chance: &mut Chance) -> Option<Self> {
        let first = chance.below(known.spellings.len());
        let spellings = known.spellings.iter().cycle().skip(first);
        spellings.take(known.spellings.len()).find_map(|spelling| {
            let respelt = |word: &Word| Word {
                latin: spelling.rewrite(&word.latin),
                ..Word::default()
            };
            let other = Self {
                given: respelt(&self.given),
                family: respelt(&self.family),
            };
            let differs = other.given.latin != self.given.latin || other.family.latin != self.family.latin;
            differs.then_some(other)
        })
    }

    /// The name as its bearer is called, where the given name has a short form.
    pub(super) fn shortened(&self) -> Option<Self> {
        (!self.given.short.is_empty()).then(|| Self {
            given: Word {
                latin: self.given.short.clone(),
                ..Word::default()
            },
            family: self.family.clone(),
        })
    }

    /// As it stands in an alert, in Latin letters.
    pub(super) fn latin(&self, kind: NameKind) -> Option<PersonName> {
        named(&self.family.latin, &self.given.latin, kind)
    }

    /// As it stands in an alert in the region's own script, where it has one.
    pub(super) fn native(&self) -> Option<PersonName> {
        named(&self.family.native, &self.given.native, NameKind::AliasGood)
    }
}

fn named(family: &str, given: &str, kind: NameKind) -> Option<PersonName> {
    Some(PersonName {
        kind,
        form: NameForm::Parts {
            family: family.parse().ok()?,
            given: given.parse().ok()?,
        },
        script: None,
    })
}

/// The family name as a woman has it.
fn feminine(family: &mut Word, known: &Known) {
    for text in [&mut family.latin, &mut family.native] {
        let changed = known
            .feminine
            .iter()
            .find_map(|(man, woman)| Some(format!("{}{woman}", text.strip_suffix(man)?)));
        if let Some(changed) = changed {
            *text = changed;
        }
    }
}

/// The father's name with an end, after the last letter that it has in its own script.
fn patronymic(father: &Word, sex: Sex, ends: Pieces) -> Option<Word> {
    let cut = |latin: &[char], native: char| Word {
        latin: father
            .latin
            .strip_suffix(latin)
            .unwrap_or(&father.latin)
            .to_owned(),
        native: father
            .native
            .strip_suffix(native)
            .unwrap_or(&father.native)
            .to_owned(),
        short: String::new(),
    };
    let (mut stem, first) = match father.native.chars().next_back()? {
        'й' => (cut(&['y', 'i'], 'й'), 2),
        'ь' => (cut(&[], 'ь'), 2),
        'а' => (cut(&['a'], 'а'), 4),
        'я' => (cut(&['a'], 'я'), 4),
        'о' => (cut(&['o'], 'о'), 0),
        _ => (cut(&[], ' '), 0),
    };
    let end = words(ends).into_iter().nth(first + usize::from(sex == Sex::F))?;
    stem.push("", &end);
    Some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::parts::REGIONS;

    #[test]
    fn a_father_gives_his_name_with_the_end_that_it_takes() {
        let ends = |country: &str| {
            REGIONS.iter().find_map(|region| match region.middle {
                Middle::Patronymic(_, ends) if region.countries.starts_with(country) => Some(ends),
                _ => None,
            })
        };
        for (country, father, sex, expected) in [
            ("RU", "Ivan/Иван", Sex::M, "Ivanovich/Иванович"),
            ("RU", "Dmitriy/Дмитрий", Sex::F, "Dmitrievna/Дмитриевна"),
            ("RU", "Nikita/Никита", Sex::M, "Nikitich/Никитич"),
            ("UA", "Serhii/Сергій", Sex::M, "Serhiiovych/Сергійович"),
            ("UA", "Petro/Петро", Sex::F, "Petrivna/Петрівна"),
        ] {
            let father = &words(father)[0];
            let made = patronymic(father, sex, ends(country).unwrap()).unwrap();
            assert_eq!(format!("{}/{}", made.latin, made.native), expected);
        }
    }
}
