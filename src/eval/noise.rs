//! Queries for invented persons, with the mistakes that real ones have.
//!
//! Uses `persons`. The same seed and number give the same query.

use crate::domain::alert::Alert;
use crate::domain::alert::Subject;
use crate::domain::person::NameForm;
use crate::domain::person::Person;
use crate::domain::query::QueryName;
use crate::domain::query::SoughtPerson;

use super::persons::Chance;
use super::persons::person;

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
    /// Two of the mistakes before.
    Mixed,
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
        Self::Mixed,
        Self::Unlisted,
    ];
}

/// What two of make a mixture.
const MIXED: [Noise; 5] = [
    Noise::Typo,
    Noise::Dropped,
    Noise::Swapped,
    Noise::Spelling,
    Noise::Glued,
];

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
        Noise::Mixed => {
            let first = chance.below(MIXED.len());
            let second = first + 1 + chance.below(MIXED.len() - 1);
            for place in [first, second % MIXED.len()] {
                if let Some(noise) = MIXED.get(place) {
                    disturb(parts, *noise, chance);
                }
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

fn respell(part: &str, chance: &mut Chance) -> String {
    const RULES: &[(&str, &str)] = &[
        ("ü", "ue"),
        ("ö", "oe"),
        ("ä", "ae"),
        ("ß", "ss"),
        ("kh", "h"),
        ("ks", "x"),
        ("iy", "y"),
        ("ya", "ia"),
        ("yu", "iu"),
        ("sh", "sch"),
        ("q", "k"),
        ("w", "v"),
        ("oo", "u"),
        ("ou", "u"),
        ("ij", "y"),
        ("ph", "f"),
        ("é", "e"),
    ];
    let start = chance.below(RULES.len());
    let rule = RULES
        .iter()
        .cycle()
        .skip(start)
        .take(RULES.len())
        .find(|(from, _)| part.contains(from));
    rule.map_or_else(|| part.to_owned(), |(from, to)| part.replacen(from, to, 1))
}

#[cfg(test)]
mod tests {
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
}
