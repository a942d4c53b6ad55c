//! The one way to read a list: an iterator of alerts and rejections.
//!
//! Uses its siblings and `domain`. Holds one line and 16 bytes for each id seen, nothing else, so
//! that a list of any length can be read.

use std::collections::HashSet;
use std::collections::VecDeque;
use std::hash::BuildHasher;
use std::hash::RandomState;
use std::io;
use std::io::BufRead;

use super::FeedError;
use super::format::Format;
use super::ftm;
use super::lines::LineFault;
use super::lines::Lines;
use super::lookout;
use super::mapping::Mapping;
use super::tally::Reject;
use super::tally::Tally;
use crate::domain::alert::Alert;
use crate::domain::ids::AlertId;

/// A format, with what it takes to make alerts of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Plan {
    /// Lookout's own: the lines are alerts and say everything themselves.
    Lookout,
    /// FollowTheMoney: the mapping says what the list means.
    Ftm(Mapping),
}

impl Plan {
    /// The format.
    #[must_use]
    pub const fn format(&self) -> Format {
        match self {
            Self::Lookout => Format::Lookout,
            Self::Ftm(_) => Format::Ftm,
        }
    }
}

/// Reads a list. After the last item, [`Reader::finish`] tells whether it was read to its end.
#[derive(Debug)]
pub struct Reader<R> {
    lines: Lines<R>,
    plan: Plan,
    /// Alerts of the last line that are still to be given.
    ready: VecDeque<Alert>,
    seen: Seen,
    tally: Tally,
    failure: Option<FeedError>,
}

impl<R: BufRead> Reader<R> {
    /// A reader from where the input stands.
    #[must_use]
    pub fn new(input: R, plan: Plan) -> Self {
        Self {
            lines: Lines::new(input),
            plan,
            ready: VecDeque::new(),
            seen: Seen::default(),
            tally: Tally::default(),
            failure: None,
        }
    }

    /// The counts so far.
    #[must_use]
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The counts, when the input did not fail.
    ///
    /// # Errors
    /// [`FeedError::Unreadable`]: what was given is the list's beginning, not the list.
    pub fn finish(self) -> Result<Tally, FeedError> {
        match self.failure {
            Some(failure) => Err(failure),
            None => Ok(self.tally),
        }
    }

    /// What it holds beside the ids seen, in bytes: its line and the alerts not given yet.
    #[cfg(test)]
    pub(super) fn held_bytes(&self) -> usize {
        self.lines.held_bytes() + self.ready.capacity() * size_of::<Alert>()
    }

    /// The next line that says anything: the alerts it gives are put into `ready`.
    fn take_line(&mut self) -> Option<Result<(), Reject>> {
        let (number, line) = self.lines.next()?;
        let reject = |reason: &str| Reject {
            line: number,
            reason: reason.to_owned(),
        };
        self.tally.lines += 1;
        let line = match line {
            Ok(line) => line,
            Err(LineFault::TooLong) => return Some(Err(reject("must have at most 1 MiB"))),
            Err(LineFault::NotUtf8) => return Some(Err(reject("must be UTF-8"))),
            Err(LineFault::Unreadable(cause)) => {
                self.tally.lines -= 1;
                return Some(Err(self.fail(number, cause)));
            }
        };
        let alerts = match &self.plan {
            Plan::Lookout => lookout::read(line).map(|alert| Some(vec![alert])),
            Plan::Ftm(mapping) => ftm::read(line, mapping, &mut self.tally.notes),
        };
        Some(match alerts {
            Err(reason) => Err(reject(&reason)),
            Ok(None) => {
                self.tally.skipped += 1;
                Ok(())
            }
            Ok(Some(alerts)) => match alerts.first() {
                Some(first) if !self.seen.insert(&first.id) => {
                    Err(reject("id: must not appear a second time in a list"))
                }
                _ => {
                    self.ready.extend(alerts);
                    Ok(())
                }
            },
        })
    }

    fn fail(&mut self, line: u64, cause: io::Error) -> Reject {
        let reason = "the input failed; the rest of the list was not read".to_owned();
        self.failure = Some(FeedError::Unreadable { line, cause });
        Reject { line, reason }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Alert, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(alert) = self.ready.pop_front() {
                self.tally.alerts += 1;
                return Some(Ok(alert));
            }
            if let Err(reject) = self.take_line()? {
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
