//! A query prepared for matching, and the keys it looks under.
//!
//! Uses `token`, `keys`. Bounds: 12 parts a name, 64 keys a part; when one cuts something, the probe
//! says so and the answer is marked `truncated`.

use crate::domain::query::Level;
use crate::domain::query::SoughtPerson;

use super::dates::Known;
use super::edit::Pattern;
use super::keys;
use super::keys::Doubt;
use super::keys::Key;
use super::keys::KeyGroup;
use super::keys::Pass;
use super::record::PreparedDocument;
use super::record::code;
use super::surnames::of_a_man;
use super::token::Token;
use super::token::readings;

/// Most keys of one group.
const MAX_KEYS: usize = 64;

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

    /// The keys of a pass, grouped by query part or pair.
    #[must_use]
    pub fn keys(&self, pass: Pass) -> Vec<KeyGroup> {
        let mut groups = Vec::new();
        for document in &self.documents {
            add(
                &mut groups,
                vec![(document.number, 255), (document.confusable, 160)],
            );
        }
        for name in &self.names {
            match pass {
                Pass::Narrow => name.narrow(&mut groups),
                Pass::Wide => name.wide(&mut groups, self.level),
            }
        }
        groups
    }
}

impl Probe {
    /// The sum of tiers from which a record may be a namesake in a pass: three fifths of what one has
    /// that shares every part of the query's shortest name. Such records are never cut off unseen;
    /// those that share one common part are, since they cannot become candidates by it.
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
                let mut variants = vec![
                    (keys::exact_and_skeleton(&a.fold, b.skeleton), best),
                    (keys::exact_and_skeleton(&b.fold, a.skeleton), best),
                    (keys::skeletons(a.skeleton, b.skeleton), best / 2),
                ];
                variants.sort_by_key(|(_, tier)| std::cmp::Reverse(*tier));
                add(groups, variants);
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
                variants.extend(
                    token
                        .groups
                        .iter()
                        .filter(|id| **id != 0)
                        .map(|id| (keys::group(*id), tier(token, 0.6))),
                );
            }
            add(groups, variants);
        }
        if parts.len() < 2 || tokens.len() <= 3 {
            for text in keys::joined(&tokens) {
                add(groups, vec![(keys::exact(&text), 120)]);
            }
        }
        // Somebody listed in Latin letters too would else hide who is listed in Kana or Hangul.
        if !keys::loose(&tokens) {
            add(
                groups,
                keys::all_consonants(&tokens).map(|key| (key, 110)).collect(),
            );
        }
    }

    fn wide(&self, groups: &mut Vec<KeyGroup>, level: Level) {
        let tokens = self.plain();
        let last = tokens.len().saturating_sub(1);
        for (index, token) in tokens.iter().enumerate().filter(|(_, token)| token.fetches()) {
            let folded = token.fold.as_bytes();
            let mut variants = vec![(keys::exact(&token.fold), tier(token, 1.0))];
            if level != Level::Exact {
                variants.extend(of_a_man(&token.fold).map(|stem| (keys::exact(stem), tier(token, 0.8))));
                variants.extend(
                    token
                        .groups
                        .iter()
                        .filter(|id| **id != 0)
                        .map(|id| (keys::group(*id), tier(token, 0.8))),
                );
                if keys::may_lack(folded.len()) {
                    variants.push((keys::deleted(folded), tier(token, 0.75)));
                    variants.extend(keys::lacking(&token.text).map(|key| (key, tier(token, 0.65))));
                }
                if token.skeleton.consonants() >= 2 {
                    let share = if token.skeleton.consonants() >= 3 {
                        0.6
                    } else {
                        0.3
                    };
                    variants.push((keys::skeleton(token.skeleton), tier(token, share)));
                }
                if folded.len() >= 7 {
                    twice_deleted(&token.text, tier(token, 0.4), &mut variants);
                }
            }
            if self.cut_off && index == last {
                variants.extend(prefix_of(folded).map(|key| (key, tier(token, 0.7))));
            }
            add(groups, variants);
        }
        if level != Level::Exact {
            add(groups, keys::whole(&tokens).map(|key| (key, 110)).collect());
            let loose = keys::loose(&tokens);
            let doubt = if loose {
                Doubt::Sounds
            } else if tokens.iter().any(keys::in_doubt) {
                Doubt::Letters
            } else {
                Doubt::None
            };
            let mut ends = keys::ends(&tokens, !loose, Doubt::None);
            if doubt != Doubt::None {
                ends.extend(keys::ends(&tokens, !loose, doubt));
            }
            if !loose {
                let mut lacking = keys::lacking_consonants(&tokens, Doubt::None);
                if doubt == Doubt::Letters {
                    lacking.extend(keys::lacking_consonants(&tokens, doubt));
                }
                let tier = |lacks: bool| if lacks { 70 } else { 110 };
                let variants = lacking.into_iter().map(|(key, lacks)| (key, tier(lacks)));
                add(groups, variants.collect());
            }
            for last in [false, true] {
                let of_end = ends.iter().filter(|(_, end, _)| *end == last);
                let variants = of_end.map(|(key, _, other)| (*key, if *other || !loose { 25 } else { 50 }));
                add(groups, variants.collect());
            }
            for text in keys::joined(&tokens) {
                let mut variants = vec![(keys::exact(&text), 140), (keys::deleted(text.as_bytes()), 100)];
                let skeleton = super::fold::Skeleton::of(&text);
                if skeleton.consonants() >= 3 {
                    variants.push((keys::skeleton(skeleton), 80));
                }
                add(groups, variants);
            }
        }
    }
}

fn prefix_of(fold: &[u8]) -> Option<Key> {
    keys::PREFIXES
        .iter()
        .rev()
        .find_map(|length| fold.get(..*length))
        .map(keys::prefix)
}

/// Words with two letters left out meet records with one left out: up to three edits.
fn twice_deleted(word: &str, tier: u8, variants: &mut Vec<(Key, u8)>) {
    for once in keys::deletions(word) {
        for twice in keys::lacking(&once) {
            if variants.len() >= MAX_KEYS {
                return;
            }
            variants.push((twice, tier));
        }
    }
}

/// Tier of a variant of a part: its weight, times how well the variant fits.
fn tier(token: &Token, share: f64) -> u8 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "weights are at most 103"
    )]
    let tier = (f64::from(token.weight) * share).round() as u8;
    tier.max(1)
}

/// What a record has that shares both parts of a pair.
fn pair_tier(a: &Token, b: &Token) -> u8 {
    tier(a, 1.0).saturating_add(tier(b, 1.0))
}

fn add(groups: &mut Vec<KeyGroup>, variants: Vec<(Key, u8)>) {
    let mut keys: Vec<(Key, u8)> = Vec::with_capacity(variants.len());
    for (key, tier) in variants {
        if let Some((_, held)) = keys.iter_mut().find(|(known, _)| *known == key) {
            *held = tier.max(*held);
        } else if keys.len() < MAX_KEYS {
            keys.push((key, tier));
        }
    }
    let group = KeyGroup { keys };
    if !group.keys.is_empty() && !groups.contains(&group) {
        groups.push(group);
    }
}
