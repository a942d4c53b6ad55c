//! Hits from the field: reported by who was given the alert, answered by its owner, escalated by the
//! clock.
//!
//! Uses `claim`, `change`. Who may report is who may see the alert in full. Each step is a fact before it
//! is acknowledged. What an alert's owner and the desk are told is the queue; nobody else is told
//! anything, so a covert check stays one (decision 0023).

use std::sync::Arc;

use jiff::SignedDuration;
use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;

use super::Refused;
use super::Services;
use super::claim::Claim;
use super::claim::Granted;
use super::record::Attempt;
use super::refusal::Fault;
use super::refusal::Refusal;
use crate::access::Action;
use crate::access::AnswerHits;
use crate::access::Bearer;
use crate::access::Permit;
use crate::access::ReadHits;
use crate::access::ReadOwnHit;
use crate::domain::fact::Fact;
use crate::domain::fact::hit_stream;
use crate::domain::hit::Done;
use crate::domain::hit::Hit;
use crate::domain::hit::HitChange;
use crate::domain::hit::HitReport;
use crate::domain::hit::HitState;
use crate::domain::hit::Priority;
use crate::domain::ids::HitId;
use crate::domain::ids::Position;
use crate::domain::query::Requester;
use crate::domain::text::Text;
use crate::journal::Expect;

/// How much a clock in the field may be ahead of ours.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);
/// Most hits told, escalated or counted at once.
const MOST: usize = 1_000;

/// What was met in the field, as it is told.
#[derive(Clone, Debug)]
pub struct Met {
    /// When.
    pub time: Timestamp,
    /// Where.
    pub place: Text,
    /// What was done.
    pub done: Done,
    /// How soon an answer is needed.
    pub priority: Priority,
    /// Who reports it.
    pub requester: Requester,
    /// In words.
    pub note: Option<Text>,
}

impl Services {
    /// Takes the report of a hit, from whoever may see the alert in full.
    ///
    /// # Errors
    /// As [`Services::details`]; what is at fault; when it cannot be stored.
    pub async fn report_hit<A: Action>(
        self: &Arc<Self>,
        permit: Permit<A>,
        claim: Claim,
        met: Met,
    ) -> Result<Hit, Refused> {
        let known = json!({ "alert": claim.alert, "query": claim.query });
        let attempt = Attempt::of(&permit);
        let report = match self.granted(permit.bearer(), &claim).await {
            Ok(granted) => self.report(&permit, claim, met, &granted),
            Err(refusal) => Err(refusal),
        };
        let report = match report {
            Ok(report) => report,
            Err(refusal) => return Err(self.refuse_with(attempt, refusal, known).await),
        };
        let id = report.hit.clone();
        let due = self.now() + self.config.hits.term(report.priority);
        let fact = Fact::HitReported {
            report: Box::new(report),
            due,
        };
        self.change(&permit, vec![fact], new(&id)).await?;
        match self.hit_as_it_stands(&id) {
            Ok(hit) => Ok(hit),
            Err(refusal) => Err(self.reject(permit, refusal).await),
        }
    }

    fn report<A: Action>(
        &self,
        permit: &Permit<A>,
        claim: Claim,
        met: Met,
        granted: &Granted,
    ) -> Result<HitReport, Refusal> {
        if met.time > self.now() + AHEAD {
            return Err(Refusal::Malformed(Fault::field(
                "time",
                "must not be in the future",
            )));
        }
        let incomplete = || Refusal::Internal("a query's record names no purpose");
        let asked = |field: &str| granted.asked.get(field).and_then(Value::as_str);
        Ok(HitReport {
            // The request's number is the hit's: nobody else has it.
            hit: permit.request().as_str().parse().map_err(|_| incomplete())?,
            alert: claim.alert,
            query: claim.query,
            purpose: asked("purpose")
                .and_then(|text| text.parse().ok())
                .ok_or_else(incomplete)?,
            reference: asked("reference")
                .and_then(|text| text.parse().ok())
                .ok_or_else(incomplete)?,
            time: met.time,
            place: met.place,
            done: met.done,
            priority: met.priority,
            user: met.requester.user,
            unit: met.requester.unit,
            note: met.note,
        })
    }

    /// A partner's own hit: where it stands.
    ///
    /// # Errors
    /// `NotFound` where there is none or another has reported it.
    pub async fn own_hit(&self, permit: Permit<ReadOwnHit>, id: &HitId) -> Result<Hit, Refused> {
        let own = |hit: &Hit| match permit.bearer() {
            Bearer::Partner(partner, _) => hit.reporter.starts_with(&format!("partner/{partner}/")),
            other => hit.reporter == other.actor(),
        };
        let found = self.hit_as_it_stands(id);
        match found.and_then(|hit| {
            if own(&hit) {
                Ok(hit)
            } else {
                Err(Refusal::NotFound)
            }
        }) {
            Ok(hit) => Ok(hit),
            Err(refusal) => Err(self.reject(permit, refusal).await),
        }
    }

    /// The queue: hits that wait for an answer, or all, the newest first, at most 1,000; recorded as shown
    /// before they are shown.
    ///
    /// # Errors
    /// When they cannot be read or recorded.
    pub async fn hits(&self, permit: Permit<ReadHits>, only_open: bool) -> Result<Vec<Hit>, Refused> {
        let found = tokio::task::block_in_place(|| self.state.hits(only_open, MOST));
        let found = found.map_err(|_| Refusal::Internal("the state cannot be read"));
        self.shown(permit, found, |hits| json!({ "hits": hits.len() }))
            .await
    }

