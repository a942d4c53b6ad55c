//! One name of the query laid beside one name of a record: which part answers which, and what the
//! whole says.
//!
//! Uses `probe`, `record_ref`, `weights`. The inner loop of scoring: no allocation, about a
//! microsecond for a record.

use crate::domain::query::Level;

use super::compare::How;
use super::compare::compare;
use super::joined;
use super::probe::ProbeName;
use super::record_ref::NameRef;
use super::record_ref::TokenRef;
use super::token::Class;
use super::token::MAX_TOKENS;
use super::token::Part;
use super::token::WEIGHT_UNIT;
use super::weights::NAMES;

/// What one name says about another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alignment {
    /// Log of the likelihood ratio.
    pub(crate) evidence: f64,
    /// For each part of the query, how it is answered.
    pub(crate) how: [How; MAX_TOKENS],
    /// Some ordinary part of the query is answered by none.
    pub(crate) query_part_missing: bool,
    /// Some ordinary part of the record is answered by none.
    pub(crate) record_part_missing: bool,
    /// The parts answer each other in another order.
    pub(crate) reordered: bool,
    /// Parts of the query in another script than the record's.
    pub(crate) transliterated: bool,
    /// Every part of both sides is the same.
    pub(crate) exact: bool,
}

/// Pairs of parts, their likeness, and what is still free.
pub(super) struct Table<'a> {
    pub(super) query: &'a ProbeName,
    pub(super) record: [Option<TokenRef<'a>>; MAX_TOKENS],
    pub(super) count: usize,
    pub(super) how: [How; MAX_TOKENS],
    pub(super) share: [f64; MAX_TOKENS],
    /// Which part of the record answers each part of the query.
    pub(super) answer: [usize; MAX_TOKENS],
    pub(super) taken: [bool; MAX_TOKENS],
    /// How many neighbouring parts of the record answer a part that is written together.
    span: [usize; MAX_TOKENS],
    /// What the names say when compared as one word.
    pub(super) one: Option<f64>,
}

const NOBODY: usize = usize::MAX;

/// Lays the two beside each other.
pub(crate) fn align(query: &ProbeName, name: NameRef<'_>, level: Level) -> Alignment {
    let mut table = Table {
        query,
        record: [None; MAX_TOKENS],
        count: 0,
        how: [How::Nothing; MAX_TOKENS],
        share: [0.0; MAX_TOKENS],
        answer: [NOBODY; MAX_TOKENS],
        taken: [false; MAX_TOKENS],
        span: [1; MAX_TOKENS],
        one: None,
    };
    for (slot, token) in table.record.iter_mut().zip(name.tokens()) {
        *slot = Some(token);
        table.count += 1;
    }
    table.pair(level);
    if level != Level::Exact {
        table.join();
        table.as_one();
        table.whole();
    }
    table.judge()
}

