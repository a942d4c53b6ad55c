//! What the clock alone ends: an alert past its last day lapses, and is erased when the time is over for
//! which it, or a withdrawn one, may be kept (DOMAIN 4: SIS Art. 53-55, 64).
//!
//! Uses `erasing`, and `state`'s cards. A step takes a few alerts, each against its last version, so that an
//! extension that comes in between wins. Walks all cards only when something may be due, and else those that
//! have changed.

use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use jiff::SignedDuration;
use jiff::Timestamp;
use tokio::task::JoinSet;

use super::Services;
use super::record::Attempt;
use super::refusal::Refusal;
use crate::access::Action;
use crate::access::EraseAlerts;
use crate::config;
use crate::domain::erasure::Erasure;
use crate::domain::fact::Fact;
use crate::domain::fact::alert_stream;
use crate::domain::ids::AlertId;
use crate::domain::ids::Position;
use crate::journal::Expect;
use crate::state::Alerts;
use crate::state::Card;
use crate::state::Kept;

/// Who is named in the journal and in the audit log.
const ACTOR: &str = "retention";
/// Alerts taken in one step, and how many of them at once: they share a sync.
const STEP: usize = 256;
const AT_ONCE: usize = 32;
/// Share of the time that may be spent walking, while changes come in: one part in so many.
const SPARING: u32 = 100;
/// How long nothing is tried after a failure, of which the log has told.
const AFTER_FAILURE: Duration = Duration::from_secs(10);

/// What is to be done to an alert.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Duty {
    Lapse,
    Erase,
}

/// What one walk found.
#[derive(Debug)]
struct Found {
    due: Vec<(AlertId, Duty)>,
    /// The first instant at which there is something to do that is not due yet.
    next: Timestamp,
}

/// What the last walk has seen.
#[derive(Debug)]
struct Seen {
    position: Position,
    alerts: Arc<Alerts>,
    /// No duty comes before it to what was seen.
    next: Timestamp,
}

/// What the job remembers from step to step.
#[derive(Debug)]
pub struct Retention {
    seen: Option<Seen>,
    rests_until: Instant,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            seen: None,
            rests_until: Instant::now(),
        }
    }
}

impl Services {
    /// Does some of what is due; false when nothing was, or it could not be done now. Cheap where nothing
    /// has changed and nothing is due.
    ///
    /// Nothing is while the clock is doubted: what lapses waits for every owner, and what is erased is gone,
    /// whatever the clock is set to afterwards.
    pub async fn retain(self: &Arc<Self>, memory: &mut Retention) -> bool {
        let Some(now) = tokio::task::block_in_place(|| self.believed_now()) else {
            memory.seen = None;
            return false;
        };
        let position = self.state.position();
        let seen = memory.seen.as_ref();
        let due = seen.is_none_or(|seen| seen.next <= now);
        let changed = seen.is_none_or(|seen| seen.position != position);
        if !(due || changed) || Instant::now() < memory.rests_until {
            return false;
        }
        let begun = Instant::now();
        let terms = self.config.retention;
        let alerts = self.state.alerts();
        let before = seen.filter(|_| !due);
        let found = tokio::task::block_in_place(|| walk(&alerts, before, terms, now));
        let next = found.next;
        memory.seen = Some(Seen {
            position,
            alerts,
            next,
        });
        memory.rests_until = Instant::now() + begun.elapsed() * SPARING;
        if found.due.is_empty() {
            return false;
        }
        if !self.all(found.due, now).await {
            memory.seen = None;
            memory.rests_until = Instant::now() + AFTER_FAILURE;
            return false;
        }
        memory.rests_until = Instant::now();
        true
    }

    /// Whether all of it was done, or was not due any more.
    async fn all(self: &Arc<Self>, due: Vec<(AlertId, Duty)>, now: Timestamp) -> bool {
        let (mut running, mut good) = (JoinSet::new(), true);
        let mut due = due.into_iter();
        loop {
            while running.len() < AT_ONCE
                && let Some((alert, duty)) = due.next()
            {
                let services = Arc::clone(self);
                running.spawn(async move { services.do_duty(alert, duty, now).await });
            }
            match running.join_next().await {
                None => return good,
                Some(done) => good &= done.unwrap_or(false),
            }
        }
    }

