//! Values of foreign lists made fit for an alert: cleaned, bounded, noted where something is left out.
//!
//! Uses `domain`. Shared by every format but our own. Nothing here adds to what a list says.

use unicode_normalization::UnicodeNormalization;

use crate::domain::document::DocumentNumber;
use crate::domain::person::Sex;
use crate::domain::text::BadText;
use crate::domain::text::MAX_TEXT_CHARS;
use crate::domain::text::Text;
use crate::feeds::tally::Note;
use crate::feeds::tally::Notes;
use crate::feeds::tally::note;

/// Most birth dates, places and nationalities of an alert (`Alert::check`).
pub(super) const MAX_VALUES: usize = 16;
/// Most documents of an alert.
pub(super) const MAX_DOCUMENTS: usize = 64;

/// Each value once, at most so many.
pub(super) fn bounded<T: PartialEq>(
    values: impl Iterator<Item = T>,
    most: usize,
    notes: &mut Notes,
) -> Vec<T> {
    let mut kept = Vec::new();
    for value in values {
        if kept.contains(&value) {
            continue;
        }
        if kept.len() == most {
            note(notes, Note::TooMany);
            break;
        }
        kept.push(value);
    }
    kept
}

/// What could be read; each value that could not is noted.
pub(super) fn read<T>(value: Option<T>, what: Note, notes: &mut Notes) -> Option<T> {
    if value.is_none() {
        note(notes, what);
    }
    value
}

/// A name cleaned as far as needed.
pub(super) fn name(text: &str, notes: &mut Notes) -> Option<Text> {
    if let Ok(text) = text.parse() {
        return Some(text);
    }
    if text.trim().is_empty() {
        return None;
    }
    let name = cleaned(text).map(|(text, _)| text);
    let what = if name.is_some() {
        Note::NameCleaned
    } else {
        Note::NameDropped
    };
    note(notes, what);
    name
}

/// The one sex that is said; none when it is said in two ways.
pub(super) fn sex<'a>(said: impl Iterator<Item = &'a str>, notes: &mut Notes) -> Option<Sex> {
    let sexes: Vec<Sex> = said
        .filter_map(|text| {
            let sex = match text.trim().to_ascii_lowercase().as_str() {
                "male" | "m" => Some(Sex::M),
                "female" | "f" => Some(Sex::F),
                "other" | "x" => Some(Sex::X),
                _ => None,
            };
            read(sex, Note::SexDropped, notes)
        })
        .collect();
    match bounded(sexes.into_iter(), MAX_VALUES, notes).as_slice() {
        [sex] => Some(*sex),
        [] => None,
        _ => {
            note(notes, Note::SexContradicts);
            None
        }
    }
}

/// A document number, without what lists write around it.
pub(super) fn number(text: &str, notes: &mut Notes) -> Option<DocumentNumber> {
    let number = match text.parse() {
        Ok(number) => Some(number),
        Err(_) => stripped(text).inspect(|_| note(notes, Note::DocumentCleaned)),
    };
    read(number, Note::DocumentDropped, notes)
}

/// A number without what lists write around it: a remark in brackets, a number sign. Letters of
/// other scripts are part of a number, so that one with any is no number here.
fn stripped(text: &str) -> Option<DocumentNumber> {
    let text = text.split(['(', '[', ';']).next()?;
    let foreign = |c: char| c.is_alphanumeric() && !c.is_ascii() && c != 'º' && c != 'ª';
    if text.chars().any(foreign) {
        return None;
    }
    let plain: String = text
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || " ./-".contains(*c))
        .collect();
    plain.parse().ok()
}

/// Several texts as one, as much as a description holds.
pub(super) fn joined<'a>(parts: impl Iterator<Item = &'a str>, notes: &mut Notes) -> Option<Text> {
    let all: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
    let (text, whole) = cleaned(&all.join("; "))?;
    if !whole {
        note(notes, Note::DescriptionCut);
    }
    Some(text)
}

/// A text without control characters, cut at a word where it is too long, and whether it is whole.
/// None without a letter or digit.
pub(super) fn cleaned(text: &str) -> Option<(Text, bool)> {
    if let Ok(text) = text.parse() {
        return Some((text, true));
    }
    // `Text` alone knows what turns the reading direction, so it is asked letter by letter.
    let visible: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| c.to_string().parse::<Text>() != Err(BadText::Bidi))
        .collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    // Composed before it is measured, as `Text` does: NFC can make it longer.
    let joined: String = words.join(" ").nfc().collect();
    let whole = joined.chars().nth(MAX_TEXT_CHARS).is_none();
    let kept: String = joined.chars().take(MAX_TEXT_CHARS).collect();
    let kept = match kept.rsplit_once(' ') {
        Some((words, _)) if !whole => words,
        _ => &kept,
    };
    kept.parse().ok().map(|text| (text, whole))
}
