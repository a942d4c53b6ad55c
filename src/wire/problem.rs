//! RFC 9457 problem documents.
//!
//! Uses nothing. `code` is the stable word a program acts on; the texts are for people.

use serde::Deserialize;
use serde::Serialize;
use utoipa::ToSchema;

/// What went wrong, and what to do (RFC 9457, `application/problem+json`).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct Problem {
    /// A name for the kind of problem: `urn:lookout:problem:` and the code.
    #[serde(rename = "type")]
    #[schema(example = "urn:lookout:problem:malformed")]
    pub kind: String,
    /// The kind in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What to do about it.
    pub detail: String,
    /// The stable word for the kind.
    #[schema(example = "malformed")]
    pub code: String,
    /// The field at fault, as a path from the body's root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "person.birth_date", nullable = false)]
    pub field: Option<String>,
    /// Every field at fault, where a local command sent several: no partner's request is told so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(ignore)]
    pub faults: Vec<FaultReply>,
}

/// A field at fault.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct FaultReply {
    /// The field, as a path from the body's root; empty for the whole body.
    pub field: String,
    /// What it must be.
    pub rule: String,
}
