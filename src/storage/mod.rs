//! How a file of records is kept: SQLite opened one way, one writer thread with group commit, and a
//! few readers (DESIGN 7, SECURITY 2.3); and files beside them, sealed and asked for by their hash.
//!
//! May name `domain` and `config`. Knows nothing of facts, alerts or records: `journal`, `audit` and
//! `state` bring their own tables. The rule it keeps: what was acknowledged was synced first, and a
//! file whose sync failed is never written again by this process.

mod copy;
mod error;
mod file;
mod group;
mod meter;
mod place;
mod readers;
mod sealing;
mod shelf;
mod writer;

pub use copy::copy;
pub use error::StorageError;
pub use error::WriteError;
pub use file::Checkpoints;
pub use file::Durability;
pub use file::open;
pub use file::remove;
pub use group::Ledger;
pub use place::BadPlace;
pub use place::Place;
pub use readers::Readers;
pub use sealing::DESTROYED;
pub use sealing::NotSealed;
pub use sealing::SealKey;
pub use shelf::Held;
pub use shelf::Shelf;
pub use writer::Bounds;
pub use writer::Condition;
pub use writer::Writer;

#[cfg(test)]
mod tests;
