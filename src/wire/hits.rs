//! Hits: what a partner reports and is told, and what local commands and a node say of them.
//!
//! Uses `domain`.

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;
use utoipa::IntoParams;
use utoipa::ToSchema;

use super::object::object;
use super::request::RequesterFields;
use crate::domain::hit::Done;
use crate::domain::hit::Hit;
use crate::domain::hit::HitAnswer;
use crate::domain::hit::HitState;
use crate::domain::hit::Priority;
use crate::domain::ids::AlertId;
use crate::domain::ids::HitId;
use crate::domain::text::Text;

/// A hit made in the field.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HitRequest {
    /// When the person was met.
    #[schema(value_type = String, format = DateTime)]
    pub time: Timestamp,
    /// Where.
    #[schema(value_type = String, format = "name", max_length = 200)]
    pub place: Text,
    /// What was done.
    #[schema(value_type = String, pattern = "^(held|arrested|protected|travel-prevented|discreet-check|inquiry-check|specific-check|whereabouts-reported|residence-reported|identified|not-possible)$")]
    pub done: Done,
    /// `urgent` while somebody is held on the alert alone; else `routine`, which it is unless told.
    #[serde(default)]
    #[schema(value_type = Option<String>, nullable = false, pattern = "^(urgent|routine)$")]
    pub priority: Priority,
    /// Who reports it.
    #[serde(deserialize_with = "object")]
    pub requester: RequesterFields,
    /// In the reporter's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = "name", max_length = 200)]
    pub note: Option<Text>,
}

/// Which hit, in the path.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct HitPath {
    /// The hit, as the answer to its report names it.
    #[param(pattern = "^[0-9A-Z]{26}$", example = "01KAR0000000000000000000Q7")]
    pub hit: String,
}

/// Where a reported hit stands.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct HitReply {
    /// Its number.
    #[schema(value_type = String, example = "01KAR0000000000000000000Q7")]
    pub hit: HitId,
    /// The alert.
    #[schema(value_type = String, example = "BE-26-000042")]
    pub alert: AlertId,
    /// `reported`, `acknowledged`, `escalated`, `confirmed`, `not-identical` or `no-longer-valid`.
    #[schema(value_type = String)]
    pub state: HitState,
    /// When it was accepted.
    #[schema(value_type = String, format = DateTime)]
    pub reported: Timestamp,
    /// When somebody will have acted, or it goes up; absent once it is answered or is at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    pub due: Option<Timestamp>,
}

impl From<Hit> for HitReply {
    fn from(hit: Hit) -> Self {
        Self {
            hit: hit.report.hit,
            alert: hit.report.alert,
            state: hit.state,
            reported: hit.reported,
            due: hit.due,
        }
    }
}

/// That somebody works on a hit.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeFields {
    /// When there will be an answer; absent, within the term of the hit's priority.
    #[serde(default)]
    pub by: Option<Timestamp>,
    /// In words.
    #[serde(default)]
    pub note: Option<Text>,
}

/// An answer to a hit.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerFields {
    /// What.
    pub answer: HitAnswer,
    /// In words.
    #[serde(default)]
    pub note: Option<Text>,
}
