//! The journal: every accepted change, in one order, kept for good (DESIGN 1, rules 3 and 8).
//!
//! May name `domain`, `config` and `storage`. Does not know what facts mean: a body is bytes. What
//! is acknowledged is durable; positions run from 1 without a gap.

mod check;
mod cut;
mod digest;
mod entry;
mod ledger;
mod sqlite;

pub use crate::storage::Condition;
pub use crate::storage::StorageError;
pub use check::Checked;
pub use check::check;
pub use cut::cut;
pub use entry::AppendError;
pub use entry::Appended;
pub use entry::Entry;
pub use entry::Expect;
pub use entry::Journal;
pub use entry::ReadError;
pub use entry::Stored;
pub use sqlite::SqliteJournal;

#[cfg(test)]
mod tests;
