//! Which segments are merged: few enough that a search looks into a handful of dictionaries, seldom
//! enough that an alert is rewritten a dozen times in its life and not with every commit.
//!
//! Uses tantivy. Merges run beside searches and commits; neither waits for them.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use tantivy::SegmentMeta;
use tantivy::index::SegmentId;
use tantivy::indexer::MergeCandidate;
use tantivy::indexer::MergePolicy;

/// Segments below this many documents count as small.
const SMALL_DOCS: u32 = 1_000;
/// Documents of a commit from which a list that is being read in still comes, though slowly.
const STILL_MANY: u32 = 100;
/// Small segments that may stand beside each other: one commit each.
const SMALL_SEGMENTS: usize = 4;
/// A segment is left alone while it is this many times as large as all smaller ones together.
const RATIO: u64 = 3;
/// Share of deleted documents, in percent, from which a segment is rewritten by itself.
const DELETED_PERCENT: u64 = 25;

/// Segments of one size that may stand beside each other while a list is read in: each alert is then
/// rewritten at most once for every twentyfold of the list. A search meanwhile looks into some tens of
/// dictionaries, which it feels less than merges beside it.
const BULK_SEGMENTS: usize = 24;
/// The same while nobody searches: a list of a million is then merged once, after it. Whoever begins to
/// search meanwhile waits some milliseconds for so many dictionaries, until they are merged.
const UNSEARCHED_SEGMENTS: usize = 256;
/// How much larger a segment is from which another size begins.
const BULK_STEP: u32 = 4;

/// What the writer is busy with, as it says itself at each commit.
#[derive(Debug, Default)]
pub(super) struct Bulk {
    many: AtomicBool,
    unsearched: AtomicBool,
    /// Segments that hold what was erased.
    tainted: Mutex<HashSet<SegmentId>>,
}

impl Bulk {
    /// So many documents came with a commit.
    pub(super) fn committing(&self, docs: u32) {
        let already = self.many.load(Ordering::Relaxed);
        let least = if already { STILL_MANY } else { SMALL_DOCS };
        self.many.store(docs >= least, Ordering::Relaxed);
    }

    /// Whether searches are to be expected.
    pub(super) fn searched(&self, searched: bool) {
        self.unsearched.store(!searched, Ordering::Relaxed);
    }

    /// How many segments of one size may stand beside each other.
    fn abreast(&self) -> usize {
        if self.unsearched.load(Ordering::Relaxed) {
            UNSEARCHED_SEGMENTS
        } else {
            BULK_SEGMENTS
        }
    }

    /// These segments are to be rewritten, however little of them is deleted. Whether they are others than
    /// before.
    pub(super) fn rewrite(&self, tainted: HashSet<SegmentId>) -> bool {
        let mut known = self.tainted.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = *known != tainted;
        *known = tainted;
        changed
    }

    fn taints(&self, segment: &SegmentMeta) -> bool {
        let tainted = self.tainted.lock().unwrap_or_else(PoisonError::into_inner);
        tainted.contains(&segment.id())
    }
}

/// Sizes that fall by [`RATIO`] from one segment to the next: at 1 M documents at most 7 large segments
/// and 4 small ones, at most times half of that.
///
/// While a list is read in there are more, of like sizes; what it leaves behind is merged after it.
#[derive(Debug)]
pub(super) struct Falling(pub(super) Arc<Bulk>);

impl MergePolicy for Falling {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let mut by_size: Vec<&SegmentMeta> = segments.iter().collect();
        by_size.sort_unstable_by_key(|segment| std::cmp::Reverse(segment.num_docs()));
        let sizes: Vec<u32> = by_size.iter().map(|segment| segment.num_docs()).collect();
        let kept = if self.0.many.load(Ordering::Relaxed) {
            kept_in_bulk(&sizes, self.0.abreast())
        } else {
            kept(&sizes)
        };
        let mut merges = Vec::new();
        let tail: Vec<_> = by_size.iter().skip(kept).map(|segment| segment.id()).collect();
        let alone = by_size.iter().skip(kept).any(|segment| self.0.taints(segment));
        if tail.len() > 1 || alone {
            merges.push(MergeCandidate(tail));
        }
        merges.extend(
            by_size
                .iter()
                .take(kept)
                .filter(|segment| mostly_deleted(segment) || self.0.taints(segment))
                .map(|segment| MergeCandidate(vec![segment.id()])),
        );
        merges
    }
}

fn mostly_deleted(segment: &SegmentMeta) -> bool {
    u64::from(segment.num_deleted_docs()) * 100 > u64::from(segment.max_doc()) * DELETED_PERCENT
}

