//! Writing refusals and changes to the audit log; answers are recorded in `search`.
//!
//! Uses `audit`. The only maker of `Refused`: a refusal that cannot be recorded becomes the refusal
//! that says so.

use std::net::IpAddr;

use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;

use super::Refused;
use super::Services;
use super::refusal::Fault;
use super::refusal::Refusal;
use crate::access::Action;
use crate::access::Permit;
use crate::audit::Record;
use crate::domain::ids::QueryId;

/// Who tried to do what.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    pub(super) actor: String,
    pub(super) address: Option<IpAddr>,
    pub(super) request: QueryId,
    pub(super) action: &'static str,
}

impl Attempt {
    pub(super) fn of<A: Action>(permit: &Permit<A>) -> Self {
        Self {
            actor: permit.bearer().actor(),
            address: permit.address(),
            request: permit.request().clone(),
            action: A::NAME,
        }
    }

    pub(super) fn record(self, time: Timestamp, outcome: String, body: Value) -> Record {
        Record {
            time,
            actor: self.actor,
            address: self.address,
            request: self.request,
            action: self.action,
            outcome,
            body,
            answer: None,
        }
    }
}

impl Services {
    /// Refuses what a permit was granted for: the request turned out to be malformed.
    pub async fn reject<A: Action>(&self, permit: Permit<A>, refusal: Refusal) -> Refused {
        self.refuse(Attempt::of(&permit), refusal).await
    }

    /// Records a refusal. What a caller sent is not in the record, only which field was at fault.
    pub(super) async fn refuse(&self, attempt: Attempt, refusal: Refusal) -> Refused {
        self.refuse_with(attempt, refusal, json!({})).await
    }

    /// Records a refusal with what is known of the request, an object.
    pub(super) async fn refuse_with(&self, attempt: Attempt, refusal: Refusal, mut body: Value) -> Refused {
        if let (Refusal::Malformed(fault), Some(known)) = (&refusal, body.as_object_mut()) {
            known.insert("field".to_owned(), fault.field.as_str().into());
            known.insert("rule".to_owned(), fault.rule.as_str().into());
        }
        if let (Refusal::Faulty(faults), Some(known)) = (&refusal, body.as_object_mut()) {
            let told = |fault: &Fault| json!({ "field": fault.field, "rule": fault.rule });
            known.insert("faults".to_owned(), faults.iter().map(told).collect());
        }
        self.metrics.refused(refusal.code());
        match refusal {
            // Neither has disclosed anything, and both come by the thousand (decision 0013).
            Refusal::OverLimit(_) | Refusal::Busy { .. } => {
                self.tally.add(attempt.actor, refusal.code(), 1);
                Refused::recorded(refusal)
            }
            // Whoever is not let in has no limit of its own; its refusals are bounded all the same.
            Refusal::Unfit(_) if !self.refusals.take(&attempt.actor) => {
                self.tally.add(attempt.actor, refusal.code(), 1);
                Refused::recorded(refusal)
            }
            // The log has just refused a record; it is not asked again for the same request.
            Refusal::NotRecorded(_) => Refused::recorded(refusal),
            _ => match self
                .audit
                .commit(attempt.record(self.now(), refusal.code().to_owned(), body))
                .await
            {
                Ok(_) => Refused::recorded(refusal),
                Err(error) => Refused::recorded(Refusal::NotRecorded(error)),
            },
        }
    }

    /// Writes the refusals counted since the last call: one record an actor and code. What cannot be
    /// written is counted on.
    pub async fn record_tally(&self) {
        self.refusals.forget_idle();
        for ((actor, code), count) in self.tally.take() {
            let attempt = Attempt {
                actor: actor.clone(),
                address: None,
                request: self.number(),
                action: "any",
            };
            let record = attempt.record(self.now(), code.to_owned(), json!({ "count": count }));
            if let Err(error) = self.audit.commit(record).await {
                tracing::error!(%error, "counted refusals could not be recorded");
                self.tally.add(actor, code, count);
            }
        }
    }
}
