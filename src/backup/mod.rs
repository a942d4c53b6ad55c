//! Backups: a set of files that can be verified, taken beside a running node, and a home made of one.
//!
//! May name `domain`, `config`, `storage`, `journal`, `audit`, `pki`. The rule it keeps: a set is there
//! whole, synced and verified, or not at all, and nothing is restored that does not verify (decision
//! 0020); what was erased since is erased again. What is derived (state, index) is not in a set; private keys only behind a passphrase.

mod age;
mod check;
mod erasures;
mod error;
mod files;
mod keys;
mod manifest;
mod restore;
mod take;

pub use check::check;
pub use erasures::Erasure;
pub use erasures::erased;
pub use error::BackupError;
pub use keys::Passphrase;
pub use manifest::Keys;
pub use manifest::Manifest;
pub use restore::RESTORED;
pub use restore::Restore;
pub use restore::Restored;
pub use restore::restore;
pub use restore::under_way;
pub use take::Step;
pub use take::Take;
pub use take::Taken;
pub use take::take;
