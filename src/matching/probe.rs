//! A query prepared for matching, and the keys it looks under.
//!
//! Uses `token`, `keys`, `compare`. Bounds: 12 parts a name, 64 keys a part; when one cuts something, the
//! probe says so and the answer is marked `truncated`.

use std::cmp::Reverse;

use crate::domain::query::Level;
use crate::domain::query::SoughtPerson;

use super::dates::Known;
use super::edit::Pattern;
use super::keys;
use super::keys::Key;
use super::keys::KeyGroup;
use super::keys::Pass;
use super::keys::SEVERAL;
use super::record::PreparedDocument;
use super::record::code;
use super::score::one_part_is_enough;
use super::spellings;
use super::spellings::Spellings;
use super::token::Token;
use super::token::readings;
use super::whole_keys;
use super::whole_keys::Doubt;
use super::whole_keys::TURNS;

/// Most spellings of one part that records are fetched by.
const MAX_SPELLINGS: usize = 512;
/// See [`Probe::alone`]: more than the commonest given names say, and few persons share what says it.
const ALONE: u8 = 40;

/// A prepared query.
#[derive(Clone, Debug)]
pub struct Probe {
    pub(crate) names: Vec<ProbeName>,
    pub(crate) date: Option<Known>,
    pub(crate) sex: u8,
    pub(crate) nationalities: Vec<[u8; 3]>,
    pub(crate) documents: Vec<PreparedDocument>,
    pub(crate) level: Level,
    truncated: bool,
}

/// One name of a query.
#[derive(Clone, Debug)]
pub(crate) struct ProbeName {
    /// Which name of the query; a name has several readings.
    pub(crate) source: usize,
    pub(crate) tokens: Vec<ProbeToken>,
    /// The last part may be only a beginning.
    pub(crate) cut_off: bool,
}

/// One part of it.
#[derive(Clone, Debug)]
pub(crate) struct ProbeToken {
    pub(crate) token: Token,
    pub(crate) pattern: Pattern,
    pub(crate) mask: u32,
    pub(crate) text_hash: u32,
}

impl Probe {
    /// Prepares a query.
    #[must_use]
    pub fn of(person: &SoughtPerson, level: Level) -> Self {
        let mut truncated = false;
        let names = person
            .names
            .iter()
            .enumerate()
            .flat_map(|(source, name)| {
                let (readings, cut) = readings(&name.form);
                truncated |= cut;
                readings.into_iter().map(move |tokens| ProbeName {
                    source,
                    tokens: tokens.into_iter().map(ProbeToken::of).collect(),
                    cut_off: name.truncated,
                })
            })
            .collect();
        Self {
            names,
            date: person.birth_date.as_ref().map(Known::of),
            sex: person.sex.map_or(0, |sex| sex as u8 + 1),
            nationalities: person
                .nationalities
                .iter()
                .map(|country| code(country.code()))
                .collect(),
            documents: person.documents.iter().map(PreparedDocument::of).collect(),
            level,
            truncated,
        }
    }

    /// Whether a bound left something of the query out.
    #[must_use]
    pub const fn truncated(&self) -> bool {
        self.truncated
    }

    /// The keys of a pass, grouped by query part or pair; in the wide pass by those spellings of a part
    /// that are listed.
    #[must_use]
    pub fn keys(&self, pass: Pass, listed: &dyn Spellings) -> Vec<KeyGroup> {
        let mut groups = Vec::new();
        for document in &self.documents {
            let numbers = vec![(document.number, 255), (document.confusable, 160)];
            add(&mut groups, SEVERAL, numbers);
        }
        for name in &self.names {
            match pass {
                Pass::Narrow => name.narrow(&mut groups),
                Pass::Wide => name.wide(&mut groups, self.level, listed),
            }
        }
        groups
    }

    /// The tier from which one part of a name fetches in a pass a record that shares no other. One of
    /// several says so little that no birth date makes up for it, unless nationality and sex agree as
    /// well: then, and where there is but one, every tier will do. So it will in the narrow pass, which
    /// asks for rare parts alone because the others may be spelt otherwise.
    #[must_use]
    pub fn alone(&self, pass: Pass) -> u8 {
        // A beginning of fewer letters than are a key finds nobody: the other parts must.
        let open =
            one_part_is_enough(self) || self.names.iter().any(|name| name.cut_off || !name.has_several());
        if pass == Pass::Wide && !open { ALONE } else { 0 }
    }

    /// The sum of tiers from which a record may be a namesake in a pass: three fifths of what one has
    /// that shares every part of the query's shortest name. Those tied with the last that is compared
    /// are then compared too; those that share one common part are not, since they cannot become
    /// candidates by it.
    #[must_use]
    pub fn namesake(&self, pass: Pass) -> u16 {
        let full = self.names.iter().map(|name| name.full(pass)).min().unwrap_or(0);
        u16::try_from(full * 3 / 5).unwrap_or(u16::MAX)
    }
}

impl ProbeToken {
    fn of(token: Token) -> Self {
        Self {
            pattern: Pattern::of(token.fold.as_bytes()),
            mask: token.mask(),
            text_hash: token.text_hash(),
            token,
        }
    }
}

impl ProbeName {
    /// Whether it has several different parts that fetch.
    fn has_several(&self) -> bool {
        let mut folds = self.tokens.iter().filter(|part| part.token.fetches());
        let first = folds.next().map(|part| &part.token.fold);
        folds.any(|part| Some(&part.token.fold) != first)
    }

    fn plain(&self) -> Vec<Token> {
        self.tokens.iter().map(|token| token.token.clone()).collect()
    }

