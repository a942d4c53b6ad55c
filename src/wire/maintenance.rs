//! What commands and a running node say to each other about looking after the node: its index, its
//! backups.
//!
//! Uses `domain`. Not part of the partners' contract.

use serde::Deserialize;
use serde::Serialize;

use crate::domain::ids::Position;

/// Where the index stands, and what is being done with it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct IndexReply {
    /// What the index that answers has taken up.
    pub position: Position,
    /// The journal's head.
    pub journal: Position,
    /// The rebuild under way.
    pub rebuild: Option<RebuildReply>,
    /// The last that ended since the start.
    pub last: Option<RebuiltReply>,
    /// What was found damaged on the disk and is not mended yet.
    pub damaged: Option<String>,
}

/// A rebuild under way.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct RebuildReply {
    /// Its number since the start of the process.
    pub number: u64,
    /// Why: `asked` or `damaged`.
    pub cause: String,
    /// What it is at: `waiting`, `reading`, `merging`, `swapping`.
    pub stage: String,
    /// What the new index has taken up.
    pub position: Position,
    /// How far it has to get.
    pub of: Position,
    /// For how long it has been under way.
    pub seconds: f64,
}

/// A rebuild that has ended.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct RebuiltReply {
    /// Its number since the start of the process.
    pub number: u64,
    /// Why: `asked` or `damaged`.
    pub cause: String,
    /// How: `swapped`, `stopped` or `failed`.
    pub outcome: String,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What the new index had taken up.
    pub position: Position,
    /// How long it took.
    pub seconds: f64,
}

/// That a rebuild is under way.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct BegunReply {
    /// Its number since the start of the process.
    pub number: u64,
    /// Whether it was begun by this request; there is one at a time.
    pub new: bool,
}

/// What a look at the index's seals has found.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct SealsReply {
    /// Whether all fit.
    pub sound: bool,
    /// What is damaged; a rebuild is under way then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub damaged: Option<String>,
    /// Files whose seals fit.
    pub files: usize,
    /// Their length, bytes.
    pub bytes: u64,
}

/// A backup that is about to be taken.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BackupFields {
    /// Where it is to be.
    pub to: String,
    /// Whether the private keys go with it, encrypted.
    pub keys: bool,
}

/// That it was recorded.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct AllowedReply {
    /// The journal's head then: the backup reaches at least so far.
    pub journal: Position,
}
