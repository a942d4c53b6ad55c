//! How a record table is laid out, as `table` reads it.
//!
//! Uses `table`. What is written is walked several times, so that nothing of it need be gathered in memory.

use std::io;
use std::io::Write;

use super::table::COUNT;
use super::table::NUMBER;
use super::table::Widths;
use crate::domain::ids::Ordinal;

/// A document and its person.
pub(super) struct Row<'a> {
    pub(super) ordinal: Ordinal,
    /// Its tokens, by numbers that are not those of the table that is written.
    pub(super) numbers: &'a [u8],
    /// What each such number is in the table.
    pub(super) placed: &'a [u32],
    pub(super) record: &'a [u8],
}

impl Row<'_> {
    fn tokens(&self) -> usize {
        self.numbers.len() / NUMBER
    }
}

/// Writes a table of tokens, keys and rows, each ordered.
pub(super) fn write<'a, T, K, R>(
    out: &mut impl Write,
    tokens: &dyn Fn() -> T,
    keys: &dyn Fn() -> K,
    rows: &dyn Fn() -> R,
) -> io::Result<()>
where
    T: Iterator<Item = &'a [u8]>,
    K: Iterator<Item = (u32, u32)>,
    R: Iterator<Item = Row<'a>>,
{
    let (docs, token_count, key_count) = (rows().count(), tokens().count(), keys().count());
    for count in [docs, token_count, key_count] {
        out.write_all(&short(count)?.to_le_bytes())?;
    }
    let mut start = 0;
    for row in rows() {
        out.write_all(&short(start)?.to_le_bytes())?;
        out.write_all(&row.ordinal.0.to_le_bytes())?;
        start += COUNT + row.numbers.len() + row.record.len();
    }
    out.write_all(&short(start)?.to_le_bytes())?;
    out.write_all(&[0; NUMBER])?;
    let mut end = 0;
    for token in tokens() {
        end += token.len();
        out.write_all(&short(end)?.to_le_bytes())?;
    }
    write_keys(out, Widths::of(short(key_count)?, short(token_count)?), keys())?;
    for token in tokens() {
        out.write_all(token)?;
    }
    for row in rows() {
        let count = u16::try_from(row.tokens()).map_err(|_| too_many())?;
        out.write_all(&count.to_le_bytes())?;
        for number in row.numbers.as_chunks::<NUMBER>().0 {
            let placed = row.placed.get(u32::from_le_bytes(*number) as usize);
            let placed = placed.filter(|place| **place < short(token_count).unwrap_or_default());
            out.write_all(&placed.ok_or_else(no_token)?.to_le_bytes())?;
        }
        out.write_all(row.record)?;
    }
    Ok(())
}

/// The keys in order, then where each bucket begins.
fn write_keys(
    out: &mut impl Write,
    widths: Widths,
    keys: impl Iterator<Item = (u32, u32)>,
) -> io::Result<()> {
    let mut sizes = vec![0_u32; 1 << widths.bits];
    for (half, token) in keys {
        let (rest, token) = (widths.rest(half).to_le_bytes(), token.to_le_bytes());
        out.write_all(rest.get(..widths.rest).unwrap_or(&rest))?;
        out.write_all(token.get(..widths.token).unwrap_or(&token))?;
        if let Some(size) = sizes.get_mut(widths.bucket(half)) {
            *size += 1;
        }
    }
    let mut start = 0;
    for size in sizes {
        out.write_all(&u32::to_le_bytes(start))?;
        start += size;
    }
    out.write_all(&start.to_le_bytes())
}

/// A place in the table: four gigabytes of persons are some eighty million.
fn short(number: usize) -> io::Result<u32> {
    u32::try_from(number).map_err(|_| too_many())
}

fn no_token() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "a person has a token that its table does not have",
    )
}

fn too_many() -> io::Error {
    io::Error::new(
        io::ErrorKind::FileTooLarge,
        "a segment is too large for a record table",
    )
}
