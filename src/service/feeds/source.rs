//! Where the lists of feeds come from: `server` fetches them, this room reads what was fetched.
//!
//! Uses `domain`. A list is given only once it was read to its end, within its bounds, and with the
//! signature that its feed asks for.

use std::future::Future;
use std::io;
use std::io::BufRead;
use std::pin::Pin;

use crate::domain::feed::Feed;
use crate::domain::feed_run::Failing;
use crate::domain::feed_run::ListMark;
use crate::service::Fault;

use super::Progress;

/// Fetches lists.
pub trait ListSource: Send + Sync + 'static {
    /// Whether a feed's source and key are such as can be used.
    ///
    /// # Errors
    /// Which field is at fault. That nothing is there yet is no fault.
    fn check(&self, feed: &Feed) -> Result<(), Fault>;

    /// Fetches a feed's list whole; where its server can tell that it is still `known`, not again.
    /// Ends early, as unreadable, when the run is told to stop.
    ///
    /// # Errors
    /// Why there is no list.
    fn fetch<'a>(
        &'a self,
        feed: &'a Feed,
        known: Option<&'a ListMark>,
        progress: &'a Progress,
    ) -> Pin<Box<dyn Future<Output = Result<Fetched, Failing>> + Send + 'a>>;
}

/// What came of fetching.
pub enum Fetched {
    /// The list is the one that is known.
    NotModified,
    /// The list.
    List(Spooled),
}

/// A list that was fetched whole; gone when it is dropped.
pub struct Spooled {
    /// Which list it is.
    pub mark: ListMark,
    /// The files that make it, in the order of their names.
    pub files: Vec<SpooledFile>,
    /// Those that stand beside `sdn.csv`.
    pub beside: Vec<SpooledFile>,
}

/// Opens a file for reading, from its start each time.
type Open = Box<dyn Fn() -> io::Result<Box<dyn BufRead + Send>> + Send + Sync>;

/// One file of a list.
pub struct SpooledFile {
    /// Its name, for whoever mends what was rejected.
    pub name: String,
    /// Whether its last byte ends a line, so that none is cut off.
    pub ends_a_line: bool,
    /// Opens it.
    pub open: Open,
}
