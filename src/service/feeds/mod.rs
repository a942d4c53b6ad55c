//! Feeds: lists of others that are read again and again, each time as a difference.
//!
//! Uses `feeds` to read, `change` to store. A run reads its list whole before it changes anything; it
//! takes up what is new or changed, withdraws what is gone, keeps what a person has corrected, and is
//! a fact of its own. One runs at a time. Run again after any end, it goes on.

mod apply;
mod compare;
mod diff;
mod due;
mod list;
mod register;
mod run;
mod running;
mod second;
mod source;
mod told;

pub use list::Told;
pub use register::NewFeed;
pub use run::Ask;
pub use run::Report;
pub(super) use running::Feeding;
pub use running::Phase;
pub use running::Progress;
pub use source::Fetched;
pub use source::ListSource;
pub use source::Spooled;
pub use source::SpooledFile;
pub use told::FeedPast;
pub use told::FeedTold;

/// Most alerts in one step of a run.
const STEP: usize = 2_000;
