//! Certificates: the gateway's own authority, the profile that client certificates keep to, and the
//! files both live in (DESIGN 8).
//!
//! May name `domain` and `config`; knows no HTTP, is not async and reads no clock: the time is handed
//! in. Deciding *whether* to issue is `service`'s; this room only knows how.

pub mod authority;
pub mod bundle;
#[cfg(test)]
#[path = "../../tests/it/support/certificates.rs"]
pub(crate) mod certificates;
mod error;
pub mod files;
pub mod issue;
pub mod issuer;
pub mod keys;
pub mod pem;
pub mod profile;
pub mod server;
pub mod signer;
#[cfg(test)]
mod tests;

pub use authority::Authority;
pub use error::PkiError;
pub use profile::Identity;
pub use profile::ProfileFault;
