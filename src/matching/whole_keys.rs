//! Keys of whole names, by their consonants: where scripts or typists part names otherwise, or spell every
//! part of them otherwise, only the whole is left to find them by.
//!
//! Uses `token`, `fold`, `hash`, `keys`.

use super::fold::DENTAL;
use super::fold::SIBILANT;
use super::fold::Skeleton;
use super::fold::VELAR;
use super::fold::consonants;
use super::fold::fold;
use super::hash::Hash;
use super::keys::Key;
use super::token::Token;

/// How many consonants of a whole name's beginning or end are a key.
const END: usize = 4;
/// Most consonants of a whole name that is looked for with one left out.
const MOST_CONSONANTS: usize = 12;
/// In how many orders a query looks for a whole name: as it stands, the last part first, and the first part
/// last. A record has the one in which it was entered.
pub(crate) const TURNS: usize = 3;

/// The orders of a name's parts, of those at most so many.
fn turns<T: Clone>(parts: Vec<T>, most: usize) -> impl Iterator<Item = Vec<T>> {
    let last = parts.len().saturating_sub(1);
    // By how many parts to the left; family names stand first in half of the world.
    let turns = [0, last, 1].into_iter().take(most.min(parts.len()));
    turns.map(move |turn| {
        let mut parts = parts.clone();
        parts.rotate_left(turn);
        parts
    })
}

/// A whole name by its loose skeleton, in so many orders: names parted otherwise, or spelt otherwise in
/// every part, meet here.
pub(crate) fn whole(tokens: &[Token], most: usize) -> impl Iterator<Item = Key> {
    let parts = tokens.iter().filter(|token| token.fetches());
    let parts: Vec<&[u8]> = parts.map(|token| token.fold.as_bytes()).collect();
    turns(parts, most)
        .map(|parts| Skeleton::loose(parts.into_iter()))
        .filter(|skeleton| skeleton.consonants() >= 4)
        .map(|skeleton| Hash::new(b'K').number(skeleton.0).key())
}

/// What is doubtful about the sounds of a query's name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Doubt {
    /// Nothing.
    None,
    /// Its script writes several sounds alike.
    Sounds,
    /// Its letters are read in several ways.
    Letters,
}

/// Whether a name is in Kana or Hangul, whose sounds are looser than others'.
pub(crate) fn loose(tokens: &[Token]) -> bool {
    tokens
        .iter()
        .any(|token| token.fetches() && token.flags.phonetic())
}

/// The keys by which whole names meet across scripts, as a record of a side has them: the first and
/// the last consonants, in so many orders of the parts. Each with whether it is of
/// the end, and whether a sound was taken for another.
pub(crate) fn ends(tokens: &[Token], most: usize, side: bool, doubt: Doubt) -> Vec<(Key, bool, bool)> {
    let mut out = Vec::new();
    for parts in turns(sounds(tokens, doubt), most) {
        let letters = parts.concat();
        let letters = letters.as_bytes();
        let classes = consonants(letters, false);
        if classes.len() < END {
            let classes = consonants(letters, true);
            if classes.len() >= 3 {
                out.push((end_key(b'W', side, &classes), false, false));
            }
            continue;
        }
        for last in [false, true] {
            let end = if last {
                classes.get(classes.len() - END..)
            } else {
                classes.get(..END)
            };
            let mut end = end.unwrap_or_default().to_vec();
            let kind = if last { b'Z' } else { b'A' };
            out.push((end_key(kind, side, &end), last, false));
            for place in 0..END * usize::from(doubt == Doubt::Sounds) {
                let Some(class) = end.get(place).copied() else {
                    break;
                };
                // Kana and Hangul write s for th, and j for a soft g.
                for other in if class == SIBILANT {
                    &[DENTAL, VELAR][..]
                } else {
                    &[]
                } {
                    if let Some(slot) = end.get_mut(place) {
                        *slot = *other;
                    }
                    out.push((end_key(kind, side, &end), last, true));
                }
                if let Some(slot) = end.get_mut(place) {
                    *slot = class;
                }
            }
        }
    }
    out
}

/// A whole name's consonants, and with each of them left out where `lacking`: records in Kana or Hangul
/// have these, and all others ask for them. Each with whether one is left out.
pub(crate) fn all_consonants(tokens: &[Token], most: usize, lacking: bool, doubt: Doubt) -> Vec<(Key, bool)> {
    let mut out = Vec::new();
    for parts in turns(sounds(tokens, doubt), most) {
        let classes = consonants(parts.concat().as_bytes(), false);
        if !(END..=MOST_CONSONANTS).contains(&classes.len()) {
            continue;
        }
        out.push((end_key(b'V', true, &classes), false));
        // Fewer are too many people's.
        let lacking = lacking && classes.len() > END + 1;
        for place in 0..classes.len() * usize::from(lacking) {
            let mut left = classes.clone();
            left.remove(place);
            out.push((end_key(b'V', true, &left), true));
        }
    }
    out
}

fn sounds(tokens: &[Token], doubt: Doubt) -> Vec<String> {
    let parts = tokens.iter().filter(|token| token.fetches());
    parts
        .map(|token| sounded(token, doubt == Doubt::Letters))
        .collect()
}

/// Whether its letters are read in several ways.
pub(crate) fn in_doubt(token: &Token) -> bool {
    ["th", "ge", "gi"]
        .iter()
        .any(|letters| token.text.contains(letters))
}

/// A part without w, which is a vowel to most of these scripts; `other` with th read as s and g before
/// e and i as j.
fn sounded(token: &Token, other: bool) -> String {
    let soft = other && in_doubt(token);
    if !soft && !token.text.contains('w') {
        return token.fold.clone();
    }
    let text = token.text.replace('w', "");
    if soft {
        let text = text.replace("th", "s").replace("ge", "je").replace("gi", "ji");
        fold(&text)
    } else {
        fold(&text)
    }
}

fn end_key(kind: u8, side: bool, classes: &[u8]) -> Key {
    Hash::new(kind).bytes(&[u8::from(side)]).bytes(classes).key()
}
