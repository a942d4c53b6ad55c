//! Entering alerts in bulk: what an import sends, batch by batch.
//!
//! Uses `change`. Idempotent: an alert that is stored as it comes changes nothing. A batch is held
//! back while the index is behind, so that what is acknowledged is soon searchable (DESIGN 7).

use std::time::Duration;

use super::Refused;
use super::Services;
use super::listed;
use super::refusal::Fault;
use super::refusal::Refusal;
use crate::access::Permit;
use crate::access::WriteAlerts;
use crate::domain::alert::Alert;
use crate::domain::fact::Fact;
use crate::domain::ids::Position;
use crate::journal::Expect;
use crate::state;

/// Most alerts in one batch.
const MAX_BATCH: usize = 2_000;
/// How long a batch waits for the index before it goes on all the same: the bound of staleness in
/// `search` is what keeps answers true, this only spreads the load.
const HOLD_BACK: Duration = Duration::from_secs(30);
/// An index that has not moved for so long is not waited for.
const STUCK: Duration = Duration::from_secs(5);
/// How far the state may run ahead of the index while a list is imported; a commit and the batch that
/// comes make the rest of the second within which an alert must be found (DESIGN 7).
const AHEAD: Duration = Duration::from_millis(400);

/// What became of a batch.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Imported {
    /// Alerts that were not there.
    pub new: usize,
    /// Alerts that were there and are different now.
    pub changed: usize,
    /// Alerts that were there as they come.
    pub unchanged: usize,
    /// Alerts that are different and were left alone, since a person has changed them.
    pub kept: usize,
    /// Photographs to which the batch refers and whose files are not there.
    pub photos_missing: usize,
    /// The journal's position after the batch; durable.
    pub position: Position,
}

/// What a list may do to alerts that a person has changed since the list was last read.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum ByHand {
    /// Nothing.
    #[default]
    Keep,
    /// Replace them.
    Replace,
}

/// Where the dates of an alert come from.
#[derive(Clone, Copy)]
enum Dates {
    /// Its owner.
    Entered,
    /// The day on which a list was read.
    OfReading,
}

/// An alert that is offered, beside what the state has.
enum Compared {
    New(Alert),
    Unchanged,
    Changed(Alert),
    /// It was changed by hand.
    Kept,
}

/// A batch compared with the state.
#[derive(Default)]
struct Sorted {
    facts: Vec<Fact>,
    new: usize,
    changed: usize,
    unchanged: usize,
    kept: usize,
}

impl Services {
    /// Takes a batch of alerts, all or nothing.
    ///
    /// # Errors
    /// When an alert breaks a rule or the batch is too large; when it cannot be stored.
    pub async fn import(&self, permit: Permit<WriteAlerts>, alerts: Vec<Alert>) -> Result<Imported, Refused> {
        self.take(permit, alerts, Dates::Entered, ByHand::Keep).await
    }

    /// Takes a batch of alerts that were read from a foreign list, whose dates are those of reading:
    /// the same list on another day is no change (`listed`).
    ///
    /// # Errors
    /// As [`Services::import`].
    pub async fn import_listed(
        &self,
        permit: Permit<WriteAlerts>,
        alerts: Vec<Alert>,
    ) -> Result<Imported, Refused> {
        self.take(permit, alerts, Dates::OfReading, ByHand::Keep).await
    }

    /// The same, whether or not people have changed the alerts meanwhile; `listed` says whether the
    /// dates are those of reading.
    ///
    /// # Errors
    /// As [`Services::import`].
    pub async fn import_over(
        &self,
        permit: Permit<WriteAlerts>,
        alerts: Vec<Alert>,
        listed: bool,
    ) -> Result<Imported, Refused> {
        let dates = if listed { Dates::OfReading } else { Dates::Entered };
        self.take(permit, alerts, dates, ByHand::Replace).await
    }

