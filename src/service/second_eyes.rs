//! The second pair of eyes: changes of alerts for arrest and for covert checks are proposed by one
//! person and made when another agrees (DOMAIN, rows 21 and 25; decision 0018).
//!
//! Uses `access`, `lifecycle`, `rules`. Until then the alert stands as it was. Agreeing names the place
//! of the proposal, so that what is agreed with is what was read.

use jiff::Timestamp;
use serde_json::json;

use super::Refused;
use super::Services;
use super::lifecycle::Changed;
use super::lifecycle::NewAlert;
use super::lifecycle::Target;
use super::offered::Offered;
use super::record::Attempt;
use super::refusal::Refusal;
use super::rules;
use crate::access::Action;
use crate::access::Bearer;
use crate::access::ConfirmAlerts;
use crate::access::ListAlerts;
use crate::access::NotAllowed;
use crate::access::Permit;
use crate::access::WriteAlerts;
use crate::access::second_person;
use crate::domain::alert::Category;
use crate::domain::fact::Fact;
use crate::domain::ids::AlertId;
use crate::domain::ids::OwnerId;
use crate::domain::ids::Position;
use crate::domain::partner::Role;
use crate::domain::proposal::Proposal;
use crate::domain::text::Text;
use crate::state::StoredAlert;

/// Most proposals in one list.
const MOST: usize = 1_000;

/// A proposal that waits, without what it would change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Waiting {
    /// The alert.
    pub alert: AlertId,
    /// Where the proposal stands: who agrees with it names this.
    pub version: Position,
    /// When it was proposed.
    pub time: Timestamp,
    /// Who proposed it.
    pub actor: String,
    /// The kind of what would be done: `alert.entered`.
    pub change: &'static str,
    /// The authority whose alert it is.
    pub owner: OwnerId,
    /// Why the subject is sought.
    pub category: Category,
    /// Whether the alert has changed since: it can only be rejected.
    pub overtaken: bool,
}

impl Services {
    /// The fact, or its proposal where a second person must agree: by the category that the alert has,
    /// and by the one that it would have.
    pub(super) fn or_proposed(&self, id: &AlertId, fact: Fact) -> Fact {
        let alerts = self.state.alerts();
        let has = alerts.ordinal(id).and_then(|ordinal| alerts.card(ordinal));
        let categories = [
            has.map(|card| card.category),
            fact.puts().map(|(_, category)| category),
        ];
        let two = |category: &Category| self.config.alerts.second_eyes.contains(category);
        if categories.iter().flatten().any(two) {
            let change = Box::new(fact);
            Fact::AlertProposed { change }
        } else {
            fact
        }
    }

    /// Whether whoever holds a permit may enter and change alerts of an authority.
    pub(super) fn owned<A: Action>(&self, permit: &Permit<A>, owner: &OwnerId) -> Result<(), Refusal> {
        match permit.bearer() {
            Bearer::Staff(id, _) => {
                let registry = self.state.registry();
                let writes = registry
                    .staff(id)
                    .is_some_and(|known| known.staff.writes_for(owner));
                writes.then_some(()).ok_or(NotAllowed::Owner.into())
            }
            Bearer::Partner(..) | Bearer::Local(_) | Bearer::Schedule(_) => Ok(()),
        }
    }

    /// Whether whoever holds a permit may read alerts of an authority: a feed reads what it writes.
    pub(super) fn may_read<A: Action>(&self, permit: &Permit<A>, owner: &OwnerId) -> Result<(), Refusal> {
        match permit.bearer() {
            // What is not for it looks like what is not there.
            Bearer::Staff(_, Role::Feed) => self.owned(permit, owner).map_err(|_| Refusal::NotFound),
            _ => Ok(()),
        }
    }

    /// Agrees with a proposal: its change is made now.
    ///
    /// # Errors
    /// When there is none; when the proposal or the alert is another by now; when whoever agrees has
    /// proposed it, or does not write for the owner; when the change is no longer possible; when it
    /// cannot be stored.
    pub async fn confirm(
        &self,
        permit: Permit<ConfirmAlerts>,
        id: AlertId,
        version: Position,
    ) -> Result<Changed, Refused> {
        match tokio::task::block_in_place(|| self.agreed(&permit, &id, version)) {
            Ok(fact) => self.appended_to(permit, id, version, fact).await,
            Err(refusal) => Err(self.reject(permit, refusal).await),
        }
    }

    /// The fact that a second person may now make.
    fn agreed(
        &self,
        permit: &Permit<ConfirmAlerts>,
        id: &AlertId,
        version: Position,
    ) -> Result<Fact, Refusal> {
        let (proposal, stored) = self.proposed(id)?;
        self.owned(permit, &owner_of(&proposal, stored.as_ref())?)?;
        second_person(&proposal.actor, &permit.bearer().actor())?;
        for actual in [
            Some(proposal.position),
            stored.as_ref().map(|stored| stored.version),
        ] {
            if let Some(actual) = actual.filter(|actual| *actual != version) {
                return Err(Refusal::Conflict { actual });
            }
        }
        self.still_good(&proposal.change, stored)?;
        Ok(proposal.change.by_proposal_of(proposal.actor))
    }

