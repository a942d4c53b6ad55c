//! What local commands and a node say to each other of one alert's life.
//!
//! Uses `domain`. Not part of the partners' contract.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

use crate::domain::alert::Alert;
use crate::domain::alert::Category;
use crate::domain::force::Force;
use crate::domain::ids::AlertId;
use crate::domain::ids::OwnerId;
use crate::domain::ids::Position;
use crate::domain::text::Text;

/// An alert to be entered.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct EnterFields {
    /// The alert.
    pub alert: Alert,
    /// The instant before which it answers nobody.
    #[serde(default)]
    pub not_before: Option<Timestamp>,
    /// Why, where there is more to say than the alert does.
    #[serde(default)]
    pub reason: Option<Text>,
}

/// An alert as it is right.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct CorrectFields {
    /// All of it.
    pub alert: Alert,
    /// The version that is wrong.
    pub version: Position,
    /// Why.
    pub reason: Text,
}

/// An alert as it is right, where the version stands in a header.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PutFields {
    /// All of it.
    pub alert: Alert,
    /// Why.
    pub reason: Text,
}

/// Agreement with a proposal.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmFields {
    /// The proposal's version, as it was read.
    pub version: Position,
}

/// A new day of review.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ExtendFields {
    /// The day.
    pub review_due: Date,
    /// The version that was reviewed; absent, the last one.
    #[serde(default)]
    pub version: Option<Position>,
    /// What justifies it.
    pub reason: Text,
}

/// A hiding.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct HideFields {
    /// The first instant at which the alert answers again.
    pub until: Timestamp,
    /// The version that is hidden; absent, the last one.
    #[serde(default)]
    pub version: Option<Position>,
    /// Why.
    pub reason: Text,
}

/// The end of a hiding, or of an alert.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct EndFields {
    /// The version that is meant; absent, the last one.
    #[serde(default)]
    pub version: Option<Position>,
    /// Why.
    pub reason: Text,
}

/// That an alert was changed.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ChangedReply {
    /// The alert.
    pub alert: AlertId,
    /// Its version now.
    pub version: Position,
    /// The change's place in the journal; durable.
    pub position: Position,
    /// Whether searches find the alert as it is now: the index had it when this was said, which
    /// `?wait=index` waits for.
    pub indexed: bool,
    /// Where it stands; absent when there is none: withdrawn, or only proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force: Option<Force>,
    /// Whether this is a proposal: the change is made when a second person agrees with this version.
    #[serde(default)]
    pub waits: bool,
}

/// An alert as it stands.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct AlertReply {
    /// Its version: what a change of it names.
    pub version: Position,
    /// Where it stands.
    pub force: Force,
    /// The instant before which it answers nobody, where that is to come: entered so, or hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
    /// The alert.
    pub alert: Alert,
}

/// What was done to an alert.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct HistoryReply {
    /// The alert.
    pub alert: AlertId,
    /// Its changes, the first one first.
    pub changes: Vec<PastReply>,
    /// Whether there are older ones that are not told.
    pub more: bool,
}

/// One change of an alert.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct PastReply {
    /// Its place in the journal: the alert's version from then on.
    pub position: Position,
    /// When it was accepted.
    pub time: Timestamp,
    /// Who made it.
    pub actor: String,
    /// Its kind: `alert.corrected`.
    pub kind: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    /// Until when it was hidden, or the new day of review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The fields that differ from before, without what stands in them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Whether what was said was erased.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
    /// What was proposed, where this is a proposal: `alert.corrected`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
    /// Who proposed it, where a second person has agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed_by: Option<String>,
}

/// Alerts that are due.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct DueReply {
    /// Those whose last day is this one or before.
    pub until: Date,
    /// The nearest first.
    pub alerts: Vec<DueAlertReply>,
    /// Whether there are more.
    pub more: bool,
}

/// An alert that is due.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct DueAlertReply {
    /// Which.
    pub alert: AlertId,
    /// Who is to act.
    pub owner: OwnerId,
    /// Why the subject is sought.
    pub category: Category,
    /// `review`, or `end` where no review can extend it.
    pub comes: String,
    /// The last day it is in force.
    pub last_day: Date,
    /// `lapsed`, `7d`, `1m`, `4m` or `later`.
    pub within: String,
}
