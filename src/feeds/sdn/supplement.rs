//! What stands beside `sdn.csv`: aliases in `alt.csv`, remarks too long for it in `sdn_comments.csv`.
//!
//! Uses its siblings. Held whole, since neither file need be in the list's order; bounded, so that a
//! wrong file does not fill the memory.

use std::collections::HashMap;
use std::io::BufRead;

use super::row;
use crate::feeds::FeedError;
use crate::feeds::lines::LineFault;
use crate::feeds::lines::Lines;
use crate::feeds::tally::Notes;
use crate::feeds::tally::Reject;

/// Most text held, in bytes; the real files have about three million.
const MAX_BYTES: usize = 64 << 20;
/// What a row costs beside its text, in bytes, roughly.
const ROW_BYTES: usize = 64;

/// One alias.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Alias {
    pub(super) name: String,
    /// Marked as weak: a nickname, or a name that many have.
    pub(super) weak: bool,
}

/// What the further files say of one entry.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Further {
    /// The line where it first stands.
    line: u64,
    pub(super) aliases: Vec<Alias>,
    pub(super) remarks: Vec<String>,
}

/// The files beside `sdn.csv`, read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Supplement {
    entries: HashMap<u64, Further>,
    rejects: Vec<Reject>,
    notes: Notes,
    aliases: u64,
    bytes: usize,
}

impl Supplement {
    /// Takes up a file: rows of five fields are aliases, rows of two are remarks. A row that is
    /// neither is rejected when the list is read.
    ///
    /// # Errors
    /// [`FeedError::Unreadable`]; [`FeedError::SupplementTooLarge`] beyond 64 MiB.
    pub fn read(&mut self, input: impl BufRead) -> Result<(), FeedError> {
        let mut lines = Lines::new(input);
        while let Some((line, bytes)) = lines.next_bytes() {
            let row = match bytes {
                Ok(bytes) => row::fields(bytes, &mut self.notes),
                Err(LineFault::Unreadable(cause)) => return Err(FeedError::Unreadable { line, cause }),
                Err(LineFault::TooLong | LineFault::NotUtf8) => Err("row: must have at most 1 MiB"),
            };
            let taken = row.and_then(|row| self.take(line, &row));
            if let Err(reason) = taken {
                self.reject(line, reason);
            }
            if self.bytes > MAX_BYTES {
                return Err(FeedError::SupplementTooLarge { line });
            }
        }
        Ok(())
    }

    /// How many aliases it has.
    #[must_use]
    pub const fn aliases(&self) -> u64 {
        self.aliases
    }

    fn reject(&mut self, line: u64, reason: &str) {
        let reason = format!("in a file beside the list: {reason}");
        self.bytes += ROW_BYTES + reason.len();
        self.rejects.push(Reject {
            line,
            reason,
            about: None,
        });
    }

    fn take(&mut self, line: u64, row: &[String]) -> Result<(), &'static str> {
        if row.is_empty() || (line == 1 && row.first().is_some_and(|field| field == "ent_num")) {
            return Ok(());
        }
        let number = |field: &String| field.parse().map_err(|_| "ent_num: must be a number");
        self.bytes += ROW_BYTES + row.iter().map(String::len).sum::<usize>();
        match row {
            [entry, _, kind, name, remarks] => {
                if !["aka", "fka", "nka"].contains(&kind.to_ascii_lowercase().trim_matches('.')) {
                    return Err("alt_type: must be aka, fka or nka");
                }
                if name.is_empty() {
                    return Err("alt_name: must be there");
                }
                let weak = remarks.to_ascii_lowercase().contains("weak");
                let name = name.clone();
                self.aliases += 1;
                self.entry(number(entry)?, line)
                    .aliases
                    .push(Alias { name, weak });
            }
            [entry, remarks] => {
                let remarks = remarks.clone();
                self.entry(number(entry)?, line).remarks.push(remarks);
            }
            _ => return Err("row: must have five fields (an alias) or two (a remark)"),
        }
        Ok(())
    }

    fn entry(&mut self, entry: u64, line: u64) -> &mut Further {
        let further = self.entries.entry(entry).or_default();
        if further.line == 0 {
            further.line = line;
        }
        further
    }

    /// What it says of an entry; from then on the entry counts as found.
    pub(super) fn of(&mut self, entry: u64) -> Further {
        self.entries.remove(&entry).unwrap_or_default()
    }

    /// Rows that could not be read, and what was noted while reading.
    pub(super) fn faults(&mut self) -> (Vec<Reject>, Notes) {
        (std::mem::take(&mut self.rejects), std::mem::take(&mut self.notes))
    }

    /// Aliases and remarks of entries that the list has not had, once it is at its end.
    pub(super) fn left_over(&mut self) -> Vec<Reject> {
        let mut left: Vec<u64> = self.entries.drain().map(|(_, further)| further.line).collect();
        left.sort_unstable();
        let reason = "in a file beside the list: ent_num: must be of an entry that the list has";
        let reject = |line| Reject {
            line,
            reason: reason.to_owned(),
            about: None,
        };
        left.into_iter().map(reject).collect()
    }
}