    /// Holds a change against the rules again: days may have passed.
    fn still_good(&self, change: &Fact, stored: Option<StoredAlert>) -> Result<(), Refusal> {
        let (now, today) = (self.now(), self.today());
        let stored = || stored.ok_or(Refusal::NotFound);
        let broken = match change {
            Fact::AlertEntered {
                alert, not_before, ..
            } => {
                let new = NewAlert {
                    alert: alert.as_ref().clone(),
                    // One that has come is the same as none.
                    not_before: not_before.filter(|from| *from > now),
                    reason: None,
                };
                rules::new_rules(&new, now)
            }
            Fact::AlertCorrected { alert, .. } => rules::correction_rules(alert, &stored()?.alert, today),
            Fact::AlertExtended {
                review_due,
                validated,
                ..
            } => rules::extension_rules(&stored()?.alert, *review_due, *validated),
            Fact::AlertHidden { until, .. } if *until <= now => {
                return Err(rules::faulty("until", "must be in the future"));
            }
            _ => Vec::new(),
        };
        Offered::whole(()).judged(|()| broken)
    }

    /// Turns a proposal down, or takes it back: nothing of it will be.
    ///
    /// # Errors
    /// When there is none, or another by now; when it cannot be stored.
    pub async fn reject_proposal(
        &self,
        permit: Permit<WriteAlerts>,
        target: Target,
        reason: Text,
    ) -> Result<Changed, Refused> {
        let decided = tokio::task::block_in_place(|| {
            let (proposal, stored) = self.proposed(&target.id)?;
            self.owned(&permit, &owner_of(&proposal, stored.as_ref())?)?;
            let actual = proposal.position;
            if target.version.is_some_and(|version| version != actual) {
                return Err(Refusal::Conflict { actual });
            }
            Ok((actual, self.last_of(&target.id)?))
        });
        let (proposal, since) = match decided {
            Ok(decided) => decided,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        let fact = Fact::AlertRejected {
            alert: target.id.clone(),
            proposal,
            reason,
        };
        self.appended_to(permit, target.id, since, fact).await
    }

    /// A proposal whole, once that it was shown is recorded.
    ///
    /// # Errors
    /// When there is none, or it cannot be recorded.
    pub async fn show_proposal(
        &self,
        permit: Permit<ConfirmAlerts>,
        id: &AlertId,
    ) -> Result<(Proposal, Waiting), Refused> {
        let found = tokio::task::block_in_place(|| {
            let (proposal, stored) = self.proposed(id)?;
            let waiting = waiting(&proposal, stored.as_ref())?;
            Ok((proposal, waiting))
        });
        let (proposal, waiting) = match found {
            Ok(found) => found,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        let body = json!({ "alert": id, "proposal": proposal.position });
        let record = Attempt::of(&permit).record(self.now(), "shown".to_owned(), body);
        match self.audit.commit(record).await {
            Ok(_) => Ok((proposal, waiting)),
            Err(error) => Err(self.reject(permit, Refusal::NotRecorded(error)).await),
        }
    }

    /// The proposals that wait, oldest first: at most 1,000, without what they would change.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub async fn proposals(&self, permit: Permit<ListAlerts>) -> Result<Vec<Waiting>, Refused> {
        let listed = tokio::task::block_in_place(|| {
            let proposals = self.state.proposals(MOST).map_err(unreadable)?;
            let mut waiting = Vec::with_capacity(proposals.len());
            for proposal in &proposals {
                let stored = self.state.alert(&proposal.alert).map_err(unreadable)?;
                waiting.push(self::waiting(proposal, stored.as_ref())?);
            }
            waiting.retain(|one| self.may_read(&permit, &one.owner).is_ok());
            Ok(waiting)
        });
        match listed {
            Ok(listed) => Ok(listed),
            Err(refusal) => Err(self.reject(permit, refusal).await),
        }
    }

    /// The proposal about an alert, and the alert as it stands beside it.
    fn proposed(&self, id: &AlertId) -> Result<(Proposal, Option<StoredAlert>), Refusal> {
        let proposal = self.state.proposal(id).map_err(unreadable)?;
        let stored = self.state.alert(id).map_err(unreadable)?;
        Ok((proposal.ok_or(Refusal::NotFound)?, stored))
    }
}

fn unreadable(_: crate::state::StateError) -> Refusal {
    Refusal::Internal("the state cannot be read")
}

fn owner_of(proposal: &Proposal, stored: Option<&StoredAlert>) -> Result<OwnerId, Refusal> {
    Ok(waiting(proposal, stored)?.owner)
}

fn waiting(proposal: &Proposal, stored: Option<&StoredAlert>) -> Result<Waiting, Refusal> {
    let stands = stored.map(|stored| (&stored.alert.owner, stored.alert.category));
    let (owner, category) = stands
        .or_else(|| proposal.change.puts())
        .ok_or(Refusal::NotFound)?;
    Ok(Waiting {
        alert: proposal.alert.clone(),
        version: proposal.position,
        time: proposal.time,
        actor: proposal.actor.clone(),
        change: proposal.change.kind(),
        owner: owner.clone(),
        category,
        overtaken: stored.is_some_and(|stored| stored.version != proposal.position),
    })
}
