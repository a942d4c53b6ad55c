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
}
