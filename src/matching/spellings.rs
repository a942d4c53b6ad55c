//! Under which spellings of its parts a query finds records: those that are listed, as comparing judges them.
//!
//! Uses `keys`, `compare`, `probe`. Other spellings of a part are looked for under at most 64 keys.

use crate::domain::query::Level;

use super::compare::compare;
use super::edit::Pattern;
use super::fold::Skeleton;
use super::fold::fold;
use super::keys;
use super::keys::Key;
use super::probe::ProbeToken;
use super::probe::share_of;
use super::probe::tier;
use super::record_ref::TokenRef;
use super::token::INITIAL;
use super::token::Token;
use super::weights::NAMES;

/// Most keys under which other spellings of one part are looked for.
const MAX_KEYS: usize = 64;
/// Share of its weight below which a spelling fetches nobody: it would speak against the record.
const LEAST_SHARE: f64 = 0.2;
/// Fewest letters of a word that may be two parts, and of each of them.
const LEAST_APART: usize = 6;
const LEAST_PART: usize = 2;

/// Whatever knows the listed tokens by their keys.
pub trait Spellings {
    /// Calls `each` with the bytes of every listed token that has one of these keys, and perhaps with
    /// some that have none.
    fn near(&self, keys: &[Key], each: &mut dyn FnMut(&[u8]));
}

/// The part as it stands, and as it stands in the list otherwise: by the share that comparing the two
/// would leave of its weight.
pub(super) fn of_part(
    part: &ProbeToken,
    level: Level,
    cut_off: bool,
    listed: &dyn Spellings,
) -> Vec<(Key, u8)> {
    let token = &part.token;
    let mut variants = vec![
        (keys::exact(&token.fold), tier(token, 1.0)),
        (keys::written_together(&token.fold), tier(token, 0.8)),
    ];
    if level != Level::Exact {
        let initial = keys::initial(token.fold.as_bytes());
        variants.extend(initial.map(|key| (key, share_of(INITIAL, NAMES.initial))));
    }
    let mut sought = Vec::new();
    if level != Level::Exact {
        keys::of_token(token, &mut sought);
        if token.flags.abjad() {
            sought.extend(keys::consonants_of(token, false));
        } else {
            sought.extend(keys::consonants_of(token, true));
            sought.retain(|key| {
                token.skeleton.consonants() > 2 || Some(*key) != keys::consonants_of(token, false)
            });
        }
        if token.fold.len() >= 7 {
            twice_deleted(&token.text, &mut sought);
        }
    } else if cut_off {
        sought.extend(keys::prefix(token.fold.as_bytes()));
    }
    if !cut_off {
        sought.retain(|key| Some(*key) != keys::prefix(token.fold.as_bytes()));
    }
    listed.near(&sought, &mut |bytes| {
        let Some(other) = TokenRef::read(bytes) else {
            return;
        };
        let (_, share) = compare(part, &other, level, cut_off);
        if share >= LEAST_SHARE {
            let weight = token.weight.min(other.weight);
            variants.push((keys::exact_of(other.fold), share_of(weight, share)));
        }
    });
    variants
}

/// Neighbouring parts that may be listed as one.
pub(super) fn of_joined(fold: &str, listed: &dyn Spellings) -> Vec<(Key, u8)> {
    let mut variants = vec![(keys::exact(fold), 140), (keys::written_together(fold), 120)];
    let (pattern, skeleton) = (Pattern::of(fold.as_bytes()), Skeleton::of(fold));
    let mut sought = vec![keys::deleted(fold.as_bytes())];
    if skeleton.consonants() >= 3 {
        sought.push(keys::skeleton(skeleton));
    }
    listed.near(&sought, &mut |bytes| {
        let Some(other) = TokenRef::read(bytes) else {
            return;
        };
        let tier = match pattern.distance(other.fold) {
            0..=1 => 100,
            _ if other.skeleton == skeleton => 80,
            _ => return,
        };
        variants.push((keys::exact_of(other.fold), tier));
    });
    variants
}

/// A word that is two parts written together, one of them misspelt: the listed pairs that it may be.
pub(super) fn apart(token: &Token, listed: &dyn Spellings) -> Vec<(Key, u8)> {
    let word = token.text.as_str();
    let mut pairs: Vec<(u32, Key)> = Vec::new();
    if word.len() < LEAST_APART {
        return Vec::new();
    }
    for seam in LEAST_PART..=word.len() - LEAST_PART {
        let (Some(left), Some(right)) = (word.get(..seam), word.get(seam..)) else {
            continue;
        };
        let (left, right) = (near(left, listed), near(right, listed));
        for (a, edits) in &left {
            let matching = right.iter().filter(|(_, more)| edits + more <= 1);
            pairs.extend(matching.map(|(b, more)| (edits + more, keys::both(a, b))));
        }
    }
    let tier = |edits: u32| if edits == 0 { 150 } else { 120 };
    pairs.into_iter().map(|(edits, key)| (key, tier(edits))).collect()
}

/// The listed folds that are a word's or one letter off it; with how many letters. What is too short to be
/// looked up is taken for listed.
fn near(word: &str, listed: &dyn Spellings) -> Vec<(String, u32)> {
    let fold = fold(word);
    let mut sought = vec![keys::deleted(fold.as_bytes())];
    sought.extend(keys::lacking(word));
    let pattern = Pattern::of(fold.as_bytes());
    let mut found = Vec::new();
    if !keys::may_lack(fold.len()) {
        found.push((fold, 0));
    }
    listed.near(&sought, &mut |bytes| {
        let Some(other) = TokenRef::read(bytes) else {
            return;
        };
        let edits = pattern.distance(other.fold);
        if edits <= 1
            && let Ok(fold) = std::str::from_utf8(other.fold)
        {
            found.push((fold.to_owned(), edits));
        }
    });
    found
}

/// Words with two letters left out meet records with one left out: up to three edits.
fn twice_deleted(word: &str, keys: &mut Vec<Key>) {
    for once in keys::deletions(word) {
        for twice in keys::lacking(&once) {
            if keys.len() >= MAX_KEYS {
                return;
            }
            if !keys.contains(&twice) {
                keys.push(twice);
            }
        }
    }
}
