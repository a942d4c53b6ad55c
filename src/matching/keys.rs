//! Keys: what a query and a record must have in common for the record to be fetched.
//!
//! Uses `token`, `hash`. A key is a hash of a kind and a text. Pairs of parts are intersections
//! worked out beforehand: few records share one, so the narrow pass touches few postings.

use super::fold::Skeleton;
use super::fold::fold_into;
use super::hash::Hash;
use super::surnames::of_a_man;
use super::token::Class;
use super::token::Token;
use super::whole_keys::Doubt;
use super::whole_keys::all_consonants;
use super::whole_keys::ends;
use super::whole_keys::loose;
use super::whole_keys::whole;

/// Hash of (kind of key, text). The lowest bit says that it stands for one token as it is, see
/// [`is_token`]: a search asks for many of those and few of the others.
pub type Key = u64;

/// The bit of a key that stands for one token.
pub(crate) const TOKEN: Key = 1;

/// Whether a key stands for one token as it is.
#[must_use]
pub const fn is_token(key: Key) -> bool {
    key & TOKEN != 0
}

/// Variants of one query token or pair: a record counts the best tier among those it has.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct KeyGroup {
    /// Keys, each once, with a tier of 1 to 255; higher is better.
    pub keys: Vec<(Key, u8)>,
    /// How many parts of the query's name agree where one of them is found; [`SEVERAL`] where a whole
    /// name or a document does.
    pub parts: u8,
    /// Whether a bound left variants out: who is found by those alone is missed, and the answer says so.
    pub cut: bool,
}

/// Parts that fetch a record however little each of them says.
pub const SEVERAL: u8 = 2;

/// Which of the two passes.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Pass {
    /// Pairs, rare exact parts, documents: cheap.
    Narrow,
    /// Also edits, skeletons, equivalents, glued and split parts.
    Wide,
}

impl Pass {
    /// Both, in the order in which a search makes them.
    pub const ALL: [Self; 2] = [Self::Narrow, Self::Wide];

    /// Most records that are compared after either when those at the cut share every key: namesakes, whom
    /// only the birth date tells apart. About 1 µs each.
    pub const TIED: usize = 20_000;

    /// Most records that are compared after it, but for those tied with the last. The narrow pass has
    /// whom it means at the top; after the wide one, in a list of a million, one in two hundred of those
    /// who were meant stood beyond the first 200, and hardly any beyond 400.
    #[must_use]
    pub const fn candidates(self) -> usize {
        match self {
            Self::Narrow => 100,
            Self::Wide => 400,
        }
    }
}

/// Most parts of one name that make pairs.
pub(crate) const MAX_PAIRED: usize = 6;
/// Length of a token's beginning that is a key, for names cut off by an MRZ.
const PREFIX: usize = 4;

/// A whole part, or some neighbouring parts written together.
pub(crate) fn exact(fold: &str) -> Key {
    exact_of(fold.as_bytes())
}

/// The same of letters.
pub(crate) fn exact_of(fold: &[u8]) -> Key {
    Hash::new(b'E').bytes(fold).key() | TOKEN
}

/// A part with some of its letters left out.
pub(crate) fn deleted(fold: &[u8]) -> Key {
    Hash::new(b'D').bytes(fold).key()
}

/// A skeleton.
pub(crate) fn skeleton(skeleton: Skeleton) -> Key {
    Hash::new(b'S').number(skeleton.0).key()
}

/// A group of equivalent forms.
pub(crate) fn group(group: u16) -> Key {
    Hash::new(b'G').number(u64::from(group)).key()
}

/// The beginning of a part, where it is long enough.
pub(crate) fn prefix(fold: &[u8]) -> Option<Key> {
    let letters = fold.get(..PREFIX)?;
    Some(Hash::new(b'P').bytes(letters).key())
}

/// The skeleton of some neighbouring parts written together.
pub(crate) fn together(skeleton: Skeleton) -> Key {
    Hash::new(b'T').number(skeleton.0).key()
}

/// Two parts, in either order.
pub(crate) fn both(a: &str, b: &str) -> Key {
    let (first, second) = if a < b { (a, b) } else { (b, a) };
    let hash = Hash::new(b'X').bytes(first.as_bytes()).bytes(b" ");
    hash.bytes(second.as_bytes()).key()
}

/// Two skeletons, in either order.
pub(crate) fn skeletons(a: Skeleton, b: Skeleton) -> Key {
    Hash::new(b'Y').number(a.0.min(b.0)).number(a.0.max(b.0)).key()
}

/// A name of which only the first letter is written.
pub(crate) fn initial(fold: &[u8]) -> Option<Key> {
    let letter = fold.get(..1)?;
    Some(Hash::new(b'I').bytes(letter).key())
}

/// Whether a word is long enough to be looked for with letters left out.
pub(crate) const fn may_lack(length: usize) -> bool {
    length >= 3
}

/// Every way to leave one letter of a word out. Letters are left out before folding, since a slip
/// within `sch` or `ee` would otherwise change more than one letter of the fold.
pub(crate) fn deletions(word: &str) -> impl Iterator<Item = String> + '_ {
    parted(word).map(|parts| parts.concat())
}

