//! Several record tables made one.
//!
//! Uses `table` and `table_write`. Tokens and keys are ordered in every table, and stay so under new
//! numbers: one walk over all of them merges them, and what is held in memory is numbers.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;
use std::io::Write;

use super::table::NUMBER;
use super::table::Table;
use super::table_write::Row;
use super::table_write::write;

/// The number of a token that nobody has any more.
const GONE: u32 = u32::MAX;
/// That of one which somebody has and which has no place yet.
const USED: u32 = u32::MAX - 1;

/// A table, and the documents of it that go on.
pub(super) struct Source {
    pub(super) table: Table,
    pub(super) alive: Vec<u32>,
}

/// Writes the documents of all, in their order; tokens that nobody has any more are left out.
pub(super) fn merge(out: &mut impl Write, sources: &[Source]) -> io::Result<()> {
    let (placed, first) = union(sources);
    let tokens = || {
        first.iter().filter_map(|(source, token)| {
            let source = sources.get(*source)?;
            source.table.vocabulary().token(*token)
        })
    };
    // Each table gives the keys of its tokens: in one of them a token may be of a weak alias only.
    let keys = || {
        let mut keys = Ascending::of(sources.iter().zip(&placed).map(|(source, placed)| {
            source.table.keys().filter_map(|(half, token)| {
                let place = *placed.get(token as usize)?;
                (place != GONE).then_some((half, place))
            })
        }));
        let mut last = None;
        std::iter::from_fn(move || {
            loop {
                let (_, next) = keys.next()?;
                if last.replace(next) != Some(next) {
                    return Some(next);
                }
            }
        })
    };
    let rows = || {
        sources.iter().zip(&placed).flat_map(|(source, placed)| {
            source.alive.iter().filter_map(|doc| {
                let (numbers, record) = source.table.parts(*doc)?;
                Some(Row {
                    ordinal: source.table.ordinal(*doc)?,
                    numbers,
                    placed,
                    record,
                })
            })
        })
    };
    write(out, &tokens, &keys, &rows)
}

/// For each table the new numbers of its tokens, and for each new token a table and its number there.
fn union(sources: &[Source]) -> (Vec<Vec<u32>>, Vec<(usize, u32)>) {
    let mut placed: Vec<Vec<u32>> = sources.iter().map(used).collect();
    let mut first: Vec<(usize, u32)> = Vec::new();
    let tokens = Ascending::of(sources.iter().zip(&placed).map(|(source, used)| {
        let numbers = (0_u32..).zip(used).filter(|(_, used)| **used != GONE);
        let vocabulary = source.table.vocabulary();
        let numbers: Vec<u32> = numbers.map(|(number, _)| number).collect();
        numbers
            .into_iter()
            .filter_map(move |number| Some((vocabulary.token(number)?, number)))
    }));
    let mut last = None;
    for (source, (bytes, number)) in tokens {
        if last.replace(bytes) != Some(bytes) {
            first.push((source, number));
        }
        let place = u32::try_from(first.len()).unwrap_or(GONE).saturating_sub(1);
        if let Some(slot) = placed
            .get_mut(source)
            .and_then(|placed| placed.get_mut(number as usize))
        {
            *slot = place;
        }
    }
    (placed, first)
}

/// [`GONE`] for each token that no document that goes on has.
fn used(source: &Source) -> Vec<u32> {
    let mut used = vec![GONE; source.table.vocabulary().len()];
    for doc in &source.alive {
        let Some((numbers, _)) = source.table.parts(*doc) else {
            continue;
        };
        for number in numbers.as_chunks::<NUMBER>().0 {
            if let Some(slot) = used.get_mut(u32::from_le_bytes(*number) as usize) {
                *slot = USED;
            }
        }
    }
    used
}

/// Several ascending walks as one, each item with the place of its walk.
struct Ascending<I: Iterator> {
    walks: Vec<I>,
    next: BinaryHeap<Reverse<(I::Item, usize)>>,
}

impl<I: Iterator<Item: Ord>> Ascending<I> {
    fn of(walks: impl Iterator<Item = I>) -> Self {
        let mut walks: Vec<I> = walks.collect();
        let next = walks.iter_mut().enumerate();
        let next = next.filter_map(|(place, walk)| Some(Reverse((walk.next()?, place))));
        Self {
            next: next.collect(),
            walks,
        }
    }
}

