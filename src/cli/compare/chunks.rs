//! Input in pieces of whole lines, as it comes: what a pipe has is handed on at once.
//!
//! Uses nothing. Holds one line and one block at most; of a line over [`MAX_LINE_BYTES`] only as much
//! is kept as shows that it is.

use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;

/// Longest line, in bytes, without its end.
pub(super) const MAX_LINE_BYTES: usize = 1 << 16;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Some whole lines.
#[derive(Debug)]
pub(super) struct Chunk {
    /// Number of the first line; the first of all is 1.
    first: u64,
    bytes: Vec<u8>,
}

/// The pieces of an input.
#[derive(Debug)]
pub(super) struct Chunks<R> {
    input: BufReader<R>,
    /// The beginning of a line whose end has not come yet.
    begun: Vec<u8>,
    /// Number of the line that begins there.
    number: u64,
}

impl<R: Read> Chunks<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input: BufReader::with_capacity(MAX_LINE_BYTES, input),
            begun: Vec::new(),
            number: 1,
        }
    }

    /// The next piece; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Chunk>> {
        loop {
            let block = match self.input.fill_buf() {
                Ok(block) => block,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let length = block.len();
            if length == 0 {
                return Ok(self.chunk());
            }
            let whole = block
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(0, |end| end + 1);
            let (lines, begun) = block.split_at(whole);
            self.begun.extend_from_slice(lines);
            let chunk = if lines.is_empty() {
                None
            } else {
                Self::take(&mut self.begun, &mut self.number)
            };
            let room = (MAX_LINE_BYTES + 1).saturating_sub(self.begun.len());
            self.begun.extend_from_slice(begun.get(..room).unwrap_or(begun));
            self.input.consume(length);
            if chunk.is_some() {
                return Ok(chunk);
            }
        }
    }

    fn chunk(&mut self) -> Option<Chunk> {
        Self::take(&mut self.begun, &mut self.number)
    }

    fn take(begun: &mut Vec<u8>, number: &mut u64) -> Option<Chunk> {
        let bytes = std::mem::take(begun);
        let first = *number;
        *number += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        (!bytes.is_empty()).then_some(Chunk { first, bytes })
    }
}

impl Chunk {
    /// Its lines with their numbers, blank ones left out.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let lines = (self.first..).zip(self.bytes.split(|byte| *byte == b'\n'));
        lines
            .map(|(number, line)| match number {
                1 => (number, line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line)),
                _ => (number, line),
            })
            .filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives so many bytes at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(into.len());
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn all(input: &[u8], at_once: usize) -> Vec<(u64, Vec<u8>)> {
        let mut chunks = Chunks::new(Slow(input, at_once));
        let mut found = Vec::new();
        while let Some(chunk) = chunks.next().unwrap() {
            assert!(chunk.bytes.len() <= 2 * MAX_LINE_BYTES + 1);
            found.extend(chunk.lines().map(|(number, line)| (number, line.to_vec())));
        }
        found
    }

    #[test]
    fn lines_come_whole_and_numbered_however_the_input_is_cut() {
        let input = "\u{FEFF}eins\n\n \r\nvier é\nfünf".as_bytes();
        let good = |number, text: &str| (number, text.as_bytes().to_vec());
        for at_once in [1, 3, 7, 1_000] {
            let expected = [good(1, "eins"), good(4, "vier é"), good(5, "fünf")];
            assert_eq!(all(input, at_once), expected, "{at_once}");
        }
        assert!(all(b"", 1).is_empty());
    }

    #[test]
    fn what_has_come_is_handed_on_before_the_next_is_waited_for() {
        let mut chunks = Chunks::new(Slow(b"one\ntwo\n", 4));
        let first = chunks.next().unwrap().unwrap();
        assert_eq!(first.lines().collect::<Vec<_>>(), [(1, &b"one"[..])]);
    }

    #[test]
    fn a_line_over_the_bound_shows_that_it_is_and_does_not_grow() {
        let mut input = vec![b'x'; 5 * MAX_LINE_BYTES];
        input.extend(b"\nshort\n");
        let found = all(&input, 10_000);
        assert_eq!(found.len(), 2);
        assert!(found[0].1.len() > MAX_LINE_BYTES);
        assert_eq!(found[1], (2, b"short".to_vec()));
    }
}
