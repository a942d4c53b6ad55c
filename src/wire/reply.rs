//! What a caller gets: an answer with its reasons and its proof.
//!
//! Uses `domain`. Fields that a profile withholds are absent, not null (DESIGN 1, rule 5).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::alert::Action;
use crate::domain::alert::Category;
use crate::domain::alert::Caution;
use crate::domain::alert::Contact;
use crate::domain::alert::Handling;
use crate::domain::ids::AlertId;
use crate::domain::ids::OwnerId;
use crate::domain::ids::Position;
use crate::domain::ids::QueryId;
use crate::domain::verdict::Agreement;
use crate::domain::verdict::Candidate;
use crate::domain::verdict::Field;
use crate::domain::verdict::Grade;
use crate::domain::verdict::Matched;
use crate::domain::verdict::Outcome;
use crate::domain::verdict::Reason;
use crate::domain::verdict::Verdict;

/// The answer to a search.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct SearchReply {
    /// The query's number, also in `x-request-id`.
    #[schema(value_type = String, example = "01KAR0000000000000000000Q7")]
    pub query: QueryId,
    /// `no_hit`, `candidates` or `hit`.
    #[schema(value_type = String, pattern = "^(no_hit|candidates|hit)$")]
    pub result: Outcome,
    /// Candidates, best first.
    pub candidates: Vec<CandidateReply>,
    /// Whether there were more than the limit.
    pub more: bool,
    /// Present and true where a bound cut the search short, so that a weaker candidate may be missing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
    /// How fresh the list was.
    pub index: IndexReply,
    /// The proof that the answer was recorded. Its `hash` covers all the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub receipt: Option<ReceiptReply>,
}

/// Whether the owner must be asked before anything irreversible is done.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confirm {
    /// Yes: an answer is a lead, not a warrant.
    Required,
}

/// An alert that may be about the person asked for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct CandidateReply {
    /// The alert.
    #[schema(value_type = String, example = "BE-26-000042")]
    pub alert: AlertId,
    /// `strong` or `possible`.
    #[schema(value_type = String, pattern = "^(strong|possible)$")]
    pub grade: Grade,
    /// Probability that it is the same person.
    pub score: f64,
    /// Why the person is sought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    pub category: Option<Category>,
    /// What to do now.
    #[schema(value_type = String)]
    pub action: Action,
    /// Present and true where the action is less than the alert asks, until more than a name is known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub action_downgraded: bool,
    /// Warnings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>, nullable = false)]
    pub cautions: Option<Vec<Caution>>,
    /// How the answer may be used.
    #[schema(value_type = String)]
    pub handling: Handling,
    /// Who entered the alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    pub owner: Option<OwnerId>,
    /// Whether the owner must confirm first.
    pub confirm: Confirm,
    /// Whom to call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    pub contact: Option<Contact>,
    /// Day the owner last confirmed the alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date, nullable = false)]
    pub last_validated: Option<Date>,
    /// Last day it is in force without a new review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date, nullable = false)]
    pub review_due: Option<Date>,
    /// Log-odds before any field was compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub base: Option<f64>,
    /// Each compared field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub matched: Option<Vec<MatchedReply>>,
}

/// One compared field.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct MatchedReply {
    /// Which.
    #[schema(value_type = String)]
    pub field: Field,
    /// What the query said.
    pub query: String,
    /// What the alert says, under `explain: full`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub alert: Option<String>,
    /// `agrees`, `neutral` or `differs`.
    #[schema(value_type = String)]
    pub outcome: Agreement,
    /// Why, as codes of `docs/MATCHING.md`.
    #[schema(value_type = Vec<String>)]
    pub reasons: Vec<Reason>,
    /// Log-odds added to the score.
    pub contribution: f64,
}

/// How fresh the list was.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct IndexReply {
    /// The journal position that the index had reached.
    #[schema(value_type = u64)]
    pub position: Position,
    /// When it had reached it.
    #[schema(value_type = String, format = DateTime)]
    pub as_of: Timestamp,
}

/// The proof that an answer was recorded before it left.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct ReceiptReply {
    /// Which log.
    #[schema(example = "lookout/be-spoc-1")]
    pub log: String,
    /// Which leaf of it.
    pub leaf: u64,
    /// 32 random bytes, hexadecimal.
    pub salt: String,
    /// SHA-256 of the salt and the answer without `receipt` in RFC 8785 form, hexadecimal.
    pub hash: String,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub time: Timestamp,
    /// Ed25519 signature over log, leaf, hash and time, base64.
    pub signature: String,
}

impl SearchReply {
    /// The answer's form, without its proof.
    #[must_use]
    pub fn of(query: QueryId, verdict: Verdict) -> Self {
        Self {
            query,
            result: verdict.outcome,
            candidates: verdict.candidates.into_iter().map(CandidateReply::of).collect(),
            more: verdict.more,
            truncated: verdict.truncated,
            index: IndexReply {
                position: verdict.position,
                as_of: verdict.as_of,
            },
            receipt: None,
        }
    }
}

impl CandidateReply {
    fn of(candidate: Candidate) -> Self {
        let (base, matched) = candidate.explanation.map_or((None, None), |explanation| {
            let matched = explanation.matched.into_iter().map(MatchedReply::of);
            (Some(explanation.base), Some(matched.collect()))
        });
        Self {
            alert: candidate.alert,
            grade: candidate.grade,
            score: candidate.score,
            category: candidate.category,
            action: candidate.action,
            action_downgraded: candidate.action_downgraded,
            cautions: candidate.cautions,
            handling: candidate.handling,
            owner: candidate.owner,
            confirm: Confirm::Required,
            contact: candidate.contact,
            last_validated: candidate.dates.map(|dates| dates.last_validated),
            review_due: candidate.dates.map(|dates| dates.review_due),
            base,
            matched,
        }
    }
}

impl MatchedReply {
    fn of(matched: Matched) -> Self {
        Self {
            field: matched.field,
            query: matched.query,
            alert: matched.alert,
            outcome: matched.outcome,
            reasons: matched.reasons,
            contribution: matched.contribution,
        }
    }
}
