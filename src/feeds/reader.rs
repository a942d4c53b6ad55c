//! The one way to read a list: an iterator of alerts and rejections.
//!
//! Uses its siblings and `domain`. Holds one entry and 16 bytes for each id seen, nothing else, so
//! that a list of any length can be read; the files beside `sdn.csv` are held whole, within a bound.

use std::collections::HashSet;
use std::collections::VecDeque;
use std::hash::BuildHasher;
use std::hash::RandomState;
use std::io::BufRead;

use jiff::civil::Date;

use super::FeedError;
use super::format::Format;
use super::ftm;
use super::lines::LineFault;
use super::lines::Lines;
use super::lookout;
use super::mapping::Mapping;
use super::sdn;
use super::sdn::Supplement;
use super::tally::Reject;
use super::tally::Tally;
use super::un;
use crate::domain::alert::Alert;
use crate::domain::feed::ListMapping;
use crate::domain::feed::Reading;
use crate::domain::ids::AlertId;

/// A format, with what it takes to make alerts of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Plan {
    /// Lookout's own: the lines are alerts and say everything themselves.
    Lookout,
    /// FollowTheMoney: the mapping says what the list means.
    Ftm(Mapping),
    /// `sdn.csv`, and what stands beside it.
    OfacSdn(Mapping, Supplement),
    /// The consolidated list of the Security Council.
    UnSc(Mapping),
}

impl Plan {
    /// The plan for a format; the mapping is of no use to our own, and nothing stands beside.
    #[must_use]
    pub fn new(format: Format, mapping: Mapping) -> Self {
        match format {
            Format::Lookout => Self::Lookout,
            Format::Ftm => Self::Ftm(mapping),
            Format::OfacSdn => Self::OfacSdn(mapping, Supplement::default()),
            Format::UnSc => Self::UnSc(mapping),
        }
    }

    /// The plan for a feed's list, read on this day.
    #[must_use]
    pub fn of(reading: &Reading, today: Date) -> Self {
        let mapping = |says: &ListMapping| Mapping {
            says: says.clone(),
            today,
        };
        match reading {
            Reading::Lookout { .. } => Self::Lookout,
            Reading::Ftm { mapping: says } => Self::Ftm(mapping(says)),
            Reading::OfacSdn { mapping: says } => Self::OfacSdn(mapping(says), Supplement::default()),
            Reading::UnSc { mapping: says } => Self::UnSc(mapping(says)),
        }
    }

    /// The format.
    #[must_use]
    pub const fn format(&self) -> Format {
        match self {
            Self::Lookout => Format::Lookout,
            Self::Ftm(_) => Format::Ftm,
            Self::OfacSdn(..) => Format::OfacSdn,
            Self::UnSc(_) => Format::UnSc,
        }
    }
}

/// What an entry of a list came to.
#[derive(Debug)]
pub(super) enum Entry {
    /// The alerts of a listed person.
    Alerts(Vec<Alert>),
    /// It is about something else.
    Skipped,
}

/// Why an entry came to nothing.
#[derive(Debug)]
pub(super) enum Fault {
    /// The field and the rule that it breaks, and the alert it is about where that is known.
    Rejected(String, Option<AlertId>),
    /// Nothing that follows can be read either.
    Broken(FeedError),
}

impl Fault {
    /// An entry of which nothing is known.
    pub(super) const fn rejected(reason: String) -> Self {
        Self::Rejected(reason, None)
    }

    /// An entry about an alert.
    pub(super) const fn of(about: Option<AlertId>, reason: String) -> Self {
        Self::Rejected(reason, about)
    }
}

/// Where the entries come from.
#[derive(Debug)]
enum Source<R> {
    Lookout(Lines<R>),
    Ftm(Lines<R>, Mapping),
    OfacSdn(sdn::Entries<R>),
    UnSc(un::Entries<R>),
}

impl<R: BufRead> Source<R> {
    fn new(input: R, plan: Plan) -> Self {
        match plan {
            Plan::Lookout => Self::Lookout(Lines::new(input)),
            Plan::Ftm(mapping) => Self::Ftm(Lines::new(input), mapping),
            Plan::OfacSdn(mapping, beside) => Self::OfacSdn(sdn::Entries::new(input, mapping, beside)),
            Plan::UnSc(mapping) => Self::UnSc(un::Entries::new(input, mapping)),
        }
    }
}

/// Reads a list. After the last item, [`Reader::finish`] tells whether it was read to its end.
#[derive(Debug)]
pub struct Reader<R> {
    source: Source<R>,
    /// Alerts of the last entry that are still to be given.
    ready: VecDeque<Alert>,
    seen: Seen,
    /// The line of the last entry.
    line: u64,
    tally: Tally,
    failure: Option<FeedError>,
}

impl<R: BufRead> Reader<R> {
    /// A reader from where the input stands.
    #[must_use]
    pub fn new(input: R, plan: Plan) -> Self {
        Self {
            source: Source::new(input, plan),
            ready: VecDeque::new(),
            seen: Seen::default(),
            line: 0,
            tally: Tally::default(),
            failure: None,
        }
    }

