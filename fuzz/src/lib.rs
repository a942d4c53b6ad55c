//! What the targets share: the rules that what was read must keep, whatever the bytes were.
//!
//! Uses the public rooms, and `http::fuzzing`. A broken rule panics, which libFuzzer reports with the
//! bytes that broke it.

mod feed;
mod invented;
mod journal;
mod names;
mod photo;
mod problem;
mod search;

pub use feed::feed;
pub use invented::mapping;
pub use invented::today;
pub use journal::Replay;
pub use names::names;
pub use names::record;
pub use photo::photo;
pub use problem::problem;
pub use search::search;

/// The trust domain of the certificates among the seeds.
pub const TRUST_DOMAIN: &str = "lookout.local";
