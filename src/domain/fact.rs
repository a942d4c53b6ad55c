//! Facts: the accepted changes of which everything else is derived (DESIGN 1, rule 8).
//!
//! Uses the rest of `domain`. The journal keeps them as bytes and does not know what they mean;
//! `state` and `index` do.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

use super::alert::Alert;
use super::erasure::Erasure;
use super::feed::Feed;
use super::feed_run::FeedRun;
use super::hit::HitChange;
use super::hit::HitReport;
use super::ids::AlertId;
use super::ids::FeedId;
use super::ids::HitId;
use super::ids::PartnerId;
use super::ids::Position;
use super::ids::StaffId;
use super::partner::Certificate;
use super::partner::Partner;
use super::partner::Profile;
use super::partner::Staff;
use super::peer::KeyHash;
use super::text::Text;

/// One accepted change.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind")]
pub enum Fact {
    /// An alert was read from a list, new or changed; this is all of it. A hiding stays.
    #[serde(rename = "alert.put")]
    AlertPut {
        /// The alert.
        alert: Box<Alert>,
        /// The feed that read it, and holds it from then on; none when the list was imported by hand.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        feed: Option<FeedId>,
    },
    /// A single alert was entered.
    #[serde(rename = "alert.entered")]
    AlertEntered {
        /// The alert.
        alert: Box<Alert>,
        /// The instant before which it answers nobody: it is entered hidden.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        not_before: Option<Timestamp>,
        /// Why, where it was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
        /// Who proposed it, where a second person had to agree: whoever made the change is that person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed_by: Option<String>,
    },
    /// An alert was corrected; this is all of it. A hiding stays.
    #[serde(rename = "alert.corrected")]
    AlertCorrected {
        /// The alert as it is right.
        alert: Box<Alert>,
        /// Why.
        reason: Text,
        /// Who proposed it, where a second person had to agree: whoever made the change is that person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed_by: Option<String>,
    },
    /// A review found that an alert is to stay: it has a new day of review, and one that waited for its
    /// review (`under-review`) is active again.
    #[serde(rename = "alert.extended")]
    AlertExtended {
        /// Which.
        alert: AlertId,
        /// Its new day of review.
        review_due: Date,
        /// Day of the review.
        validated: Date,
        /// What justifies it (Reg. 2018/1862 Art. 53).
        reason: Text,
        /// Who proposed it, where a second person had to agree: whoever made the change is that person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed_by: Option<String>,
    },
    /// An alert answers nobody until an instant, and does so again from then on.
    #[serde(rename = "alert.hidden")]
    AlertHidden {
        /// Which.
        alert: AlertId,
        /// The first instant at which it answers again.
        until: Timestamp,
        /// Why.
        reason: Text,
        /// Who proposed it, where a second person had to agree: whoever made the change is that person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed_by: Option<String>,
    },
    /// A hiding was ended before its instant.
    #[serde(rename = "alert.unhidden")]
    AlertUnhidden {
        /// Which.
        alert: AlertId,
        /// Why.
        reason: Text,
        /// Who proposed it, where a second person had to agree: whoever made the change is that person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed_by: Option<String>,
    },
    /// An alert was withdrawn.
    #[serde(rename = "alert.withdrawn")]
    AlertWithdrawn {
        /// Which.
        alert: AlertId,
        /// Why.
        reason: Text,
        /// Who proposed it, where a second person had to agree: whoever made the change is that person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed_by: Option<String>,
        /// The feed whose list no longer has it; none when a person withdrew it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        feed: Option<FeedId>,
    },
    /// A change of an alert was proposed; nothing of it holds until a second person agrees with it.
    #[serde(rename = "alert.proposed")]
    AlertProposed {
        /// The fact that is to be.
        change: Box<Self>,
    },
    /// A proposed change of an alert was turned down, or taken back.
    #[serde(rename = "alert.rejected")]
    AlertRejected {
        /// Which.
        alert: AlertId,
        /// Where the proposal stands.
        proposal: Position,
        /// Why.
        reason: Text,
    },
    /// An alert is past its last day: an active one is under review from here on. Written by the clock.
    #[serde(rename = "alert.lapsed")]
    AlertLapsed {
        /// Which.
        alert: AlertId,
    },
    /// An alert was erased: withdrawn where it still stood, and its words destroyed. Holds none itself.
    #[serde(rename = "alert.erased")]
    AlertErased {
        /// Which.
        alert: AlertId,
        /// Why, as a code: words could name the person again.
        reason: Erasure,
        /// The feed that held it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        feed: Option<FeedId>,
        /// Whether a person had withdrawn it, which is among what is destroyed: no list enters it again.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        withdrawn: bool,
    },
    /// A fact whose words were destroyed: never appended, only read back.
    #[serde(skip)]
    Shredded {
        /// What it was about.
        stream: String,
        /// Whether it put an alert there that was not, or another in its place.
        put: bool,
    },
    /// A hit was reported from the field.
    #[serde(rename = "hit.reported")]
    HitReported {
        /// What.
        report: Box<HitReport>,
        /// The instant by which somebody must have acted.
        due: Timestamp,
    },
    /// A hit was acknowledged, answered, or sent up.
    #[serde(rename = "hit.changed")]
    HitChanged {
        /// Which.
        hit: HitId,
        /// The alert it is about.
        alert: AlertId,
        /// How.
        change: HitChange,
    },
    /// A profile was set.
    #[serde(rename = "profile.put")]
    ProfilePut {
        /// The profile.
        profile: Profile,
    },
    /// A partner was registered or changed.
    #[serde(rename = "partner.put")]
    PartnerPut {
        /// The partner.
        partner: Partner,
    },
    /// A partner was suspended.
    #[serde(rename = "partner.suspended")]
    PartnerSuspended {
        /// Which.
        partner: PartnerId,
        /// Why.
        reason: Text,
    },
    /// A suspended partner may ask again.
    #[serde(rename = "partner.resumed")]
    PartnerResumed {
        /// Which.
        partner: PartnerId,
    },
    /// A local user was registered or changed.
    #[serde(rename = "staff.put")]
    StaffPut {
        /// The user.
        staff: Staff,
    },
    /// A local user was suspended.
    #[serde(rename = "staff.suspended")]
    StaffSuspended {
        /// Which.
        staff: StaffId,
        /// Why.
        reason: Text,
    },
    /// A suspended local user may come in again.
    #[serde(rename = "staff.resumed")]
    StaffResumed {
        /// Which.
        staff: StaffId,
    },
    /// A certificate was taken into the registry.
    #[serde(rename = "certificate.registered")]
    CertificateRegistered {
        /// The certificate.
        certificate: Certificate,
    },
    /// A certificate was revoked; its key is never accepted again.
    #[serde(rename = "certificate.revoked")]
    CertificateRevoked {
        /// Its key.
        key: KeyHash,
        /// Why.
        reason: Text,
    },
    /// A feed was registered or changed.
    #[serde(rename = "feed.put")]
    FeedPut {
        /// The feed.
        feed: Box<Feed>,
    },
    /// A second person agreed with what a feed means.
    #[serde(rename = "feed.confirmed")]
    FeedConfirmed {
        /// Which.
        feed: FeedId,
        /// The version that was agreed with.
        version: Position,
    },
    /// A feed was read, or was to be read.
    #[serde(rename = "feed.ran")]
    FeedRan {
        /// Which.
        feed: FeedId,
        /// What became of it.
        run: Box<FeedRun>,
    },
    /// A feed is no more. Its alerts stay.
    #[serde(rename = "feed.removed")]
    FeedRemoved {
        /// Which.
        feed: FeedId,
        /// Why.
        reason: Text,
    },
}

