//! A change: facts to the journal, durable, applied to the state, and only then acknowledged.
//!
//! Uses `journal`, `state`, `audit`. Whoever is told that a change was made can read it (DESIGN 3),
//! and it survives the loss of power (DESIGN 1, rule 3).

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::Refused;
use super::Services;
use super::record::Attempt;
use super::refusal::Refusal;
use crate::access::Action;
use crate::access::Permit;
use crate::domain::fact::Fact;
use crate::domain::fact::Recorded;
use crate::domain::fact::alert_stream;
use crate::domain::ids::Position;
use crate::domain::sealed::seal_of;
use crate::journal::AppendError;
use crate::journal::Appended;
use crate::journal::Entry;
use crate::journal::Expect;
use crate::journal::Shred;

/// Longest wait for the state to take up a change that the journal has.
const APPLY_WAIT: Duration = Duration::from_secs(10);

/// Facts that a thread of the runtime may turn into JSON while searches wait for it.
const FEW: usize = 50;

impl Services {
    /// Makes a change and records who made it.
    ///
    /// # Errors
    /// When it was not made, or it is not known whether it was; recorded by then.
    pub(super) async fn change<A: Action>(
        &self,
        permit: &Permit<A>,
        facts: Vec<Fact>,
        expect: Expect,
    ) -> Result<Position, Refused> {
        self.change_as(Attempt::of(permit), facts, expect).await
    }

    /// The same for one whose right was checked, or that needs none: the clock.
    ///
    /// # Errors
    /// As [`Services::change`].
    pub(super) async fn change_as(
        &self,
        attempt: Attempt,
        facts: Vec<Fact>,
        expect: Expect,
    ) -> Result<Position, Refused> {
        let summary =
            json!({ "facts": facts.len(), "first": facts.first().map(|fact| (fact.kind(), fact.stream())) });
        match self.append(attempt.actor.clone(), facts, expect).await {
            Ok(position) => {
                let record = attempt.record(
                    self.now(),
                    "changed".to_owned(),
                    json!({ "position": position, "change": summary }),
                );
                // The journal is the record of the change itself; this one is for whoever reads the log.
                if let Err(error) = self.audit.commit(record).await {
                    tracing::error!(%error, %position, "a change could not be recorded in the audit log");
                }
                Ok(position)
            }
            Err(refusal) => Err(self.refuse_with(attempt, refusal, summary).await),
        }
    }

    pub(super) async fn append(
        &self,
        actor: String,
        facts: Vec<Fact>,
        expect: Expect,
    ) -> Result<Position, Refusal> {
        let entries = if facts.len() > FEW {
            tokio::task::block_in_place(|| encode_all(&facts))
        } else {
            encode_all(&facts)
        };
        let entries = entries.ok_or(Refusal::Internal("a fact has no JSON form"))?;
        let appended = self.journal.append(actor.clone(), entries, expect).await;
        let Appended { position, time } = appended.map_err(|error| match error {
            AppendError::Conflict { actual, .. } => Refusal::Conflict { actual },
            _ => Refusal::NotStored,
        })?;
        let first = position.0.saturating_add(1).saturating_sub(facts.len() as u64);
        let record = |(position, fact)| Recorded {
            position: Position(position),
            time,
            actor: actor.clone(),
            fact,
        };
        let facts: Vec<Recorded> = (first..).zip(facts).map(record).collect();
        self.hand.give(Arc::new(facts));
        let mut applied = self.state.watch();
        let applied = tokio::time::timeout(APPLY_WAIT, applied.wait_for(|at| *at >= position)).await;
        match applied {
            Ok(Ok(_)) => Ok(position),
            // It stands in the journal and will hold as soon as the state can be written again: whoever
            // asked is told that it is not acknowledged, and to look before repeating it.
            Ok(Err(_)) | Err(_) => {
                tracing::error!(%position, "the state does not follow the journal");
                Err(Refusal::NotStored)
            }
        }
    }
}

fn encode_all(facts: &[Fact]) -> Option<Vec<Entry>> {
    facts.iter().map(encode).collect()
}

/// A fact as the journal stores it.
fn encode(fact: &Fact) -> Option<Entry> {
    Some(Entry {
        stream: fact.stream(),
        kind: fact.kind(),
        body: serde_json::to_vec(fact).ok()?,
        sealed: fact.sealed_under(),
        shreds: fact.erases().map(|alert| Shred {
            name: seal_of(alert),
            stream: alert_stream(alert),
        }),
    })
}