    /// Goes on with the next file of the same list: what stood in those before is known.
    ///
    /// # Errors
    /// As [`Reader::finish`], of the file before.
    pub fn and(mut self, input: R, plan: Plan) -> Result<Self, FeedError> {
        self = self.checked()?;
        self.source = Source::new(input, plan);
        Ok(self)
    }

    /// The reader itself again, when the list was read to its end.
    ///
    /// # Errors
    /// As [`Reader::finish`].
    pub fn checked(mut self) -> Result<Self, FeedError> {
        match self.failure.take() {
            Some(failure) => Err(failure),
            None => Ok(self),
        }
    }

    /// The line on which the last entry began.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// The counts so far.
    #[must_use]
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The counts, when the list was read to its end.
    ///
    /// # Errors
    /// What was given is the list's beginning, not the list.
    pub fn finish(self) -> Result<Tally, FeedError> {
        match self.failure {
            Some(failure) => Err(failure),
            None => Ok(self.tally),
        }
    }

    /// What it holds beside the ids seen, in bytes: its entry and the alerts not given yet.
    #[cfg(test)]
    pub(super) fn held_bytes(&self) -> usize {
        let entry = match &self.source {
            Source::Lookout(lines) | Source::Ftm(lines, _) => lines.held_bytes(),
            Source::OfacSdn(entries) => entries.held_bytes(),
            Source::UnSc(entries) => entries.held_bytes(),
        };
        entry + self.ready.capacity() * size_of::<Alert>()
    }

    /// The next entry that says anything: the alerts it gives are put into `ready`.
    fn take_entry(&mut self) -> Option<Result<(), Reject>> {
        if self.failure.is_some() {
            return None;
        }
        let notes = &mut self.tally.notes;
        let (line, entry) = match &mut self.source {
            Source::Lookout(lines) => line(lines, |line| {
                let read = lookout::read(line).map(|alert| Entry::Alerts(vec![alert]));
                read.map_err(|reason| Fault::of(lookout::id(line), reason))
            }),
            Source::Ftm(lines, mapping) => line(lines, |line| {
                let read = ftm::read(line, mapping, notes);
                read.map_err(|reason| Fault::of(ftm::about(line, mapping), reason))
            }),
            Source::OfacSdn(entries) => entries.next(notes),
            Source::UnSc(entries) => entries.next(notes),
        }?;
        let reject = |reason: String, about| Err(Reject { line, reason, about });
        self.line = line;
        self.tally.lines += 1;
        Some(match entry {
            Err(Fault::Rejected(reason, about)) => reject(reason, about),
            Err(Fault::Broken(failure)) => {
                self.tally.lines -= 1;
                let reason = match &failure {
                    FeedError::Unreadable { .. } => {
                        "the input failed; the rest of the list was not read".to_owned()
                    }
                    failure => failure.to_string(),
                };
                self.failure = Some(failure);
                reject(reason, None)
            }
            Ok(Entry::Skipped) => {
                self.tally.skipped += 1;
                Ok(())
            }
            Ok(Entry::Alerts(alerts)) => match alerts.first() {
                Some(first) if !self.seen.insert(&first.id) => {
                    let reason = "id: must not appear a second time in a list".to_owned();
                    reject(reason, Some(first.id.clone()))
                }
                _ => {
                    self.ready.extend(alerts);
                    Ok(())
                }
            },
        })
    }
}

/// The entry on the next line.
fn line<R: BufRead>(
    lines: &mut Lines<R>,
    read: impl FnOnce(&str) -> Result<Entry, Fault>,
) -> Option<(u64, Result<Entry, Fault>)> {
    let (number, text) = lines.next()?;
    let entry = match text {
        Ok(text) => read(text),
        Err(LineFault::TooLong) => Err(Fault::rejected("must have at most 1 MiB".to_owned())),
        Err(LineFault::NotUtf8) => Err(Fault::rejected("must be UTF-8".to_owned())),
        Err(LineFault::Unreadable(cause)) => {
            Err(Fault::Broken(FeedError::Unreadable { line: number, cause }))
        }
    };
    Some((number, entry))
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Alert, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(alert) = self.ready.pop_front() {
                self.tally.alerts += 1;
                return Some(Ok(alert));
            }
            if let Err(reject) = self.take_entry()? {
                self.tally.rejected += 1;
                return Some(Err(reject));
            }
        }
    }
}

/// The ids seen, each as 128 bits of two keyed hashes: to mistake one id for another takes 2^64 of
/// them, and nobody outside knows the keys.
#[derive(Debug, Default)]
struct Seen {
    keys: (RandomState, RandomState),
    ids: HashSet<(u64, u64)>,
}

impl Seen {
    /// Whether it is new.
    fn insert(&mut self, id: &AlertId) -> bool {
        self.ids
            .insert((self.keys.0.hash_one(id), self.keys.1.hash_one(id)))
    }
}
