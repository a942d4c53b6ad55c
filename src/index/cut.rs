//! The cut: the best of the documents that have a sum, of those the caller may see.
//!
//! Uses `plan`, `snapshot`. Whether a document is alive and visible costs more than its sum, so it is asked
//! of the best first and of no more than needed; the rest is neither sorted nor looked at.

use std::cmp::Reverse;
use std::time::Instant;

use super::error::IndexError;
use super::plan::Found;
use super::plan::Scratch;
use super::propose::Bounds;
use super::propose::Pick;
use super::snapshot::Snapshot;
use crate::domain::ids::Ordinal;

/// Takes up to `bounds.candidates`, by descending sum, then by ordinal, and those tied with the last,
/// `bounds.tied` at most, where their sum is at least `bounds.floor`. Says whether some that are tied were left out.
///
/// # Errors
/// When the deadline passes: `visible` may hide very many.
pub(super) fn best(
    snapshot: &Snapshot,
    visible: &dyn Fn(Ordinal) -> bool,
    bounds: &Bounds,
    scratch: &Scratch,
) -> Result<(Vec<Pick>, bool), IndexError> {
    let mut picks = Vec::with_capacity(bounds.candidates.min(scratch.found.len()));
    let mut wanted = bounds.candidates;
    let mut floor = scratch.counts.len();
    while picks.len() < bounds.candidates && floor > 0 {
        // The next band of sums with at least `wanted` documents, the dead and the hidden among them.
        let ceiling = floor;
        let mut count = 0;
        while floor > 0 && count < wanted {
            floor -= 1;
            count += scratch.counts.get(floor).map_or(0, |count| *count as usize);
        }
        let band = floor..ceiling;
        let mut ranked: Vec<Pick> = scratch
            .found
            .iter()
            .filter(|found| band.contains(&usize::from(found.sum)))
            .filter_map(|found| alive(snapshot, *found))
            .collect();
        // All that are tied have one sum, so they stand in one band.
        if take(&mut ranked, visible, bounds, &mut picks)? {
            return Ok((picks, true));
        }
        wanted = wanted.saturating_mul(4);
    }
    Ok((picks, false))
}

fn alive(snapshot: &Snapshot, found: Found) -> Option<Pick> {
    let segment = snapshot.part(found.segment)?;
    let ordinal = segment.table.ordinal(found.doc)?;
    segment.is_alive(found.doc).then_some(Pick { ordinal, found })
}

/// Takes from `ranked` in order, sorting no more of it than it must. Whether tied ones were left out.
fn take(
    ranked: &mut [Pick],
    visible: &dyn Fn(Ordinal) -> bool,
    bounds: &Bounds,
    picks: &mut Vec<Pick>,
) -> Result<bool, IndexError> {
    let order = |pick: &Pick| (Reverse(pick.found.sum), pick.ordinal);
    let mut rest = ranked;
    let mut chunk = bounds.candidates;
    while !rest.is_empty() {
        if Instant::now() >= bounds.deadline {
            return Err(IndexError::Deadline);
        }
        let (head, tail) = if chunk < rest.len() {
            rest.select_nth_unstable_by_key(chunk, order);
            rest.split_at_mut(chunk)
        } else {
            (rest, &mut [][..])
        };
        head.sort_unstable_by_key(order);
        for pick in head {
            let tied = pick.found.sum >= bounds.floor
                && picks.last().is_some_and(|last| last.found.sum == pick.found.sum);
            if picks.len() >= bounds.candidates && !tied {
                return Ok(false);
            }
            if visible(pick.ordinal) {
                if picks.len() >= bounds.tied.max(bounds.candidates) {
                    return Ok(true);
                }
                picks.push(*pick);
            }
        }
        rest = tail;
        chunk = chunk.saturating_mul(2);
    }
    Ok(false)
}
