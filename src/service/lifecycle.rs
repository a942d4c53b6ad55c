//! An alert's life, one at a time: entered, corrected, extended, hidden, shown again, withdrawn.
//!
//! Uses `change`, `offered`. Every change is made against a version and is refused where that is no
//! longer the last; who made it and why stand in the journal (`history`). What is hidden or withdrawn
//! answers nobody as soon as it is acknowledged, whatever the index still holds.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Refused;
use super::Services;
use super::offered::Offered;
use super::refusal::Refusal;
use super::rules::correction_rules;
use super::rules::extension_rules;
use super::rules::faulty;
use super::rules::new_rules;
use crate::access::Action;
use crate::access::Permit;
use crate::access::WriteAlerts;
use crate::domain::alert::Alert;
use crate::domain::fact::Fact;
use crate::domain::fact::alert_stream;
use crate::domain::force::Force;
use crate::domain::ids::AlertId;
use crate::domain::ids::Position;
use crate::domain::text::Text;
use crate::journal::Expect;
use crate::state::StoredAlert;

/// That an alert was changed, durably.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Changed {
    /// The alert's version now, which is the change's place in the journal.
    pub version: Position,
    /// Where the alert stands now; none when there is none: withdrawn, or only proposed.
    pub force: Option<Force>,
    /// Whether the change was only proposed: it is made when a second person agrees.
    pub waits: bool,
}

/// Which alert, and the version the caller has seen; without one, whichever is the last.
#[derive(Clone, Debug)]
pub struct Target {
    /// The alert.
    pub id: AlertId,
    /// The version.
    pub version: Option<Position>,
}

/// An alert to be entered.
#[derive(Debug)]
pub struct NewAlert {
    /// The alert.
    pub alert: Alert,
    /// The instant before which it answers nobody.
    pub not_before: Option<Timestamp>,
    /// Why, where there is more to say than the alert does.
    pub reason: Option<Text>,
}

/// An alert as it is right, against the version that is wrong.
#[derive(Debug)]
pub struct Correction {
    /// All of it.
    pub alert: Alert,
    /// The version.
    pub version: Position,
    /// Why.
    pub reason: Text,
}

