//! State: what all facts up to a position add up to — partners, staff, certificates, profiles and
//! the cards of alerts (DESIGN 7).
//!
//! May name `domain`, `config` and `storage`. Changed only by applying facts in their order, so the
//! file can be deleted and filled again by replay. Readers take immutable snapshots without a lock.

mod alerts;
mod apply;
mod card;
mod change;
mod chunked;
mod code;
mod documents;
mod ended;
mod error;
mod feeds;
mod feeds_read;
mod fingerprint;
mod hits;
mod lookup;
mod photos;
mod proposals;
mod registry;
mod shared;
mod sharing;
mod snapshot;
mod store;
mod uses;

pub use crate::storage::StorageError;
pub use alerts::Alerts;
pub use alerts::Kept;
pub use card::Card;
pub use card::Cautions;
pub use ended::Ended;
pub use error::StateError;
pub use feeds::Confirmation;
pub use feeds::Feeds;
pub use feeds::RegisteredFeed;
pub use feeds::Standing;
pub use fingerprint::Fingerprint;
pub use registry::CertificateStatus;
pub use registry::RegisteredCertificate;
pub use registry::RegisteredPartner;
pub use registry::RegisteredProfile;
pub use registry::RegisteredStaff;
pub use registry::Registry;
pub use registry::Revocation;
pub use registry::Suspension;
pub use snapshot::State;
pub use snapshot::StoredAlert;

#[cfg(test)]
mod tests;
