//! The record table of a segment: from a document's number to its ordinal and its packed person, and from
//! a token's key to the tokens that have it.
//!
//! Uses `matching`'s vocabulary. A flat file, read in place: no parsing at start, no second copy in memory,
//! three reads for a candidate. Numbers are u32 unless said, little-endian:
//!
//! | section | holds |
//! |---|---|
//! | head | how many documents, tokens, token keys |
//! | rows | for each document where its person begins, and its ordinal; once more the end |
//! | ends | where each token ends |
//! | keys | of a key's upper half what its bucket does not tell, the token that has it, in as few bytes as [`Widths`] says; ordered |
//! | buckets | by the first bits of a key: where those keys begin; once more the end |
//! | tokens | the tokens' bytes, ordered |
//! | persons | how many tokens (u16), their numbers, the record |

use tantivy::directory::OwnedBytes;

use crate::domain::ids::Ordinal;
use crate::matching::Key;
use crate::matching::PackedRef;
use crate::matching::Tokens;
use crate::matching::Vocabulary;

/// Bytes of a number.
pub(super) const NUMBER: usize = 4;
/// Bytes of the head and of a row.
const HEAD: usize = 3 * NUMBER;
const ROW: usize = 2 * NUMBER;
/// Bytes of the count before a person's tokens.
pub(super) const COUNT: usize = 2;

/// The table of one segment.
#[derive(Clone, Debug)]
pub(super) struct Table {
    bytes: OwnedBytes,
    docs: u32,
    ends: Section,
    keys: Section,
    widths: Widths,
    buckets: Section,
    tokens: Section,
    persons: usize,
}

#[derive(Clone, Copy, Debug)]
struct Section {
    start: usize,
    end: usize,
}

impl Table {
    /// The table in `bytes`; none when they are not one of `docs` documents.
    pub(super) fn read(bytes: OwnedBytes, docs: u32) -> Option<Self> {
        let numbers = |at: usize| number(bytes.get(at..)?);
        let (found, tokens, keys) = (numbers(0)?, numbers(NUMBER)?, numbers(2 * NUMBER)?);
        let size = |count: u32, bytes: usize| usize::try_from(count).ok()?.checked_mul(bytes);
        let mut at = HEAD;
        let mut section = |length: usize| {
            let start = at;
            at = at.checked_add(length)?;
            (at <= bytes.len()).then_some(Section { start, end: at })
        };
        let rows = section(size(docs.checked_add(1)?, ROW)?)?;
        let ends = section(size(tokens, NUMBER)?)?;
        let widths = Widths::of(keys, tokens);
        let keyed = section(size(keys, widths.entry())?)?;
        let buckets = section(((1_usize << widths.bits) + 1) * NUMBER)?;
        let text = if tokens == 0 {
            0
        } else {
            numbers(ends.end - NUMBER)?
        };
        let text = section(usize::try_from(text).ok()?)?;
        let persons = usize::try_from(numbers(rows.end - ROW)?).ok()?;
        let whole = found == docs && text.end.checked_add(persons)? == bytes.len();
        whole.then_some(Self {
            bytes,
            docs,
            ends,
            keys: keyed,
            widths,
            buckets,
            tokens: text,
            persons: text.end,
        })
    }

    /// The ordinal of a document.
    pub(super) fn ordinal(&self, doc: u32) -> Option<Ordinal> {
        if doc >= self.docs {
            return None;
        }
        self.row(doc).map(|(_, ordinal)| Ordinal(ordinal))
    }

