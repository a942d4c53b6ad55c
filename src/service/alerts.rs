//! Entering alerts in bulk: what an import sends, batch by batch.
//!
//! Uses `compared`. Idempotent: an alert that is stored as it comes changes nothing. A batch is held
//! back while the index is behind, so that what is acknowledged is soon searchable (DESIGN 7).

use std::time::Duration;

use super::Refused;
use super::Services;
use super::compared::Unmade;
use super::listed;
use super::listed::Barred;
use super::refusal::Fault;
use super::refusal::Refusal;
use crate::access::Permit;
use crate::access::WriteAlerts;
use crate::domain::alert::Alert;
use crate::domain::fact::Fact;
use crate::domain::ids::Position;

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
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Imported {
    /// Alerts that were not there.
    pub new: usize,
    /// Alerts that were there and are different now.
    pub changed: usize,
    /// Alerts that were there as they come.
    pub unchanged: usize,
    /// Alerts that are different and were left alone, since a person has changed them.
    pub kept: usize,
    /// Alerts that were not entered again, since a person has withdrawn them.
    pub withdrawn: usize,
    /// Alerts that were not entered again, since they were erased.
    pub erased: usize,
    /// Photographs to which the batch refers and whose files are not there.
    pub photos_missing: usize,
    /// The journal's position after the batch; durable.
    pub position: Position,
}

/// What a list may do to alerts that a person has changed or ended since the list was last read.
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
    New,
    Unchanged,
    Changed(Box<Alert>),
    /// It was changed by hand.
    Kept,
    /// It does not stand, and is not brought back.
    Barred(Barred),
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
        let sorted = || {
            let (facts, mut counts) = self.sort(&alerts, dates, by_hand)?;
            counts.photos_missing = self.photos_missing(&alerts);
            Ok((facts, counts))
        };
        match self.change_compared(&permit, sorted).await {
            Ok((counts, position)) => Ok(Imported { position, ..counts }),
            Err(Unmade::Refused(refused)) => Err(refused),
            Err(Unmade::Uncompared(refusal)) => Err(self.reject(permit, refusal).await),
        }
    }

    fn sort(
        &self,
        alerts: &[Alert],
        dates: Dates,
        by_hand: ByHand,
    ) -> Result<(Vec<Fact>, Imported), Refusal> {
        let (mut facts, mut counts) = (Vec::with_capacity(alerts.len()), Imported::default());
        for alert in alerts {
            let put = match self.compare(alert, dates, by_hand)? {
                Compared::Kept => {
                    counts.kept += 1;
                    continue;
                }
                Compared::Barred(Barred::Withdrawn) => {
                    counts.withdrawn += 1;
                    continue;
                }
                Compared::Barred(Barred::Erased) => {
                    counts.erased += 1;
                    continue;
                }
                Compared::Unchanged => {
                    counts.unchanged += 1;
                    continue;
                }
                Compared::New => {
                    counts.new += 1;
                    Box::new(alert.clone())
                }
                Compared::Changed(put) => {
                    counts.changed += 1;
                    put
                }
            };
            facts.push(Fact::AlertPut {
                alert: put,
                feed: None,
            });
        }
        Ok((facts, counts))
    }

    fn compare(&self, alert: &Alert, dates: Dates, by_hand: ByHand) -> Result<Compared, Refusal> {
        let unreadable = |_| Refusal::Internal("the state cannot be read");
        let Some(standing) = self.state.standing(&alert.id).map_err(unreadable)? else {
            return Ok(Compared::New);
        };
        if standing.digest.is_none() {
            let barred = listed::barred(standing.ended, alert, self.now());
            let barred = barred.filter(|_| by_hand == ByHand::Keep);
            return Ok(barred.map_or(Compared::New, Compared::Barred));
        }
        if listed::is_as_it_stands(&standing, alert)? {
            return Ok(Compared::Unchanged);
        }
        let Some(put) = self.differs(alert, dates)? else {
            return Ok(Compared::Unchanged);
        };
        // What a person has changed is left alone, unless it is to be replaced.
        let kept = by_hand == ByHand::Keep && self.state.is_by_hand(&alert.id).map_err(unreadable)?;
        Ok(if kept {
            Compared::Kept
        } else {
            Compared::Changed(Box::new(put))
        })
    }

    /// What to put in the place of an alert that stands and is not this one to the letter; none where that
    /// is no change.
    fn differs(&self, alert: &Alert, dates: Dates) -> Result<Option<Alert>, Refusal> {
        let stored = self.state.alert(&alert.id);
        let stored = stored.map_err(|_| Refusal::Internal("the state cannot be read"))?;
        let Some(stored) = stored else {
            return Ok(Some(alert.clone()));
        };
        if alert.matches_until() <= self.now() && alert.clone().lapsed() == stored.alert {
            // As it was before it lapsed: put again it would lapse again.
            return Ok(None);
        }
        Ok(match dates {
            Dates::OfReading => listed::reread(&stored.alert, alert.clone()),
            Dates::Entered => Some(alert.clone()),
        })
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
