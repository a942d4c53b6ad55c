//! Composition: a node put together, its doors opened, its background work owned, its end drained.
//!
//! May name everything but `cli`; is named by no room but that. What runs has an owner here that ends
//! it, and what cannot be told any more (a failed disk) ends the process.

mod activity;
mod authority;
mod clock;
mod clock_note;
mod connection;
mod control;
mod doors;
mod feeding;
mod health;
mod lists;
mod node;
mod ops;
mod photos;
mod places;
mod renewal;
mod restored;
mod retention;
mod running;
mod supervisor;
mod telemetry;

pub use authority::NoKeys;
pub use authority::complete as complete_keys;
pub use clock::SystemClock;
pub use clock_note::clock_note;
pub use clock_note::home_may_issue;
pub use node::Node;
pub use node::StartError;
pub use renewal::Renewed;
pub use renewal::door as renew_door;
pub use renewal::doors as renew_doors;
pub use running::Addresses;
pub use running::Running;
pub use supervisor::Supervisor;
pub use telemetry::Kind;
pub use telemetry::METRICS;
pub use telemetry::Metric;
pub use telemetry::Telemetry;
pub use telemetry::Traces;
