//! Ranking in memory by the procedure of the service: narrow keys, score, and the wide keys only when
//! the best score is not enough.
//!
//! Uses `matching`. Holds postings in a map; the index holds the same keys on disk.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::domain::person::Person;
use crate::matching::ENOUGH;
use crate::matching::Key;
use crate::matching::PackedRef;
use crate::matching::PackedToken;
use crate::matching::Pass;
use crate::matching::Probe;
use crate::matching::Record;
use crate::matching::RecordRef;
use crate::matching::SEVERAL;
use crate::matching::Score;
use crate::matching::Spellings;
use crate::matching::Tokens;
use crate::matching::Vocabulary;
use crate::matching::score;

/// Records and their postings.
#[derive(Debug, Default)]
pub struct Ranker {
    records: Vec<Held>,
    postings: HashMap<Key, Vec<u32>>,
    /// The number of each token, and whether its keys are in: of a weak alias it has none.
    tokens: HashMap<Box<[u8]>, (u32, bool)>,
    ends: Vec<u8>,
    bytes: Vec<u8>,
    spellings: HashMap<Key, Vec<u32>>,
}

/// A packed person: the numbers of its tokens, and its record.
#[derive(Debug)]
struct Held {
    numbers: Vec<u8>,
    record: Vec<u8>,
}

/// Room for counting, kept from query to query.
#[derive(Debug, Default)]
pub struct Scratch {
    tallies: Vec<Tally>,
    touched: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    sum: u32,
    parts: u32,
    last_group: u32,
}

/// What a query cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Records scored.
    pub scored: usize,
    /// Postings read.
    pub postings: usize,
    /// Whether the wide pass was needed.
    pub wide: bool,
}

impl Ranker {
    /// Prepares persons; each is known by its place.
    pub fn of<'a>(persons: impl IntoIterator<Item = &'a Person>) -> Self {
        let mut ranker = Self::default();
        for person in persons {
            ranker.add(person);
        }
        ranker
    }

    /// Takes up one more person, known by the next place.
    pub fn add(&mut self, person: &Person) {
        let packed = Record::of(person).pack();
        let place = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        for key in packed.keys {
            self.postings.entry(key).or_default().push(place);
        }
        let numbers = packed
            .tokens
            .iter()
            .flat_map(|token| self.number(token).to_le_bytes());
        let numbers = numbers.collect();
        self.records.push(Held {
            numbers,
            record: packed.record,
        });
    }

    /// The number of a token, which it gets here when it has none.
    fn number(&mut self, token: &PackedToken) -> u32 {
        let next = u32::try_from(self.tokens.len()).unwrap_or(u32::MAX);
        let entry = self.tokens.entry(token.bytes.as_slice().into());
        let (number, keyed) = entry.or_insert((next, false));
        if *number == next {
            self.bytes.extend_from_slice(&token.bytes);
            let end = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
            self.ends.extend(end.to_le_bytes());
        }
        if !*keyed {
            *keyed = !token.keys.is_empty();
            for key in &token.keys {
                self.spellings.entry(*key).or_default().push(*number);
            }
        }
        *number
    }

    fn vocabulary(&self) -> Vocabulary<'_> {
        Vocabulary::new(&self.ends, &self.bytes)
    }

    /// How many persons, keys in all, and bytes of records and tokens.
    #[must_use]
    pub fn size(&self) -> (usize, usize, usize) {
        let held = |postings: &HashMap<Key, Vec<u32>>| postings.values().map(Vec::len).sum::<usize>();
        let records = self.records.iter();
        let records: usize = records.map(|held| held.numbers.len() + held.record.len()).sum();
        (
            self.records.len(),
            held(&self.postings) + held(&self.spellings),
            records + self.bytes.len() + self.ends.len(),
        )
    }

    /// The best records for a query, best first, as the service finds them.
    pub fn rank(&self, probe: &Probe, scratch: &mut Scratch) -> (Vec<(u32, Score)>, Cost) {
        let mut cost = Cost::default();
        let narrow = self.propose(probe, Pass::Narrow, scratch, &mut cost);
        let mut scored = self.score(probe, &narrow, &mut cost);
        if scored.first().is_none_or(|(_, best)| best.probability() < ENOUGH) {
            cost.wide = true;
            let mut wide = self.propose(probe, Pass::Wide, scratch, &mut cost);
            wide.retain(|place| !narrow.contains(place));
            scored.extend(self.score(probe, &wide, &mut cost));
            order(&mut scored);
        }
        (scored, cost)
    }

    /// Every record scored: tells what the keys lose from what the score loses.
    #[must_use]
    pub fn scan(&self, probe: &Probe) -> Vec<(u32, Score)> {
        let all: Vec<u32> = (0..).take(self.records.len()).collect();
        let mut scored = self.score(probe, &all, &mut Cost::default());
        scored.truncate(Pass::Wide.candidates());
        scored
    }

    fn propose(&self, probe: &Probe, pass: Pass, scratch: &mut Scratch, cost: &mut Cost) -> Vec<u32> {
        scratch.tallies.resize(self.records.len(), Tally::default());
        for (number, group) in (1_u32..).zip(probe.keys(pass, self)) {
            let mut keys = group.keys;
            keys.sort_by_key(|(_, tier)| Reverse(*tier));
            for (key, tier) in keys {
                let places = self.postings.get(&key).map_or(&[][..], Vec::as_slice);
                cost.postings += places.len();
                for place in places {
                    scratch.count(*place, number, tier, group.parts);
                }
            }
        }
        let mut found = scratch.drain(probe.alone(pass));
        found.sort_unstable_by_key(|(place, sum)| (Reverse(*sum), *place));
        let last = found.get(pass.candidates() - 1).map_or(0, |(_, sum)| *sum);
        let tied = found.iter().take(Pass::TIED).skip(pass.candidates());
        let namesake = |sum: u32| sum == last && sum >= u32::from(probe.namesake(pass));
        let tied = tied.take_while(|(_, sum)| namesake(*sum)).count();
        found.truncate(pass.candidates() + tied);
        found.into_iter().map(|(place, _)| place).collect()
    }

    fn score(&self, probe: &Probe, places: &[u32], cost: &mut Cost) -> Vec<(u32, Score)> {
        cost.scored += places.len();
        let mut scored: Vec<(u32, Score)> = places
            .iter()
            .filter_map(|place| {
                let held = self.records.get(usize::try_from(*place).ok()?)?;
                let packed = PackedRef {
                    record: &held.record,
                    tokens: Tokens::new(&held.numbers, self.vocabulary()),
                };
                Some((*place, score(probe, &RecordRef::read(packed)?)))
            })
            .collect();
        order(&mut scored);
        scored
    }
}

