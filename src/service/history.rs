//! What was done to an alert, by whom, when and why: its facts, out of the journal.
//!
//! Uses `journal`. Which fields a change touched is told, never what stands in them. Showing an alert
//! is a disclosure and recorded before it is shown (LED Art. 25).

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;

use super::Refused;
use super::Services;
use super::record::Attempt;
use super::refusal::Refusal;
use crate::access::Permit;
use crate::access::ReadAlerts;
use crate::domain::alert::Alert;
use crate::domain::fact::Fact;
use crate::domain::fact::alert_stream;
use crate::domain::ids::AlertId;
use crate::domain::ids::Position;
use crate::domain::text::Text;
use crate::journal::Body;
use crate::state::StoredAlert;

/// Most changes that are told of one alert.
const MOST: usize = 1_000;

/// One change of an alert.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Past {
    /// Its place in the journal: the alert's version from then on.
    pub position: Position,
    /// When it was accepted.
    pub time: Timestamp,
    /// Who made it.
    pub actor: String,
    /// Its kind: `alert.corrected`.
    pub kind: String,
    /// Why, where it was said.
    pub reason: Option<Text>,
    /// Until when it was hidden, or the new day of review.
    pub until: Option<String>,
    /// The fields that differ from before, where all of it was put anew.
    pub fields: Vec<String>,
    /// Whether what was said was erased: there is no reason, instant or field then.
    pub erased: bool,
    /// What was proposed, where this is a proposal: `alert.corrected`.
    pub change: Option<&'static str>,
    /// Who proposed it, where a second person has agreed.
    pub proposed_by: Option<String>,
}

