//! Well-known names in scripts that do not write every sound, as they are spelt in Latin letters:
//! マイケル is Michael, whatever its sounds.
//!
//! Uses `sorted`, `korean` and `index/tables/forms.tsv`. What the table does not hold is romanised letter by letter
//! by the others. Pure; allocates for words outside ASCII only.

use unicode_normalization::UnicodeNormalization;
use unicode_script::Script;
use unicode_script::UnicodeScript;

use super::korean;
use super::sorted::row;

static TABLE: &str = include_str!("../../index/tables/forms.tsv");

/// Most characters of a word in Kana that is parted into names.
const MAX_CHARACTERS: usize = 24;
/// What a part that the table does not hold costs, in squares of characters that it does.
const UNKNOWN: usize = 3;

/// The Latin spelling of a word of one script; none when the table does not hold it.
pub(crate) fn latin(word: &str) -> Option<&'static str> {
    let key: String = match word.chars().next().map(|c| c.script()) {
        Some(Script::Katakana | Script::Common) => kana_key(word.chars()),
        Some(Script::Arabic) => word.chars().map(plain_arabic).collect(),
        _ => return held(word),
    };
    held(&key)
}

fn held(key: &str) -> Option<&'static str> {
    row(TABLE, key)?.split('\t').nth(1)
}

/// Letters that Arabic, Persian and Urdu write each in their way.
const fn plain_arabic(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        'ة' | 'ہ' | 'ھ' | 'ە' => 'ه',
        other => other,
    }
}

/// Without length, with small letters large and v as b: these are written in several ways.
fn kana_key(word: impl Iterator<Item = char>) -> String {
    let mut out = String::new();
    for c in word.filter(|c| !matches!(c, 'ー' | 'ッ')) {
        let large = match c {
            'ァ' => 'ア',
            'ィ' => 'イ',
            'ゥ' => 'ウ',
            'ェ' => 'エ',
            'ォ' => 'オ',
            'ャ' => 'ヤ',
            'ュ' => 'ユ',
            'ョ' => 'ヨ',
            'ヮ' => 'ワ',
            other => other,
        };
        let voiced = match c {
            'ァ' => 'バ',
            'ィ' => 'ビ',
            'ェ' => 'ベ',
            'ォ' => 'ボ',
            _ => ' ',
        };
        if out.ends_with('ヴ') {
            out.pop();
            out.push(if voiced == ' ' { 'ブ' } else { voiced });
            if voiced != ' ' {
                continue;
            }
        }
        out.push(large);
    }
    if out.ends_with('ヴ') {
        out.pop();
        out.push('ブ');
    }
    out
}

/// A text in Katakana or Hangul with the names that the table holds in Latin letters, parted where
/// Katakana writes them together; none when it holds none of them.
pub(crate) fn reading(text: &str) -> Option<String> {
    if !text.chars().any(written_by_sound) {
        return None;
    }
    let text: String = text.nfkc().collect();
    let words = || {
        let words = text.split(|c: char| !(c.is_alphanumeric() || c == 'ー'));
        words.filter(|word| !word.is_empty())
    };
    let alone = words().count() == 1;
    let mut known = false;
    let mut out: Vec<String> = Vec::new();
    for word in words() {
        if !word.chars().all(written_by_sound) {
            out.push(word.to_owned());
        } else if let Some(latin) = latin(word) {
            known = true;
            out.push(latin.to_owned());
        } else if let Some(korean) = korean::reading(word, alone) {
            known = true;
            out.push(korean);
        } else {
            let parts = parted(word);
            known |= parts.len() > 1;
            out.extend(parts);
        }
    }
    known.then(|| out.join(" "))
}

fn written_by_sound(c: char) -> bool {
    c == 'ー' || matches!(c.script(), Script::Katakana | Script::Hangul)
}

/// A word of several names: the parting by which the table holds most of it.
fn parted(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() > MAX_CHARACTERS
        || !letters
            .iter()
            .all(|c| *c == 'ー' || c.script() == Script::Katakana)
    {
        return vec![word.to_owned()];
    }
    // What is won up to each letter, where the last part begins, and its Latin spelling.
    let mut best: Vec<(usize, usize, Option<&'static str>)> = vec![(letters.len() * UNKNOWN, 0, None)];
    for end in 1..=letters.len() {
        let mut found = (0, 0, None);
        for start in 0..end {
            let (Some((won, _, before)), Some(part)) = (best.get(start), letters.get(start..end)) else {
                continue;
            };
            if part.first().is_some_and(|c| joins_back(*c)) {
                continue;
            }
            let key = kana_key(part.iter().copied());
            let length = key.chars().count();
            let latin = if length >= 2 { held(&key) } else { None };
            let value = match latin {
                Some(_) => won + (length - 1) * (length - 1),
                // Two such parts beside each other are one.
                None if start > 0 && before.is_none() => continue,
                None => won.saturating_sub(UNKNOWN),
            };
            if value > found.0 {
                found = (value, start, latin);
            }
        }
        best.push(found);
    }
    let mut out = Vec::new();
    let mut end = letters.len();
    while end > 0 {
        let Some((_, start, latin)) = best.get(end) else {
            break;
        };
        let part = letters.get(*start..end).unwrap_or_default();
        out.push(latin.map_or_else(|| part.iter().collect(), str::to_owned));
        end = *start;
    }
    out.reverse();
    out
}

/// Letters that no part begins with.
const fn joins_back(c: char) -> bool {
    matches!(
        c,
        'ー' | 'ッ' | 'ン' | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::sorted::every_line_is_found;

    #[test]
    fn the_table_is_sorted_and_every_line_of_it_is_found() {
        every_line_is_found(TABLE);
        assert!(TABLE.lines().filter(|line| !line.starts_with('#')).all(|line| {
            line.split('\t').count() == 2
                && line
                    .split('\t')
                    .nth(1)
                    .unwrap()
                    .bytes()
                    .all(|b| b.is_ascii_lowercase())
        }));
    }

    #[test]
    fn a_name_is_found_however_its_sounds_are_written() {
        assert_eq!(latin("ウィリアム"), Some("william"));
        assert_eq!(latin("ウイリアム"), Some("william"));
        assert_eq!(latin("أحمد"), latin("احمد"));
        assert_eq!(latin("윌리엄"), Some("william"));
        assert_eq!(latin("ホゲホゲ"), None);
    }

    #[test]
    fn katakana_written_together_is_parted_at_the_names_that_are_known() {
        assert_eq!(reading("ウィリアムゾヌヌゾ").as_deref(), Some("william ゾヌヌゾ"));
        assert_eq!(reading("윌리엄 사드러").as_deref(), Some("william 사드러"));
        assert_eq!(reading("たなか"), None);
        assert_eq!(reading("Jan Moor"), None);
    }
}