/// How many of the segments, largest first, stay as they are; the others become one.
fn kept(sizes: &[u32]) -> usize {
    let small = sizes.iter().filter(|size| **size < SMALL_DOCS).count();
    let large = sizes.len() - small;
    let mut kept = if small > SMALL_SEGMENTS {
        large
    } else {
        sizes.len()
    };
    // What is merged grows until the next larger segment is out of its reach.
    let mut tail: u64 = sizes.iter().skip(large).map(|size| u64::from(*size)).sum();
    for (place, size) in sizes.iter().enumerate().take(large).rev() {
        let next = place + 1 < sizes.len();
        if next && u64::from(*size) < RATIO * tail && (place + 1 < large || kept == large) {
            kept = place;
        }
        tail += u64::from(*size);
    }
    kept
}

/// The same while a list is read in, `abreast` of a size beside each other.
fn kept_in_bulk(sizes: &[u32], abreast: usize) -> usize {
    let mut kept = sizes.len();
    let mut bound = SMALL_DOCS;
    while kept > 0 {
        bound = bound.saturating_mul(BULK_STEP);
        let below = sizes.partition_point(|size| *size > bound);
        if kept - below > abreast {
            return below;
        }
        kept = below;
    }
    sizes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_small_segments_stand_beside_a_large_one() {
        assert_eq!(kept(&[]), 0);
        assert_eq!(kept(&[5]), 1);
        assert_eq!(kept(&[100_000, 3, 2, 1, 1]), 5);
    }

    #[test]
    fn a_fifth_small_segment_merges_the_small_ones_and_leaves_the_large_one_alone() {
        assert_eq!(kept(&[100_000, 3, 2, 1, 1, 1]), 1);
        assert_eq!(kept(&[3, 2, 1, 1, 1]), 0);
    }

    #[test]
    fn large_segments_of_like_size_become_one() {
        assert_eq!(kept(&[30_000, 30_000]), 0);
        assert_eq!(kept(&[90_000, 30_000]), 2);
        assert_eq!(kept(&[90_000, 20_000, 10_000]), 1);
        assert_eq!(kept(&[80_000, 20_000, 10_000]), 0);
    }

    #[test]
    fn sizes_fall_however_many_commits_come() {
        let mut sizes: Vec<u32> = Vec::new();
        for _ in 0..20_000 {
            sizes.push(50);
            sizes.sort_unstable_by(|a, b| b.cmp(a));
            let kept = kept(&sizes);
            let merged = sizes.split_off(kept);
            if !merged.is_empty() {
                sizes.push(merged.iter().sum());
            }
            assert!(sizes.len() <= 11, "{sizes:?}");
        }
        assert_eq!(sizes.iter().sum::<u32>(), 1_000_000);
    }

    #[test]
    fn a_list_being_read_in_is_rewritten_at_most_twice_on_its_way_to_a_million() {
        let mut sizes: Vec<u32> = Vec::new();
        let mut rewritten: u64 = 0;
        for _ in 0..250 {
            sizes.push(4_000);
            sizes.sort_unstable_by(|a, b| b.cmp(a));
            let kept = kept_in_bulk(&sizes, BULK_SEGMENTS);
            let merged: u32 = sizes.split_off(kept).iter().sum();
            if merged > 0 {
                sizes.push(merged);
            }
            rewritten += u64::from(merged);
            assert!(sizes.len() <= 3 * BULK_SEGMENTS, "{sizes:?}");
        }
        assert_eq!(sizes.iter().sum::<u32>(), 1_000_000);
        assert!(rewritten <= 2_000_000, "{rewritten}");
        assert!(
            sizes.len() > kept(&sizes),
            "what is left is merged when the list is in"
        );
    }

    #[test]
    fn a_list_that_comes_slowly_for_a_while_is_still_one() {
        let bulk = Bulk::default();
        let many = |docs| {
            bulk.committing(docs);
            bulk.many.load(Ordering::Relaxed)
        };
        let said = [999, 1_000, 100, 400, 99, 400, 0].map(many);
        assert_eq!(said, [false, true, true, true, false, false, false]);
    }

    #[test]
    fn while_nobody_searches_a_list_of_a_million_is_left_to_be_merged_after_it() {
        let bulk = Bulk::default();
        let sizes = [4_000; 250];
        assert!(kept_in_bulk(&sizes, bulk.abreast()) < sizes.len());
        bulk.searched(false);
        assert_eq!(kept_in_bulk(&sizes, bulk.abreast()), sizes.len());
        assert!(
            kept_in_bulk(&[4_000; 300], bulk.abreast()) < 300,
            "bounded all the same"
        );
        bulk.searched(true);
        assert!(kept_in_bulk(&sizes, bulk.abreast()) < sizes.len());
        assert_eq!(kept(&sizes), 0);
    }
}
