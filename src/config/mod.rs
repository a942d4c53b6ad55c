//! Settings: one TOML file, parsed and checked once at start into a [`Config`].
//!
//! May name `domain`. No other room reads a settings file or an environment variable, and this one
//! is not read after start. Every key has a default; an unknown key is refused; every refusal names
//! the field and the rule.

mod error;
mod file;
mod hits;
mod home;
mod load;
mod photos;
mod purposes;
mod retention;
#[cfg(test)]
mod tests;
mod traces;

pub use error::ConfigError;
pub use hits::Hits;
pub use home::Home;
pub use load::load;
pub use photos::Photos;
pub use purposes::Purpose;
pub use retention::Retention;
pub use traces::Traces;

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use crate::domain::alert::Category;
use crate::domain::alert::Contact;
use crate::domain::partner::Allowance;

/// Everything the program may be told, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// This gateway.
    pub node: Node,
    /// Where it listens.
    pub doors: Doors,
    /// How connections are bounded.
    pub connections: Connections,
    /// How much partners may ask.
    pub limits: Limits,
    /// How searches are bounded.
    pub search: Search,
    /// How the index follows.
    pub index: Index,
    /// How long alerts are kept after their end.
    pub retention: Retention,
    /// What is logged.
    pub log: Log,
    /// How soon hits must be acted on.
    pub hits: Hits,
    /// How photographs are taken in.
    pub photos: Photos,
    /// Where traces go; nowhere unless set.
    pub traces: Option<Traces>,
    /// How single alerts are entered and changed.
    pub alerts: Alerts,
    /// Purposes of this gateway.
    pub purposes: Vec<Purpose>,
}

/// How single alerts are entered and changed.
#[derive(Clone, Debug)]
pub struct Alerts {
    /// Categories whose alerts are changed only when a second person agrees.
    pub second_eyes: Vec<Category>,
}

impl Alerts {
    /// Arrest and what its subject must not notice (DOMAIN, rows 21 and 25).
    pub(super) const SECOND_EYES: [Category; 4] = [
        Category::WantedForArrest,
        Category::DiscreetCheck,
        Category::InquiryCheck,
        Category::SpecificCheck,
    ];
}

/// This gateway.
#[derive(Clone, Debug)]
pub struct Node {
    /// Short name, `be-spoc`; the audit log is `lookout/<name>-1`.
    pub name: String,
    /// Host part of the SPIFFE ids in certificates.
    pub trust_domain: String,
    /// Whom to call where an alert names nobody.
    pub contact: Contact,
}

/// The four doors (DESIGN 4).
#[derive(Clone, Debug)]
pub struct Doors {
    /// Partners' systems.
    pub partners: Door,
    /// Enrolment.
    pub enrolment: Door,
    /// Local staff.
    pub desk: Door,
    /// Probes and metrics; loopback only.
    pub ops: Door,
}

/// One door.
#[derive(Clone, Debug)]
pub struct Door {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Host names it answers to, without port, lower case.
    pub hosts: Vec<String>,
}

/// How connections are bounded (SECURITY 0.6, DESIGN 3).
#[derive(Clone, Copy, Debug)]
pub struct Connections {
    /// Longest wait for the first byte.
    pub first_byte: Duration,
    /// Longest handshake.
    pub handshake: Duration,
    /// Longest wait for a request's head.
    pub head: Duration,
    /// Longest wait for a request's body.
    pub body: Duration,
    /// Longest a connection's writes may wait for its peer to read.
    pub write_stall: Duration,
    /// Longest a connection over HTTP/2 may ask nothing; over HTTP/1.1 `head` says it.
    pub idle: Duration,
    /// Longest life of a connection, before jitter.
    pub age: Duration,
    /// Most connections whose handshake is done, all doors together; decision 0010 says who gives way.
    pub established: usize,
    /// Handshakes that one address may begin each second, each door.
    pub handshakes_per_second: NonZeroU32,
    /// Handshakes that one address may begin at once, each door.
    pub handshakes_burst: NonZeroU32,
    /// Most connections from one address, each door.
    pub per_address: usize,
    /// Most handshakes under way, each door; the oldest gives way to a newcomer.
    pub pending: usize,
    /// Longest drain at shutdown.
    pub drain: Duration,
}

/// How much partners may ask.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For a partner whose profile says nothing.
    pub default: Allowance,
}

/// How searches are bounded (DESIGN 7).
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// Searches at once.
    pub concurrent: usize,
    /// Searches waiting for their turn.
    pub queue: usize,
    /// Longest wait for a turn.
    pub wait: Duration,
    /// Longest search.
    pub deadline: Duration,
}

/// How the index follows the journal.
#[derive(Clone, Copy, Debug)]
pub struct Index {
    /// Longest it may be behind before answers stop.
    pub stale: Duration,
    /// Longest a change waits for its commit.
    pub commit: Duration,
    /// Memory of the writer, bytes.
    pub writer_bytes: usize,
    /// How often every seal is checked while it answers.
    pub verify: Duration,
}

/// What is logged.
#[derive(Clone, Debug)]
pub struct Log {
    /// As JSON, one object a line.
    pub json: bool,
    /// A `tracing` filter: `info`, `lookout=debug`.
    pub filter: String,
}