impl Fact {
    /// Its kind, as DESIGN 6 names it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::AlertPut { .. } => "alert.put",
            Self::AlertEntered { .. } => "alert.entered",
            Self::AlertCorrected { .. } => "alert.corrected",
            Self::AlertExtended { .. } => "alert.extended",
            Self::AlertHidden { .. } => "alert.hidden",
            Self::AlertUnhidden { .. } => "alert.unhidden",
            Self::AlertWithdrawn { .. } => "alert.withdrawn",
            Self::AlertLapsed { .. } => "alert.lapsed",
            Self::AlertErased { .. } => "alert.erased",
            Self::Shredded { .. } => "shredded",
            Self::AlertProposed { .. } => "alert.proposed",
            Self::AlertRejected { .. } => "alert.rejected",
            Self::HitReported { .. } => "hit.reported",
            Self::HitChanged { change, .. } => match change {
                HitChange::Acknowledged { .. } => "hit.acknowledged",
                HitChange::Escalated { .. } => "hit.escalated",
                HitChange::Answered { .. } => "hit.answered",
            },
            Self::ProfilePut { .. } => "profile.put",
            Self::PartnerPut { .. } => "partner.put",
            Self::PartnerSuspended { .. } => "partner.suspended",
            Self::PartnerResumed { .. } => "partner.resumed",
            Self::StaffPut { .. } => "staff.put",
            Self::StaffSuspended { .. } => "staff.suspended",
            Self::StaffResumed { .. } => "staff.resumed",
            Self::CertificateRegistered { .. } => "certificate.registered",
            Self::CertificateRevoked { .. } => "certificate.revoked",
            Self::FeedPut { .. } => "feed.put",
            Self::FeedConfirmed { .. } => "feed.confirmed",
            Self::FeedRan { .. } => "feed.ran",
            Self::FeedRemoved { .. } => "feed.removed",
        }
    }

    /// What it is about, such as `alert/BE-26-000042`: facts of one stream change one thing, and an
    /// expected version is a position in a stream.
    #[must_use]
    pub fn stream(&self) -> String {
        match self {
            Self::AlertPut { alert, .. }
            | Self::AlertEntered { alert, .. }
            | Self::AlertCorrected { alert, .. } => alert_stream(&alert.id),
            Self::AlertExtended { alert, .. }
            | Self::AlertHidden { alert, .. }
            | Self::AlertUnhidden { alert, .. }
            | Self::AlertWithdrawn { alert, .. }
            | Self::AlertLapsed { alert }
            | Self::AlertErased { alert, .. }
            | Self::AlertRejected { alert, .. } => alert_stream(alert),
            Self::AlertProposed { change } => change.stream(),
            Self::Shredded { stream, .. } => stream.clone(),
            Self::HitReported { report, .. } => hit_stream(&report.hit),
            Self::HitChanged { hit, .. } => hit_stream(hit),
            Self::ProfilePut { profile } => format!("profile/{}", profile.id),
            Self::PartnerPut { partner } => format!("partner/{}", partner.id),
            Self::PartnerSuspended { partner, .. } | Self::PartnerResumed { partner } => {
                format!("partner/{partner}")
            }
            Self::StaffPut { staff } => format!("staff/{}", staff.id),
            Self::StaffSuspended { staff, .. } | Self::StaffResumed { staff } => format!("staff/{staff}"),
            Self::CertificateRegistered { certificate } => format!("certificate/{}", certificate.key),
            Self::CertificateRevoked { key, .. } => format!("certificate/{key}"),
            Self::FeedPut { feed } => feed_stream(&feed.id),
            Self::FeedConfirmed { feed, .. }
            | Self::FeedRan { feed, .. }
            | Self::FeedRemoved { feed, .. } => feed_stream(feed),
        }
    }
}

/// The stream of an alert's facts: its history.
#[must_use]
pub fn alert_stream(id: &AlertId) -> String {
    format!("alert/{id}")
}

/// The stream of a hit's facts.
#[must_use]
pub fn hit_stream(id: &HitId) -> String {
    format!("hit/{id}")
}

/// The stream of a feed's facts: what was said of it, and its runs.
#[must_use]
pub fn feed_stream(id: &FeedId) -> String {
    format!("feed/{id}")
}

/// A fact as the journal gives it back.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recorded {
    /// Its place.
    pub position: Position,
    /// When it was accepted.
    pub time: Timestamp,
    /// Who made the change: `local:1000`, `staff/admin-1`, `quickstart`.
    pub actor: String,
    /// What changed.
    pub fact: Fact,
}

#[cfg(test)]
mod tests;
