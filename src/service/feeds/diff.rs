//! The first pass over a list: what it would change. Changes nothing.
//!
//! Uses `list`, `compare`. Memory is a bit for each alert of the node and four bytes for each that is
//! gone, whatever the list's length.

use super::STEP;
use super::compare::Class;
use super::compare::Comparison;
use super::compare::unreadable;
use super::list::List;
use super::list::Told;
use super::running::Progress;
use crate::domain::alert::Alert;
use crate::domain::feed_run::Counts;
use crate::domain::feed_run::Failing;
use crate::domain::ids::AlertId;
use crate::domain::ids::FeedId;
use crate::domain::ids::Ordinal;
use crate::feeds::Reject;
use crate::service::Services;
use crate::service::refusal::Refusal;

/// Most rejections that are told one by one.
const MOST_TOLD: usize = 100;

/// Why a pass ended before the list did.
#[derive(Debug)]
pub(super) enum Ended {
    Stopped,
    Failed(Failing),
    Refused(Refusal),
}

/// What a list would change.
#[derive(Debug, Default)]
pub(super) struct Diff {
    pub(super) counts: Counts,
    /// Alerts that the list does not have.
    pub(super) gone: Vec<Ordinal>,
    /// Alerts that the list gives.
    pub(super) alerts: u64,
    /// Rejections about nobody knows whom: any that is gone may be one of them.
    pub(super) unknown: u64,
    pub(super) rejects: Vec<Told>,
    seen: Seen,
}

impl Diff {
    fn take(&mut self, ordinal: Option<Ordinal>, class: &Class) -> Result<(), Ended> {
        if let Some(ordinal) = ordinal {
            self.seen.insert(ordinal);
        }
        self.alerts += 1;
        count(&mut self.counts, class).map_err(Ended::Failed)
    }
}

/// Counts one alert of the list.
pub(super) fn count(counts: &mut Counts, class: &Class) -> Result<(), Failing> {
    match class {
        Class::New(_) => counts.new += 1,
        Class::Changed(_) => counts.changed += 1,
        Class::Unchanged => counts.unchanged += 1,
        Class::Kept => counts.kept += 1,
        Class::Erased => counts.erased += 1,
        Class::Claimed => return Err(Failing::Claimed),
    }
    Ok(())
}

impl Services {
    /// Reads a list to its end and compares it with what its feed holds.
    pub(super) async fn diff(
        &self,
        how: &Comparison<'_>,
        list: &mut List<'_>,
        progress: &Progress,
    ) -> Result<Diff, Ended> {
        let mut diff = Diff::default();
        loop {
            // Comparing reads the disk; the runtime's threads are for those who wait.
            let (read, more) = tokio::task::block_in_place(|| self.step(how, list, &mut diff))?;
            progress.add(read);
            if !more {
                break;
            }
            if progress.is_stopping() || self.is_stopping() {
                return Err(Ended::Stopped);
            }
            tokio::task::yield_now().await;
        }
        let tally = list.tally();
        diff.counts.entries = tally.lines;
        diff.counts.skipped = tally.skipped;
        let gone = |diff: &mut Diff| self.gone(how.feed, diff);
        tokio::task::block_in_place(|| gone(&mut diff)).map_err(Ended::Refused)?;
        Ok(diff)
    }

    /// Compares some entries; how many, and whether there are more.
    fn step(&self, how: &Comparison<'_>, list: &mut List<'_>, diff: &mut Diff) -> Result<(u64, bool), Ended> {
        for read in 0..STEP as u64 {
            match list.next().map_err(Ended::Failed)? {
                None => return Ok((read, false)),
                Some(Ok(alert)) => {
                    let (ordinal, class) = self.classed(how, alert).map_err(Ended::Refused)?;
                    diff.take(ordinal, &class)?;
                }
                Some(Err(reject)) => self.rejected(list, reject, diff),
            }
        }
        Ok((STEP as u64, true))
    }

    fn rejected(&self, list: &List<'_>, reject: Reject, diff: &mut Diff) {
        diff.counts.rejected += 1;
        match &reject.about {
            Some(id) => self.still_listed(id, &mut diff.seen),
            None => diff.unknown += 1,
        }
        if diff.rejects.len() < MOST_TOLD {
            diff.rejects.push(list.told(reject));
        }
    }

    /// Somebody whose entry cannot be taken is on the list all the same, with all further alerts that
    /// the names of one person were split into.
    fn still_listed(&self, id: &AlertId, seen: &mut Seen) {
        let alerts = self.state.alerts();
        if let Some(ordinal) = alerts.ordinal(id) {
            seen.insert(ordinal);
        }
        let part =
            |number: u32| -> Option<Ordinal> { alerts.ordinal(&format!("{id}_p{number}").parse().ok()?) };
        for ordinal in (2..).map_while(part) {
            seen.insert(ordinal);
        }
    }

    /// Finds what the feed holds and the list does not have.
    fn gone(&self, feed: &FeedId, diff: &mut Diff) -> Result<(), Refusal> {
        let mut from = Ordinal(0);
        loop {
            let held = self.state.held_from(feed, from, 10_000).map_err(unreadable)?;
            let Some(last) = held.last() else {
                return Ok(());
            };
            from = Ordinal(last.0.saturating_add(1));
            diff.counts.held += held.len() as u64;
            diff.gone
                .extend(held.into_iter().filter(|one| !diff.seen.has(*one)));
        }
    }

    /// What the alerts of a step are, with the facts that take them up.
    pub(super) fn sorted(
        &self,
        how: &Comparison<'_>,
        alerts: &[Alert],
    ) -> Result<(Vec<Class>, Counts), Ended> {
        let mut counts = Counts::default();
        let mut classes = Vec::with_capacity(alerts.len());
        for alert in alerts {
            let (_, class) = self.classed(how, alert.clone()).map_err(Ended::Refused)?;
            count(&mut counts, &class).map_err(Ended::Failed)?;
            classes.push(class);
        }
        Ok((classes, counts))
    }
}

/// A set of ordinals, a bit each.
#[derive(Debug, Default)]
struct Seen(Vec<u64>);

impl Seen {
    fn insert(&mut self, ordinal: Ordinal) {
        let (word, bit) = place(ordinal);
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= bit;
        }
    }

    fn has(&self, ordinal: Ordinal) -> bool {
        let (word, bit) = place(ordinal);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }
}

const fn place(ordinal: Ordinal) -> (usize, u64) {
    ((ordinal.0 / 64) as usize, 1 << (ordinal.0 % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_what_went_in_and_nothing_else() {
        let mut seen = Seen::default();
        let some = [0, 63, 64, 1_000_000];
        for ordinal in some {
            seen.insert(Ordinal(ordinal));
        }
        for ordinal in (0..200).chain(999_999..1_000_100) {
            assert_eq!(seen.has(Ordinal(ordinal)), some.contains(&ordinal), "{ordinal}");
        }
    }
}
