//! What a commit says of itself: what it was made with, how far it had followed the journal, and when.
//!
//! Uses `domain` and `matching`. Kept in tantivy's commit payload, so it changes together with the
//! segments or not at all.

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use super::error::Rebuilt;
use super::schema::SCHEMA_VERSION;
use crate::domain::ids::Position;
use crate::matching;

/// The payload of a commit.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Commit {
    schema: u32,
    matching: u32,
    /// The last fact that is in.
    pub(super) position: Position,
    /// When it was made.
    pub(super) as_of: Timestamp,
    /// What facts up to this position have erased is in no file of the folder any more.
    #[serde(default)]
    pub(super) purged: Position,
}

impl Commit {
    /// A commit by this program.
    pub(super) const fn new(position: Position, as_of: Timestamp, purged: Position) -> Self {
        Self {
            schema: SCHEMA_VERSION,
            matching: matching::VERSION,
            position,
            as_of,
            purged,
        }
    }

    /// As a payload.
    pub(super) fn payload(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads a payload of this version.
    ///
    /// # Errors
    /// When there is none, or it is not ours, or of another version.
    pub(super) fn read(payload: Option<&str>) -> Result<Self, Rebuilt> {
        let payload = payload.ok_or(Rebuilt::Foreign)?;
        let commit: Self = serde_json::from_str(payload).map_err(|_| Rebuilt::Foreign)?;
        let needed = Self::new(commit.position, commit.as_of, commit.purged);
        if commit == needed {
            Ok(commit)
        } else {
            Err(Rebuilt::OtherVersion {
                found: commit.version(),
                needed: needed.version(),
            })
        }
    }

    fn version(&self) -> String {
        format!("{}.{}", self.schema, self.matching)
    }
}
