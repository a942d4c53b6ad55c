//! The search for candidates: sums, over the groups of a query, the best tier that a document has.
//!
//! Uses `plan`, `cut`, `snapshot`. Token at a time over the postings, with constant weights: no frequency,
//! no length, no rarity of the live list, so what else is listed moves no sum. The same query over the same
//! entries gives the same proposals, however they lie in segments.

use std::time::Instant;

use tantivy::schema::IndexRecordOption;

use super::cut;
use super::error::IndexError;
use super::plan;
use super::plan::Found;
use super::plan::Scratch;
use super::snapshot::Segment;
use super::snapshot::Snapshot;
use super::tally::Tally;
use crate::domain::ids::Ordinal;
use crate::matching::KeyGroup;
use crate::matching::PackedRef;
use crate::matching::Pass;
use crate::matching::Probe;
use crate::matching::SEVERAL;

/// Documents in a full block of postings.
const BLOCK: usize = 128;

/// Postings that are read in each pass: what a search may cost.
const POSTINGS: u64 = 2_000_000;

/// How far a search goes.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Most proposals, but for those that are tied with the last.
    pub candidates: usize,
    /// The tier from which an entry that shares one part of the query is proposed; with several parts
    /// it is whatever they say.
    pub alone: u8,
    /// The sum from which those tied with the last are proposed too; below it the cut is final.
    pub floor: u16,
    /// Most proposals with those tied: nothing tells namesakes apart before they are compared. Where
    /// even this leaves some out, the proposals are `truncated`.
    pub tied: usize,
    /// Most postings read; beyond it the commonest keys are left out and the proposals are `truncated`.
    pub postings: u64,
    /// When it gives up.
    pub deadline: Instant,
}

impl Bounds {
    /// Those of a pass over a query's keys.
    #[must_use]
    pub fn of(probe: &Probe, pass: Pass, deadline: Instant) -> Self {
        Self {
            candidates: pass.candidates(),
            alone: probe.alone(pass),
            floor: probe.namesake(pass),
            tied: Pass::TIED,
            postings: POSTINGS,
            deadline,
        }
    }
}

/// Entries worth comparing, by descending sum, then by ordinal.
#[derive(Debug)]
pub struct Proposals<'s> {
    snapshot: &'s Snapshot,
    picks: Vec<Pick>,
    truncated: bool,
    postings: u64,
}

/// One of them.
#[derive(Clone, Copy, Debug)]
pub struct Proposal<'s> {
    /// The alert.
    pub ordinal: Ordinal,
    /// Its packed person.
    pub person: PackedRef<'s>,
    /// Sum of its tiers.
    pub sum: u16,
}

/// One of them, by place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pick {
    pub(super) ordinal: Ordinal,
    pub(super) found: Found,
}

impl<'s> Proposals<'s> {
    /// The proposals, best first.
    pub fn iter(&self) -> impl Iterator<Item = Proposal<'s>> + '_ {
        self.picks.iter().filter_map(|pick| {
            let segment = self.snapshot.part(pick.found.segment)?;
            Some(Proposal {
                ordinal: pick.ordinal,
                person: segment.table.person(pick.found.doc)?,
                sum: pick.found.sum,
            })
        })
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.picks.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.picks.is_empty()
    }

    /// Whether keys or tied entries were left out, so that an entry may be missing or stand too low.
    #[must_use]
    pub const fn truncated(&self) -> bool {
        self.truncated
    }

    /// Postings read: what the search cost.
    #[must_use]
    pub const fn postings(&self) -> u64 {
        self.postings
    }
}

impl Snapshot {
    /// Proposes the entries with the highest sums among those that are `visible`, which is asked before the
    /// cut: what the caller may not see takes no place from what it may.
    ///
    /// # Errors
    /// `Deadline`, or what the engine reports; then nothing is known of who is listed.
    pub fn propose(
        &self,
        groups: &[KeyGroup],
        visible: &dyn Fn(Ordinal) -> bool,
        bounds: &Bounds,
        scratch: &mut Scratch,
    ) -> Result<Proposals<'_>, IndexError> {
        let plan = plan::plan(self, groups, bounds, scratch)?;
        scratch.found.clear();
        scratch.counts.clear();
        scratch.counts.resize(usize::from(plan.most) + 1, 0);
        let lists = std::mem::take(&mut scratch.lists);
        let summed = lists
            .chunk_by(|a, b| a.segment == b.segment)
            .try_for_each(|lists| {
                let place = lists.first().map_or(0, |list| list.segment);
                match self.parts().get(place) {
                    Some(segment) => sum(segment, place, lists, bounds, scratch),
                    None => Ok(()),
                }
            });
        scratch.lists = lists;
        if let Err(error) = summed {
            // Half counted: the next search starts from nothing.
            scratch.sums.clear();
            scratch.touched.clear();
            return Err(error);
        }
        let (picks, cut) = cut::best(self, visible, bounds, scratch)?;
        Ok(Proposals {
            snapshot: self,
            picks,
            truncated: plan.truncated || cut,
            postings: plan.postings,
        })
    }
}

/// Reads the lists of one segment and leaves its documents with their sums in `scratch.found`.
fn sum(
    segment: &Segment,
    place: usize,
    lists: &[plan::List],
    bounds: &Bounds,
    scratch: &mut Scratch,
) -> Result<(), IndexError> {
    let Scratch {
        sums,
        touched,
        found,
        counts,
        ..
    } = scratch;
    let mut reader = None;
    let docs = usize::try_from(segment.docs()).unwrap_or(usize::MAX);
    if sums.len() < docs {
        sums.resize(docs, Tally::default());
    }
    for list in lists {
        if Instant::now() >= bounds.deadline {
            return Err(IndexError::Deadline);
        }
        let dictionary = segment.dictionary(list.key);
        let blocks = match &mut reader {
            Some(blocks) => {
                dictionary.reset_block_postings_from_terminfo(&list.term, blocks)?;
                blocks
            }
            none => {
                let basic = IndexRecordOption::Basic;
                none.insert(dictionary.read_block_postings_from_terminfo(&list.term, basic)?)
            }
        };
        loop {
            let docs = blocks.docs();
            for &doc in docs {
                let Some(tally) = sums.get_mut(doc as usize) else {
                    continue;
                };
                if tally.is_new() {
                    if !list.open {
                        continue;
                    }
                    touched.push(doc);
                }
                tally.count(list.group, list.tier, list.parts);
            }
            if docs.len() < BLOCK {
                break;
            }
            blocks.advance();
        }
    }
    let segment = u32::try_from(place).unwrap_or(u32::MAX);
    for doc in touched.drain(..) {
        let tally = sums.get_mut(doc as usize).map(std::mem::take).unwrap_or_default();
        let sum = tally.sum();
        if tally.parts() < SEVERAL && sum < bounds.alone.into() {
            continue;
        }
        if let Some(count) = counts.get_mut(usize::from(sum)) {
            *count += 1;
        }
        found.push(Found { sum, segment, doc });
    }
    Ok(())
}