    async fn do_duty(&self, alert: AlertId, duty: Duty, now: Timestamp) -> bool {
        let Ok(since) = tokio::task::block_in_place(|| self.since(&alert)) else {
            return false;
        };
        let applied = self.state.position();
        let alerts = self.state.alerts();
        // Decided again on what holds now: all facts up to `since` are in it, or it waits for the next step.
        let still = duty_of(&alerts, &alert, self.config.retention)
            .is_some_and(|(at, what)| what == duty && at <= now);
        drop(alerts);
        if !still || since > applied {
            return true;
        }
        let stream = alert_stream(&alert);
        let (fact, expect) = match duty {
            Duty::Lapse => (Fact::AlertLapsed { alert }, Expect::Unchanged { stream, since }),
            Duty::Erase => {
                let erasure = tokio::task::block_in_place(|| self.erasure(alert, since, Erasure::Retention));
                let Ok(erasure) = erasure else {
                    return false;
                };
                erasure
            }
        };
        let attempt = Attempt {
            actor: ACTOR.to_owned(),
            address: None,
            request: self.number(),
            action: EraseAlerts::NAME,
        };
        match self.change_as(attempt, vec![fact], expect).await {
            Ok(_) => {
                let did = match duty {
                    Duty::Lapse => "lapsed",
                    Duty::Erase => "erased",
                };
                metrics::counter!("lookout_alerts_retired_total", "did" => did).increment(1);
                true
            }
            Err(refused) => {
                // Changed in this moment by somebody, which is as good; else it is tried again.
                matches!(refused.refusal(), Refusal::Conflict { .. })
            }
        }
    }

    fn since(&self, alert: &AlertId) -> Result<Position, ()> {
        let last = self.journal.stream(&alert_stream(alert), 1);
        let last = last.map_err(|error| tracing::error!(%error, "an alert that is due cannot be read"))?;
        Ok(last.last().map_or(Position(0), |fact| fact.position))
    }
}

/// Looks for what is due; stops when a step has enough. Where nothing was due in what was seen before, looks
/// only at what has changed since.
fn walk(alerts: &Alerts, before: Option<&Seen>, terms: config::Retention, now: Timestamp) -> Found {
    let mut found = Found {
        due: Vec::new(),
        next: before.map_or(Timestamp::MAX, |before| before.next),
    };
    for kept in alerts.kept_unlike(before.map(|before| &*before.alerts)) {
        let (id, (at, duty)) = match kept {
            Kept::Card(card) => (&card.id, of_card(card, terms)),
            Kept::Withdrawn(id, since) => (id, (after(since, terms.withdrawn_days), Duty::Erase)),
        };
        if at > now {
            found.next = found.next.min(at);
            continue;
        }
        found.due.push((id.clone(), duty));
        if found.due.len() == STEP {
            found.next = now;
            break;
        }
    }
    found
}

/// What is to be done to an alert, and when.
fn duty_of(alerts: &Alerts, id: &AlertId, terms: config::Retention) -> Option<(Timestamp, Duty)> {
    match alerts.card(alerts.ordinal(id)?) {
        Some(card) => Some(of_card(card, terms)),
        None => {
            let since = alerts.withdrawn_at(id)?;
            Some((after(since, terms.withdrawn_days), Duty::Erase))
        }
    }
}

fn of_card(card: &Card, terms: config::Retention) -> (Timestamp, Duty) {
    match card.lapsed_at() {
        Some(lapsed) => (after(lapsed, terms.grace_days), Duty::Erase),
        None => (card.matches_until(), Duty::Lapse),
    }
}

fn after(since: Timestamp, days: u32) -> Timestamp {
    since
        .checked_add(SignedDuration::from_hours(24 * i64::from(days)))
        .unwrap_or(Timestamp::MAX)
}
