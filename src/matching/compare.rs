//! One part of a name against another: how they agree, and the share of its weight that is kept.
//!
//! Uses `probe`, `record_ref`, `weights`. Cheap refusals first: most pairs have nothing in common.

use crate::domain::query::Level;

use super::fold::vowel;
use super::probe::ProbeToken;
use super::record_ref::TokenRef;
use super::sounds::likeness;
use super::surnames::of_one_family;
use super::tables::tables;
use super::token::Class;
use super::weights::KNOWN_APART;
use super::weights::NAMES;
use super::weights::UNLIKE_LETTER;
use super::weights::edited;
use super::weights::equivalent;
use super::weights::skeletal;
use super::weights::sounding;
use super::weights::vowelless;

/// How a part of the query is answered.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum How {
    /// By none.
    #[default]
    Nothing,
    /// The same letters.
    Same,
    /// The same after folding.
    Folded,
    /// Another form of the name.
    Equivalent,
    /// Some letters differ.
    Edited,
    /// The same consonants.
    Skeleton,
    /// An initial.
    Initial,
    /// Written together or apart.
    Joined,
    /// Its beginning, where the query was cut off.
    Prefix,
}

/// Compares two parts.
pub(crate) fn compare(query: &ProbeToken, record: &TokenRef<'_>, level: Level, cut_off: bool) -> (How, f64) {
    let token = &query.token;
    if query.text_hash == record.text_hash {
        return (How::Same, 1.0);
    }
    let fold = token.fold.as_bytes();
    let foreign = token.flags.foreign() || record.flags.foreign();
    if fold == record.fold {
        return match level {
            Level::Exact if !foreign => (How::Nothing, 0.0),
            _ => (How::Folded, NAMES.folded),
        };
    }
    if cut_off && fold.len() >= 2 && record.fold.starts_with(fold) {
        return (How::Prefix, NAMES.prefix);
    }
    if level == Level::Exact {
        return (How::Nothing, 0.0);
    }
    if initial(query, record) {
        return (How::Initial, NAMES.initial);
    }
    if token.flags.class() != Class::Ordinary || record.flags.class() != Class::Ordinary {
        return (How::Nothing, 0.0);
    }
    let shared = token
        .groups
        .iter()
        .filter(|group| **group != 0 && record.groups.contains(group))
        .map(|group| equivalent(tables().forms(*group)))
        .reduce(f64::max);
    if let Some(share) = shared {
        return (How::Equivalent, share);
    }
    let (how, share) = by_letters(query, record);
    if share < NAMES.of_one_family && of_one_family(fold, record.fold) {
        return (How::Edited, NAMES.of_one_family);
    }
    (how, share)
}

fn initial(query: &ProbeToken, record: &TokenRef<'_>) -> bool {
    let (a, b) = (query.token.flags.class(), record.flags.class());
    let one = (a == Class::Initial && b == Class::Ordinary) || (a == Class::Ordinary && b == Class::Initial);
    one && query.token.fold.as_bytes().first() == record.fold.first()
}

fn by_letters(query: &ProbeToken, record: &TokenRef<'_>) -> (How, f64) {
    let flags = query.token.flags;
    let fold = query.token.fold.as_bytes();
    let skeleton = query.token.skeleton == record.skeleton;
    if flags.phonetic() != record.flags.phonetic() {
        return by_sound(query, record);
    }
    let apart = fold.len().abs_diff(record.fold.len());
    let length = fold.len().max(record.fold.len());
    if flags.abjad() || record.flags.abjad() {
        if skeleton {
            return (
                How::Skeleton,
                vowelless(record.skeleton.consonants(), same_consonants(fold, record.fold)),
            );
        }
    } else if apart >= 2 && flags.patronymic() != record.flags.patronymic() {
        // The father's name in a patronymic is not the name itself: a father is not his son.
        return (How::Nothing, 0.0);
    }
    let lacking = (query.mask & !record.mask).count_ones();
    let surplus = (record.mask & !query.mask).count_ones();
    let least = lacking.max(surplus).max(u32::try_from(apart).unwrap_or(u32::MAX));
    if !skeleton && (least > 3 || edited(least.max(1), length) <= 0.0) {
        return (How::Nothing, 0.0);
    }
    let edits = query.pattern.distance(record.fold);
    let mut letters = edited(edits, length);
    if edits == 1 && apart == 0 && !likely_slip(fold, record.fold) {
        letters *= UNLIKE_LETTER;
    }
    if flags.known() && record.flags.known() {
        letters *= KNOWN_APART;
    }
    let sounds = if skeleton {
        skeletal(
            record.skeleton.consonants(),
            edits,
            same_consonants(fold, record.fold),
        )
    } else {
        0.0
    };
    match (letters >= sounds, letters > 0.0 || sounds > 0.0) {
        (_, false) => (How::Nothing, 0.0),
        (true, _) => (How::Edited, letters),
        (false, _) => (How::Skeleton, sounds),
    }
}

/// One side in Kana or Hangul.
fn by_sound(query: &ProbeToken, record: &TokenRef<'_>) -> (How, f64) {
    let fold = query.token.fold.as_bytes();
    let (alike, consonants) = if query.token.flags.phonetic() {
        likeness(fold.iter(), record.fold.iter())
    } else {
        likeness(record.fold.iter(), fold.iter())
    };
    let share = sounding(alike, consonants);
    if share > 0.0 {
        (How::Skeleton, share)
    } else {
        (How::Nothing, 0.0)
    }
}

fn same_consonants(a: &[u8], b: &[u8]) -> bool {
    let letters = |byte: &&u8| !vowel(**byte) && **byte != b'h';
    a.iter().filter(letters).eq(b.iter().filter(letters))
}

/// Whether the letter in which two words of one length differ is a slip of the finger or a like
/// sound.
fn likely_slip(a: &[u8], b: &[u8]) -> bool {
    let mut different = a.iter().zip(b).filter(|(a, b)| a != b);
    match (different.next(), different.next()) {
        (Some((a, b)), None) => (vowel(*a) && vowel(*b)) || neighbours(*a, *b) || sounds_like(*a, *b),
        // Two letters exchanged.
        _ => true,
    }
}

/// Letters beside each other on the keyboards of Latin script.
fn neighbours(a: u8, b: u8) -> bool {
    const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];
    let place = |letter: u8| {
        let letter = letter.to_ascii_lowercase();
        ROWS.iter().zip(0_i32..).find_map(|(row, line)| {
            let column = row.iter().position(|known| *known == letter)?;
            // Each row stands half a key further right.
            Some((line, i32::try_from(column).ok()? * 2 + line))
        })
    };
    match (place(a), place(b)) {
        (Some((line, column)), Some((other, across))) => {
            line.abs_diff(other) <= 1 && column.abs_diff(across) <= 2
        }
        _ => false,
    }
}

fn sounds_like(a: u8, b: u8) -> bool {
    const ALIKE: [&[u8]; 7] = [b"bpv", b"fvuk", b"dtz", b"kgh", b"szSCJ", b"mn", b"JigC"];
    ALIKE.iter().any(|class| class.contains(&a) && class.contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_a_neighbouring_key_or_a_like_sound() {
        assert!(likely_slip(b"enruke", b"enrike"));
        assert!(likely_slip(b"boridov", b"borisov"));
        assert!(!likely_slip(b"marro", b"marko"));
        assert!(!likely_slip(b"Jalil", b"Jamil"));
    }
}
