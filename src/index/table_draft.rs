//! The record table of a new segment, gathered document by document.
//!
//! Uses `table_write`. Each token is held once however many bear it.

use std::collections::HashMap;
use std::io;
use std::io::Write;

use super::table::upper;
use super::table_write::Row;
use super::table_write::write;
use crate::domain::ids::Ordinal;
use crate::matching::PackedToken;

/// The table of a new segment.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Tokens by the order of their coming, which is what all else here names them by, and whether their
    /// keys have come: in a weak alias they come without.
    numbers: HashMap<Box<[u8]>, (u32, bool)>,
    /// Upper half of a key, and a token that has it.
    keys: Vec<(u32, u32)>,
    rows: Vec<DraftRow>,
    /// Numbers of tokens and record of one person after the other.
    persons: Vec<u8>,
    token_bytes: usize,
}

#[derive(Clone, Copy, Debug)]
struct DraftRow {
    ordinal: Ordinal,
    record: usize,
    end: usize,
}

impl Draft {
    /// Takes up the next document.
    pub(super) fn add(&mut self, ordinal: Ordinal, tokens: &[PackedToken], record: &[u8]) {
        for token in tokens {
            let number = self.number(token);
            self.persons.extend(number.to_le_bytes());
        }
        let begins = self.persons.len();
        self.persons.extend_from_slice(record);
        self.rows.push(DraftRow {
            ordinal,
            record: begins,
            end: self.persons.len(),
        });
    }

    fn number(&mut self, token: &PackedToken) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        let (number, keyed) = match self.numbers.get_mut(token.bytes.as_slice()) {
            Some(known) => known,
            None => {
                self.token_bytes += token.bytes.len();
                let bytes = token.bytes.as_slice().into();
                self.numbers.entry(bytes).or_insert((next, false))
            }
        };
        if !*keyed {
            *keyed = !token.keys.is_empty();
            self.keys
                .extend(token.keys.iter().map(|key| (upper(*key), *number)));
        }
        *number
    }

    /// Bytes of memory it takes, near enough.
    pub(super) fn size(&self) -> usize {
        let tokens = self.token_bytes + self.numbers.capacity() * 32;
        tokens + self.keys.capacity() * 8 + self.rows.capacity() * 24 + self.persons.capacity()
    }

    /// Writes the table.
    pub(super) fn write(mut self, out: &mut impl Write) -> io::Result<()> {
        let mut tokens: Vec<_> = self.numbers.drain().collect();
        tokens.sort_unstable();
        let mut placed = vec![0; tokens.len()];
        for (place, (_, (number, _))) in (0..).zip(&tokens) {
            if let Some(slot) = placed.get_mut(*number as usize) {
                *slot = place;
            }
        }
        for (_, token) in &mut self.keys {
            *token = placed.get(*token as usize).copied().unwrap_or_default();
        }
        self.keys.sort_unstable();
        self.keys.dedup();
        let starts = std::iter::once(0).chain(self.rows.iter().map(|row| row.end));
        let rows = starts.zip(&self.rows).map(|(start, row)| Row {
            ordinal: row.ordinal,
            numbers: self.persons.get(start..row.record).unwrap_or_default(),
            record: self.persons.get(row.record..row.end).unwrap_or_default(),
            placed: &placed,
        });
        let tokens = tokens.iter().map(|(bytes, _)| &**bytes);
        let keys = self.keys.iter().copied();
        write(out, &|| tokens.clone(), &|| keys.clone(), &|| rows.clone())
    }
}
