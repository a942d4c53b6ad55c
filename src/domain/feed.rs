//! A feed: a list of somebody else's that is read again and again, and what it means here.
//!
//! Uses the rest of `domain`. Nothing in a list changes what its feed says of it, so that no list can
//! make itself an arrest (DOMAIN 3.3); what a feed says is one person's word, and where it leads to an
//! arrest or a covert check, two persons'.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

use super::alert::Action;
use super::alert::Category;
use super::alert::Handling;
use super::alert::Visibility;
use super::feed_source::Key;
use super::feed_source::Source;
use super::ids::FeedId;
use super::ids::OwnerId;
use super::person::PersonStatus;
use super::schedule::Schedule;

/// Longest prefix, in characters.
const MAX_PREFIX: usize = 16;
/// Longest time to the next review, in days: ten years (DOMAIN 3.1).
const MAX_REVIEW_DAYS: u16 = 3660;

/// A feed as it is registered.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// Its id.
    pub id: FeedId,
    /// Where the list is.
    pub source: Source,
    /// How it is read, and what it means.
    pub reading: Reading,
    /// When it is read; by hand alone without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// Whose signature the list must have; anybody's without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// The largest share of its alerts that one run withdraws without a person's word.
    #[serde(default)]
    pub share: Share,
    /// The largest list that is read.
    #[serde(default)]
    pub most: MaxMib,
}

/// The format of a list and what it lacks.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "format", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Reading {
    /// Lookout's own: each alert says everything itself, and must be of this owner.
    Lookout {
        /// The authority whose list it is.
        owner: OwnerId,
    },
    /// FollowTheMoney.
    Ftm {
        /// What the list means here.
        mapping: ListMapping,
    },
    /// `sdn.csv`.
    OfacSdn {
        /// What the list means here.
        mapping: ListMapping,
    },
    /// The consolidated list of the Security Council.
    UnSc {
        /// What the list means here.
        mapping: ListMapping,
    },
}

impl Reading {
    /// What a foreign list means here; none where the alerts say it themselves.
    #[must_use]
    pub const fn mapping(&self) -> Option<&ListMapping> {
        match self {
            Self::Lookout { .. } => None,
            Self::Ftm { mapping } | Self::OfacSdn { mapping } | Self::UnSc { mapping } => Some(mapping),
        }
    }

    /// The authority that answers for the list here.
    #[must_use]
    pub const fn owner(&self) -> &OwnerId {
        match self {
            Self::Lookout { owner } => owner,
            Self::Ftm { mapping } | Self::OfacSdn { mapping } | Self::UnSc { mapping } => &mapping.owner,
        }
    }

    /// Whether its alerts may lead to an arrest or to a check that their subjects must not notice or
    /// cannot refuse. A list that says it itself may.
    #[must_use]
    pub const fn is_grave(&self) -> bool {
        match self.mapping() {
            None => true,
            Some(mapping) => {
                let category = matches!(
                    mapping.category,
                    Category::WantedForArrest
                        | Category::DiscreetCheck
                        | Category::InquiryCheck
                        | Category::SpecificCheck
                );
                let action = matches!(
                    mapping.action,
                    Action::Arrest | Action::DiscreetCheck | Action::InquiryCheck | Action::SpecificCheck
                );
                category || action
            }
        }
    }
}

/// What every alert of a foreign list has in common.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ListMapping {
    /// Why the persons are sought.
    pub category: Category,
    /// What to do on a hit.
    pub action: Action,
    /// The authority that answers for the list here.
    pub owner: OwnerId,
    /// How answers may be used.
    pub handling: Handling,
    /// Who may learn of the alerts.
    pub visibility: Visibility,
    /// In what role the persons are sought.
    pub status: PersonStatus,
    /// What stands before the list's own ids.
    pub prefix: Prefix,
    /// Days until review.
    pub review: ReviewDays,
}

/// Why a part of a feed or a mapping is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadMapping {
    /// Not a prefix.
    #[error("prefix: must have 1 to {MAX_PREFIX} of A-Z a-z 0-9 - beginning with a letter or digit")]
    Prefix,
    /// Not a time to the next review.
    #[error("review days: must be 1 to {MAX_REVIEW_DAYS}")]
    ReviewDays,
    /// Not a share.
    #[error("share: must be 0 to 100 percent")]
    Share,
    /// Not a size.
    #[error("largest list: must be 1 to 65536 MiB")]
    MaxMib,
}

/// What stands before a list's own ids, so that two lists never collide: `sdn` makes `sdn.12345`.
/// Has no full stop, so that the first one ends it.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Prefix(Box<str>);

impl Prefix {
    /// The prefix for a file of this name: its letters, digits and hyphens, as many as fit. None
    /// when it has no such letter.
    #[must_use]
    pub fn of_file_stem(stem: &str) -> Option<Self> {
        let plain: String = stem
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        let plain: String = plain.trim_matches('-').chars().take(MAX_PREFIX).collect();
        plain.trim_end_matches('-').parse().ok()
    }

    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Prefix {
    type Err = BadMapping;

    fn from_str(text: &str) -> Result<Self, BadMapping> {
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let good = plain && (1..=MAX_PREFIX).contains(&text.len()) && !text.starts_with('-');
        good.then(|| Self(text.into())).ok_or(BadMapping::Prefix)
    }
}

impl TryFrom<String> for Prefix {
    type Error = BadMapping;

