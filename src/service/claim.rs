//! A claim: "this query of mine has returned this alert". What step two hangs on, and nothing else.
//!
//! Uses `audit` and `state`. The audit log is the truth of what a query returned. Both look-ups are
//! always made and only then compared, so that "there is none", "it is not for you" and "it answers
//! nobody any more" take the same way, the same work and the same words (DOMAIN 4; SECURITY 4, row 23).

use std::sync::Arc;

use jiff::SignedDuration;
use jiff::Timestamp;
use serde_json::Value;

use super::Services;
use super::refusal::Refusal;
use crate::access::Bearer;
use crate::audit::Entry;
use crate::domain::ids::AlertId;
use crate::domain::ids::Ordinal;
use crate::domain::ids::PartnerId;
use crate::domain::ids::QueryId;
use crate::state::Card;
use crate::state::StoredAlert;

/// How long a query lets its asker see what it returned.
const HOLDS: SignedDuration = SignedDuration::from_hours(24);

/// Actions whose records say in `disclosed` which alerts were returned. A disclosure is none of them: it
/// must not prolong itself.
const SEARCHES: &str = "search-";

/// That a query returned an alert.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Claim {
    /// The alert.
    pub alert: AlertId,
    /// The query.
    pub query: QueryId,
}

/// A claim that was found to be true, of an alert that still answers the one who makes it.
#[derive(Debug)]
pub(super) struct Granted {
    /// The alert as it stands.
    pub(super) stored: StoredAlert,
    /// What the query asked: purpose, reference, who.
    pub(super) asked: Value,
}

impl Services {
    /// Finds out whether a claim is true and the alert answers its maker now.
    ///
    /// # Errors
    /// `NotFound` for whatever is not so; when it cannot be found out.
    pub(super) async fn granted(
        self: &Arc<Self>,
        bearer: &Bearer,
        claim: &Claim,
    ) -> Result<Granted, Refusal> {
        let turn = self.second_gate.enter().await.map_err(|_| Refusal::Busy {
            retry_after: self.config.search.wait,
        })?;
        let (services, bearer, claim) = (Arc::clone(self), bearer.clone(), claim.clone());
        let looked = tokio::task::spawn_blocking(move || {
            let granted = services.look(&bearer, &claim);
            drop(turn);
            granted
        });
        looked
            .await
            .map_err(|_| Refusal::Internal("a look at a claim ended early"))?
    }

    fn look(&self, bearer: &Bearer, claim: &Claim) -> Result<Granted, Refusal> {
        let now = self.now();
        let entries = self.audit.of_request(&claim.query);
        let entries = entries.map_err(|_| Refusal::Internal("the audit log cannot be read"))?;
        let asked = asked(entries, bearer, &claim.alert, now);
        // Decided by the card, in memory: reading the document of an alert that exists would take longer
        // than reading that of one which does not.
        let place = self.answering(&claim.alert, bearer, now);
        let (Some(asked), Some(place)) = (asked, place) else {
            return Err(Refusal::NotFound);
        };
        let stored = self.state.alert_by_ordinal(place);
        let stored = stored.map_err(|_| Refusal::Internal("the state cannot be read"))?;
        // Once more of the alert as it is read: it may have changed since its card was looked at.
        let stored = stored.filter(|stored| {
            stored.in_force(now) && partner(bearer).is_none_or(|id| stored.alert.visibility.permits(id))
        });
        Ok(Granted {
            stored: stored.ok_or(Refusal::NotFound)?,
            asked,
        })
    }

    /// The place of an alert that is in force, not hidden, and for the bearer to know.
    pub(super) fn answering(&self, alert: &AlertId, bearer: &Bearer, now: Timestamp) -> Option<Ordinal> {
        let alerts = self.state.alerts();
        let place = alerts.ordinal(alert)?;
        let answers =
            |card: &Card| card.in_force(now) && partner(bearer).is_none_or(|id| card.visibility.permits(id));
        alerts.card(place).is_some_and(answers).then_some(place)
    }
}

/// The partner whose eyes see; local staff see every alert.
const fn partner(bearer: &Bearer) -> Option<&PartnerId> {
    match bearer {
        Bearer::Partner(partner, _) => Some(partner),
        Bearer::Staff(..) | Bearer::Local(_) | Bearer::Schedule(_) => None,
    }
}

/// What was asked, where one of the records is of a search by the same partner (by whichever of its
/// systems) or the same user, not too long ago, and returned the alert.
fn asked(entries: Vec<Entry>, bearer: &Bearer, alert: &AlertId, now: Timestamp) -> Option<Value> {
    let mine = |actor: &str| match bearer {
        Bearer::Partner(partner, _) => actor
            .strip_prefix("partner/")
            .and_then(|rest| rest.strip_prefix(partner.as_str()))
            .is_some_and(|rest| rest.starts_with('/')),
        Bearer::Staff(..) | Bearer::Local(_) | Bearer::Schedule(_) => actor == bearer.actor(),
    };
    let of = |entry: &Entry| -> Option<Value> {
        let record = entry.record.as_ref()?;
        let text = |field: &str| record.get(field).and_then(Value::as_str).unwrap_or_default();
        let body = record.get("body")?;
        let mut returned = body.get("disclosed")?.as_array()?.iter();
        let returned = returned.any(|one| one.get("alert").and_then(Value::as_str) == Some(alert.as_str()));
        let good = text("action").starts_with(SEARCHES)
            && mine(text("actor"))
            && now.duration_since(entry.time) <= HOLDS
            && returned;
        good.then(|| body.get("asked").cloned().unwrap_or_default())
    };
    entries.iter().find_map(of)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entry(action: &str, actor: &str, time: Timestamp) -> Entry {
        let body = json!({"asked": {"purpose": "border-check"}, "disclosed": [{"alert": "BE-1"}]});
        Entry {
            leaf: 0,
            time,
            record: Some(json!({"action": action, "actor": actor, "body": body})),
        }
    }

    #[test]
    fn a_claim_holds_for_a_search_of_the_same_partner_for_24_hours() {
        let at: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let me = Bearer::Partner("nl-kmar".parse().unwrap(), "gate-1".parse().unwrap());
        let holds = |entry: Entry, alert: &str, now: Timestamp| {
            asked(vec![entry], &me, &alert.parse().unwrap(), now).is_some()
        };
        let mine = || entry("search-persons", "partner/nl-kmar/gate-2", at);
        assert!(holds(mine(), "BE-1", at) && holds(mine(), "BE-1", at + HOLDS));
        let second = SignedDuration::from_secs(1);
        assert!(!holds(mine(), "BE-1", at + HOLDS + second));
        assert!(!holds(mine(), "BE-2", at));
        for other in [
            "partner/nl-kmar-2/gate-1",
            "partner/de-bka/gate-1",
            "staff/nl-kmar",
        ] {
            assert!(!holds(entry("search-persons", other, at), "BE-1", at), "{other}");
        }
        let again = entry("disclosure", "partner/nl-kmar/gate-1", at);
        assert!(!holds(again, "BE-1", at), "a disclosure does not prolong itself");
        let erased = Entry {
            record: None,
            ..mine()
        };
        assert!(!holds(erased, "BE-1", at));
    }
}