    async fn take(
        &self,
        permit: Permit<WriteAlerts>,
        alerts: Vec<Alert>,
        dates: Dates,
        by_hand: ByHand,
    ) -> Result<Imported, Refused> {
        if let Err(fault) = check(&alerts) {
            return Err(self.reject(permit, Refusal::Malformed(fault)).await);
        }
        self.hold_back().await;
        // Comparing reads the disk; the runtime's threads are for those who wait.
        let since = self.state.position();
        let (photos_missing, sorted) =
            tokio::task::block_in_place(|| (self.photos_missing(&alerts), self.sort(alerts, dates, by_hand)));
        let mut sorted = match sorted {
            Ok(sorted) => sorted,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        let facts = std::mem::take(&mut sorted.facts);
        let position = if facts.is_empty() {
            self.state.position()
        } else {
            // What was new is nobody's to be lost; what was there may have been changed since it was compared.
            let expect = match sorted.changed {
                0 => Expect::Any,
                _ => Expect::EachUnchanged { since },
            };
            self.change(&permit, facts, expect).await?
        };
        let Sorted {
            new,
            changed,
            unchanged,
            kept,
            ..
        } = sorted;
        Ok(Imported {
            new,
            changed,
            unchanged,
            kept,
            photos_missing,
            position,
        })
    }

    fn sort(&self, alerts: Vec<Alert>, dates: Dates, by_hand: ByHand) -> Result<Sorted, Refusal> {
        let mut sorted = Sorted::default();
        for alert in alerts {
            let compared = self.compare(alert, dates)?;
            let alert = match self.spared(compared, by_hand)? {
                Compared::Kept => {
                    sorted.kept += 1;
                    continue;
                }
                Compared::Unchanged => {
                    sorted.unchanged += 1;
                    continue;
                }
                Compared::New(alert) => {
                    sorted.new += 1;
                    alert
                }
                Compared::Changed(alert) => {
                    sorted.changed += 1;
                    alert
                }
            };
            let alert = Box::new(alert);
            sorted.facts.push(Fact::AlertPut { alert, feed: None });
        }
        Ok(sorted)
    }

    /// Leaves alone what a person has changed, unless it is to be replaced.
    fn spared(&self, compared: Compared, by_hand: ByHand) -> Result<Compared, Refusal> {
        if let (Compared::Changed(alert), ByHand::Keep) = (&compared, by_hand) {
            let unreadable = |_| Refusal::Internal("the state cannot be read");
            if self.state.is_by_hand(&alert.id).map_err(unreadable)? {
                return Ok(Compared::Kept);
            }
        }
        Ok(compared)
    }

    fn compare(&self, alert: Alert, dates: Dates) -> Result<Compared, Refusal> {
        let unreadable = |_| Refusal::Internal("the state cannot be read");
        let Some(stored) = self.state.digest(&alert.id).map_err(unreadable)? else {
            return Ok(Compared::New(alert));
        };
        let given = state::fingerprint(&alert).map_err(|_| Refusal::Internal("an alert has no JSON form"))?;
        if stored == given {
            return Ok(Compared::Unchanged);
        }
        let Some(stored) = self.state.alert(&alert.id).map_err(unreadable)? else {
            return Ok(Compared::Changed(alert));
        };
        if alert.matches_until() <= self.now() && alert.clone().lapsed() == stored.alert {
            // As it was before it lapsed: put again it would lapse again.
            return Ok(Compared::Unchanged);
        }
        if let Dates::OfReading = dates {
            let put = listed::reread(&stored.alert, alert);
            return Ok(put.map_or(Compared::Unchanged, Compared::Changed));
        }
        Ok(Compared::Changed(alert))
    }

    /// Waits until what the index has still to take up is what it manages in [`AHEAD`].
    pub(super) async fn hold_back(&self) {
        let waiting = self.progress.within(AHEAD);
        let target = Position(self.state.position().0.saturating_sub(waiting));
        // If not, the import goes on: searches say 503 by themselves if the index stays behind, and what
        // stops the index, a full disk say, is for the journal to tell.
        let _reached = self.progress.reached(target, HOLD_BACK, STUCK).await;
    }

    /// Waits until the index has reached a position, at most `longest`. Whether it did.
    pub async fn indexed(&self, position: Position, longest: Duration) -> bool {
        self.progress.reached(position, longest, longest).await
    }
}

fn check(alerts: &[Alert]) -> Result<(), Fault> {
    if alerts.len() > MAX_BATCH {
        return Err(Fault::field("", format!("must have at most {MAX_BATCH} alerts")));
    }
    for (number, alert) in alerts.iter().enumerate() {
        alert
            .check()
            .map_err(|rule| Fault::field(format!("[{number}]"), rule.to_string()))?;
    }
    Ok(())
}