impl Services {
    /// Enters an alert that is not there; its id, and what became of it.
    ///
    /// # Errors
    /// Its faults, all of them; a conflict when it is there; when it cannot be stored.
    pub async fn enter(
        &self,
        permit: Permit<WriteAlerts>,
        offered: Offered<NewAlert>,
    ) -> Result<(AlertId, Changed), Refused> {
        let now = self.now();
        let new = match offered.judged(|new| new_rules(new, now)) {
            Ok(new) => new,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        if let Err(refusal) = self.owned(&permit, &new.alert.owner) {
            return Err(self.reject(permit, refusal).await);
        }
        let id = new.alert.id.clone();
        // Of a withdrawn alert the journal knows the last change: that is what this one is made against.
        let since = match tokio::task::block_in_place(|| self.last_change(&id)) {
            Ok(since) => since,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        let fact = Fact::AlertEntered {
            alert: Box::new(new.alert),
            not_before: new.not_before,
            reason: new.reason,
            proposed_by: None,
        };
        let changed = self.made(permit, id.clone(), since, fact).await?;
        Ok((id, changed))
    }

    /// Corrects an alert: puts another in its place, of the same id and owner.
    ///
    /// # Errors
    /// Its faults, all of them; a conflict when the version is not the last; when there is no such
    /// alert; when it cannot be stored.
    pub async fn correct(
        &self,
        permit: Permit<WriteAlerts>,
        id: AlertId,
        offered: Offered<Correction>,
    ) -> Result<Changed, Refused> {
        // The version that was offered counts only where it was well formed, which `judged` finds.
        let stored = match self.as_it_stands(&id) {
            Ok(stored) => stored,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        if let Err(refusal) = self.owned(&permit, &stored.alert.owner) {
            return Err(self.reject(permit, refusal).await);
        }
        let today = self.today();
        let judged = offered.judged(|offered| correction_rules(&offered.alert, &stored.alert, today));
        let right = match judged {
            Ok(right) => right,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        if right.version != stored.version {
            let actual = stored.version;
            return Err(self.reject(permit, Refusal::Conflict { actual }).await);
        }
        let fact = Fact::AlertCorrected {
            alert: Box::new(right.alert),
            reason: right.reason,
            proposed_by: None,
        };
        self.made(permit, id, stored.version, fact).await
    }

    /// Gives an alert a new day of review, after a review that found that it is to stay.
    ///
    /// # Errors
    /// As [`Services::correct`].
    pub async fn extend(
        &self,
        permit: Permit<WriteAlerts>,
        target: Target,
        review_due: Date,
        reason: Text,
    ) -> Result<Changed, Refused> {
        let validated = self.today();
        self.altered(permit, target, |stored| {
            let broken = extension_rules(&stored.alert, review_due, validated);
            let alert = stored.alert.id.clone();
            let fact = Fact::AlertExtended {
                alert,
                review_due,
                validated,
                reason,
                proposed_by: None,
            };
            Offered::whole(fact).judged(|_| broken)
        })
        .await
    }

    /// Hides an alert until an instant: from the acknowledgement on it answers nobody, and from that
    /// instant on it answers again. One that is hidden is hidden until the new instant.
    ///
    /// # Errors
    /// As [`Services::correct`].
    pub async fn hide(
        &self,
        permit: Permit<WriteAlerts>,
        target: Target,
        until: Timestamp,
        reason: Text,
    ) -> Result<Changed, Refused> {
        let now = self.now();
        self.altered(permit, target, |stored| {
            let alert = stored.alert.id.clone();
            if until <= now {
                return Err(faulty("until", "must be in the future"));
            }
            Ok(Fact::AlertHidden {
                alert,
                until,
                reason,
                proposed_by: None,
            })
        })
        .await
    }

    /// Ends a hiding before its instant.
    ///
    /// # Errors
    /// As [`Services::correct`]; when it is not hidden.
    pub async fn unhide(
        &self,
        permit: Permit<WriteAlerts>,
        target: Target,
        reason: Text,
    ) -> Result<Changed, Refused> {
        let now = self.now();
        self.altered(permit, target, |stored| {
            if stored.hidden_until.is_none_or(|until| until <= now) {
                return Err(faulty("", "is about an alert that is not hidden"));
            }
            let alert = stored.alert.id.clone();
            Ok(Fact::AlertUnhidden {
                alert,
                reason,
                proposed_by: None,
            })
        })
        .await
    }

    /// Withdraws an alert: it answers nobody any more. Its history stays.
    ///
    /// # Errors
    /// As [`Services::correct`].
    pub async fn withdraw(
        &self,
        permit: Permit<WriteAlerts>,
        target: Target,
        reason: Text,
    ) -> Result<Changed, Refused> {
        self.altered(permit, target, |stored| {
            let alert = stored.alert.id.clone();
            Ok(Fact::AlertWithdrawn {
                alert,
                reason,
                proposed_by: None,
                feed: None,
            })
        })
        .await
    }

    /// Makes the change that `decide` says of the alert as it stands.
    async fn altered(
        &self,
        permit: Permit<WriteAlerts>,
        target: Target,
        decide: impl FnOnce(&StoredAlert) -> Result<Fact, Refusal>,
    ) -> Result<Changed, Refused> {
        let decided = self.as_it_stands(&target.id).and_then(|stored| {
            self.owned(&permit, &stored.alert.owner)?;
            let actual = stored.version;
            if target.version.is_some_and(|version| version != actual) {
                return Err(Refusal::Conflict { actual });
            }
            Ok((actual, decide(&stored)?))
        });
        match decided {
            Ok((since, fact)) => self.made(permit, target.id, since, fact).await,
            Err(refusal) => Err(self.reject(permit, refusal).await),
        }
    }

    /// Makes one change against `since`, or proposes it where a second person must agree.
    async fn made(
        &self,
        permit: Permit<WriteAlerts>,
        id: AlertId,
        since: Position,
        fact: Fact,
    ) -> Result<Changed, Refused> {
        let fact = self.or_proposed(&id, fact);
        self.appended_to(permit, id, since, fact).await
    }

    /// Appends one change made against `since`.
    pub(super) async fn appended_to<A: Action>(
        &self,
        permit: Permit<A>,
        id: AlertId,
        since: Position,
        fact: Fact,
    ) -> Result<Changed, Refused> {
        let expect = Expect::Unchanged {
            stream: alert_stream(&id),
            since,
        };
        let waits = matches!(fact, Fact::AlertProposed { .. });
        let version = self.change(&permit, vec![fact], expect).await?;
        let force = match self.as_it_stands(&id) {
            Ok(stored) => Some(stored.force(self.now())),
            // Withdrawn, by this change or by another since: the change was made either way.
            Err(_) => None,
        };
        Ok(Changed {
            version,
            force,
            waits,
        })
    }

    /// An alert as the state has it.
    pub(super) fn as_it_stands(&self, id: &AlertId) -> Result<StoredAlert, Refusal> {
        let stored = tokio::task::block_in_place(|| self.state.alert(id));
        stored
            .map_err(|_| Refusal::Internal("the state cannot be read"))?
            .ok_or(Refusal::NotFound)
    }

    /// Where an alert that is not there was changed last; zero when it never was.
    fn last_change(&self, id: &AlertId) -> Result<Position, Refusal> {
        let unreadable = |_| Refusal::Internal("the state cannot be read");
        if let Some(stored) = self.state.alert(id).map_err(unreadable)? {
            let actual = stored.version;
            return Err(Refusal::Conflict { actual });
        }
        // One that was proposed is not there yet, and is another's to be agreed with or turned down.
        if let Some(proposal) = self.state.proposal(id).map_err(unreadable)? {
            let actual = proposal.position;
            return Err(Refusal::Conflict { actual });
        }
        self.last_of(id)
    }

    /// The place of an alert's last fact; zero when there never was one.
    pub(super) fn last_of(&self, id: &AlertId) -> Result<Position, Refusal> {
        let last = self.journal.stream(&alert_stream(id), 1);
        let last = last.map_err(|_| Refusal::Internal("the journal cannot be read"))?;
        Ok(last.last().map_or(Position(0), |fact| fact.position))
    }

    pub(super) fn today(&self) -> Date {
        day(self.now())
    }
}

/// The day, UTC, of an instant.
pub(super) fn day(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}
