//! Finding: candidates from the index, scores from `matching`, a verdict for the asking side.
//!
//! Uses `index`, `matching`, `state`. Runs on a search thread. The index proposes, `matching` decides
//! the grade, and the state has the last word on whether an alert is in force and visible: a
//! withdrawal bites at once, whatever the index still holds.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;

use super::Services;
use super::metrics::Step;
use super::refusal::Fault;
use super::refusal::Refusal;
use crate::access::Bearer;
use crate::access::Permit;
use crate::access::SearchPersons;
use crate::domain::alert::Action;
use crate::domain::alert::Alert;
use crate::domain::alert::Subject;
use crate::domain::alert::Validity;
use crate::domain::alert::Visibility;
use crate::domain::ids::Ordinal;
use crate::domain::ids::PartnerId;
use crate::domain::partner::CandidateField;
use crate::domain::partner::Explain;
use crate::domain::partner::Profile;
use crate::domain::query::PersonQuery;
use crate::domain::verdict::Candidate;
use crate::domain::verdict::Dates;
use crate::domain::verdict::Explanation;
use crate::domain::verdict::Outcome;
use crate::domain::verdict::Verdict;
use crate::index;
use crate::matching;
use crate::matching::Pass;
use crate::matching::Probe;
use crate::matching::RecordRef;
use crate::state::Alerts;
use crate::state::Card;

/// Candidates between two looks at the deadline.
const CHECK_EVERY: usize = 1_024;

thread_local! {
    /// Reused by every search of a thread, so that a search allocates little.
    static SCRATCH: RefCell<index::Scratch> = RefCell::default();
}

/// One search, ready to run.
pub(super) struct Find {
    services: Arc<Services>,
    /// The partner that asks; `None` for local staff, who see every alert.
    partner: Option<PartnerId>,
    profile: Profile,
    query: PersonQuery,
    deadline: Instant,
}

/// A candidate with a grade.
struct Graded {
    hit: bool,
    log_odds: f64,
    ordinal: Ordinal,
}

/// What is scored so far.
struct Ranked {
    graded: Vec<Graded>,
    seen: HashSet<Ordinal>,
    best: f64,
    truncated: bool,
    /// Whether there was a key to ask the index for; without one nothing was searched.
    asked: bool,
}

impl Find {
    pub(super) fn new(
        services: Arc<Services>,
        permit: &Permit<SearchPersons>,
        query: PersonQuery,
        deadline: Instant,
    ) -> Self {
        let partner = match permit.bearer() {
            Bearer::Partner(partner, _) => Some(partner.clone()),
            Bearer::Staff(..) | Bearer::Local(_) | Bearer::Schedule(_) => None,
        };
        Self {
            services,
            partner,
            profile: permit.profile().clone(),
            query,
            deadline,
        }
    }

    /// Runs it.
    ///
    /// # Errors
    /// When the deadline passes or the index fails.
    pub(super) fn run(self) -> Result<Verdict, Refusal> {
        let now = self.services.clock.now();
        let probe = Probe::of(self.query.person(), self.query.level);
        let snapshot = self.services.index.snapshot();
        let alerts = self.services.state.alerts();
        let ranked = self.rank(&probe, &snapshot, &alerts, now)?;
        if !ranked.asked {
            let rule = "must have letters or digits that can be searched";
            return Err(Refusal::Malformed(Fault::field("person", rule)));
        }
        let limit = usize::from(self.query.limit.min(self.profile.max_candidates.get()));
        let more = ranked.graded.len() > limit;
        let metrics = &self.services.metrics;
        let shown = metrics.run(Step::Explain, || self.shown(&probe, &ranked.graded, limit, now));
        let (mut candidates, explanations) = shown?;
        let outcome = matching::outcome(&explanations);
        match outcome {
            // Nobody was found among those compared, but not all were compared: that is no `no_hit`.
            Outcome::NoHit if ranked.truncated => return Err(Refusal::TooCommon),
            Outcome::NoHit => candidates.clear(),
            Outcome::Candidates | Outcome::Hit => {}
        }
        Ok(Verdict {
            outcome,
            more: more && !candidates.is_empty(),
            candidates,
            truncated: ranked.truncated || probe.truncated(),
            position: snapshot.position(),
            as_of: snapshot.as_of(),
        })
    }

    /// The first `limit` of those graded that still stand, and why each is there.
    fn shown(
        &self,
        probe: &Probe,
        graded: &[Graded],
        limit: usize,
        now: Timestamp,
    ) -> Result<(Vec<Candidate>, Vec<matching::Explanation>), Refusal> {
        let (mut candidates, mut explanations) = (Vec::new(), Vec::new());
        for graded in graded {
            if let Some((candidate, explanation)) = self.candidate(probe, graded.ordinal, now)? {
                candidates.push(candidate);
                explanations.push(explanation);
            }
            if candidates.len() >= limit {
                break;
            }
        }
        Ok((candidates, explanations))
    }

    /// Precomputed intersections first; the wider pass only where they found nothing good.
    fn rank(
        &self,
        probe: &Probe,
        snapshot: &index::Snapshot,
        alerts: &Alerts,
        now: Timestamp,
    ) -> Result<Ranked, Refusal> {
        let mut ranked = Ranked {
            graded: Vec::new(),
            seen: HashSet::new(),
            best: 0.0,
            truncated: false,
            asked: false,
        };
        for pass in Pass::ALL {
            if pass == Pass::Wide && ranked.best >= matching::ENOUGH {
                break;
            }
            self.propose(probe, pass, snapshot, alerts, now, &mut ranked)?;
        }
        // What makes a hit comes first, so that the verdict does not hang on how many are shown; equal
        // scores in the order the alerts were entered, so that the same query gives the same bytes.
        ranked.graded.sort_by(|a, b| {
            let best = b.hit.cmp(&a.hit).then(b.log_odds.total_cmp(&a.log_odds));
            best.then(a.ordinal.cmp(&b.ordinal))
        });
        Ok(ranked)
    }