/// The keys of a word with one of its letters left out.
pub(crate) fn lacking(word: &str) -> impl Iterator<Item = Key> + '_ {
    let (mut left, mut folded) = (Vec::with_capacity(word.len()), Vec::with_capacity(word.len()));
    parted(word).map(move |[before, after]| {
        left.clear();
        left.extend_from_slice(before.as_bytes());
        left.extend_from_slice(after.as_bytes());
        fold_into(&left, &mut folded);
        deleted(&folded)
    })
}

/// What stands before and after each letter; of a run of alike letters the first stands for all.
fn parted(word: &str) -> impl Iterator<Item = [&str; 2]> {
    let bytes = word.as_bytes();
    (0..bytes.len()).filter_map(move |out| {
        if out > 0 && bytes.get(out) == bytes.get(out - 1) {
            return None;
        }
        Some([word.get(..out)?, word.get(out + 1..)?])
    })
}

/// The parts that make pairs: the weightiest, in their order.
pub(crate) fn paired(tokens: &[Token]) -> Vec<&Token> {
    let mut parts: Vec<&Token> = tokens.iter().filter(|token| token.fetches()).collect();
    while parts.len() > MAX_PAIRED {
        let lightest = parts.iter().enumerate().min_by_key(|(_, token)| token.weight);
        let Some((index, _)) = lightest else { break };
        parts.remove(index);
    }
    parts
}

/// Neighbouring parts written together: every two, and every three; particles count as parts here.
pub(crate) fn joined(tokens: &[Token]) -> Vec<String> {
    let mut out = Vec::new();
    for size in [2, 3] {
        for window in tokens.windows(size) {
            if window.iter().any(Token::fetches) {
                let text: String = window.iter().map(|token| token.text.as_str()).collect();
                out.push(super::fold::fold(&text));
            }
        }
    }
    out
}

/// The key of a token's skeleton among the tokens of scripts without vowels, or of the others: two
/// consonants are enough only where one side has no vowels.
pub(crate) fn consonants_of(token: &Token, abjad: bool) -> Option<Key> {
    match token.skeleton.consonants() {
        0 | 1 => None,
        2 => Some(
            Hash::new(b'U')
                .bytes(&[u8::from(abjad)])
                .number(token.skeleton.0)
                .key(),
        ),
        _ => Some(skeleton(token.skeleton)),
    }
}

/// What a token is found by when it is spelt otherwise.
pub(crate) fn of_token(token: &Token, keys: &mut Vec<Key>) {
    if !token.fetches() {
        return;
    }
    let fold = token.fold.as_bytes();
    keys.extend(token.groups.iter().filter(|id| **id != 0).map(|id| group(*id)));
    keys.extend(consonants_of(token, token.flags.abjad()));
    if may_lack(fold.len()) {
        keys.push(deleted(fold));
        keys.extend(lacking(&token.text));
    }
    keys.extend(of_a_man(&token.fold).map(|stem| deleted(stem.as_bytes())));
    keys.extend(prefix(fold));
    keys.sort_unstable();
    keys.dedup();
}

/// The keys of a record's name as a whole: its parts as they stand, and what they are together.
pub(crate) fn of_name(tokens: &[Token], keys: &mut Vec<Key>) {
    for token in tokens {
        match token.flags.class() {
            Class::Ordinary => keys.push(exact(&token.fold)),
            Class::Initial => keys.extend(initial(token.fold.as_bytes())),
            Class::Particle | Class::Title => {}
        }
    }
    let parts = paired(tokens);
    for (index, a) in parts.iter().enumerate() {
        for b in parts.iter().skip(index + 1) {
            keys.extend([both(&a.fold, &b.fold), skeletons(a.skeleton, b.skeleton)]);
        }
    }
    // In the order in which it was entered: a query asks in others.
    let loose = loose(tokens);
    keys.extend(whole(tokens, 1));
    keys.extend(
        ends(tokens, 1, loose, Doubt::None)
            .into_iter()
            .map(|(key, ..)| key),
    );
    if loose {
        let lacking = all_consonants(tokens, 1, true, Doubt::None);
        keys.extend(lacking.into_iter().map(|(key, _)| key));
    }
    keys.extend(joined(tokens).iter().map(|text| written_together(text)));
}

/// The key of neighbouring parts written together: a skeleton, since the seam is often spelt otherwise,
/// and the letters where it says too little.
pub(crate) fn written_together(fold: &str) -> Key {
    let skeleton = Skeleton::of(fold);
    if skeleton.consonants() >= 3 {
        together(skeleton)
    } else {
        exact(fold)
    }
}

/// The keys of a weak alias, which counts only when exact.
pub(crate) fn of_weak_name(tokens: &[Token], keys: &mut Vec<Key>) {
    let parts = paired(tokens);
    keys.extend(parts.iter().map(|token| exact(&token.fold)));
    for (index, a) in parts.iter().enumerate() {
        for b in parts.iter().skip(index + 1) {
            keys.push(skeletons(a.skeleton, b.skeleton));
        }
    }
}
