//! What commands and a node say to each other about feeds.
//!
//! Uses `domain`. Not part of the partners' contract.

use std::collections::HashSet;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::domain::feed::Feed;
use crate::domain::feed_run::FeedRun;
use crate::domain::ids::AlertId;
use crate::domain::ids::Position;
use crate::domain::text::Text;

/// A feed to be put.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PutFeedFields {
    /// The feed.
    pub feed: Feed,
    /// The version that it takes the place of; none when there is to be none.
    #[serde(default)]
    pub version: Option<Position>,
}

/// Which version is agreed with.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmFeedFields {
    /// The version.
    pub version: Position,
}

/// What is asked of a run.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct RunFeedFields {
    /// A person has decided that any share may be withdrawn.
    pub any_share: bool,
    /// Only find what would be done.
    pub dry: bool,
    /// Alerts for which the list has the last word, though a person has changed them.
    pub take: HashSet<AlertId>,
}

/// Why a feed is removed.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RemoveFeedFields {
    /// Why; kept in the journal.
    pub reason: Text,
}

/// A feed as it stands.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct FeedReply {
    /// The feed.
    pub feed: Feed,
    /// The version to confirm, or to change.
    pub version: Position,
    /// Who put it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Whether it waits for another person's word.
    pub waits: bool,
    /// Who else agreed.
    pub confirmed_by: Option<String>,
    /// When it runs next by itself.
    pub next: Option<Timestamp>,
    /// Its last run.
    pub last: Option<FeedRun>,
    /// When its alerts were last what its list says.
    pub good: Option<Timestamp>,
    /// Runs that failed since.
    pub failures: u32,
    /// How far its run is.
    pub running: Option<RunningReply>,
}

/// How far a run is.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct RunningReply {
    /// What it is at: `waiting`, `fetching`, `comparing`, `changing` or `withdrawing`.
    pub phase: String,
    /// Bytes, entries or alerts done.
    pub done: u64,
    /// Of so many; 0 where that is not known.
    pub of: u64,
}

/// A feed with its last facts.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct FeedShownReply {
    /// The feed.
    #[serde(flatten)]
    pub feed: FeedReply,
    /// Its last facts, the oldest first.
    pub history: Vec<FeedPastReply>,
}

/// One fact of a feed.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct FeedPastReply {
    /// Its place in the journal.
    pub position: Position,
    /// When.
    pub time: Timestamp,
    /// Who.
    pub actor: String,
    /// Its kind: `feed.ran`.
    pub kind: String,
    /// The run, where it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<FeedRun>,
    /// Why, where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// What became of a run.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct RanReply {
    /// The run.
    pub run: FeedRun,
    /// The first of the entries that were rejected.
    pub rejects: Vec<RejectReply>,
}

/// An entry that was rejected.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct RejectReply {
    /// The file.
    pub file: String,
    /// The line it begins on.
    pub line: u64,
    /// The field and the rule it breaks.
    pub reason: String,
}

/// Whether there was a run to stop.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct StoppedReply {
    /// Whether there was.
    pub was_running: bool,
}