    fn propose(
        &self,
        probe: &Probe,
        pass: Pass,
        snapshot: &index::Snapshot,
        alerts: &Alerts,
        now: Timestamp,
        ranked: &mut Ranked,
    ) -> Result<(), Refusal> {
        let visible = |ordinal: Ordinal| alerts.card(ordinal).is_some_and(|card| self.sees(card, now));
        let bounds = index::Bounds::of(probe, pass, self.deadline);
        // Taken out and put back: what a panic left half counted would mislead the thread's next search.
        let mut scratch = SCRATCH.take();
        let metrics = &self.services.metrics;
        let asked = &mut ranked.asked;
        let propose = || {
            let groups = probe.keys(pass, snapshot);
            *asked |= !groups.is_empty();
            snapshot.propose(&groups, &visible, &bounds, &mut scratch)
        };
        let proposed = metrics.run(Step::Propose, propose);
        SCRATCH.set(scratch);
        let proposals = proposed.map_err(|error| match error {
            index::IndexError::Deadline => Refusal::Deadline,
            _ => Refusal::Internal("the index cannot be read"),
        })?;
        metrics.postings.record(proposals.postings() as f64);
        ranked.truncated |= proposals.truncated();
        metrics.run(Step::Score, || self.compare(probe, &proposals, ranked))
    }

    /// Scores what was proposed.
    fn compare(
        &self,
        probe: &Probe,
        proposals: &index::Proposals<'_>,
        ranked: &mut Ranked,
    ) -> Result<(), Refusal> {
        for (number, proposal) in proposals.iter().enumerate() {
            if number % CHECK_EVERY == 0 && Instant::now() >= self.deadline {
                return Err(Refusal::Deadline);
            }
            if !ranked.seen.insert(proposal.ordinal) {
                continue;
            }
            let record =
                RecordRef::read(proposal.person).ok_or(Refusal::Internal("an index record is damaged"))?;
            let Some(score) = matching::candidate(probe, &record) else {
                continue;
            };
            ranked.best = ranked.best.max(score.probability());
            ranked.graded.push(Graded {
                hit: score.hit(),
                log_odds: score.log_odds(),
                ordinal: proposal.ordinal,
            });
        }
        Ok(())
    }

    fn sees(&self, card: &Card, now: Timestamp) -> bool {
        card.in_force(now) && self.may_know(&card.visibility)
    }

    fn may_know(&self, visibility: &Visibility) -> bool {
        self.partner
            .as_ref()
            .is_none_or(|partner| visibility.permits(partner))
    }

    /// The candidate as its profile may see it, and the explanation behind it, both of the alert as it
    /// stands now. `None` where it changed since it was proposed: out of force, hidden, another person.
    fn candidate(
        &self,
        probe: &Probe,
        ordinal: Ordinal,
        now: Timestamp,
    ) -> Result<Option<(Candidate, matching::Explanation)>, Refusal> {
        let stored = self.services.state.alert_by_ordinal(ordinal);
        let Some(stored) = stored.map_err(|_| Refusal::Internal("the state cannot be read"))? else {
            return Ok(None);
        };
        if !stored.in_force(now) || !self.may_know(&stored.alert.visibility) {
            return Ok(None);
        }
        let alert = stored.alert;
        let Subject::Person(person) = &alert.subject;
        let why = matching::explain(probe, self.query.person(), person);
        let Some(grade) = why.grade else { return Ok(None) };
        let action = action_now(&alert, &why);
        let shows = |field| self.profile.fields.contains(&field);
        let candidate = Candidate {
            grade,
            score: why.score,
            action,
            action_downgraded: action != alert.action,
            handling: alert.handling,
            explanation: shows(CandidateField::Matched).then(|| self.disclose(&why)),
            category: shows(CandidateField::Category).then_some(alert.category),
            dates: shows(CandidateField::Dates).then_some(Dates {
                last_validated: alert.last_validated,
                review_due: alert.review_due,
            }),
            contact: shows(CandidateField::Contact).then(|| {
                let ours = &self.services.config.node.contact;
                alert.contact.unwrap_or_else(|| ours.clone())
            }),
            cautions: shows(CandidateField::Cautions).then_some(alert.cautions),
            owner: shows(CandidateField::Owner).then_some(alert.owner),
            alert: alert.id,
        };
        Ok(Some((candidate, why)))
    }

    /// The stored spelling leaves only under `explain: full`.
    fn disclose(&self, why: &matching::Explanation) -> Explanation {
        let mut matched = why.matched.clone();
        if self.profile.explain == Explain::Codes {
            for field in &mut matched {
                field.alert = None;
            }
        }
        Explanation {
            base: why.base,
            matched,
        }
    }
}

/// What the officer is to do. Arrest needs a strong match and more than a name (LED Art. 11); a
/// flagged alert asks for the whereabouts, one that is being checked for a call (DOMAIN 3.6, 4).
fn action_now(alert: &Alert, why: &matching::Explanation) -> Action {
    match (alert.validity, alert.action) {
        (Validity::BeingChecked, _) => Action::ContactSpoc,
        (Validity::Flagged, Action::Arrest) => Action::ReportWhereabouts,
        (_, Action::Arrest) if why.hit() => Action::Arrest,
        (_, Action::Arrest) => Action::VerifyIdentity,
        (_, action) => action,
    }
}
