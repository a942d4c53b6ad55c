//! Which postings a search reads, and in what order; and the memory it reads them into.
//!
//! Uses `snapshot`. All dictionaries are asked first: what a key would cost is known before anything is
//! read, the rarest groups are read first, and when the budget is short it is the commonest keys that
//! are left out, and the search says so.

use std::cmp::Reverse;
use std::time::Instant;

use tantivy::postings::TermInfo;

use super::error::IndexError;
use super::propose::Bounds;
use super::schema;
use super::snapshot::Snapshot;
use super::tally::MOST_GROUPS;
use super::tally::Tally;
use crate::matching::Key;
use crate::matching::KeyGroup;
use crate::matching::SEVERAL;

/// Keys looked up between two looks at the clock.
const LOOKUPS: usize = 32;

/// Memory that a search works in. One for each search thread, reused: it grows to four bytes for each
/// document of the largest segment.
#[derive(Default)]
pub struct Scratch {
    /// What the search reads, in order.
    pub(super) lists: Vec<List>,
    /// For each document of a segment what it comes to, see [`super::tally`].
    pub(super) sums: Vec<Tally>,
    /// Documents of a segment with a sum.
    pub(super) touched: Vec<u32>,
    /// Documents of all segments with a sum.
    pub(super) found: Vec<Found>,
    /// How many documents have each sum.
    pub(super) counts: Vec<u32>,
    keys: Vec<KeyCost>,
    group_costs: Vec<u64>,
}

impl std::fmt::Debug for Scratch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scratch")
            .field("documents", &self.sums.len())
            .finish_non_exhaustive()
    }
}

/// One list of postings to read.
pub(super) struct List {
    /// Place of its segment.
    pub(super) segment: usize,
    /// Its key.
    pub(super) key: Key,
    /// Place of its group, from 1.
    pub(super) group: u16,
    /// What it is worth.
    pub(super) tier: u8,
    /// How many parts of the query it stands for.
    pub(super) parts: u8,
    /// Whether it fetches who is in no list before it.
    pub(super) open: bool,
    /// Where it stands.
    pub(super) term: TermInfo,
    /// First the place of its key among all keys, then the place of the key in the order of reading.
    turn: usize,
}

/// A document with a sum.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// The sum.
    pub(super) sum: u16,
    /// Place of its segment.
    pub(super) segment: u32,
    /// Its number there.
    pub(super) doc: u32,
}

/// What one key costs: its postings in all segments.
struct KeyCost {
    group: u16,
    tier: u8,
    key: usize,
    postings: u64,
}

/// What a plan comes to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Plan {
    /// Postings to be read.
    pub(super) postings: u64,
    /// Whether keys were left out.
    pub(super) truncated: bool,
    /// The highest sum there can be.
    pub(super) most: u16,
}

/// Looks all keys up and leaves the lists to read in `scratch`, ordered by segment, then as the groups
/// are to be read; within a group the better tiers first, so that the first to name a document is its best.
///
/// # Errors
/// When the deadline passes or a dictionary cannot be read.
pub(super) fn plan(
    snapshot: &Snapshot,
    groups: &[KeyGroup],
    bounds: &Bounds,
    scratch: &mut Scratch,
) -> Result<Plan, IndexError> {
    let Scratch {
        lists,
        keys,
        group_costs,
        ..
    } = scratch;
    lists.clear();
    keys.clear();
    group_costs.clear();
    let mut most = 0_u16;
    let mut all_keys = 0_usize;
    for (number, group) in (1..=MOST_GROUPS).zip(groups) {
        let mut group_cost = 0;
        for &(key, tier) in &group.keys {
            if all_keys.is_multiple_of(LOOKUPS) && Instant::now() >= bounds.deadline {
                return Err(IndexError::Deadline);
            }
            let term = schema::term(key);
            let mut postings = 0;
            for (place, segment) in snapshot.parts().iter().enumerate() {
                if let Some(info) = segment.dictionary(key).terms().get(term)? {
                    postings += u64::from(info.doc_freq);
                    lists.push(List {
                        segment: place,
                        key,
                        group: number,
                        tier,
                        parts: group.parts,
                        open: true,
                        term: info,
                        turn: all_keys,
                    });
                }
            }
            keys.push(KeyCost {
                group: number,
                tier,
                key: all_keys,
                postings,
            });
            group_cost += postings;
            all_keys += 1;
        }
        group_costs.push(group_cost);
        let best = group.keys.iter().map(|(_, tier)| *tier).max().unwrap_or_default();
        most = most.saturating_add(best.into());
    }
    let group_cost = |group: u16| {
        group_costs
            .get(usize::from(group) - 1)
            .copied()
            .unwrap_or_default()
    };
    keys.sort_unstable_by_key(|key| (group_cost(key.group), key.group, Reverse(key.tier), key.key));

    let mut turns: Vec<Option<usize>> = vec![None; all_keys];
    let mut plan = Plan {
        postings: 0,
        truncated: groups.len() > usize::from(MOST_GROUPS) || groups.iter().any(|group| group.cut),
        most,
    };
    for (turn, key) in keys.iter().enumerate() {
        if plan.postings + key.postings > bounds.postings {
            plan.truncated = true;
        } else if let Some(place) = turns.get_mut(key.key) {
            plan.postings += key.postings;
            *place = Some(turn);
        }
    }
    lists.retain_mut(|list| match turns.get(list.turn).copied().flatten() {
        Some(turn) => {
            list.turn = turn;
            true
        }
        None => false,
    });
    lists.sort_unstable_by_key(|list| (list.segment, list.turn));
    lists
        .chunk_by_mut(|a, b| a.segment == b.segment)
        .for_each(|lists| close(lists, bounds));
    Ok(plan)
}

/// Closes the lists after which too few parts are left to get: who is only in those comes too late.
fn close(lists: &mut [List], bounds: &Bounds) {
    let mut left = 0_u8;
    for group in lists.chunk_by_mut(|a, b| a.group == b.group).rev() {
        left = left.saturating_add(group.first().map_or(0, |list| list.parts));
        for list in group {
            list.open = left >= SEVERAL || list.tier >= bounds.alone;
        }
    }
}
