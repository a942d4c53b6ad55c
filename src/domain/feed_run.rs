//! One reading of a feed: what it found, what it changed, or why it changed nothing.
//!
//! Uses the rest of `domain`. Holds counts and coded words, never a value of the list: it stands in the
//! journal, on screens and in logs.

use std::fmt;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use super::ids::Position;

/// What became of one reading.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct FeedRun {
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
    /// How it ended.
    pub outcome: Outcome,
    /// The feed's version that it ran under.
    pub version: Position,
    /// Whether a person had said that any share may be withdrawn.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub any_share: bool,
    /// What was found.
    pub counts: Counts,
    /// The list; none where it was not read whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<ListMark>,
}

impl FeedRun {
    /// Whether the alerts are what the list says since then.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        matches!(self.outcome, Outcome::Done | Outcome::NotModified)
    }
}

/// Which list it was.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ListMark {
    /// SHA-256 over its files in the order of their names, in hex.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// What its server calls this version of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When its server says that it was changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
}

/// How a reading ended.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "how", rename_all = "kebab-case")]
pub enum Outcome {
    /// The alerts are what the list says.
    Done,
    /// The server says that the list is the one that was read last.
    NotModified,
    /// More would have been withdrawn than one person's word allows: nothing was changed.
    StoppedForWithdrawals,
    /// It was ended in the middle; the next one goes on.
    Interrupted,
    /// It failed. Where the list was not read whole, nothing was changed.
    Failed {
        /// Why.
        reason: Failing,
    },
}

impl Outcome {
    /// Its word, with the reason's where it failed.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::NotModified => "not-modified",
            Self::StoppedForWithdrawals => "stopped-for-withdrawals",
            Self::Interrupted => "interrupted",
            Self::Failed { reason } => reason.word(),
        }
    }
}

/// The reasons of a failure, each with its word and what it says to a person.
macro_rules! failings {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $text:literal;)*) => {
        /// Why a reading failed.
        #[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
        pub enum Failing {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Failing {
            /// Its word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }

        impl fmt::Display for Failing {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$name => $text,)* })
            }
        }
    };
}

failings! {
    /// The source cannot be opened or read.
    Unreadable = "unreadable", "the source cannot be opened, or not read to its end";
    /// No file fits.
    NoList = "no-list", "the folder has no file, or not the one file, that makes the list";
    /// Over the bound.
    TooLarge = "too-large", "the list is larger than the feed's bound";
    /// Cut off or not such a list.
    NotWhole = "not-whole", "the list is cut off, or is not in the feed's format to its end";
    /// No alert in it.
    Empty = "empty", "the list has no alert, and the feed holds some";
    /// The signature is missing.
    Unsigned = "unsigned", "the list has no signature beside it, and the feed has a key";
    /// The signature is wrong.
    BadSignature = "bad-signature", "the signature is not one of the feed's key over this list";
    /// Nobody answers.
    Unreachable = "unreachable", "the server does not answer, or not as one whose certificate is trusted";
    /// Not 200.
    Status = "status", "the server answers that it does not give the list";
    /// Elsewhere.
    Redirected = "redirected", "the server points to another host";
    /// An address that is not to be asked.
    Forbidden = "address-forbidden", "the server's name leads to an address of a private network";
    /// Too slow.
    TimedOut = "timed-out", "the server did not give the list in time";
    /// Two feeds, one id.
    Claimed = "claimed", "the list has an alert that another feed holds";
    /// The node cannot take it.
    NotStored = "not-stored", "the node could not store it";
}

/// Counts of one reading.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Counts {
    /// Entries of the list.
    pub entries: u64,
    /// Entries about something other than a person that is listed.
    pub skipped: u64,
    /// Entries that cannot be taken.
    pub rejected: u64,
    /// Alerts that were not there.
    pub new: u64,
    /// Alerts that are different now.
    pub changed: u64,
    /// Alerts that are as the list says.
    pub unchanged: u64,
    /// Alerts that a person has corrected or withdrawn, and that stay so.
    pub kept: u64,
    /// Alerts that were erased, and that the list does not bring back.
    pub erased: u64,
    /// Alerts that are no longer in the list: withdrawn, or to be withdrawn where nothing was changed.
    pub gone: u64,
    /// Alerts that may be no longer in the list, and stay since some of its entries cannot be read.
    pub unclear: u64,
    /// Alerts that the feed held when the reading began.
    pub held: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_one_word_in_the_journal_and_for_people() {
        let failed = Outcome::Failed {
            reason: Failing::BadSignature,
        };
        let json = serde_json::to_string(&failed).unwrap();
        assert_eq!(json, r#"{"how":"failed","reason":"bad-signature"}"#);
        assert_eq!(serde_json::from_str::<Outcome>(&json).unwrap(), failed);
        assert_eq!(failed.word(), "bad-signature");
        let json = serde_json::to_string(&Outcome::StoppedForWithdrawals).unwrap();
        assert!(json.contains(Outcome::StoppedForWithdrawals.word()));
    }
}
