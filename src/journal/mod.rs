//! The journal: every accepted change, in one order, kept for good (DESIGN 1, rules 3 and 8).
//!
//! May name `domain`, `config` and `storage`. Does not know what facts mean: a body is bytes. What
//! is acknowledged is durable; positions run from 1 without a gap. A body may be sealed under a key that is
//! kept here and can be destroyed: the row stays, its hash stays good, its words are gone (decision 0017).

mod aside;
mod check;
mod cut;
mod digest;
mod entry;
mod keys;
mod ledger;
mod sqlite;

pub use crate::storage::Condition;
pub use crate::storage::StorageError;
pub use aside::of_kind;
pub use aside::same_at;
pub use check::Checked;
pub use check::check;
pub use cut::cut;
pub use entry::AppendError;
pub use entry::Appended;
pub use entry::Body;
pub use entry::Entry;
pub use entry::Expect;
pub use entry::Journal;
pub use entry::ReadError;
pub use entry::Shred;
pub use entry::Stored;
pub use sqlite::SqliteJournal;

#[cfg(test)]
mod tests;
