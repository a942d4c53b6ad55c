//! The search: from a permit and a query to an answer with its receipt.
//!
//! Uses `access`, `audit`, `find`. One pass (DESIGN 3): check, wait for a turn, one hop to the search
//! threads, record, release. Each step hands over the value that the next one needs.

use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;
use tracing::Span;

use super::Refused;
use super::Services;
use super::answer::Answer;
use super::answer::Draft;
use super::find::Find;
use super::metrics::Step;
use super::metrics::word;
use super::record::Attempt;
use super::refusal::Fault;
use super::refusal::Refusal;
use crate::access::Permit;
use crate::access::SearchPersons;
use crate::domain::query::PersonQuery;
use crate::domain::verdict::Candidate;
use crate::domain::verdict::Verdict;

impl Services {
    /// Answers a query about a person.
    ///
    /// # Errors
    /// A refusal, recorded by then.
    pub async fn search(
        self: &Arc<Self>,
        permit: Permit<SearchPersons>,
        query: PersonQuery,
    ) -> Result<Answer, Refused> {
        let started = Instant::now();
        self.progress.searched();
        let asked = as_asked(&query);
        let attempt = Attempt::of(&permit);
        let answered = match self.conclude(&permit, query).await {
            Ok(verdict) => self.release(&attempt, verdict, &asked).await,
            Err(refusal) => Err(refusal),
        };
        self.metrics.search.record(started.elapsed());
        match answered {
            Ok(answer) => Ok(answer),
            Err(refusal) => Err(self
                .refuse_with(attempt, refusal, json!({ "asked": asked }))
                .await),
        }
    }

    /// Everything up to the verdict.
    async fn conclude(
        self: &Arc<Self>,
        permit: &Permit<SearchPersons>,
        query: PersonQuery,
    ) -> Result<Verdict, Refusal> {
        let purpose = &query.justification.purpose;
        if !self.config.purposes.iter().any(|known| known.code == *purpose) {
            let rule = "must be one of the codes that GET /v1/purposes lists";
            return Err(Refusal::Malformed(Fault::field("purpose", rule)));
        }
        permit.check_query(purpose, query.level)?;
        self.ready()?;
        let turn = self.metrics.wait(Step::Wait, self.gate.enter()).await;
        let slot = turn.map_err(|_| Refusal::Busy {
            retry_after: self.config.search.wait,
        })?;
        let deadline = Instant::now() + self.config.search.deadline;
        let find = Find::new(Arc::clone(self), permit, query, deadline);
        let request = Span::current();
        let found = tokio::task::spawn_blocking(move || {
            let verdict = request.in_scope(|| find.run());
            // Kept until the thread is free again, also when nobody waits for it any more.
            drop(slot);
            verdict
        });
        // Twice the deadline: the thread looks at the deadline itself, this is for one that cannot.
        match tokio::time::timeout(2 * self.config.search.deadline, found).await {
            Ok(Ok(verdict)) => verdict,
            Ok(Err(_)) => Err(Refusal::Internal("a search thread ended early")),
            Err(_) => Err(Refusal::Deadline),
        }
    }

    /// Records the verdict and releases it against the receipt.
    async fn release(&self, attempt: &Attempt, verdict: Verdict, asked: &Value) -> Result<Answer, Refusal> {
        let outcome = verdict.outcome;
        let disclosed: Vec<Value> = verdict.candidates.iter().map(as_disclosed).collect();
        let position = verdict.position;
        let draft = Draft::Search {
            query: attempt.request.clone(),
            verdict,
        };
        let bytes = self.metrics.run(Step::Canonical, || (self.canonical)(draft));
        let bytes = bytes.ok_or(Refusal::Internal("an answer has no canonical form"))?;
        let record = attempt.clone().record(
            self.now(),
            word(outcome).to_owned(),
            json!({
                "asked": asked,
                "disclosed": disclosed,
                "position": position,
                "matching": crate::matching::VERSION,
            }),
        );
        let recorded = Answer::recorded(&*self.audit, record, bytes);
        let answer = self.metrics.wait(Step::Audit, recorded).await?;
        self.metrics.answered(outcome);
        Ok(answer)
    }
}

/// The query as the audit log keeps it: the data used to search, who asked, why (SIS Art. 12(2)).
fn as_asked(query: &PersonQuery) -> Value {
    let person = query.person();
    let names: Vec<String> = person.names.iter().map(|name| name.form.display()).collect();
    json!({
        "purpose": query.justification.purpose,
        "reference": query.justification.reference,
        "user": query.justification.requester.user,
        "unit": query.justification.requester.unit,
        "names": names,
        "birth_date": person.birth_date,
        "nationality": person.nationalities,
        "sex": person.sex,
        "documents": person.documents,
        "level": query.level,
        "limit": query.limit,
    })
}

/// A candidate as the audit log keeps it: which alert was disclosed, how graded.
fn as_disclosed(candidate: &Candidate) -> Value {
    json!({ "alert": candidate.alert, "grade": candidate.grade, "score": candidate.score })
}