impl<I: Iterator<Item: Ord>> Iterator for Ascending<I> {
    type Item = (usize, I::Item);

    fn next(&mut self) -> Option<Self::Item> {
        let Reverse((item, place)) = self.next.pop()?;
        if let Some(next) = self.walks.get_mut(place).and_then(Iterator::next) {
            self.next.push(Reverse((next, place)));
        }
        Some((place, item))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::directory::OwnedBytes;

    use super::super::table_draft::Draft;
    use super::*;
    use crate::domain::ids::Ordinal;
    use crate::matching::Key;
    use crate::matching::PackedToken;

    fn token(number: u8, keys: &[Key]) -> PackedToken {
        PackedToken {
            bytes: vec![b't', number],
            keys: keys.to_vec(),
        }
    }

    fn table(persons: &[(u32, Vec<PackedToken>)]) -> Table {
        let mut draft = Draft::default();
        for (ordinal, tokens) in persons {
            draft.add(Ordinal(*ordinal), tokens, &ordinal.to_le_bytes());
        }
        let mut bytes = Vec::new();
        draft.write(&mut bytes).unwrap();
        let docs = u32::try_from(persons.len()).unwrap();
        Table::read(OwnedBytes::new(bytes), docs).unwrap()
    }

    fn merged(sources: &[Source]) -> Vec<u8> {
        let mut bytes = Vec::new();
        merge(&mut bytes, sources).unwrap();
        bytes
    }

    fn near(table: &Table, key: Key) -> Vec<&[u8]> {
        let mut found = Vec::new();
        table.near(key, &mut found);
        found
            .iter()
            .map(|number| table.vocabulary().token(*number).unwrap())
            .collect()
    }

    #[test]
    fn a_token_that_one_table_has_of_a_weak_alias_only_keeps_the_keys_of_the_other() {
        let tables = [
            table(&[(1, vec![token(1, &[])])]),
            table(&[(2, vec![token(1, &[7 << 32])])]),
        ];
        let sources = tables.map(|table| Source {
            table,
            alive: vec![0],
        });
        let both = Table::read(OwnedBytes::new(merged(&sources)), 2).unwrap();
        assert_eq!(
            (both.vocabulary().len(), near(&both, 7 << 32)),
            (1, vec![&b"t\x01"[..]])
        );
    }

    /// Persons of a table, and the documents of it that go on.
    type Part = (Vec<(u32, Vec<PackedToken>)>, Vec<u32>);

    proptest! {
        /// As if those who go on had been entered into one table to begin with.
        #[test]
        fn a_merge_is_the_table_of_all_who_go_on(
            persons in prop::collection::vec((prop::collection::vec(0_u8..20, 0..5), 0_usize..3, prop::bool::ANY), 0..40)
        ) {
            let mut parts: [Part; 3] = Default::default();
            for (ordinal, (tokens, part, alive)) in (0..).zip(persons) {
                let mut tokens = tokens;
                tokens.sort_unstable();
                tokens.dedup();
                let tokens = tokens.into_iter();
                let tokens = tokens.map(|number| token(number, &[u64::from(number % 7) << 60, u64::from(number) << 33]));
                let (listed, going_on) = &mut parts[part];
                if alive {
                    going_on.push(u32::try_from(listed.len()).unwrap());
                }
                listed.push((ordinal, tokens.collect()));
            }
            let going_on: Vec<_> = parts.iter().flat_map(|(listed, alive)| {
                alive.iter().map(|doc| listed[*doc as usize].clone())
            }).collect();
            let sources: Vec<Source> = parts.iter().map(|(listed, alive)| Source {
                table: table(listed),
                alive: alive.clone(),
            }).collect();
            let mut once = Vec::new();
            let mut draft = Draft::default();
            for (ordinal, tokens) in &going_on {
                draft.add(Ordinal(*ordinal), tokens, &ordinal.to_le_bytes());
            }
            draft.write(&mut once).unwrap();
            prop_assert_eq!(merged(&sources), once);
        }
    }
}
