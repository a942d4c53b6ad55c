//! Readers of list formats into alerts, a line at a time, in bounded memory.
//!
//! Uses `domain`. Writes nothing and decides nothing: what is read is an alert as the list or the
//! mapping says, never more than that. Each line gives alerts, a rejection or a count; a name is
//! never lost without one, and no text made here repeats a value of the list.

mod clean;
mod format;
mod ftm;
mod lines;
mod listed;
mod lookout;
mod mapping;
mod reader;
mod tally;
#[cfg(test)]
mod tests;

pub use format::Format;
pub use format::UnknownFormat;
pub use format::recognise;
pub use mapping::BadMapping;
pub use mapping::Mapping;
pub use mapping::Prefix;
pub use mapping::ReviewDays;
pub use reader::Plan;
pub use reader::Reader;
pub use tally::Note;
pub use tally::Reject;
pub use tally::Tally;

/// Why a list was not read to its end.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// The input failed; what came before this line was read.
    #[error("cannot read line {line} and what follows")]
    Unreadable {
        /// The line that could not be read whole.
        line: u64,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
}
