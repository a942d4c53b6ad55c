//! What a search concludes: the verdict, its candidates, and why each is one.
//!
//! Uses `ids`, `alert`. Knows neither JSON nor HTTP. Contributions are log-odds: `base` and their
//! sum is logit(`score`), so that anyone can add them up (DESIGN 5).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Serialize;

use super::alert::Action;
use super::alert::Category;
use super::alert::Caution;
use super::alert::Contact;
use super::alert::Handling;
use super::ids::AlertId;
use super::ids::OwnerId;
use super::ids::Position;

/// The answer in one word.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nobody listed fits.
    NoHit,
    /// Somebody listed may fit; a person must compare.
    Candidates,
    /// An identifier matched, or a strong grade with an agreeing second field.
    Hit,
}

/// How well a candidate fits.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// A person must compare.
    Possible,
    /// Little doubt.
    Strong,
}

/// A field that was compared.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Name.
    Name,
    /// Birth date.
    BirthDate,
    /// Document.
    Document,
    /// Nationality.
    Nationality,
    /// Sex.
    Sex,
}

/// What the comparison of a field says.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Speaks for the same person.
    Agrees,
    /// Speaks neither way.
    Neutral,
    /// Speaks against.
    Differs,
}

/// Why a field agrees or differs, one code a cause. `docs/MATCHING.md` explains each.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The same after normalising.
    SameName,
    /// Spelt a little differently.
    SpellingVariant,
    /// Equal after transliteration from another script.
    Transliteration,
    /// Another form of the same given name.
    GivenNameEquivalent,
    /// The same consonants.
    SoundsAlike,
    /// Parts in another order.
    OtherOrder,
    /// An initial stands for a name.
    Initial,
    /// Parts written together or apart.
    JoinedParts,
    /// A part of the query is not in the alert.
    QueryPartMissing,
    /// A part of the alert's name is not in the query.
    AlertPartMissing,
    /// The name was cut off by the width of an MRZ line.
    Truncated,
    /// Matched an alias, not the primary name.
    Alias,
    /// Matched a weak alias.
    WeakAlias,
    /// Same day.
    SameDay,
    /// Same month and year, day not known on one side.
    SameMonth,
    /// Same year, rest not known on one side.
    SameYear,
    /// Within the known span of years.
    WithinSpan,
    /// Day and month exchanged.
    DayMonthSwapped,
    /// One digit differs.
    OneDigitOff,
    /// One or two years apart.
    CloseYear,
    /// Another date.
    OtherDate,
    /// Same document number of the same kind and issuer, as far as known.
    SameDocument,
    /// Same number, another kind or issuer.
    SameNumber,
    /// Same number but for letters and digits that are easily confused.
    ConfusableNumber,
    /// A document of the same kind and issuer with another number.
    OtherDocument,
    /// A nationality in common.
    SameNationality,
    /// No nationality in common.
    OtherNationality,
    /// Same sex.
    SameSex,
    /// Another sex.
    OtherSex,
}

/// One compared field of a candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct Matched {
    /// Which.
    pub field: Field,
    /// What the query said.
    pub query: String,
    /// What the alert says, in its own spelling; leaves the gateway only under `explain: full`.
    pub alert: Option<String>,
    /// What the comparison says.
    pub outcome: Agreement,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Log-odds added to the score.
    pub contribution: f64,
}

/// An alert that may be about the person asked for, as far as the asking side may see it: what its
/// profile withholds is `None` here and absent in the answer (DESIGN 1, rule 5).
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The alert.
    pub alert: AlertId,
    /// How well it fits.
    pub grade: Grade,
    /// Probability that it is the same person, 0 to 1.
    pub score: f64,
    /// What to do now.
    pub action: Action,
    /// Whether `action` is less than the alert asks, since a name alone proves nobody.
    pub action_downgraded: bool,
    /// How the answer may be used.
    pub handling: Handling,
    /// Why it matched.
    pub explanation: Option<Explanation>,
    /// Why the person is sought.
    pub category: Option<Category>,
    /// Warnings.
    pub cautions: Option<Vec<Caution>>,
    /// Who entered it.
    pub owner: Option<OwnerId>,
    /// Whom to call.
    pub contact: Option<Contact>,
    /// How fresh it is.
    pub dates: Option<Dates>,
}

/// Why a candidate is one, in figures: `base` and the contributions add up to logit(score).
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Log-odds before any field was compared.
    pub base: f64,
    /// Each compared field.
    pub matched: Vec<Matched>,
}

/// How fresh an alert is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Dates {
    /// Day its owner last confirmed it.
    pub last_validated: Date,
    /// Last day it is in force without a new review.
    pub review_due: Date,
}

/// What a search concludes.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// In one word.
    pub outcome: Outcome,
    /// Candidates, best first; empty with `no_hit`.
    pub candidates: Vec<Candidate>,
    /// Whether there were more than the limit.
    pub more: bool,
    /// Whether a bound cut the search short, so that a weaker candidate may be missing.
    pub truncated: bool,
    /// The journal position the index had reached.
    pub position: Position,
    /// When that position was taken up.
    pub as_of: Timestamp,
}
