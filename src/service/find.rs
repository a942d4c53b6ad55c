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
use super::refusal::Refusal;
use crate::access::Bearer;
use crate::access::Permit;
use crate::access::SearchPersons;
use crate::domain::alert::Action;
use crate::domain::alert::Subject;
use crate::domain::alert::Validity;
use crate::domain::ids::Ordinal;
use crate::domain::ids::PartnerId;
use crate::domain::partner::CandidateField;
use crate::domain::partner::Explain;
use crate::domain::partner::Profile;
use crate::domain::query::PersonQuery;
use crate::domain::verdict::Candidate;
use crate::domain::verdict::Dates;
use crate::domain::verdict::Explanation;
use crate::domain::verdict::Grade;
use crate::domain::verdict::Outcome;
use crate::domain::verdict::Verdict;
use crate::index;
use crate::matching;
use crate::matching::Pass;
use crate::matching::Probe;
use crate::matching::RecordRef;
use crate::state::Alerts;
use crate::state::Card;

/// Candidates that are compared in each pass: beyond 200 none was ever the one (MATCHING 4).
const CANDIDATES: usize = 200;
/// Postings that are read in each pass: what a search may cost.
const POSTINGS: u64 = 2_000_000;

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

/// What is scored so far: log-odds and ordinal, graded ones only.
struct Ranked {
    graded: Vec<(f64, Ordinal)>,
    seen: HashSet<Ordinal>,
    best: f64,
    truncated: bool,
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
            Bearer::Staff(..) | Bearer::Local(_) => None,
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
        let limit = usize::from(self.query.limit.min(self.profile.max_candidates));
        let more = ranked.graded.len() > limit;
        let mut candidates = Vec::new();
        let mut explanations = Vec::new();
        for (_, ordinal) in ranked.graded.into_iter().take(limit) {
            if let Some((candidate, explanation)) = self.candidate(&probe, &alerts, ordinal)? {
                candidates.push(candidate);
                explanations.push(explanation);
            }
        }
        let outcome = matching::outcome(&explanations);
        if outcome == Outcome::NoHit {
            candidates.clear();
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
        };
        for pass in [Pass::Narrow, Pass::Wide] {
            if pass == Pass::Wide && ranked.best >= matching::ENOUGH {
                break;
            }
            self.propose(probe, pass, snapshot, alerts, now, &mut ranked)?;
        }
        // Equal scores in the order the alerts were entered, so that the same query gives the same bytes.
        ranked
            .graded
            .sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
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
        let bounds = index::Bounds {
            candidates: CANDIDATES,
            postings: POSTINGS,
            deadline: self.deadline,
        };
        let proposals = SCRATCH.with_borrow_mut(|scratch| {
            snapshot
                .propose(&probe.keys(pass), &visible, &bounds, scratch)
                .map_err(|error| match error {
                    index::IndexError::Deadline => Refusal::Deadline,
                    _ => Refusal::Internal("the index cannot be read"),
                })
        })?;
        metrics::histogram!("lookout_search_postings").record(proposals.postings() as f64);
        ranked.truncated |= proposals.truncated();
        for proposal in proposals.iter() {
            if !ranked.seen.insert(proposal.ordinal) {
                continue;
            }
            let record =
                RecordRef::read(proposal.record).ok_or(Refusal::Internal("an index record is damaged"))?;
            let score = matching::score(probe, &record);
            ranked.best = ranked.best.max(score.probability());
            if score.grade().is_some() {
                ranked.graded.push((score.log_odds(), proposal.ordinal));
            }
        }
        Ok(())
    }

    fn sees(&self, card: &Card, now: Timestamp) -> bool {
        card.active(now)
            && self
                .partner
                .as_ref()
                .is_none_or(|partner| card.visibility.permits(partner))
    }

    /// The candidate as its profile may see it, and the explanation behind it. `None` where the
    /// alert changed meanwhile and no longer fits.
    fn candidate(
        &self,
        probe: &Probe,
        alerts: &Alerts,
        ordinal: Ordinal,
    ) -> Result<Option<(Candidate, matching::Explanation)>, Refusal> {
        let Some(card) = alerts.card(ordinal) else {
            return Ok(None);
        };
        let stored = self.services.state.alert_by_ordinal(ordinal);
        let Some(stored) = stored.map_err(|_| Refusal::Internal("the state cannot be read"))? else {
            return Ok(None);
        };
        let alert = stored.alert;
        let Subject::Person(person) = &alert.subject;
        let why = matching::explain(probe, self.query.person(), person);
        let Some(grade) = why.grade else { return Ok(None) };
        let action = action_now(card, grade, &why);
        let shows = |field| self.profile.fields.contains(&field);
        let contact = || {
            card.contact
                .as_deref()
                .unwrap_or(&self.services.config.node.contact)
                .clone()
        };
        let candidate = Candidate {
            alert: card.id.clone(),
            grade,
            score: why.score,
            action,
            action_downgraded: action != card.action,
            handling: card.handling,
            explanation: shows(CandidateField::Matched).then(|| self.disclose(&why)),
            category: shows(CandidateField::Category).then_some(card.category),
            cautions: shows(CandidateField::Cautions).then(|| alert.cautions.clone()),
            owner: shows(CandidateField::Owner).then(|| alert.owner.clone()),
            contact: shows(CandidateField::Contact).then(contact),
            dates: shows(CandidateField::Dates).then_some(Dates {
                last_validated: alert.last_validated,
                review_due: alert.review_due,
            }),
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
fn action_now(card: &Card, grade: Grade, why: &matching::Explanation) -> Action {
    match (card.validity, card.action) {
        (Validity::BeingChecked, _) => Action::ContactSpoc,
        (Validity::Flagged, Action::Arrest) => Action::ReportWhereabouts,
        (_, Action::Arrest) if grade == Grade::Strong && (why.identifier || why.second_field) => {
            Action::Arrest
        }
        (_, Action::Arrest) => Action::VerifyIdentity,
        (_, action) => action,
    }
}
