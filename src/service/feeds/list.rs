//! A fetched list, read entry by entry over all its files.
//!
//! Uses `feeds`. Cut off is: an XML list that is not closed, an input that fails, and a last line that
//! neither ends nor can be read. Then nothing of the list counts.

use std::io::BufRead;

use jiff::civil::Date;

use super::source::Spooled;
use super::source::SpooledFile;
use crate::domain::alert::Alert;
use crate::domain::feed::Feed;
use crate::domain::feed::Reading;
use crate::domain::feed_run::Failing;
use crate::domain::ids::OwnerId;
use crate::feeds::FeedError;
use crate::feeds::Format;
use crate::feeds::Plan;
use crate::feeds::Reader;
use crate::feeds::Reject;
use crate::feeds::Tally;

/// An entry that was rejected, for whoever mends the list. Holds no value of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Told {
    /// The file.
    pub file: String,
    /// The line it begins on; the first is 1.
    pub line: u64,
    /// The field and the rule it breaks.
    pub reason: String,
}

/// The entries of a list.
pub(super) struct List<'a> {
    spooled: &'a Spooled,
    plan: Plan,
    /// Of whom every alert must be; no matter in a foreign list, whose alerts are made here.
    owner: Option<OwnerId>,
    reader: Reader<Box<dyn BufRead + Send>>,
    file: usize,
    rejected_last: bool,
}

impl<'a> List<'a> {
    pub(super) fn open(spooled: &'a Spooled, feed: &Feed, today: Date) -> Result<Self, Failing> {
        let mut plan = Plan::of(&feed.reading, today);
        if let Plan::OfacSdn(_, supplement) = &mut plan {
            for file in &spooled.beside {
                supplement.read(opened(file)?).map_err(|error| of(&error))?;
            }
        }
        let first = spooled.files.first().ok_or(Failing::NoList)?;
        let owner = match &feed.reading {
            Reading::Lookout { owner } => Some(owner.clone()),
            _ => None,
        };
        Ok(Self {
            spooled,
            reader: Reader::new(opened(first)?, plan.clone()),
            plan,
            owner,
            file: 0,
            rejected_last: false,
        })
    }

    /// The next alert or rejection; none at the end of a whole list.
    pub(super) fn next(&mut self) -> Result<Option<Result<Alert, Reject>>, Failing> {
        loop {
            if let Some(item) = self.reader.next() {
                self.rejected_last = item.is_err();
                return Ok(Some(item.and_then(|alert| self.owned(alert))));
            }
            let file = self.spooled.files.get(self.file).ok_or(Failing::NoList)?;
            // An XML list says by itself whether it is closed.
            let by_lines = self.plan.format() != Format::UnSc;
            if by_lines && self.rejected_last && !file.ends_a_line {
                return Err(Failing::NotWhole);
            }
            self.rejected_last = false;
            let next = self.spooled.files.get(self.file + 1);
            let empty: Box<dyn BufRead + Send> = Box::new(std::io::empty());
            let before = std::mem::replace(&mut self.reader, Reader::new(empty, Plan::Lookout));
            match next {
                Some(next) => {
                    let after = before.and(opened(next)?, self.plan.clone());
                    self.reader = after.map_err(|error| of(&error))?;
                    self.file += 1;
                }
                None => {
                    self.reader = before.checked().map_err(|error| of(&error))?;
                    return Ok(None);
                }
            }
        }
    }

    fn owned(&self, alert: Alert) -> Result<Alert, Reject> {
        match &self.owner {
            Some(owner) if alert.owner != *owner => Err(Reject {
                line: self.reader.line(),
                reason: "owner: must be the feed's".to_owned(),
                about: Some(alert.id),
            }),
            _ => Ok(alert),
        }
    }

    /// A rejection, with its file.
    pub(super) fn told(&self, reject: Reject) -> Told {
        let file = self.spooled.files.get(self.file);
        Told {
            file: file.map(|file| file.name.clone()).unwrap_or_default(),
            line: reject.line,
            reason: reject.reason,
        }
    }

    /// What was read so far.
    pub(super) const fn tally(&self) -> &Tally {
        self.reader.tally()
    }
}

fn opened(file: &SpooledFile) -> Result<Box<dyn BufRead + Send>, Failing> {
    (file.open)().map_err(|error| {
        tracing::warn!(%error, "a list that was fetched cannot be read");
        Failing::Unreadable
    })
}

fn of(error: &FeedError) -> Failing {
    match error {
        FeedError::Unreadable { .. } => Failing::Unreadable,
        FeedError::NotWhole { .. } => Failing::NotWhole,
        FeedError::SupplementTooLarge { .. } => Failing::TooLarge,
    }
}
