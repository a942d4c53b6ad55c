//! What a command and a running node say to each other of the clock.
//!
//! Not part of the partners' contract.

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

/// The clock and what the node thinks of it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ClockReply {
    /// What it says.
    pub now: Timestamp,
    /// How much further it has moved than time has, where that is doubted; negative when it went back.
    pub step_seconds: Option<i64>,
    /// How long it must still go on evenly to be believed, where it is doubted.
    pub rest_seconds: Option<u64>,
    /// How far it is behind the audit log, where it is.
    pub behind_seconds: Option<u64>,
    /// When the audit log's last record was written.
    pub last_record: Option<Timestamp>,
}
