//! What local commands and a node say to each other of the erasure of an alert.
//!
//! Uses `domain`. Not part of the partners' contract.

use serde::Deserialize;
use serde::Serialize;

use crate::domain::erasure::Erasure;
use crate::domain::ids::AlertId;
use crate::domain::ids::Position;

/// An erasure.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct EraseFields {
    /// Why.
    pub reason: Erasure,
    /// The version that is meant; absent, the last one.
    #[serde(default)]
    pub version: Option<Position>,
}

/// That an alert was erased.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ErasedReply {
    /// The alert.
    pub alert: AlertId,
    /// The erasure's place in the journal; durable.
    pub position: Position,
    /// What is still to be rewritten or removed: `journal`, `state`, `index`, `photos`.
    pub left: Vec<String>,
}

/// What still holds what was erased.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct LeftReply {
    /// Up to which position.
    pub position: Position,
    /// `journal`, `state`, `index`, `photos`; empty when every file is clean.
    pub left: Vec<String>,
}
