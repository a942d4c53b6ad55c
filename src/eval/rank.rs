//! Ranking in memory by the procedure of the service: narrow keys, score, and the wide keys only when
//! the best score is not enough.
//!
//! Uses `matching`. Holds postings in a map; the index holds the same keys on disk.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::domain::person::Person;
use crate::matching::ENOUGH;
use crate::matching::Key;
use crate::matching::KeyGroup;
use crate::matching::Pass;
use crate::matching::Probe;
use crate::matching::Record;
use crate::matching::RecordRef;
use crate::matching::Score;
use crate::matching::score;

/// Most records one pass hands on to be scored.
pub const PROPOSED: usize = 100;

/// Records and their postings.
#[derive(Debug, Default)]
pub struct Ranker {
    records: Vec<Vec<u8>>,
    postings: HashMap<Key, Vec<u32>>,
}

/// Room for counting, kept from query to query.
#[derive(Debug, Default)]
pub struct Scratch {
    sums: Vec<u32>,
    last_group: Vec<u32>,
    touched: Vec<u32>,
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
        let record = Record::of(person);
        let place = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        for key in record.keys() {
            self.postings.entry(key).or_default().push(place);
        }
        self.records.push(record.encode());
    }

    /// How many persons, keys in all, and bytes of records.
    #[must_use]
    pub fn size(&self) -> (usize, usize, usize) {
        let keys = self.postings.values().map(Vec::len).sum();
        (self.records.len(), keys, self.records.iter().map(Vec::len).sum())
    }

    /// The best records for a query, best first, as the service finds them.
    pub fn rank(&self, probe: &Probe, scratch: &mut Scratch) -> (Vec<(u32, Score)>, Cost) {
        let mut cost = Cost::default();
        let narrow = self.propose(&probe.keys(Pass::Narrow), scratch, &mut cost);
        let mut scored = self.score(probe, &narrow, &mut cost);
        if scored.first().is_none_or(|(_, best)| best.probability() < ENOUGH) {
            cost.wide = true;
            let mut wide = self.propose(&probe.keys(Pass::Wide), scratch, &mut cost);
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
        scored.truncate(PROPOSED);
        scored
    }

    fn propose(&self, groups: &[KeyGroup], scratch: &mut Scratch, cost: &mut Cost) -> Vec<u32> {
        scratch.sums.resize(self.records.len(), 0);
        scratch.last_group.resize(self.records.len(), 0);
        for (number, group) in (1_u32..).zip(groups) {
            let mut keys = group.keys.clone();
            keys.sort_by_key(|(_, tier)| Reverse(*tier));
            for (key, tier) in keys {
                let places = self.postings.get(&key).map_or(&[][..], Vec::as_slice);
                cost.postings += places.len();
                for place in places {
                    scratch.count(*place, number, tier);
                }
            }
        }
        let mut found: Vec<(u32, u32)> = scratch.drain();
        if found.len() > PROPOSED {
            found.select_nth_unstable_by_key(PROPOSED, |(place, sum)| (Reverse(*sum), *place));
            found.truncate(PROPOSED);
        }
        found.into_iter().map(|(place, _)| place).collect()
    }

    fn score(&self, probe: &Probe, places: &[u32], cost: &mut Cost) -> Vec<(u32, Score)> {
        cost.scored += places.len();
        let mut scored: Vec<(u32, Score)> = places
            .iter()
            .filter_map(|place| {
                let bytes = self.records.get(usize::try_from(*place).ok()?)?;
                Some((*place, score(probe, &RecordRef::read(bytes)?)))
            })
            .collect();
        order(&mut scored);
        scored
    }
}

fn order(scored: &mut [(u32, Score)]) {
    scored.sort_by(|a, b| b.1.log_odds().total_cmp(&a.1.log_odds()).then(a.0.cmp(&b.0)));
}

impl Scratch {
    /// Adds a tier once for each group; keys come in falling tiers, so the first is the best.
    fn count(&mut self, place: u32, group: u32, tier: u8) {
        let Ok(index) = usize::try_from(place) else { return };
        let (Some(sum), Some(last)) = (self.sums.get_mut(index), self.last_group.get_mut(index)) else {
            return;
        };
        if *last == group {
            return;
        }
        if *last == 0 {
            self.touched.push(place);
        }
        *last = group;
        *sum += u32::from(tier);
    }

    fn drain(&mut self) -> Vec<(u32, u32)> {
        let mut out = Vec::with_capacity(self.touched.len());
        for place in self.touched.drain(..) {
            let Ok(index) = usize::try_from(place) else {
                continue;
            };
            if let (Some(sum), Some(last)) = (self.sums.get_mut(index), self.last_group.get_mut(index)) {
                out.push((place, *sum));
                (*sum, *last) = (0, 0);
            }
        }
        out
    }
}
