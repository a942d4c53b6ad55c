//! Two names compared as one word each: scripts part words otherwise, or not at all.
//!
//! Uses `align`'s table, `sounds`, `weights`. Runs after the parts were paired, and changes what they
//! say only when the whole says more.

use super::align::Table;
use super::compare::How;
use super::fold::Skeleton;
use super::probe::ProbeToken;
use super::sounds::likeness;
use super::token::Class;
use super::token::MAX_TOKENS;
use super::token::WEIGHT_UNIT;
use super::weights::NAMES;
use super::weights::sounding;

#[expect(
    clippy::indexing_slicing,
    reason = "inner loop; every index is below MAX_TOKENS, the length of all arrays"
)]
impl Table<'_> {
    /// A name written without spaces in another script against one written in parts.
    pub(super) fn whole(&mut self) {
        let parts = self.query.tokens.len().min(MAX_TOKENS);
        let names = |token: &ProbeToken| token.token.flags.class() == Class::Ordinary;
        let ours = self.query.tokens.iter().filter(|token| names(token)).count();
        let theirs = (0..self.count).filter(|j| !self.light(*j)).count();
        let foreign = |token: Option<bool>| token.unwrap_or_default();
        let scripts = foreign(self.query.tokens.first().map(|token| token.token.flags.foreign()))
            != foreign(self.record[0].map(|token| token.flags.foreign()));
        if (ours == 1) == (theirs == 1) || !scripts || self.share.iter().any(|share| *share > NAMES.whole) {
            return;
        }
        let query = self
            .query
            .tokens
            .iter()
            .filter(|token| names(token))
            .map(|token| token.token.fold.as_bytes());
        let record = self
            .record
            .iter()
            .flatten()
            .filter(|token| token.flags.class() == Class::Ordinary);
        let record = record.map(|token| token.fold);
        let (a, b) = (Skeleton::loose(query.clone()), Skeleton::loose(record.clone()));
        if ours == 0 || theirs == 0 || a.consonants() < 4 {
            return;
        }
        // The last part first: family names stand there in half of the world.
        let ours = Skeleton::loose(query.clone().skip(ours - 1).chain(query.take(ours - 1)));
        let theirs = Skeleton::loose(record.clone().skip(theirs - 1).chain(record.take(theirs - 1)));
        if a != b && ours != b && a != theirs {
            return;
        }
        for i in 0..parts {
            (self.how[i], self.share[i], self.answer[i]) = (How::Skeleton, NAMES.whole, 0);
        }
        self.taken.fill(true);
    }

    /// A name in Kana or Hangul and one in another script, by the sound of the whole: words are
    /// parted otherwise there, or not at all.
    pub(super) fn as_one(&mut self) {
        let parts = self.query.tokens.len().min(MAX_TOKENS);
        let ours = || self.query.tokens.iter().filter(|part| part.token.fetches());
        let theirs = || {
            let parts = self.record.iter().flatten();
            parts.filter(|part| part.flags.class() == Class::Ordinary)
        };
        let loose = ours().any(|part| part.token.flags.phonetic());
        if loose == theirs().any(|part| part.flags.phonetic()) {
            return;
        }
        let total: f64 = ours().map(|part| f64::from(part.token.weight)).sum();
        let held: f64 = (0..parts)
            .map(|i| f64::from(self.query.tokens[i].token.weight) * self.share[i])
            .sum();
        let (count, other) = (ours().count(), theirs().count());
        let best = [0, 1]
            .into_iter()
            .map(|turned| {
                // The last part first: family names stand there in half of the world.
                let (a, b) = if loose {
                    (0, turned * other.saturating_sub(1))
                } else {
                    (turned * count.saturating_sub(1), 0)
                };
                let ours = ours()
                    .skip(a)
                    .chain(ours().take(a))
                    .flat_map(|part| part.token.fold.as_bytes());
                let theirs = theirs()
                    .skip(b)
                    .chain(theirs().take(b))
                    .flat_map(|part| part.fold);
                let (alike, consonants) = if loose {
                    likeness(ours, theirs)
                } else {
                    likeness(theirs, ours)
                };
                if consonants < 2 {
                    0.0
                } else {
                    sounding(alike, consonants) * NAMES.as_one
                }
            })
            .fold(0.0, f64::max);
        if best * total <= held {
            return;
        }
        let several = count.max(other) > 1;
        let heaviest = (0..self.count).max_by_key(|j| self.record[*j].map_or(0, |part| part.weight));
        for i in 0..parts {
            (self.how[i], self.share[i], self.answer[i]) =
                (How::Skeleton, best, heaviest.unwrap_or_default());
        }
        self.taken.fill(true);
        // The side with more parts tells how much there was to agree on.
        let parts = theirs().map(|part| f64::from(part.weight)).sum::<f64>();
        self.one = several.then(|| total.max(parts) / WEIGHT_UNIT * best);
    }
}