    fn try_from(text: String) -> Result<Self, BadMapping> {
        text.parse()
    }
}

impl From<Prefix> for String {
    fn from(prefix: Prefix) -> Self {
        prefix.0.into()
    }
}

/// A number within bounds, read by serde through its check.
macro_rules! bounded {
    ($(#[$doc:meta])* $name:ident($number:ty) = $range:expr, $bad:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
        #[serde(try_from = "u32", into = "u32")]
        pub struct $name($number);

        impl $name {
            /// The number.
            #[must_use]
            pub const fn number(self) -> $number {
                self.0
            }
        }

        impl TryFrom<$number> for $name {
            type Error = BadMapping;

            fn try_from(number: $number) -> Result<Self, BadMapping> {
                if $range.contains(&number) { Ok(Self(number)) } else { Err($bad) }
            }
        }

        impl From<$name> for u32 {
            fn from(number: $name) -> Self {
                number.0.into()
            }
        }
    };
}

bounded!(
    /// Days until an alert of the list is due for review, 1 to 3660.
    ReviewDays(u16) = (1..=MAX_REVIEW_DAYS), BadMapping::ReviewDays
);
bounded!(
    /// A share in percent, 0 to 100.
    Share(u8) = (0..=100), BadMapping::Share
);

impl ReviewDays {
    /// A year.
    pub const A_YEAR: Self = Self(365);
}

impl TryFrom<u32> for ReviewDays {
    type Error = BadMapping;

    fn try_from(days: u32) -> Result<Self, BadMapping> {
        u16::try_from(days)
            .map_err(|_| BadMapping::ReviewDays)?
            .try_into()
    }
}

impl TryFrom<u32> for Share {
    type Error = BadMapping;

    fn try_from(percent: u32) -> Result<Self, BadMapping> {
        u8::try_from(percent).map_err(|_| BadMapping::Share)?.try_into()
    }
}

impl Default for Share {
    fn default() -> Self {
        Self(10)
    }
}

impl Share {
    /// Whether a part of a whole is more than this share of it.
    #[must_use]
    pub const fn is_less_than(self, part: u64, whole: u64) -> bool {
        part as u128 * 100 > whole as u128 * self.0 as u128
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.0)
    }
}

/// A size in MiB, 1 to 65536.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct MaxMib(u32);

impl MaxMib {
    /// In bytes.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        (self.0 as u64) << 20
    }
}

impl Default for MaxMib {
    fn default() -> Self {
        Self(4_096)
    }
}

impl TryFrom<u32> for MaxMib {
    type Error = BadMapping;

    fn try_from(mib: u32) -> Result<Self, BadMapping> {
        if (1..=65_536).contains(&mib) {
            Ok(Self(mib))
        } else {
            Err(BadMapping::MaxMib)
        }
    }
}

impl From<MaxMib> for u32 {
    fn from(size: MaxMib) -> Self {
        size.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(category: &str, action: &str) -> Reading {
        let json = format!(
            r#"{{"format":"ftm","mapping":{{"category":"{category}","action":"{action}","owner":"XX-LIST","handling":"H1","visibility":"all","status":"other","prefix":"list","review":365}}}}"#
        );
        let reading: Reading = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&reading).unwrap(), json);
        reading
    }

    #[test]
    fn what_leads_to_an_arrest_or_a_covert_check_is_grave_and_so_is_what_speaks_for_itself() {
        for (category, action) in [
            ("wanted-for-arrest", "contact-spoc"),
            ("information", "arrest"),
            ("discreet-check", "inform-owner"),
            ("inquiry-check", "inform-owner"),
            ("specific-check", "inform-owner"),
            ("warning", "discreet-check"),
        ] {
            assert!(foreign(category, action).is_grave(), "{category} {action}");
        }
        assert!(!foreign("information", "inform-owner").is_grave());
        assert!(!foreign("missing", "report-whereabouts").is_grave());
        let own: Reading = serde_json::from_str(r#"{"format":"lookout","owner":"BE-FEDPOL"}"#).unwrap();
        assert!(own.is_grave() && own.mapping().is_none());
    }

    #[test]
    fn a_share_is_of_the_whole_and_none_of_it_is_never_too_much() {
        let tenth = Share::default();
        assert!(!tenth.is_less_than(10, 100) && tenth.is_less_than(11, 100));
        assert!(!Share(0).is_less_than(0, 0) && Share(0).is_less_than(1, 100));
        assert!(!Share(100).is_less_than(100, 100));
        assert!(
            serde_json::from_str::<Share>("101").is_err() && serde_json::from_str::<Share>("300").is_err()
        );
    }

    #[test]
    fn a_prefix_comes_from_a_file_stem_or_is_refused() {
        let prefix = |stem| Prefix::of_file_stem(stem).map(|prefix| prefix.as_str().to_owned());
        assert_eq!(prefix("entities.ftm").as_deref(), Some("entities-ftm"));
        assert_eq!(
            prefix("_most wanted, of the land").as_deref(),
            Some("most-wanted--of")
        );
        assert_eq!(prefix("список"), None);
        for bad in ["", "a.b", "-a", "seventeen-letters", "é"] {
            assert_eq!(bad.parse::<Prefix>(), Err(BadMapping::Prefix), "{bad}");
        }
    }

    #[test]
    fn numbers_are_read_within_their_bounds() {
        assert_eq!(ReviewDays::try_from(0_u16), Err(BadMapping::ReviewDays));
        assert_eq!(ReviewDays::try_from(3661_u32), Err(BadMapping::ReviewDays));
        assert!(MaxMib::try_from(0).is_err() && MaxMib::try_from(65_537).is_err());
        assert_eq!(MaxMib::default().bytes(), 4 << 30);
    }
}
