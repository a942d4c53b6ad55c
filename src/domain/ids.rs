//! Identifiers, each a type of its own, each made only by parsing.
//!
//! Uses nothing. An identifier that exists is well formed: short, ASCII, safe in a path, a log line
//! and a URL. None of them is a secret and none holds personal data.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

/// Why a text is not an identifier of the kind asked for.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a {kind}: {rule}")]
pub struct BadId {
    /// What was to be read, in the words of DESIGN 2.
    pub kind: &'static str,
    /// What a good one looks like.
    pub rule: &'static str,
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $rule:literal, $good:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// The identifier as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                let good: fn(&str) -> bool = $good;
                if good(text) {
                    Ok(Self(text.into()))
                } else {
                    Err(BadId { kind: $kind, rule: $rule })
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;

            fn try_from(text: String) -> Result<Self, BadId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier!(
    /// An alert, as its owner numbers it: `BE-26-000042`, `sdn-12345`.
    AlertId, "alert id", "1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit",
    |text| text.len() <= 64 && starts_alnum(text) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
);
identifier!(
    /// The authority that entered an alert: `BE-FEDPOL`. Only it changes the alert.
    OwnerId, "owner", "1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit",
    |text| text.len() <= 64 && starts_alnum(text) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
);
identifier!(
    /// A foreign agency: `nl-kmar`, its country and its short name.
    PartnerId, "partner id", "two letters of a country, a hyphen, then 1 to 32 of a-z 0-9 -",
    |text| text.split_once('-').is_some_and(|(land, agency)| {
        land.len() == 2 && land.bytes().all(|b| b.is_ascii_lowercase()) && agency.len() <= 32 && plain(agency)
    })
);
identifier!(
    /// One of a partner's systems: `gate-1`.
    ClientId, "client id", "1 to 32 of a-z 0-9 - beginning with a letter or digit",
    |text| text.len() <= 32 && plain(text)
);
identifier!(
    /// A local user: `officer-1`.
    StaffId, "staff id", "1 to 32 of a-z 0-9 - beginning with a letter or digit",
    |text| text.len() <= 32 && plain(text)
);
identifier!(
    /// A list that is read again and again: `ofac`.
    FeedId, "feed id", "1 to 32 of a-z 0-9 - beginning with a letter or digit",
    |text| text.len() <= 32 && plain(text)
);
identifier!(
    /// A profile: what a partner or role may ask and see.
    ProfileId, "profile id", "1 to 32 of a-z 0-9 - beginning with a letter or digit",
    |text| text.len() <= 32 && plain(text)
);
identifier!(
    /// The coded reason of a query: `border-check`.
    PurposeCode, "purpose", "1 to 32 of a-z 0-9 - beginning with a letter or digit",
    |text| text.len() <= 32 && plain(text)
);
identifier!(
    /// The asking side's own case number, mandatory with each query.
    CaseReference, "reference", "1 to 64 letters, digits or . _ / : - without spaces",
    |text| !text.is_empty() && text.len() <= 64 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._/:-".contains(&b))
);
identifier!(
    /// The person or unit behind a query, as the asking agency knows them (SIS Art. 12).
    UserId, "user id", "1 to 64 letters, digits or . _ @ : - without spaces",
    |text| !text.is_empty() && text.len() <= 64 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._@:-".contains(&b))
);
identifier!(
    /// One query and its answer, also the request's number in logs: a ULID, `01KAR…`.
    QueryId, "query id", "26 characters of Crockford's base 32",
    |text| text.len() == 26 && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
);

identifier!(
    /// A hit that was reported: the number of the request that reported it.
    HitId, "hit id", "26 characters of Crockford's base 32",
    |text| text.len() == 26 && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
);

fn starts_alnum(text: &str) -> bool {
    text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
}

fn plain(text: &str) -> bool {
    starts_alnum(text)
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

impl QueryId {
    /// Makes a new one: 48 bits of `now` in milliseconds, 80 random bits.
    #[must_use]
    pub fn new(now: jiff::Timestamp, random: u128) -> Self {
        let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or_default();
        Self(ulid::Ulid::from_parts(milliseconds, random).to_string().into())
    }
}

impl ProfileId {
    /// The profile of commands on this machine, which no certificate has.
    #[must_use]
    pub fn local() -> Self {
        Self("local".into())
    }
}

/// A place in the journal: the number of facts up to and including one. Zero is before the first.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Position(pub u64);

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The number that state gives an alert when it first sees it; stable through every rebuild,
/// since the journal is replayed in order.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Ordinal(pub u32);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partner_id_is_a_country_and_a_short_name() {
        assert!("nl-kmar".parse::<PartnerId>().is_ok());
        for bad in [
            "", "nl", "nl-", "NL-kmar", "nld-kmar", "nl-k mar", "nl-../x", "nl--",
        ] {
            assert!(bad.parse::<PartnerId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_alert_id_is_safe_in_a_path() {
        assert!("BE-26-000042".parse::<AlertId>().is_ok());
        for bad in ["", "../x", "a/b", "a b", "é", "-x"] {
            assert!(bad.parse::<AlertId>().is_err(), "{bad}");
        }
    }
}