    /// The sum of tiers of a record that shares every part, without joined and whole-name keys.
    fn full(&self, pass: Pass) -> u32 {
        let tokens = self.plain();
        let parts = keys::paired(&tokens);
        if pass == Pass::Wide || parts.len() < 2 {
            let fetching = tokens.iter().filter(|token| token.fetches());
            return fetching.map(|token| u32::from(tier(token, 1.0))).sum();
        }
        let mut sum = 0;
        for (index, a) in parts.iter().enumerate() {
            for b in parts.iter().skip(index + 1) {
                sum += u32::from(pair_tier(a, b));
            }
        }
        sum
    }

    fn narrow(&self, groups: &mut Vec<KeyGroup>) {
        let tokens = self.plain();
        let parts = keys::paired(&tokens);
        for (index, a) in parts.iter().enumerate() {
            for b in parts.iter().skip(index + 1) {
                let best = pair_tier(a, b);
                let variants = vec![
                    (keys::both(&a.fold, &b.fold), best),
                    (keys::skeletons(a.skeleton, b.skeleton), best / 2),
                ];
                add(groups, SEVERAL, variants);
            }
        }
        let rare = |token: &&Token| {
            token.fetches()
                && (parts.len() < 2
                    || super::tables::tables()
                        .common(&token.fold)
                        .is_none_or(|class| class == 5))
        };
        for token in tokens.iter().filter(rare) {
            let mut variants = vec![(keys::exact(&token.fold), tier(token, 1.0))];
            if parts.len() < 2 {
                variants.push((keys::written_together(&token.fold), tier(token, 0.8)));
            }
            add(groups, 1, variants);
        }
        if parts.len() < 2 || tokens.len() <= 3 {
            for text in keys::joined(&tokens) {
                let variants = vec![(keys::exact(&text), 120), (keys::written_together(&text), 110)];
                add(groups, SEVERAL, variants);
            }
        }
        // Somebody listed in Latin letters too would else hide who is listed in Kana or Hangul.
        if !whole_keys::loose(&tokens) {
            add(
                groups,
                SEVERAL,
                whole_keys::all_consonants(&tokens, TURNS, false, Doubt::None)
                    .into_iter()
                    .map(|(key, _)| (key, 110))
                    .collect(),
            );
        }
    }

    fn wide(&self, groups: &mut Vec<KeyGroup>, level: Level, listed: &dyn Spellings) {
        let last = self.tokens.len().saturating_sub(1);
        for (index, part) in self.tokens.iter().enumerate() {
            if part.token.fetches() {
                let cut_off = self.cut_off && index == last;
                add(groups, 1, spellings::of_part(part, level, cut_off, listed));
            }
        }
        let tokens = self.plain();
        if level != Level::Exact {
            let mut parts = tokens.iter().filter(|token| token.fetches());
            if let (Some(one), None) = (parts.next(), parts.next()) {
                add(groups, SEVERAL, spellings::apart(one, listed));
            }
            let whole = whole_keys::whole(&tokens, TURNS).map(|key| (key, 110));
            add(groups, SEVERAL, whole.collect());
            let loose = whole_keys::loose(&tokens);
            let doubt = if loose {
                Doubt::Sounds
            } else if tokens.iter().any(whole_keys::in_doubt) {
                Doubt::Letters
            } else {
                Doubt::None
            };
            let mut ends = whole_keys::ends(&tokens, TURNS, !loose, Doubt::None);
            if doubt != Doubt::None {
                ends.extend(whole_keys::ends(&tokens, TURNS, !loose, doubt));
            }
            if !loose {
                let mut lacking = whole_keys::all_consonants(&tokens, TURNS, true, Doubt::None);
                if doubt == Doubt::Letters {
                    lacking.extend(whole_keys::all_consonants(&tokens, TURNS, true, doubt));
                }
                let tier = |lacks: bool| if lacks { 70 } else { 110 };
                let variants = lacking.into_iter().map(|(key, lacks)| (key, tier(lacks)));
                add(groups, SEVERAL, variants.collect());
            }
            for last in [false, true] {
                let of_end = ends.iter().filter(|(_, end, _)| *end == last);
                let variants = of_end.map(|(key, _, other)| (*key, if *other || !loose { 25 } else { 50 }));
                add(groups, SEVERAL, variants.collect());
            }
            for text in keys::joined(&tokens) {
                add(groups, SEVERAL, spellings::of_joined(&text, listed));
            }
        }
    }
}

/// Tier of a variant of a part: its weight, times how well the variant fits.
pub(super) fn tier(token: &Token, share: f64) -> u8 {
    share_of(token.weight, share)
}

pub(super) fn share_of(weight: u8, share: f64) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "weights are at most 103"
    )]
    let tier = (f64::from(weight) * share).round() as u8;
    tier.max(1)
}

/// What a record has that shares both parts of a pair.
fn pair_tier(a: &Token, b: &Token) -> u8 {
    tier(a, 1.0).saturating_add(tier(b, 1.0))
}

/// Puts the best tier of each key into a group of its own, the best keys of it.
fn add(groups: &mut Vec<KeyGroup>, parts: u8, mut keys: Vec<(Key, u8)>) {
    keys.sort_unstable_by_key(|(key, tier)| (*key, Reverse(*tier)));
    keys.dedup_by_key(|(key, _)| *key);
    keys.sort_unstable_by_key(|(key, tier)| (Reverse(*tier), *key));
    let cut = keys.len() > MAX_SPELLINGS;
    keys.truncate(MAX_SPELLINGS);
    let group = KeyGroup { keys, parts, cut };
    if !group.keys.is_empty() && !groups.contains(&group) {
        groups.push(group);
    }
}
