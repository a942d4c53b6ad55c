//! TLS: the terms of each door, the listener, and who is at the other end of a connection.
//!
//! May name `domain`, `config`, and `pki` for the certificate profile; knows no HTTP and decides no
//! rights. TLS 1.3 only, no session is ever resumed (DESIGN 1, rule 6), and whoever is refused gets
//! to read why.

mod arrivals;
pub mod doors;
mod fault;
mod found_good;
mod handshake;
pub mod identity;
mod judge;
pub mod listener;
mod pending;
mod slots;
mod stalling;
#[cfg(test)]
mod tests;

pub use doors::Ask;
pub use doors::Terms;
pub use doors::TlsError;
pub use doors::Trust;
pub use fault::Fault;
pub use identity::Claim;
pub use listener::Alpn;
pub use listener::Connection;
pub use listener::Listener;
pub use slots::Slot;
pub use stalling::Stalling;
