//! Finding people by their names: normalise, make keys, compare, score, explain (`docs/MATCHING.md`).
//!
//! Names only `domain`. Pure: no input or output, no clock, not async. The same query and person
//! give the same figures whatever else is listed.

mod abjad;
mod align;
mod asia;
mod compare;
mod dates;
mod edit;
mod explain;
mod fold;
mod forms;
mod hash;
mod indic;
mod japanese;
mod joined;
mod keys;
mod korean;
mod latin;
mod probe;
mod record;
mod record_ref;
mod score;
mod sorted;
mod sounds;
mod spellings;
mod surnames;
mod tables;
mod token;
mod vocabulary;
mod weights;
mod whole;
mod whole_keys;
mod words;

#[cfg(test)]
mod tests;

pub use explain::Explanation;
pub use explain::explain;
pub use explain::outcome;
pub use keys::Key;
pub use keys::KeyGroup;
pub use keys::Pass;
pub use keys::SEVERAL;
pub use keys::is_token;
pub use probe::Probe;
pub use record::Packed;
pub use record::PackedToken;
pub use record::Record;
pub use record::Unindexed;
pub use record_ref::PackedRef;
pub use record_ref::RecordRef;
pub use score::Score;
pub use score::candidate;
pub use score::score;
pub use spellings::Spellings;
#[cfg(test)]
pub(crate) use tests::fetched;
pub use vocabulary::Tokens;
pub use vocabulary::Vocabulary;
pub use weights::ENOUGH;
pub use weights::POSSIBLE;
pub use weights::POSSIBLE_BROAD;
pub use weights::STRONG;

/// Version of normalisation, tables, keys, record layout and weights; part of the index's identity.
pub const VERSION: u32 = 3;