impl Spellings for Ranker {
    fn near(&self, keys: &[Key], each: &mut dyn FnMut(&[u8])) {
        let numbers = keys.iter().filter_map(|key| self.spellings.get(key)).flatten();
        let mut numbers: Vec<u32> = numbers.copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let vocabulary = self.vocabulary();
        numbers
            .into_iter()
            .filter_map(|number| vocabulary.token(number))
            .for_each(each);
    }
}

fn order(scored: &mut [(u32, Score)]) {
    scored.sort_by(|a, b| b.1.log_odds().total_cmp(&a.1.log_odds()).then(a.0.cmp(&b.0)));
}

impl Scratch {
    /// Adds a tier once for each group; keys come in falling tiers, so the first is the best.
    fn count(&mut self, place: u32, group: u32, tier: u8, parts: u8) {
        let Some(tally) = self.tallies.get_mut(place as usize) else {
            return;
        };
        if tally.last_group == group {
            return;
        }
        if tally.last_group == 0 {
            self.touched.push(place);
        }
        tally.last_group = group;
        tally.sum += u32::from(tier);
        tally.parts += u32::from(parts);
    }

    /// Those that share several parts, or one that says enough alone, with their sums.
    fn drain(&mut self, alone: u8) -> Vec<(u32, u32)> {
        let mut out = Vec::with_capacity(self.touched.len());
        for place in self.touched.drain(..) {
            let tally = self.tallies.get_mut(place as usize).map(std::mem::take);
            let enough =
                tally.filter(|tally| tally.parts >= u32::from(SEVERAL) || tally.sum >= u32::from(alone));
            out.extend(enough.map(|tally| (place, tally.sum)));
        }
        out
    }
}
