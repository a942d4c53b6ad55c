//! Queries for invented persons, with the mistakes that real ones have.
//!
//! Uses `persons`, `chance` and `spelling`. The same seed and number give the same query.

use crate::domain::alert::Alert;
use crate::domain::alert::Subject;
use crate::domain::person::NameForm;
use crate::domain::person::Person;
use crate::domain::query::QueryName;
use crate::domain::query::SoughtPerson;

use super::chance::Chance;
use super::persons::person;
use super::spelling::once;

/// What was done to the name.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Noise {
    /// Nothing.
    Exact,
    /// One letter wrong.
    Typo,
    /// One letter wrong in each part of four letters or more.
    TypoInEach,
    /// One part left out.
    Dropped,
    /// Family name first.
    Swapped,
    /// Another spelling of a sound.
    Spelling,
    /// Two parts written together.
    Glued,
    /// Two of these: a part left out, moved or joined, and a typo or another spelling.
    Mixture,
    /// Somebody who is not listed.
    Unlisted,
}

impl Noise {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Exact,
        Self::Typo,
        Self::TypoInEach,
        Self::Dropped,
        Self::Swapped,
        Self::Spelling,
        Self::Glued,
        Self::Mixture,
        Self::Unlisted,
    ];

    /// Its name in files and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Typo => "typo",
            Self::TypoInEach => "typo_in_each",
            Self::Dropped => "dropped",
            Self::Swapped => "swapped",
            Self::Spelling => "spelling",
            Self::Glued => "glued",
            Self::Mixture => "mixture",
            Self::Unlisted => "unlisted",
        }
    }
}

/// A query about an invented person, with its birth date four times of five.
#[must_use]
pub fn query(alert: &Alert, noise: Noise, seed: u64) -> Option<SoughtPerson> {
    let mut chance = Chance::new(seed ^ 0x5eed);
    let Subject::Person(listed) = &alert.subject;
    let stranger;
    let person: &Person = if noise == Noise::Unlisted {
        stranger = self::person(&mut chance)?;
        &stranger
    } else {
        listed
    };
    let shown = person.names.first()?.form.display();
    let mut parts: Vec<String> = shown.split(' ').map(str::to_owned).collect();
    disturb(&mut parts, noise, &mut chance);
    let form = NameForm::Whole(parts.join(" ").parse().ok()?);
    Some(SoughtPerson {
        names: vec![QueryName {
            form,
            truncated: false,
        }],
        birth_date: if chance.percent(80) {
            person.birth_dates.first().copied()
        } else {
            None
        },
        nationalities: Vec::new(),
        sex: None,
        documents: Vec::new(),
    })
}

fn disturb(parts: &mut Vec<String>, noise: Noise, chance: &mut Chance) {
    match noise {
        Noise::Exact | Noise::Unlisted => {}
        Noise::Typo => {
            let longest = parts
                .iter()
                .enumerate()
                .max_by_key(|(_, part)| part.chars().count());
            let index = longest.map_or(0, |(index, _)| index);
            if let Some(part) = parts.get_mut(index) {
                *part = typo(part, chance);
            }
        }
        Noise::TypoInEach => {
            for part in parts.iter_mut().filter(|part| part.chars().count() >= 4) {
                *part = typo(part, chance);
            }
        }
        Noise::Dropped if parts.len() > 2 => {
            // Not the family name: without it nobody could be found again.
            parts.remove(chance.below(parts.len() - 1));
        }
        Noise::Dropped => {}
        Noise::Swapped => parts.rotate_right(1),
        Noise::Spelling => {
            for part in parts.iter_mut() {
                *part = respell(part, chance);
            }
        }
        Noise::Glued if parts.len() > 1 => {
            let second = parts.remove(1);
            if let Some(first) = parts.first_mut() {
                first.push_str(&second.to_lowercase());
            }
        }
        Noise::Glued => {}
        Noise::Mixture => {
            let first = [Noise::Dropped, Noise::Swapped, Noise::Glued];
            let then = [Noise::Typo, Noise::Spelling];
            let (first, then) = (first.get(chance.below(3)), then.get(chance.below(2)));
            for noise in [first, then].into_iter().flatten() {
                disturb(parts, *noise, chance);
            }
        }
    }
}

fn typo(part: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = part.chars().collect();
    let at = chance.below(letters.len());
    match chance.below(4) {
        0 if at + 1 < letters.len() => letters.swap(at, at + 1),
        1 if letters.len() > 3 => {
            letters.remove(at);
        }
        2 => {
            if let Some(letter) = letters.get(at).copied() {
                letters.insert(at, letter);
            }
        }
        _ => {
            if let Some(letter) = letters.get_mut(at) {
                *letter = slip(*letter);
            }
        }
    }
    letters.into_iter().collect()
}

/// The key to the right.
fn slip(letter: char) -> char {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let lower = letter.to_ascii_lowercase();
    let right = ROWS
        .iter()
        .find_map(|row| row.split_once(lower)?.1.chars().next());
    right.unwrap_or('a')
}