impl Services {
    /// An alert as it stands, once that it was shown is recorded.
    ///
    /// # Errors
    /// When there is none, or it cannot be recorded.
    pub async fn show_alert(&self, permit: Permit<ReadAlerts>, id: &AlertId) -> Result<StoredAlert, Refused> {
        let readable = |stored: StoredAlert| {
            self.may_read(&permit, &stored.alert.owner)?;
            Ok(stored)
        };
        let stored = match self.as_it_stands(id).and_then(readable) {
            Ok(stored) => stored,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        let body = json!({ "alert": id, "version": stored.version });
        let attempt = Attempt::of(&permit);
        match self
            .audit
            .commit(attempt.record(self.now(), "shown".to_owned(), body))
            .await
        {
            Ok(_) => Ok(stored),
            Err(error) => Err(self.reject(permit, Refusal::NotRecorded(error)).await),
        }
    }

    /// The changes of an alert, the first one first, withdrawn or not; and whether there are more than
    /// the last 1,000, which are told.
    ///
    /// # Errors
    /// When there never was one.
    pub async fn history(
        &self,
        permit: Permit<ReadAlerts>,
        id: &AlertId,
    ) -> Result<(Vec<Past>, bool), Refused> {
        match tokio::task::block_in_place(|| self.changes_of(&permit, id)) {
            Ok(changes) => Ok(changes),
            Err(refusal) => Err(self.reject(permit, refusal).await),
        }
    }

    fn changes_of(&self, permit: &Permit<ReadAlerts>, id: &AlertId) -> Result<(Vec<Past>, bool), Refusal> {
        let facts = self.journal.stream(&alert_stream(id), MOST + 1);
        let facts = facts.map_err(|_| Refusal::Internal("the journal cannot be read"))?;
        if facts.is_empty() {
            return Err(Refusal::NotFound);
        }
        let more = facts.len() > MOST;
        let mut changes = Vec::with_capacity(facts.len());
        let (mut before, mut owner) = (None, None);
        for stored in facts {
            let mut change = None;
            let mut proposed_by = None;
            let (reason, until, fields) = match &stored.body {
                Body::Open(body) => {
                    let fact: Fact = serde_json::from_slice(body)
                        .map_err(|_| Refusal::Internal("the journal holds a fact that cannot be read"))?;
                    if let Fact::AlertProposed { change: proposed } = &fact {
                        change = Some(proposed.kind());
                    }
                    proposed_by = fact.proposer().map(str::to_owned);
                    owner = fact.puts().map(|(owner, _)| owner.clone()).or(owner);
                    told(fact, &mut before)
                }
                Body::Erased => (None, None, Vec::new()),
            };
            changes.push(Past {
                position: stored.position,
                time: stored.time,
                actor: stored.actor,
                kind: stored.kind,
                reason,
                until,
                fields,
                erased: stored.body == Body::Erased,
                change,
                proposed_by,
            });
        }
        if more {
            changes.remove(0);
        }
        if let Some(owner) = owner {
            self.may_read(permit, &owner)?;
        }
        Ok((changes, more))
    }
}

/// Why, until when, and which fields differ from the alert `before`, which this one then is.
fn told(fact: Fact, before: &mut Option<Alert>) -> (Option<Text>, Option<String>, Vec<String>) {
    let mut put = |alert: Alert| {
        let value = |alert: &Alert| serde_json::to_value(alert).unwrap_or_default();
        let fields = before
            .as_ref()
            .map(|before| differing(&value(before), &value(&alert)));
        *before = Some(alert);
        fields.unwrap_or_default()
    };
    match fact {
        Fact::AlertPut { alert, .. } => (None, None, put(*alert)),
        Fact::AlertEntered {
            alert,
            not_before,
            reason,
            ..
        } => {
            put(*alert);
            (reason, not_before.map(|from| from.to_string()), Vec::new())
        }
        Fact::AlertCorrected { alert, reason, .. } => (Some(reason), None, put(*alert)),
        Fact::AlertExtended {
            review_due,
            validated,
            reason,
            ..
        } => {
            // So that the next change is compared with what stood before it.
            *before = before.take().map(|before| before.extended(review_due, validated));
            (Some(reason), Some(review_due.to_string()), Vec::new())
        }
        Fact::AlertHidden { until, reason, .. } => (Some(reason), Some(until.to_string()), Vec::new()),
        Fact::AlertUnhidden { reason, .. } => (Some(reason), None, Vec::new()),
        Fact::AlertWithdrawn { reason, .. } => {
            *before = None;
            (Some(reason), None, Vec::new())
        }
        Fact::AlertLapsed { .. } => {
            *before = before.take().map(Alert::lapsed);
            (None, None, Vec::new())
        }
        Fact::AlertErased { reason, .. } => {
            *before = None;
            (reason.word().parse().ok(), None, Vec::new())
        }
        // Beside what stands: the next change is compared with what the proposal left as it was.
        Fact::AlertProposed { change } => told(*change, &mut before.clone()),
        Fact::AlertRejected { reason, .. } => (Some(reason), None, Vec::new()),
        // Facts of other streams.
        Fact::Shredded { .. }
        | Fact::HitReported { .. }
        | Fact::HitChanged { .. }
        | Fact::ProfilePut { .. }
        | Fact::PartnerPut { .. }
        | Fact::PartnerSuspended { .. }
        | Fact::PartnerResumed { .. }
        | Fact::StaffPut { .. }
        | Fact::StaffSuspended { .. }
        | Fact::StaffResumed { .. }
        | Fact::CertificateRegistered { .. }
        | Fact::CertificateRevoked { .. }
        | Fact::FeedPut { .. }
        | Fact::FeedConfirmed { .. }
        | Fact::FeedRan { .. }
        | Fact::FeedRemoved { .. } => (None, None, Vec::new()),
    }
}

/// The names of the fields that differ, those of the subject with `subject.` before.
fn differing(before: &Value, now: &Value) -> Vec<String> {
    let (Value::Object(before), Value::Object(now)) = (before, now) else {
        return Vec::new();
    };
    let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let changed = names
        .into_iter()
        .filter(|name| before.get(*name) != now.get(*name));
    let mut fields = Vec::new();
    for name in changed {
        match (before.get(name), now.get(name)) {
            (Some(before), Some(now)) if name == "subject" => {
                let within = differing(before, now).into_iter();
                fields.extend(within.map(|field| format!("subject.{field}")));
            }
            _ => fields.push(name.clone()),
        }
    }
    fields
}
