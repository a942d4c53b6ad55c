//! The audit log: what was asked, by whom, why, and what was answered, before the answer leaves
//! (DESIGN 1, rule 1; LED Art. 25).
//!
//! May name `domain`, `config` and `storage`; knows nothing of HTTP. Records form a hash chain under
//! a signed head, so that an edit, a gap, a swap or a cut is found. A [`Receipt`] exists only for a
//! record that is durable: `receipt.rs` is its one maker.

mod chain;
mod error;
mod glance;
mod head;
mod key;
mod ledger;
mod read;
mod receipt;
mod record;
mod row;
mod sqlite;
mod verify;

pub use crate::storage::Condition;
pub use crate::storage::StorageError;
pub use error::AuditError;
pub use glance::End;
pub use glance::glance;
pub use head::SignedHead;
pub use head::head;
pub use head::sign_backup;
pub use head::verify_backup;
pub use key::BadKey;
pub use key::LogKey;
pub use key::PublicKey;
pub use read::Entry;
pub use read::Filter;
pub use read::Order;
pub use read::read;
pub use receipt::Receipt;
pub use receipt::receipt_bytes;
pub use receipt::verify_receipt;
pub use record::AuditLog;
pub use record::Commitment;
pub use record::Record;
pub use record::commit_to;
pub use sqlite::SqliteAudit;
pub use verify::Fault;
pub use verify::Finding;
pub use verify::Report;
pub use verify::verify;

#[cfg(test)]
mod tests;
