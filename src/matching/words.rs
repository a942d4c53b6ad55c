//! Normalising a text into words: the one function both sides go through.
//!
//! Uses `latin`. Pure and total over Unicode; what comes out is lower-case ASCII, normalising it
//! again changes nothing. Bounds are told by the caller's flag, never silent.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::latin::runs;
use super::latin::syllabic;

/// Longest word in bytes.
pub(crate) const MAX_WORD: usize = 32;
/// Most words read of one text; matching keeps fewer.
const MAX_WORDS: usize = 40;

/// A normalised word.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Word {
    /// Lower-case ASCII letters and digits.
    pub(crate) text: String,
    /// Its script leaves vowels out.
    pub(crate) abjad: bool,
    /// Its script cannot write every sound of other languages.
    pub(crate) phonetic: bool,
    /// It was not entered in ASCII.
    pub(crate) foreign: bool,
}

/// Normalises a text; the flag says whether a bound cut something.
pub(crate) fn words(text: &str) -> (Vec<Word>, bool) {
    let mut out = Vec::new();
    let mut cut = false;
    let clean = clean(text);
    let pieces = || {
        let pieces = clean.split(|c: char| !(c.is_alphanumeric() || is_combining_mark(c)));
        pieces.filter(|piece| !piece.is_empty())
    };
    let alone = pieces().filter(|piece| syllabic(piece)).count() < 2;
    for piece in pieces() {
        for run in runs(piece, alone) {
            for mut text in arabic_parts(run.text) {
                if out.len() == MAX_WORDS {
                    return (out, true);
                }
                if matches!(text.as_str(), "allh" | "allah" | "ullah" | "llah" | "ollah")
                    && let Some(before) = out.last_mut().filter(|before: &&mut Word| before.text == "abd")
                {
                    "abdallah".clone_into(&mut before.text);
                    continue;
                }
                cut |= text.len() > MAX_WORD;
                text.truncate(MAX_WORD);
                out.push(Word {
                    text,
                    abjad: run.abjad,
                    phonetic: run.phonetic,
                    foreign: !piece.is_ascii(),
                });
            }
        }
    }
    (out, cut)
}

/// A text in compatible, composed form, without what tells no two words apart.
fn clean(text: &str) -> String {
    if text.is_ascii() {
        let mut text = text.to_owned();
        text.retain(|c| !dropped(c));
        return text;
    }
    let clean: String = text.nfkc().filter(|c| !dropped(*c)).collect();
    // A second NFKC, since dropping a mark may let its neighbours compose. Upper case on the way to
    // lower case makes ß two letters and ı an i before scripts are counted.
    let clean: String = clean.nfkc().collect();
    if clean.is_ascii() {
        return clean;
    }
    let lower = clean.to_uppercase().to_lowercase();
    lower.nfkc().filter(|c| !dropped(*c)).collect()
}

/// Characters that never part two words and never tell two apart.
const fn dropped(c: char) -> bool {
    matches!(c,
        '\'' | '`' | '´' | '"' | '\u{2018}'..='\u{201F}' | '\u{2032}'..='\u{2037}' | '\u{FF07}'
        | '\u{02B0}'..='\u{02FF}' | '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{05F3}'..='\u{05F4}'
        | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}' | '\u{00AD}'
        | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}')
}

/// Abdul-, Abdel-, Abdur- and `abd al` begin alike: `abd`, then the name; -uddin ends alike: `din`.
fn arabic_parts(word: String) -> Vec<String> {
    if matches!(
        word.as_str(),
        "abdul" | "abdel" | "abdal" | "abdol" | "abdoul" | "abdur" | "abder" | "abdus" | "abdil"
    ) {
        return vec!["abd".to_owned()];
    }
    if word == "abdallh" {
        return vec!["abdallah".to_owned()];
    }
    if let Some(rest) = servant_of(&word) {
        return vec!["abd".to_owned(), rest.to_owned()];
    }
    for end in [
        "uddin", "eddin", "eddine", "oddin", "aldin", "aldeen", "uddeen", "udin",
    ] {
        if let Some(stem) = word.strip_suffix(end)
            && stem.len() >= 3
        {
            return vec![stem.to_owned(), "din".to_owned()];
        }
    }
    vec![word]
}

fn servant_of(word: &str) -> Option<&str> {
    let tail = word.strip_prefix("abd")?;
    for article in ["oul", "ul", "el", "al", "ol", "il"] {
        if let Some(rest) = tail.strip_prefix(article) {
            let god = matches!(rest, "lah" | "lahi" | "loh" | "lakh") || rest.len() < 3;
            return (!god && starts_with_letter(rest)).then_some(rest);
        }
    }
    let rest = tail.trim_start_matches(['a', 'e', 'i', 'o', 'u']);
    let vowels = tail.len() - rest.len();
    // Sun letters double: abdurrahman, abdessalam.
    let rest = match rest.as_bytes() {
        [a, b, ..] if a == b && vowels > 0 => rest.get(1..)?,
        _ => rest,
    };
    let sun = rest.starts_with(['r', 's', 'n', 'z', 't', 'd']);
    (vowels <= 2 && sun && rest.len() >= 5).then_some(rest)
}

fn starts_with_letter(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> Vec<String> {
        words(text).0.into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn the_ways_to_write_the_servant_of_are_one() {
        for text in [
            "Abdul Rahman",
            "Abd al-Rahman",
            "Abdulrahman",
            "Abdurrahman",
            "ABDUR RAHMAN",
        ] {
            let words: Vec<String> = plain(text).into_iter().filter(|word| word != "al").collect();
            assert_eq!(words, ["abd", "rahman"], "{text}");
        }
        assert_eq!(plain("Abdullah"), ["abdullah"]);
        assert_eq!(plain("عبد الله"), ["abdallah"]);
        assert_eq!(plain("Abd Allah"), ["abdallah"]);
        assert_eq!(plain("Saifuddin"), ["saif", "din"]);
    }

    #[test]
    fn apostrophes_marks_and_hidden_characters_do_not_part_words() {
        assert_eq!(plain("D’Anc\u{200B}ona"), ["dancona"]);
        assert_eq!(plain("Yur’yevich Glaz'Yev"), ["yuryevich", "glazyev"]);
        assert_eq!(plain("Jansen, Pieter"), ["jansen", "pieter"]);
        assert_eq!(plain("Ｊａｎ"), ["jan"]);
    }

    #[test]
    fn letters_that_case_makes_two_of_count_alike_in_a_word_of_two_scripts() {
        assert_eq!(plain("ßАА"), plain("SSАА"));
        assert_eq!(plain("Ilknur"), plain("ılknur"));
    }

    proptest! {
        #[test]
        fn normalising_is_total_bounded_and_idempotent(text in "\\PC{0,80}") {
            let (found, _) = words(&text);
            prop_assert!(found.len() <= MAX_WORDS);
            for word in &found {
                prop_assert!(!word.text.is_empty() && word.text.len() <= MAX_WORD);
                prop_assert!(word.text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
            }
            let once: Vec<String> = found.into_iter().map(|word| word.text).collect();
            prop_assert_eq!(plain(&once.join(" ")), once);
        }

        #[test]
        fn case_makes_no_difference(text in "[A-Za-zäöüßéñøА-Яа-я' -]{0,40}") {
            prop_assert_eq!(plain(&text.to_uppercase()), plain(&text.to_lowercase()));
        }
    }
}
