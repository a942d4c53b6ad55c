//! Other spellings of a name: rules of letters for letters.
//!
//! Uses nothing. A rule in small letters also fits a capital one, and writes one then.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One way of writing names in Latin letters another way.
#[derive(Debug)]
pub(super) struct Spelling {
    rules: Vec<(String, String)>,
    /// Letters lose their marks.
    bare: bool,
}

impl Spelling {
    /// Reads rules `from/to` apart by spaces; `_` stands for a space, a `*` takes the marks of letters.
    pub(super) fn of(rules: &str) -> Self {
        let parted = rules.split_whitespace().filter_map(|rule| rule.split_once('/'));
        Self {
            rules: parted
                .map(|(from, to)| (from.to_owned(), to.replace('_', " ")))
                .collect(),
            bare: rules.ends_with('*'),
        }
    }

    /// The text with every rule done, the first that fits at each place.
    pub(super) fn rewrite(&self, text: &str) -> String {
        let (mut rest, mut written) = (text, String::with_capacity(text.len() + 4));
        while let Some(letter) = rest.chars().next() {
            let fitting = self
                .rules
                .iter()
                .find_map(|(from, to)| Some((fits(rest, from)?, to)));
            if let Some((after, to)) = fitting {
                push(&mut written, to, letter.is_uppercase());
                rest = after;
            } else {
                if self.bare {
                    written.extend(letter.nfd().filter(|part| !is_combining_mark(*part)));
                } else {
                    written.push(letter);
                }
                rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            }
        }
        written
    }
}

/// The text with one rule done at the first place where it fits; a `$` at the end of `from` is the end
/// of the text.
pub(super) fn once(text: &str, from: &str, to: &str) -> Option<String> {
    let (from, last) = from.strip_suffix('$').map_or((from, false), |from| (from, true));
    text.char_indices().find_map(|(place, letter)| {
        let (before, rest) = text.split_at_checked(place)?;
        let after = fits(rest, from).filter(|after| !last || after.is_empty())?;
        let mut written = before.to_owned();
        push(&mut written, to, letter.is_uppercase());
        written.push_str(after);
        Some(written)
    })
}

/// What comes after `from` at the beginning of a text, its first letter in either case.
fn fits<'a>(text: &'a str, from: &str) -> Option<&'a str> {
    let (mut letters, mut wanted) = (text.chars(), from.chars());
    let (letter, first) = (letters.next()?, wanted.next()?);
    let same = letter == first || letter.to_lowercase().eq([first]);
    letters.as_str().strip_prefix(wanted.as_str()).filter(|_| same)
}

fn push(written: &mut String, to: &str, capital: bool) {
    let mut letters = to.chars();
    match letters.next() {
        Some(first) if capital => written.extend(first.to_uppercase()),
        Some(first) => written.push(first),
        None => {}
    }
    written.push_str(letters.as_str());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rule_that_fits_is_done_at_each_place_and_keeps_capitals() {
        let german = Spelling::of("shch/schtsch sh/sch y/j v/w");
        assert_eq!(german.rewrite("Shcherbakov Misha"), "Schtscherbakow Mischa");
        assert_eq!(
            Spelling::of("ł/l Ł/L *").rewrite("Łukasz Wójcik"),
            "Lukasz Wojcik"
        );
        assert_eq!(
            Spelling::of("-/_ Lee/Yi").rewrite("Lee Jun-ho Ilee"),
            "Yi Jun ho Ilee"
        );
    }

    #[test]
    fn one_rule_is_done_once_and_at_the_end_only_when_it_says_so() {
        assert_eq!(once("Khokhlov", "kh", "h").unwrap(), "Hokhlov");
        assert_eq!(once("Sarah", "ah$", "a").unwrap(), "Sara");
        assert_eq!(once("Dahan", "ah$", "a"), None);
    }
}
