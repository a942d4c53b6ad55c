//! What `fuzz/` may reach of this room: a body as a door reads it, and the problem that it becomes.
//!
//! Uses `body` and `problem`. Compiled for cargo-fuzz alone (`--cfg fuzzing`), so that the parser and
//! the renderer need not be public.

use serde::de::DeserializeOwned;

use super::body;
use super::problem::Problem;
use crate::service::Fault;
use crate::service::Refusal;

/// A body of JSON as a door reads it.
///
/// # Errors
/// Which field is at fault, and what it must be.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    body::parse(body)
}

/// The problem document that a caller gets for a fault: its bytes as they are sent.
#[must_use]
pub fn problem(fault: Fault) -> Vec<u8> {
    Problem::of(&Refusal::Malformed(fault)).bytes()
}