/// Sounds and how else they are written, one way round and the other: in the transcriptions of Cyrillic,
/// Arabic, Persian, Hebrew, Greek, Georgian, the scripts of India and of the Far East, and within Latin
/// letters. A `$` is the end of a name's part.
const SPELLINGS: &[(&str, &str)] = &[
    // Umlauts, ligatures, marks.
    ("ü", "ue"),
    ("ö", "oe"),
    ("ä", "ae"),
    ("ß", "ss"),
    ("ø", "oe"),
    ("å", "aa"),
    ("é", "e"),
    ("è", "e"),
    ("á", "a"),
    ("ã", "a"),
    ("í", "i"),
    ("ó", "o"),
    ("ñ", "n"),
    ("ç", "c"),
    ("ç", "ch"),
    ("ş", "s"),
    ("ş", "sh"),
    ("š", "s"),
    ("š", "sh"),
    ("ș", "s"),
    ("ț", "t"),
    ("ț", "ts"),
    ("č", "c"),
    ("č", "ch"),
    ("ć", "c"),
    ("ž", "z"),
    ("ž", "zh"),
    ("đ", "dj"),
    ("đ", "d"),
    ("ł", "l"),
    ("ń", "n"),
    ("ı", "i"),
    ("ğ", "g"),
    ("ë", "e"),
    // Cyrillic.
    ("shch", "sch"),
    ("shch", "sh"),
    ("zh", "j"),
    ("ts", "c"),
    ("ts", "tz"),
    ("tz", "ts"),
    ("iy", "y"),
    ("iy$", "i"),
    ("ii", "iy"),
    ("ii$", "y"),
    ("yy", "y"),
    ("ey$", "ei"),
    ("ye", "e"),
    ("ye", "ie"),
    ("ya", "ia"),
    ("ya", "ja"),
    ("ia", "ya"),
    ("yu", "iu"),
    ("yu", "ju"),
    ("iu", "yu"),
    ("yo", "io"),
    ("yo", "e"),
    ("ch", "tch"),
    ("sh", "sch"),
    ("sh", "ch"),
    ("ov$", "off"),
    ("ev$", "eff"),
    ("ov$", "ow"),
    ("ks", "x"),
    ("x", "ks"),
    // Arabic, Persian, Hebrew.
    ("kh", "h"),
    ("kh", "ch"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("q", "k"),
    ("q", "gh"),
    ("k", "q"),
    ("j", "dj"),
    ("dj", "j"),
    ("ou", "u"),
    ("ou", "o"),
    ("u", "ou"),
    ("oo", "u"),
    ("ee", "i"),
    ("aa", "a"),
    ("ay", "ai"),
    ("ai", "ay"),
    ("ei", "ey"),
    ("aw", "au"),
    ("uh", "oh"),
    ("ah$", "a"),
    ("a$", "ah"),
    ("eh$", "e"),
    ("w", "ou"),
    ("al-", "el-"),
    ("al-", "al"),
    ("mm", "m"),
    ("ss", "s"),
    ("s", "ss"),
    // Greek.
    ("ph", "f"),
    ("f", "ph"),
    ("mp", "b"),
    ("nt", "d"),
    ("oi", "i"),
    // India, the Far East.
    ("bh", "b"),
    ("oo", "ou"),
    ("eo", "u"),
    ("si", "shi"),
    ("chi", "ti"),
    // Within Latin letters.
    ("ij", "y"),
    ("ij", "ei"),
    ("y", "i"),
    ("y$", "ie"),
    ("ck", "k"),
    ("c", "k"),
    ("w", "v"),
    ("v", "w"),
    ("oe", "o"),
    ("ae", "e"),
    ("ll", "l"),
    ("nn", "n"),
    ("tt", "t"),
    ("gg", "g"),
    ("dt$", "t"),
];

/// One of the spellings that fit, each as likely.
fn respell(part: &str, chance: &mut Chance) -> String {
    let fitting: Vec<_> = SPELLINGS
        .iter()
        .filter_map(|(from, to)| once(part, from, to))
        .collect();
    chance.any(&fitting).cloned().unwrap_or_else(|| part.to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::eval::persons::alerts;

    #[test]
    fn every_kind_of_noise_makes_a_query_and_the_same_one_again() {
        for alert in alerts(3, 50) {
            for noise in Noise::ALL {
                assert!(query(&alert, noise, 11).is_some());
                assert_eq!(query(&alert, noise, 11), query(&alert, noise, 11));
            }
        }
    }

    #[test]
    fn a_part_is_spelt_in_every_way_that_fits_it() {
        let mut chance = Chance::new(2);
        let spelt: BTreeSet<_> = (0..200).map(|_| respell("Khalida", &mut chance)).collect();
        for one in ["Halida", "Chalida", "Qhalida", "Khalidah"] {
            assert!(spelt.contains(one), "{one} is not in {spelt:?}");
        }
        assert_eq!(respell("Ned", &mut chance), "Ned");
    }
}