    /// One hit, recorded as shown before it is shown.
    ///
    /// # Errors
    /// When there is none, or it cannot be recorded.
    pub async fn show_hit(&self, permit: Permit<ReadHits>, id: &HitId) -> Result<Hit, Refused> {
        let found = self.hit_as_it_stands(id);
        let body = |hit: &Hit| json!({ "hit": hit.report.hit, "alert": hit.report.alert });
        self.shown(permit, found, body).await
    }

    async fn shown<T>(
        &self,
        permit: Permit<ReadHits>,
        found: Result<T, Refusal>,
        body: impl FnOnce(&T) -> Value,
    ) -> Result<T, Refused> {
        let found = match found {
            Ok(found) => found,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        let record = Attempt::of(&permit).record(self.now(), "shown".to_owned(), body(&found));
        match self.audit.commit(record).await {
            Ok(_) => Ok(found),
            Err(error) => Err(self.reject(permit, Refusal::NotRecorded(error)).await),
        }
    }

    /// Says that somebody works on a hit and answers by an instant, or within its priority's term.
    ///
    /// # Errors
    /// When there is none, it is answered, the instant is past, or it cannot be stored.
    pub async fn acknowledge_hit(
        &self,
        permit: Permit<AnswerHits>,
        id: &HitId,
        by: Option<Timestamp>,
        note: Option<Text>,
    ) -> Result<Hit, Refused> {
        let now = self.now();
        self.move_hit(permit, id, |hit| {
            let by = by.unwrap_or_else(|| now + self.config.hits.term(hit.report.priority));
            if by <= now {
                return Err(Refusal::Malformed(Fault::field("by", "must be in the future")));
            }
            Ok(HitChange::Acknowledged { by, note })
        })
        .await
    }

    /// Answers a hit, for good.
    ///
    /// # Errors
    /// When there is none, it is answered, or it cannot be stored.
    pub async fn answer_hit(
        &self,
        permit: Permit<AnswerHits>,
        id: &HitId,
        change: HitChange,
    ) -> Result<Hit, Refused> {
        self.move_hit(permit, id, |_| Ok(change)).await
    }

    async fn move_hit(
        &self,
        permit: Permit<AnswerHits>,
        id: &HitId,
        decide: impl FnOnce(&Hit) -> Result<HitChange, Refusal>,
    ) -> Result<Hit, Refused> {
        let decided = self.hit_as_it_stands(id).and_then(|hit| {
            let change = decide(&hit)?;
            let after = hit.clone().changed(change.clone());
            after.map_err(|_| Refusal::Conflict { actual: hit.version })?;
            Ok((hit, change))
        });
        let (hit, change) = match decided {
            Ok(decided) => decided,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        let (fact, expect) = changing(&hit, change);
        self.change(&permit, vec![fact], expect).await?;
        match self.hit_as_it_stands(id) {
            Ok(hit) => Ok(hit),
            Err(refusal) => Err(self.reject(permit, refusal).await),
        }
    }

    /// Sends up each hit whose instant has come; how many. The server calls it by and by; the injected
    /// clock decides.
    pub async fn escalate_hits(&self) -> usize {
        let now = self.now();
        let due = tokio::task::block_in_place(|| self.state.hits_due(now, MOST));
        let due = match due {
            Ok(due) => due,
            Err(error) => {
                tracing::error!(%error, "the hits cannot be read");
                return 0;
            }
        };
        let mut escalated = 0;
        for hit in due {
            let more = hit.escalations.saturating_add(1) < self.config.hits.escalations;
            let term = self.config.hits.term(hit.report.priority);
            let next = HitChange::Escalated {
                due: more.then(|| now + term),
            };
            let (fact, expect) = changing(&hit, next);
            // Answered meanwhile is no fault; anything else is tried again at the next turn.
            match self.append("gateway".to_owned(), vec![fact], expect).await {
                Ok(_) => escalated += 1,
                Err(Refusal::Conflict { .. }) => {}
                Err(error) => tracing::error!(%error, hit = %hit.report.hit, "a hit cannot be sent up"),
            }
        }
        escalated
    }

    /// Counts the hits that wait for an answer, by state, and the age of the oldest. Reads the disk.
    pub fn gauge_hits(&self) {
        let Ok(open) = self.state.hits(true, MOST) else {
            return;
        };
        for state in HitState::OPEN {
            let count = open.iter().filter(|hit| hit.state == state).count();
            metrics::gauge!("lookout_hits_open", "state" => state.word()).set(count as f64);
        }
        let oldest = open.iter().map(|hit| hit.reported).min();
        let age = oldest.map_or(0.0, |oldest| self.now().duration_since(oldest).as_secs_f64());
        metrics::gauge!("lookout_hits_oldest_age_seconds").set(age.max(0.0));
    }

    fn hit_as_it_stands(&self, id: &HitId) -> Result<Hit, Refusal> {
        let found = tokio::task::block_in_place(|| self.state.hit(id));
        let found = found.map_err(|_| Refusal::Internal("the state cannot be read"))?;
        found.ok_or(Refusal::NotFound)
    }
}

fn new(id: &HitId) -> Expect {
    Expect::Unchanged {
        stream: hit_stream(id),
        since: Position(0),
    }
}

/// A change of a hit, made against its last version.
fn changing(hit: &Hit, change: HitChange) -> (Fact, Expect) {
    let id = &hit.report.hit;
    let expect = Expect::Unchanged {
        stream: hit_stream(id),
        since: hit.version,
    };
    let fact = Fact::HitChanged {
        hit: id.clone(),
        alert: hit.report.alert.clone(),
        change,
    };
    (fact, expect)
}