    /// The packed person of a document.
    pub(super) fn person(&self, doc: u32) -> Option<PackedRef<'_>> {
        let (numbers, record) = self.parts(doc)?;
        Some(PackedRef {
            record,
            tokens: Tokens::new(numbers, self.vocabulary()),
        })
    }

    /// The numbers of a document's tokens, and its record.
    pub(super) fn parts(&self, doc: u32) -> Option<(&[u8], &[u8])> {
        let (start, _) = self.row(doc)?;
        let (end, _) = self.row(doc.checked_add(1)?)?;
        let person = self.bytes.get(self.persons..)?.get(start..end)?;
        let (count, rest) = person.split_first_chunk::<COUNT>()?;
        rest.split_at_checked(usize::from(u16::from_le_bytes(*count)) * NUMBER)
    }

    /// Its tokens.
    pub(super) fn vocabulary(&self) -> Vocabulary<'_> {
        Vocabulary::new(self.section(self.ends), self.section(self.tokens))
    }

    /// Puts the numbers of the tokens that have a key into `found`.
    pub(super) fn near(&self, key: Key, found: &mut Vec<u32>) {
        let half = upper(key);
        let keys = self.bucket(self.widths.bucket(half));
        let tokens = keys.filter(|(rest, _)| *rest == self.widths.rest(half));
        found.extend(tokens.map(|(_, token)| token));
    }

    /// All keys: the upper half of each, and the token that has it, in order.
    pub(super) fn keys(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let widths = self.widths;
        let buckets = 0_u32..1 << widths.bits;
        buckets.flat_map(move |place| {
            let keys = self.bucket(usize::try_from(place).unwrap_or(usize::MAX));
            keys.map(move |(rest, token)| (widths.half(place, rest), token))
        })
    }

    /// The keys of a bucket: what the bucket does not tell of each, and the token that has it.
    fn bucket(&self, place: usize) -> impl Iterator<Item = (u32, u32)> + '_ {
        let buckets = self.section(self.buckets).as_chunks::<NUMBER>().0;
        let edge = |place: usize| usize::try_from(number(buckets.get(place)?)?).ok();
        let entry = self.widths.entry();
        let range = edge(place).zip(edge(place + 1));
        let keys = range.and_then(|(start, end)| self.section(self.keys).get(start * entry..end * entry));
        let rest = self.widths.rest;
        keys.unwrap_or_default().chunks_exact(entry).map(move |key| {
            let (rest, token) = key.split_at_checked(rest).unwrap_or_default();
            (short(rest), short(token))
        })
    }

    fn section(&self, section: Section) -> &[u8] {
        self.bytes.get(section.start..section.end).unwrap_or_default()
    }

    /// Where a document's person begins among the persons, and its ordinal.
    fn row(&self, doc: u32) -> Option<(usize, u32)> {
        let at = usize::try_from(doc).ok()?.checked_mul(ROW)?.checked_add(HEAD)?;
        let row: &[u8; ROW] = self.bytes.get(at..at.checked_add(ROW)?)?.try_into().ok()?;
        let (start, ordinal) = pair(row);
        Some((usize::try_from(start).ok()?, ordinal))
    }
}

/// What of a key stands in the table: a stranger's key meets a token once in thousands, and comparing shows
/// that it is one.
pub(super) const fn upper(key: Key) -> u32 {
    (key >> 32) as u32
}

/// In how many bytes the keys of a table stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Widths {
    /// How many first bits of a key choose its bucket, so that some eight keys share one.
    pub(super) bits: u32,
    /// Bytes of what the bucket does not tell, and of a token's number.
    pub(super) rest: usize,
    pub(super) token: usize,
}

impl Widths {
    /// Of a table with so many keys and tokens.
    pub(super) fn of(keys: u32, tokens: u32) -> Self {
        let bits = (keys / 8).checked_ilog2().unwrap_or_default();
        Self {
            bits,
            rest: if bits < u16::BITS { 4 } else { 2 },
            token: if tokens >> 24 == 0 { 3 } else { 4 },
        }
    }

    /// Bytes of a key and its token.
    const fn entry(self) -> usize {
        self.rest + self.token
    }

    /// The bucket of a key's upper half.
    pub(super) fn bucket(self, half: u32) -> usize {
        let place = half.checked_shr(u32::BITS - self.bits).unwrap_or_default();
        usize::try_from(place).unwrap_or_default()
    }

    /// What the bucket does not tell of it.
    pub(super) const fn rest(self, half: u32) -> u32 {
        half & (u32::MAX >> self.bits)
    }

    /// The upper half again.
    fn half(self, bucket: u32, rest: u32) -> u32 {
        bucket.checked_shl(u32::BITS - self.bits).unwrap_or_default() | rest
    }
}

