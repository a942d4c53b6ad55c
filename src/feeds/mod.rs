//! Readers of list formats into alerts, an entry at a time, in bounded memory.
//!
//! Uses `domain`. Writes nothing and decides nothing: what is read is an alert as the list or the
//! mapping says, never more than that. Each entry gives alerts, a rejection or a count; a name is
//! never lost without one, and no text made here repeats a value of the list.
//!
//! Every format is read in the same way, from anything that is `BufRead`, bytes in memory too. No
//! bytes make it panic:
//!
//! ```
//! use lookout::feeds::{Format, Mapping, Plan, Reader};
//!
//! let today = jiff::civil::date(2026, 11, 23);
//! let mapping = Mapping::informing("list".parse()?, "XX-LIST".parse()?, today);
//! for format in Format::ALL {
//!     let mut reader = Reader::new(&b"any bytes"[..], Plan::new(format, mapping.clone()));
//!     let items: Vec<Result<_, _>> = reader.by_ref().collect(); // alerts and rejects
//!     // An XML list that is not closed is not whole, however many entries it gave.
//!     assert_eq!(reader.finish().is_err(), format == Format::UnSc);
//!     assert_eq!(items.len(), 1);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What stands beside `sdn.csv` is read into a [`Supplement`] before, for `Plan::OfacSdn`.

mod clean;
mod countries;
mod dates;
mod fault;
mod format;
mod ftm;
mod lines;
mod listed;
mod lookout;
mod mapping;
mod mistaken;
mod names;
mod reader;
mod sdn;
mod tally;
#[cfg(test)]
mod tests;
mod un;

pub use fault::fault;
pub use format::Format;
pub use format::UnknownFormat;
pub use format::recognise;
pub use mapping::Mapping;
pub use mistaken::Mistaken;
pub use mistaken::mistaken;
pub use reader::Plan;
pub use reader::Reader;
pub use sdn::Supplement;
pub use sdn::beside;
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
    /// The list is not whole, or not such a list: what came before this line was read.
    #[error("{rule} (line {line})")]
    NotWhole {
        /// Where that became clear.
        line: u64,
        /// What a whole list has.
        rule: &'static str,
    },
    /// A file beside a list is larger than any real one.
    #[error("a file beside the list must have at most 64 MiB (line {line})")]
    SupplementTooLarge {
        /// The line that was too much.
        line: u64,
    },
}
