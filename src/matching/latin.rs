//! Any script into Latin letters, by the run of characters.
//!
//! Uses `abjad` and `asia` for scripts whose romanisation is not letter by letter. Pure, total over
//! Unicode. What comes out is lower-case ASCII letters and digits, perhaps several parts for a run.

use unicode_script::Script;
use unicode_script::UnicodeScript;

use super::abjad;
use super::asia;
use super::forms;
use super::indic;

/// One run in Latin letters.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Run {
    /// Lower-case ASCII letters and digits.
    pub(crate) text: String,
    /// Whether its script leaves vowels out, so that consonants are all that can be compared.
    pub(crate) abjad: bool,
    /// Whether its script cannot write every sound of other languages: Kana and Hangul.
    pub(crate) phonetic: bool,
}

/// Splits a word into runs of one script and writes each in Latin letters.
///
/// A word that mixes Latin with Cyrillic or Greek look-alikes is one run, in the script most of its
/// letters belong to; the real lists hold hundreds of such words. `alone` says that no other word of
/// the text is in Han or Hangul: only then is a short one a family and a given name together.
pub(crate) fn runs(word: &str, alone: bool) -> Vec<Run> {
    if word.is_ascii() {
        return plain(word.to_ascii_lowercase(), false).into_iter().collect();
    }
    let word = mend_look_alikes(word);
    let mut out = Vec::new();
    let mut run = String::new();
    let mut current = Family::Alphabet;
    for c in word.chars() {
        let family = family(c);
        if family.is_some_and(|family| family != current) && !run.is_empty() {
            current.write(&run, alone, &mut out);
            run.clear();
        }
        current = family.unwrap_or(current);
        run.push(c);
    }
    current.write(&run, alone, &mut out);
    out
}

/// Whether a word is in Han or Hangul, where a name is written in one word or in two.
pub(crate) fn syllabic(word: &str) -> bool {
    !word.is_ascii()
        && word
            .chars()
            .any(|c| matches!(c.script(), Script::Han | Script::Hangul))
}

/// Scripts that are written the same way into Latin letters.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Family {
    Alphabet,
    Indic,
    Bengali,
    Greek,
    Arabic,
    Hebrew,
    Vowelless,
    Han,
    Kana,
    Hangul,
}

fn family(c: char) -> Option<Family> {
    match c.script() {
        Script::Common | Script::Inherited if c != 'ー' => None,
        Script::Greek => Some(Family::Greek),
        Script::Arabic | Script::Syriac | Script::Thaana => Some(Family::Arabic),
        Script::Hebrew => Some(Family::Hebrew),
        Script::Thai | Script::Khmer | Script::Lao | Script::Myanmar => Some(Family::Vowelless),
        Script::Devanagari
        | Script::Gurmukhi
        | Script::Gujarati
        | Script::Oriya
        | Script::Telugu
        | Script::Kannada
        | Script::Malayalam => Some(Family::Indic),
        Script::Bengali => Some(Family::Bengali),
        Script::Han => Some(Family::Han),
        Script::Hiragana | Script::Katakana | Script::Common => Some(Family::Kana),
        Script::Hangul => Some(Family::Hangul),
        _ => Some(Family::Alphabet),
    }
}

impl Family {
    fn write(self, run: &str, alone: bool, out: &mut Vec<Run>) {
        match self {
            Self::Alphabet => out.extend(plain(any_ascii::any_ascii(run).to_lowercase(), false)),
            Self::Indic => out.extend(plain(known(run).unwrap_or_else(|| indic::indic(run)), false)),
            // Its first vowel is written and said in several ways.
            Self::Bengali => out.extend(plain(known(run).unwrap_or_else(|| indic::indic(run)), true)),
            Self::Greek => out.extend(plain(asia::greek(run), false)),
            Self::Arabic => out.extend(
                abjad::arabic_words(run)
                    .into_iter()
                    .filter_map(|part| plain(part, true)),
            ),
            Self::Hebrew => out.extend(plain(known(run).unwrap_or_else(|| abjad::hebrew(run)), true)),
            Self::Vowelless => out.extend(plain(
                known(run).unwrap_or_else(|| any_ascii::any_ascii(run).to_lowercase()),
                true,
            )),
            Self::Kana => out.extend(plain(asia::kana(run), false).map(phonetic)),
            Self::Han => out.extend(
                asia::han(run, alone)
                    .into_iter()
                    .filter_map(|part| plain(part, false)),
            ),
            Self::Hangul => out.extend(
                asia::hangul(run, alone)
                    .into_iter()
                    .filter_map(|part| plain(part, false).map(phonetic)),
            ),
        }
    }
}

/// The Latin spelling that the table of well-known names has.
fn known(run: &str) -> Option<String> {
    forms::latin(run).map(str::to_owned)
}

fn plain(mut text: String, abjad: bool) -> Option<Run> {
    text.retain(|c| c.is_ascii_alphanumeric());
    text.make_ascii_lowercase();
    (!text.is_empty()).then_some(Run {
        text,
        abjad,
        phonetic: false,
    })
}

fn phonetic(run: Run) -> Run {
    Run {
        phonetic: true,
        ..run
    }
}

/// Latin letters and the Cyrillic letters that look like them.
const LOOK_ALIKES: &[(char, char)] = &[
    ('a', 'а'),
    ('b', 'в'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'н'),
    ('i', 'і'),
    ('j', 'ј'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('s', 'ѕ'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
];

fn mend_look_alikes(word: &str) -> String {
    let latin = word.chars().filter(|c| c.script() == Script::Latin).count();
    let cyrillic = word.chars().filter(|c| c.script() == Script::Cyrillic).count();
    if latin == 0 || cyrillic == 0 {
        return word.to_owned();
    }
    let lower = word.to_lowercase();
    lower
        .chars()
        .map(|c| {
            if latin > cyrillic {
                LOOK_ALIKES
                    .iter()
                    .find(|(_, from)| *from == c)
                    .map_or(c, |(to, _)| *to)
            } else {
                // ï in a Cyrillic word is the Ukrainian ї.
                let c = if c == 'ï' { 'ї' } else { c };
                LOOK_ALIKES
                    .iter()
                    .find(|(from, _)| *from == c)
                    .map_or(c, |(_, to)| *to)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(word: &str) -> String {
        runs(word, true)
            .into_iter()
            .map(|run| run.text)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_cyrillic_word_with_latin_letters_in_it_reads_as_cyrillic() {
        assert_eq!(one("Iнна"), one("Інна"));
        assert_eq!(one("Смiрнов"), one("Смірнов"));
        assert_eq!(one("Jаnsen"), "jansen");
    }

    #[test]
    fn scripts_met_in_one_word_are_runs_of_their_own() {
        assert_eq!(one("Janكامل"), "jan kamel");
    }
}
