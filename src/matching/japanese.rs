//! Names in Han as Japanese read them: every likely reading, since the characters do not tell.
//!
//! Uses `asia` for Kana between the characters, and `index/tables/readings.tsv`, which lies sorted in
//! the program and is searched where it lies: nothing is built at start. The Chinese reading is
//! `asia`'s; both are kept, for Han does not say whose name it is.

use unicode_normalization::UnicodeNormalization;
use unicode_script::Script;
use unicode_script::UnicodeScript;

use super::asia::kana;
use super::forms;
use super::sorted::row;

/// Most readings of one name.
pub(crate) const MAX_READINGS: usize = 6;
/// Most characters of a name that is read.
const MAX_CHARACTERS: usize = 8;
/// Most readings kept of a part.
const MAX_PART: usize = 8;

static TABLE: &str = include_str!("../../index/tables/readings.tsv");

/// Which column of the table: of a whole name, then of a character within one.
#[derive(Clone, Copy)]
enum Part {
    Family = 0,
    Given = 1,
}

/// A reading in Latin letters and how unlikely it is.
type Reading = (String, u32);

/// Readings of a text with a Japanese name in it, the likeliest first; of one without Han, the
/// reading of the names of other languages that it holds in Kana or Hangul.
pub(crate) fn readings(text: &str) -> Vec<String> {
    if text.is_ascii() {
        return Vec::new();
    }
    if !text.chars().any(han) {
        return forms::reading(text).into_iter().collect();
    }
    let text: String = text.nfkc().collect();
    let units = units(&text);
    let read: Vec<usize> = (0..units.len())
        .filter(|index| units.get(*index).is_some_and(|unit| unit.chars().any(han)))
        .collect();
    let unit = |place: &usize| units.get(*place).map_or("", String::as_str);
    let found: Vec<Vec<Reading>> = match read.as_slice() {
        [only] if units.len() == 1 => vec![apart(unit(only))],
        [only] => vec![either(unit(only))],
        [family, given] => vec![part(unit(family), Part::Family), part(unit(given), Part::Given)],
        _ => return Vec::new(),
    };
    let mut whole: Vec<Reading> = vec![(String::new(), 0)];
    for (index, unit) in units.iter().enumerate() {
        let known = read.iter().position(|place| *place == index);
        let of_unit = match known.and_then(|place| found.get(place)) {
            Some(readings) => readings.clone(),
            None => vec![(unit.clone(), 0)],
        };
        whole = product(&whole, &of_unit, " ");
    }
    let mut texts: Vec<String> = Vec::new();
    for (text, _) in whole {
        if !texts.contains(&text) && texts.len() < MAX_READINGS {
            texts.push(text);
        }
    }
    texts
}

/// Runs of Han with Kana, and of anything else.
fn units(text: &str) -> Vec<String> {
    let mut out: Vec<(String, bool)> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        if !(c.is_alphanumeric() || c == 'ー') {
            open = false;
            continue;
        }
        let japanese = han(c) || is_kana(c);
        match out.last_mut() {
            Some((run, kind)) if open && *kind == japanese => run.push(c),
            _ => out.push((c.to_string(), japanese)),
        }
        open = true;
    }
    out.into_iter().map(|(run, _)| run).collect()
}

fn han(c: char) -> bool {
    c.script() == Script::Han || matches!(c, '々' | 'ヶ')
}

fn is_kana(c: char) -> bool {
    matches!(c.script(), Script::Hiragana | Script::Katakana) || c == 'ー'
}

/// Family and given name written together, by every place where they may part.
fn apart(unit: &str) -> Vec<Reading> {
    let places: Vec<usize> = unit.char_indices().map(|(place, _)| place).collect();
    if !(2..=MAX_CHARACTERS).contains(&places.len()) {
        return either(unit);
    }
    let mut out = Vec::new();
    for (length, place) in places.iter().enumerate().skip(1) {
        let (family, given) = unit.split_at(*place);
        let unusual = match (length, places.len() - length) {
            (2, 1..=3) => 0,
            (1, 1..=2) | (3, 1..=3) => 6,
            _ => 14,
        };
        let pairs = product(&part(family, Part::Family), &part(given, Part::Given), " ");
        out.extend(pairs.into_iter().map(|(text, cost)| (text, cost + unusual)));
    }
    out.sort_by_key(|(_, cost)| *cost);
    out.truncate(MAX_READINGS);
    out
}

/// A family or a given name, whichever.
fn either(unit: &str) -> Vec<Reading> {
    let mut out = part(unit, Part::Family);
    out.extend(part(unit, Part::Given));
    out.sort_by_key(|(_, cost)| *cost);
    out.truncate(MAX_READINGS);
    out
}

/// One part: as the table has it whole, else character by character.
fn part(unit: &str, kind: Part) -> Vec<Reading> {
    let column = kind as usize;
    let mut out: Vec<Reading> = ranked(unit, column, 6);
    let mut composed: Vec<Reading> = vec![(String::new(), 10)];
    for c in unit.chars() {
        let of_character = if han(c) {
            ranked(c.encode_utf8(&mut [0; 4]), column + 2, 4)
        } else {
            vec![(kana(c.encode_utf8(&mut [0; 4])), 0)]
        };
        composed = product(&composed, &of_character, "");
        composed.truncate(MAX_PART);
    }
    for (text, cost) in composed {
        if !out.iter().any(|(known, _)| *known == text) {
            // What the table does not hold whole is the less likely the longer.
            let length = u32::try_from(unit.chars().count()).unwrap_or(u32::MAX);
            out.push((text, cost.saturating_add(length * 2)));
        }
    }
    out.truncate(MAX_PART);
    out
}

fn ranked(surface: &str, column: usize, step: u32) -> Vec<Reading> {
    let cell = row(TABLE, surface).and_then(|row| row.split('\t').nth(column + 1));
    let readings = cell
        .unwrap_or_default()
        .split(' ')
        .filter(|reading| !reading.is_empty());
    (0..)
        .step_by(step as usize)
        .zip(readings)
        .map(|(cost, reading)| (reading.to_owned(), cost))
        .collect()
}

fn product(left: &[Reading], right: &[Reading], between: &str) -> Vec<Reading> {
    let mut out = Vec::with_capacity(left.len() * right.len());
    for (a, cost) in left {
        for (b, more) in right {
            let between = if a.is_empty() { "" } else { between };
            out.push((format!("{a}{between}{b}"), cost + more));
        }
    }
    out.sort_by_key(|(_, cost)| *cost);
    out.truncate(MAX_PART * 4);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::sorted::every_line_is_found;

    #[test]
    fn the_table_is_sorted_and_every_line_of_it_is_found() {
        every_line_is_found(TABLE);
        assert_eq!(row(TABLE, "無無無"), None);
    }

    #[test]
    fn a_name_is_parted_where_the_table_knows_the_family() {
        assert_eq!(readings("鈴木浩二")[0], "suzuki koji");
        assert_eq!(readings("鈴木 浩二")[0], "suzuki koji");
        assert!(readings("鈴木とも子").contains(&"suzuki tomoko".to_owned()));
        assert!(readings("Jan Moor").is_empty());
    }
}
