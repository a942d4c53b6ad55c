//! The index: from keys to the few alerts that are worth comparing (DESIGN 3 and 7, `index/README.md`).
//!
//! May name `domain`, `config` and `matching`; tantivy is named nowhere else. It proposes, by counting
//! agreeing keys; it never decides a grade, and it knows neither names nor alerts, only keys and packed
//! records. Everything in it can be rebuilt from the journal, so what is damaged, foreign or of another
//! version is thrown away at start, never repaired and never searched.
//!
//! One [`Writer`] follows the journal; any number of searches read the [`Snapshot`] that it published
//! last. Neither waits for the other. Another index can be built [`Beside`] the live one and take its
//! place in one step (decision 0019).

mod commit;
mod cut;
mod error;
mod folder;
mod generation;
mod held;
mod live;
mod merge;
mod parcel;
mod plan;
mod propose;
mod schema;
mod seal;
mod snapshot;
mod table;
mod table_draft;
mod table_merge;
mod table_plugin;
mod table_write;
mod tally;
mod writer;

#[cfg(test)]
mod tests;

pub use error::IndexError;
pub use error::Rebuilt;
pub use folder::Checked;
pub use folder::check;
pub use folder::erase;
pub use folder::position;
pub use live::Beside;
pub use live::Index;
pub use live::Opened;
pub use plan::Scratch;
pub use propose::Bounds;
pub use propose::Proposal;
pub use propose::Proposals;
pub use snapshot::Snapshot;
pub use writer::Writer;

use crate::domain::ids::Ordinal;
use crate::matching::Packed;

/// What the index holds of one alert.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// The alert, by the number that state gave it.
    pub ordinal: Ordinal,
    /// The person, as `matching` packs and reads it; the order of its keys does not matter.
    pub person: Packed,
}

/// One change to the index.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Change {
    /// Adds an entry, in place of the one with its ordinal if there is one.
    Put(Entry),
    /// Removes the entry with this ordinal, if there is one.
    Remove(Ordinal),
}