#[expect(
    clippy::indexing_slicing,
    reason = "inner loop; every index is below MAX_TOKENS, the length of all arrays"
)]
impl Table<'_> {
    /// The best pair first, until none is left.
    fn pair(&mut self, level: Level) {
        let parts = self.query.tokens.len().min(MAX_TOKENS);
        let mut how = [[How::Nothing; MAX_TOKENS]; MAX_TOKENS];
        let mut share = [[0.0_f32; MAX_TOKENS]; MAX_TOKENS];
        for (i, token) in self.query.tokens.iter().enumerate().take(parts) {
            let cut_off = self.query.cut_off && i + 1 == parts;
            for (j, slot) in self.record.iter().enumerate().take(self.count) {
                if let Some(other) = slot {
                    let (found, kept) = compare(token, other, level, cut_off);
                    how[i][j] = found;
                    #[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
                    let kept = kept as f32;
                    share[i][j] = kept;
                }
            }
        }
        for _ in 0..parts {
            let (mut best, mut at) = (0.0, None);
            for i in (0..parts).filter(|i| self.answer[*i] == NOBODY) {
                let weight = f64::from(self.query.tokens[i].token.weight);
                for j in (0..self.count).filter(|j| !self.taken[*j]) {
                    // Of equals, the pair in the same place is the natural one.
                    let place = if i == j { 1e-3 } else { 0.0 };
                    let value = f64::from(share[i][j]) * (weight + place);
                    if value > best {
                        (best, at) = (value, Some((i, j)));
                    }
                }
            }
            let Some((i, j)) = at else { break };
            self.how[i] = how[i][j];
            self.share[i] = f64::from(share[i][j]);
            self.answer[i] = j;
            self.taken[j] = true;
        }
    }

    /// Parts written together on one side and apart on the other.
    fn join(&mut self) {
        let parts = self.query.tokens.len().min(MAX_TOKENS);
        for i in 0..parts {
            if self.share[i] >= NAMES.joined || self.query.tokens[i].token.flags.class() != Class::Ordinary {
                continue;
            }
            for size in [2, 3] {
                for first in 0..(self.count + 1).saturating_sub(size) {
                    let window = first..first + size;
                    let free = |j: usize| !self.taken[j] || self.answer[i] == j || self.light(j);
                    if window.clone().all(free) && self.record_window_is(first, size, i) {
                        self.unanswer(i);
                        (self.how[i], self.share[i], self.answer[i]) = (How::Joined, NAMES.joined, first);
                        self.span[i] = size;
                        window.for_each(|j| self.taken[j] = true);
                        break;
                    }
                }
                if self.how[i] == How::Joined {
                    break;
                }
            }
        }
        for size in [2, 3] {
            for first in 0..(parts + 1).saturating_sub(size) {
                let window = first..first + size;
                let weak = window.clone().all(|i| {
                    self.share[i] < 0.8 || self.query.tokens[i].token.flags.class() != Class::Ordinary
                }) && window.clone().any(|i| self.share[i] < 0.8);
                if !weak {
                    continue;
                }
                for j in 0..self.count {
                    let free = !self.taken[j] || window.clone().any(|i| self.answer[i] == j);
                    if free && self.query_window_is(first, size, j) {
                        for i in window.clone() {
                            self.unanswer(i);
                            (self.how[i], self.share[i], self.answer[i]) = (How::Joined, NAMES.joined, j);
                        }
                        self.taken[j] = true;
                        break;
                    }
                }
            }
        }
    }

    pub(super) fn light(&self, j: usize) -> bool {
        self.record[j].is_some_and(|token| token.flags.class() != Class::Ordinary)
    }

    fn unanswer(&mut self, i: usize) {
        if self.answer[i] != NOBODY {
            self.taken[self.answer[i]] = false;
        }
        (self.how[i], self.share[i], self.answer[i]) = (How::Nothing, 0.0, NOBODY);
        self.span[i] = 1;
    }

    /// The parts of a name that one part of the query is, written together: how many, and their weight.
    fn apart(&self, i: usize) -> (usize, f64) {
        let window = self.answer[i]..self.answer[i] + self.span[i];
        let names = window.filter(|j| !self.light(*j)).filter_map(|j| self.record[j]);
        names.fold((0, 0.0), |(count, sum), part| {
            (count + 1, sum + f64::from(part.weight) / WEIGHT_UNIT)
        })
    }

    fn record_window_is(&self, first: usize, size: usize, i: usize) -> bool {
        let parts = self.record[first..first + size]
            .iter()
            .flatten()
            .map(|token| token.fold);
        let whole = &self.query.tokens[i].token;
        let bare = whole.flags.abjad() || self.record[first].is_some_and(|token| token.flags.abjad());
        (bare && joined::vowelless(parts.clone(), whole.fold.as_bytes()))
            || joined::alike(parts, whole.fold.as_bytes())
    }

    fn query_window_is(&self, first: usize, size: usize, j: usize) -> bool {
        let Some(whole) = self.record[j] else { return false };
        let parts = self.query.tokens[first..first + size]
            .iter()
            .map(|token| token.token.fold.as_bytes());
        let bare = whole.flags.abjad() || self.query.tokens[first].token.flags.abjad();
        (bare && joined::vowelless(parts.clone(), whole.fold)) || joined::alike(parts, whole.fold)
    }

    /// Adds up what the pairs and the gaps say.
    fn judge(&self) -> Alignment {
        let parts = self.query.tokens.len().min(MAX_TOKENS);
        let free_records = (0..self.count)
            .filter(|j| !self.taken[*j] && !self.light(*j))
            .count();
        let mut gaps = free_records;
        let (mut gain, mut sum) = (0.0, 0.0);
        let (mut matched, mut ordinary, mut missing) = (0_usize, 0_usize, 0_usize);
        let (mut exact, mut transliterated, mut exchanged) = (true, false, false);
        for i in 0..parts {
            let token = &self.query.tokens[i].token;
            let mut weight = f64::from(token.weight) / WEIGHT_UNIT;
            let class = token.flags.class();
            let is_name = class == Class::Ordinary;
            let mut names = usize::from(is_name);
            if is_name && self.span[i] > 1 {
                (names, weight) = self.apart(i);
            }
            ordinary += names;
            if self.how[i] == How::Nothing {
                exact &= !is_name;
                sum -= match class {
                    Class::Ordinary if gaps > 0 => {
                        gaps -= 1;
                        (weight * NAMES.conflict).max(NAMES.conflict_least)
                    }
                    Class::Initial if gaps > 0 => weight,
                    Class::Ordinary | Class::Initial => weight * NAMES.query_part,
                    Class::Particle => weight * 0.1,
                    Class::Title => 0.0,
                };
                missing += usize::from(is_name);
                continue;
            }
            if let Some(other) = self.record.get(self.answer[i]).copied().flatten() {
                if self.how[i] != How::Joined {
                    weight = weight.min(f64::from(other.weight) / WEIGHT_UNIT);
                }
                transliterated |= token.flags.foreign() != other.flags.foreign();
                exchanged |= matches!(
                    (token.flags.part(), other.flags.part()),
                    (Part::Given, Part::Family) | (Part::Family, Part::Given)
                );
            }
            matched += names;
            exact &= self.how[i] == How::Same;
            gain += weight * self.share[i];
            if self.share[i] < 0.5 && is_name {
                sum -= NAMES.doubtful * (1.0 - 2.0 * self.share[i]);
            }
        }
        let extra: f64 = (0..self.count)
            .filter(|j| !self.taken[*j] && !self.light(*j))
            .filter_map(|j| self.record[j])
            .map(|token| {
                // Patronymics are left out every day.
                let share = if token.flags.patronymic() {
                    NAMES.record_patronymic
                } else {
                    NAMES.record_part
                };
                f64::from(token.weight) / WEIGHT_UNIT * share
            })
            .sum();
        if let Some(one) = self.one {
            (gain, matched) = (one, matched.max(2));
        }
        // Capped before anything is taken away, or a long name would outweigh a part that contradicts.
        sum += f64::min(gain, NAMES.most) - extra.min(NAMES.record_parts_most);
        // What tells the person apart from namesakes is not said: a given name and a patronymic are not
        // a family name.
        let told = (0..parts)
            .filter(|i| self.answer[*i] != NOBODY && !self.query.tokens[*i].token.flags.patronymic())
            .map(|i| self.query.tokens[i].token.weight)
            .max()
            .unwrap_or_default();
        let untold = (0..self.count)
            .filter(|j| !self.taken[*j] && !self.light(*j))
            .filter_map(|j| self.record[j])
            .filter(|part| !part.flags.patronymic())
            .map(|part| part.weight)
            .max()
            .unwrap_or_default();
        if f64::from(untold) >= f64::from(told) + NAMES.telling * WEIGHT_UNIT {
            sum -= NAMES.untold;
        }
        let complete = missing == 0 && free_records == 0;
        let weakest = (0..parts)
            .filter(|i| self.how[*i] != How::Nothing)
            .map(|i| self.share[i])
            .fold(1.0, f64::min);
        if complete && matched > 1 {
            // The less sure the weakest part, the less the whole says.
            sum += NAMES.complete * (2.0 * weakest - 1.0).max(0.0);
        }
        if exchanged {
            sum += NAMES.exchanged;
        }
        if matched <= 1 {
            sum = sum.min(match (ordinary, complete) {
                (..=1, true) => NAMES.mononym,
                (..=1, false) => NAMES.single,
                _ => NAMES.one_of_many,
            });
        }
        Alignment {
            evidence: sum.max(NAMES.least),
            how: self.how,
            query_part_missing: missing > 0,
            record_part_missing: free_records > 0,
            reordered: self.reordered(parts),
            transliterated,
            exact: exact && complete,
        }
    }

    fn reordered(&self, parts: usize) -> bool {
        let mut last = 0;
        for i in (0..parts).filter(|i| self.answer[*i] != NOBODY) {
            if self.query.tokens[i].token.flags.class() == Class::Ordinary {
                if self.answer[i] < last {
                    return true;
                }
                last = self.answer[i];
            }
        }
        false
    }
}
