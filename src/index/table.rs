//! The record table of a segment: from a document's number to its ordinal and its packed record.
//!
//! Uses nothing. A flat file, read in place: no parsing at start, no second copy in memory, two reads for
//! a candidate. Layout, little-endian: the number of documents (u32), for each document and once more at
//! the end the place where its record begins (u64) and its ordinal (u32), then the records.

use std::io;
use std::io::Write;

use tantivy::directory::OwnedBytes;

use crate::domain::ids::Ordinal;

const HEAD_BYTES: usize = 4;
const ROW_BYTES: usize = 12;

/// The table of one segment.
#[derive(Clone, Debug)]
pub(super) struct Table {
    bytes: OwnedBytes,
    records: usize,
}

impl Table {
    /// The table in `bytes`; none when they are not one of `docs` documents.
    pub(super) fn read(bytes: OwnedBytes, docs: u32) -> Option<Self> {
        let head: [u8; HEAD_BYTES] = bytes.get(..HEAD_BYTES)?.try_into().ok()?;
        let rows = usize::try_from(docs).ok()?.checked_add(1)?;
        let records = rows.checked_mul(ROW_BYTES)?.checked_add(HEAD_BYTES)?;
        let table = Self { bytes, records };
        let (end, _) = table.row(docs)?;
        let whole = u32::from_le_bytes(head) == docs && table.bytes.len() == records.checked_add(end)?;
        whole.then_some(table)
    }

    /// The ordinal of a document.
    pub(super) fn ordinal(&self, doc: u32) -> Option<Ordinal> {
        self.row(doc).map(|(_, ordinal)| Ordinal(ordinal))
    }

    /// The packed record of a document.
    pub(super) fn record(&self, doc: u32) -> Option<&[u8]> {
        let (start, _) = self.row(doc)?;
        let (end, _) = self.row(doc.checked_add(1)?)?;
        self.bytes.get(self.records..)?.get(start..end)
    }

    /// Where a document's record begins among the records, and its ordinal.
    fn row(&self, doc: u32) -> Option<(usize, u32)> {
        let at = usize::try_from(doc)
            .ok()?
            .checked_mul(ROW_BYTES)?
            .checked_add(HEAD_BYTES)?;
        let row: &[u8; ROW_BYTES] = self.bytes.get(at..at.checked_add(ROW_BYTES)?)?.try_into().ok()?;
        let [s0, s1, s2, s3, s4, s5, s6, s7, o0, o1, o2, o3] = *row;
        let start = u64::from_le_bytes([s0, s1, s2, s3, s4, s5, s6, s7]);
        Some((usize::try_from(start).ok()?, u32::from_le_bytes([o0, o1, o2, o3])))
    }
}

/// Writes the table of `docs` documents, whose ordinals and records `rows` gives in their order; it is
/// walked twice, so that the records of a merge need not be gathered in memory.
pub(super) fn write<'a, R>(out: &mut impl Write, docs: u32, rows: impl Fn() -> R) -> io::Result<()>
where
    R: Iterator<Item = (Ordinal, &'a [u8])>,
{
    out.write_all(&docs.to_le_bytes())?;
    let mut start = 0_u64;
    for (ordinal, record) in rows() {
        out.write_all(&start.to_le_bytes())?;
        out.write_all(&ordinal.0.to_le_bytes())?;
        start += record.len() as u64;
    }
    out.write_all(&start.to_le_bytes())?;
    out.write_all(&[0; 4])?;
    for (_, record) in rows() {
        out.write_all(record)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[(u32, &[u8])]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let docs = u32::try_from(rows.len()).unwrap();
        write(&mut bytes, docs, || {
            rows.iter().map(|(ordinal, record)| (Ordinal(*ordinal), *record))
        })
        .unwrap();
        bytes
    }

    #[test]
    fn what_was_written_is_read_by_document() {
        let bytes = table(&[(7, b"seven"), (3, b""), (9, b"nine")]);
        let table = Table::read(OwnedBytes::new(bytes), 3).unwrap();
        assert_eq!(table.ordinal(0), Some(Ordinal(7)));
        assert_eq!(table.record(0), Some(&b"seven"[..]));
        assert_eq!(table.record(1), Some(&b""[..]));
        assert_eq!(table.ordinal(2), Some(Ordinal(9)));
        assert_eq!(table.record(2), Some(&b"nine"[..]));
        assert_eq!(table.record(3), None);
        assert_eq!(table.record(u32::MAX), None);
    }

    #[test]
    fn a_table_of_another_length_is_none() {
        let bytes = table(&[(7, b"seven"), (3, b"three")]);
        for (cut, docs) in [(bytes.len(), 1), (bytes.len(), 3), (bytes.len() - 1, 2), (0, 0)] {
            assert!(
                Table::read(OwnedBytes::new(bytes[..cut].to_vec()), docs).is_none(),
                "{cut} {docs}"
            );
        }
    }
}
