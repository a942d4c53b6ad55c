//! Partners, local staff, their certificates, and the profiles that bound them.
//!
//! Uses `ids`, `peer`, `query`, `text`. These are what the registry holds; `access` decides by them.

use std::num::NonZeroU32;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use super::country::Country;
use super::ids::OwnerId;
use super::ids::PartnerId;
use super::ids::ProfileId;
use super::ids::PurposeCode;
use super::ids::StaffId;
use super::peer::KeyHash;
use super::peer::PeerName;
use super::query::Level;
use super::text::Text;

/// A foreign agency.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// Its id.
    pub id: PartnerId,
    /// Its name in words.
    pub name: Text,
    /// Its country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// What it may ask and see.
    pub profile: ProfileId,
}

/// Whether a partner may ask, or a user come in, at all.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// May ask.
    #[default]
    Active,
    /// Refused until resumed.
    Suspended,
}

impl Standing {
    /// The standing of one who is suspended or not.
    #[must_use]
    pub const fn of(suspended: bool) -> Self {
        if suspended { Self::Suspended } else { Self::Active }
    }
}

/// Local roles (DESIGN 2).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Looks people up.
    Officer,
    /// Staffs the contact point.
    Operator,
    /// Data-protection oversight.
    Auditor,
    /// Security officer.
    Admin,
    /// A data source that writes alerts.
    Feed,
}

/// A local user.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// The id in the certificate.
    pub id: StaffId,
    /// What the user is here for.
    pub role: Role,
    /// What the user may ask and see.
    pub profile: ProfileId,
    /// The authorities for which the user enters and changes alerts; absent: every one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owners: Option<Vec<OwnerId>>,
}

impl Staff {
    /// Whether the user may enter and change alerts of an authority, if its role may at all.
    #[must_use]
    pub fn writes_for(&self, owner: &OwnerId) -> bool {
        self.owners.as_ref().is_none_or(|owners| owners.contains(owner))
    }
}

/// A certificate the registry knows. Identity is the key's hash and the URI name together.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Hash of its public key.
    pub key: KeyHash,
    /// Its URI name.
    pub name: PeerName,
    /// Hash of the issuing authority's public key: the pin.
    pub issuer: KeyHash,
    /// Serial number, hexadecimal, for people to tell certificates apart.
    pub serial: String,
    /// First instant.
    pub not_before: Timestamp,
    /// Last instant.
    pub not_after: Timestamp,
}

/// How much of a match a partner is told.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Explain {
    /// Reason codes and contributions.
    #[default]
    Codes,
    /// Also the stored spelling that matched.
    Full,
}

/// Rates a partner is held to.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// Searches a second, sustained.
    pub per_second: NonZeroU32,
    /// Searches at once after a pause.
    pub burst: NonZeroU32,
}

/// Most candidates in an answer: 1 to 50. None would turn every hit into a `no_hit`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct MaxCandidates(u8);

/// A number that is not 1 to 50.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("must be 1 to 50")]
pub struct BadMaxCandidates;

impl MaxCandidates {
    /// The most there is.
    pub const MOST: Self = Self(50);

    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for MaxCandidates {
    type Error = BadMaxCandidates;

    fn try_from(number: u8) -> Result<Self, BadMaxCandidates> {
        if (1..=50).contains(&number) {
            Ok(Self(number))
        } else {
            Err(BadMaxCandidates)
        }
    }
}

impl From<MaxCandidates> for u8 {
    fn from(most: MaxCandidates) -> Self {
        most.0
    }
}

/// Fields of a candidate that a profile may withhold. What is not listed is absent, not null.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CandidateField {
    /// Why the person is sought.
    Category,
    /// Warnings.
    Cautions,
    /// Authority that entered the alert.
    Owner,
    /// Whom to call.
    Contact,
    /// Last validation and review date.
    Dates,
    /// Why it matched.
    Matched,
}

/// What a profile may see of an alert that one of its queries has returned, beyond what a candidate has
/// (step two). What is not listed is absent, not null.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DetailField {
    /// All names, as entered.
    Names,
    /// When and where the person was born.
    Birth,
    /// Sex and nationalities.
    Identity,
    /// Documents.
    Documents,
    /// Marks and looks.
    Description,
    /// Legal basis and offence.
    Basis,
    /// Alerts it is linked to, as far as the asking side may know of them.
    Links,
    /// Its number in the list it came from.
    Source,
    /// Photographs.
    Photos,
}

impl DetailField {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Names,
        Self::Birth,
        Self::Identity,
        Self::Documents,
        Self::Description,
        Self::Basis,
        Self::Links,
        Self::Source,
        Self::Photos,
    ];

    /// What a partner needs to compare the person before it with the one that is sought, and to tell a
    /// court why: what the gateway's own profiles grant.
    pub const TO_COMPARE: [Self; 7] = [
        Self::Names,
        Self::Birth,
        Self::Identity,
        Self::Documents,
        Self::Description,
        Self::Basis,
        Self::Photos,
    ];
}

/// What a partner or role may ask, for which purposes, and which fields it may see.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its id.
    pub id: ProfileId,
    /// Purposes it may ask for.
    pub purposes: Vec<PurposeCode>,
    /// The widest search it may ask for.
    pub level: Level,
    /// Most candidates in an answer.
    pub max_candidates: MaxCandidates,
    /// How much it is told of why.
    #[serde(default)]
    pub explain: Explain,
    /// Fields it sees of a candidate.
    pub fields: Vec<CandidateField>,
    /// Fields it sees of an alert that its query has returned, beside those. A profile that says nothing
    /// of them grants none: nobody gets a right by an upgrade.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<DetailField>,
    /// Its rates; absent means the gateway's default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowance: Option<Allowance>,
}

impl Profile {
    /// A profile that allows no query, for those whom the policy table alone bounds.
    #[must_use]
    pub fn nothing(id: ProfileId) -> Self {
        Self {
            id,
            purposes: Vec::new(),
            level: Level::Exact,
            max_candidates: MaxCandidates(1),
            explain: Explain::Codes,
            fields: Vec::new(),
            details: Vec::new(),
            allowance: None,
        }
    }
}
