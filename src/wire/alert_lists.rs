//! Lists of alerts and of proposals, as the desk and local commands read them.
//!
//! Uses `domain`. Ids, codes and days; only a proposal that is shown whole holds a person.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

use crate::domain::alert::Action;
use crate::domain::alert::Category;
use crate::domain::ids::AlertId;
use crate::domain::ids::OwnerId;
use crate::domain::ids::Position;

/// A page of alerts.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ListReply {
    /// In the order in which they were first seen.
    pub alerts: Vec<ListedReply>,
    /// What `after` is to be for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// An alert on a list.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ListedReply {
    /// Which.
    pub alert: AlertId,
    /// The authority that entered it.
    pub owner: OwnerId,
    /// Why the subject is sought.
    pub category: Category,
    /// What to do on a hit.
    pub action: Action,
    /// `in-force`, `hidden`, `lapsed` or `held`.
    pub state: String,
    /// The last day it is in force.
    pub last_day: Date,
    /// The last day it is in force without a new review.
    pub review_due: Date,
}

/// Proposals that wait for a second person.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ProposalsReply {
    /// The oldest first, at most 1,000.
    pub proposals: Vec<ProposalReply>,
}

/// A proposal.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ProposalReply {
    /// The alert.
    pub alert: AlertId,
    /// The proposal's version: who agrees with it names this.
    pub version: Position,
    /// When it was proposed.
    pub time: Timestamp,
    /// Who proposed it.
    pub actor: String,
    /// What would be done: `alert.entered`.
    pub change: String,
    /// The authority whose alert it is.
    pub owner: OwnerId,
    /// Why the subject is sought.
    pub category: Category,
    /// Whether the alert has changed since: the proposal can only be rejected.
    pub overtaken: bool,
    /// The whole change, where one proposal is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<serde_json::Value>,
}