/// A number in few bytes.
fn short(bytes: &[u8]) -> u32 {
    let bytes = bytes.iter().rev();
    bytes.fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn number(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}

fn pair(bytes: &[u8; ROW]) -> (u32, u32) {
    let [a, b, c, d, e, f, g, h] = *bytes;
    (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]))
}

#[cfg(test)]
mod tests {
    use super::super::table_draft::Draft;
    use super::*;
    use crate::matching::Packed;
    use crate::matching::PackedToken;

    fn person(record: &[u8], tokens: &[(&str, &[Key])]) -> Packed {
        let tokens = tokens.iter().map(|(text, keys)| PackedToken {
            bytes: text.as_bytes().to_vec(),
            keys: keys.to_vec(),
        });
        Packed {
            keys: Vec::new(),
            tokens: tokens.collect(),
            record: record.to_vec(),
        }
    }

    fn table(rows: &[(u32, Packed)]) -> Vec<u8> {
        let mut draft = Draft::default();
        for (ordinal, person) in rows {
            draft.add(Ordinal(*ordinal), &person.tokens, &person.record);
        }
        let mut bytes = Vec::new();
        draft.write(&mut bytes).unwrap();
        bytes
    }

    fn two() -> Vec<u8> {
        let (far, near) = (7_u64 << 60, 3_u64 << 40);
        table(&[
            (7, person(b"seven", &[("jan", &[far, near]), ("anna", &[near])])),
            (3, person(b"", &[])),
            (9, person(b"nine", &[("anna", &[near])])),
        ])
    }

    #[test]
    fn what_was_written_is_read_by_document() {
        let table = Table::read(OwnedBytes::new(two()), 3).unwrap();
        assert_eq!(table.ordinal(0), Some(Ordinal(7)));
        assert_eq!(table.ordinal(2), Some(Ordinal(9)));
        assert_eq!(table.ordinal(3), None);
        let records: Vec<_> = (0..4)
            .map(|doc| table.parts(doc).map(|(_, record)| record))
            .collect();
        assert_eq!(records, [Some(&b"seven"[..]), Some(b""), Some(b"nine"), None]);
        assert!(table.parts(u32::MAX).is_none());
        assert_eq!(table.vocabulary().len(), 2, "each token once");
        let (first, _) = table.parts(0).unwrap();
        assert_eq!(first, [1, 0, 0, 0, 0, 0, 0, 0], "jan stands after anna");
    }

    #[test]
    fn tokens_are_found_by_their_keys() {
        let table = Table::read(OwnedBytes::new(two()), 3).unwrap();
        let near = |key: Key| {
            let mut found = Vec::new();
            table.near(key, &mut found);
            found
                .iter()
                .filter_map(|token| table.vocabulary().token(*token))
                .collect::<Vec<_>>()
        };
        assert_eq!(near(3 << 40), [&b"anna"[..], b"jan"]);
        assert_eq!(near(7 << 60), [&b"jan"[..]]);
        assert!(near(1 << 62).is_empty());
    }

    #[test]
    fn a_table_of_many_keys_gives_each_again() {
        // More than a bucket's bits, so that only the rest of each key is stored.
        let mut keys: Vec<Key> = (0..700_000_u64)
            .map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15))
            .collect();
        let table = table(&[(1, person(b"", &[("anna", &keys)]))]);
        let table = Table::read(OwnedBytes::new(table), 1).unwrap();
        assert_eq!(table.widths.rest, 2);
        keys.sort_unstable();
        let mut halves: Vec<u32> = keys.iter().map(|key| upper(*key)).collect();
        halves.dedup();
        assert!(table.keys().map(|(half, _)| half).eq(halves));
        let mut found = Vec::new();
        table.near(keys[4_321], &mut found);
        assert_eq!(found, [0]);
    }

    #[test]
    fn a_table_of_another_length_is_none() {
        let bytes = two();
        for (cut, docs) in [(bytes.len(), 1), (bytes.len(), 4), (bytes.len() - 1, 3), (0, 0)] {
            let cut = OwnedBytes::new(bytes[..cut].to_vec());
            assert!(Table::read(cut, docs).is_none(), "{docs}");
        }
    }
}
