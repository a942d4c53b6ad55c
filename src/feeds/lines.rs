//! Lines of bounded length out of any buffered input.
//!
//! Uses nothing. Holds one line at most: what goes beyond [`MAX_LINE_BYTES`] is passed over unread.

use std::io;
use std::io::BufRead;

/// Longest line, in bytes, without its end.
pub(super) const MAX_LINE_BYTES: usize = 1 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Why a line cannot be had.
#[derive(Debug)]
pub(super) enum LineFault {
    /// Over [`MAX_LINE_BYTES`].
    TooLong,
    /// Not UTF-8.
    NotUtf8,
    /// The input failed; no line follows.
    Unreadable(io::Error),
}

/// The lines of an input, blank ones left out.
#[derive(Debug)]
pub(super) struct Lines<R> {
    input: R,
    line: Vec<u8>,
    number: u64,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    /// Lines from where the input stands.
    pub(super) const fn new(input: R) -> Self {
        Self {
            input,
            line: Vec::new(),
            number: 0,
            ended: false,
        }
    }

    /// The next line that is not blank, with its number; the first is 1.
    pub(super) fn next(&mut self) -> Option<(u64, Result<&str, LineFault>)> {
        let (number, line) = self.next_bytes()?;
        let text = line.and_then(|line| std::str::from_utf8(line).map_err(|_| LineFault::NotUtf8));
        Some((number, text))
    }

    /// The same in bytes, for a list that may be in another encoding.
    pub(super) fn next_bytes(&mut self) -> Option<(u64, Result<&[u8], LineFault>)> {
        while !self.ended {
            match self.take() {
                Ok(false) => {
                    self.ended = true;
                    return None;
                }
                Ok(true) if self.line.iter().all(u8::is_ascii_whitespace) => {}
                Ok(true) => return Some((self.number, Ok(&self.line))),
                Err(fault) => {
                    self.ended = matches!(fault, LineFault::Unreadable(_));
                    return Some((self.number, Err(fault)));
                }
            }
        }
        None
    }

    /// The size of the line it holds.
    #[cfg(test)]
    pub(super) fn held_bytes(&self) -> usize {
        self.line.capacity()
    }

    /// Takes up one line, without its end; false at the end of the input.
    fn take(&mut self) -> Result<bool, LineFault> {
        self.line.clear();
        let mut any = false;
        let mut too_long = false;
        loop {
            let part = match self.input.fill_buf() {
                Ok(part) => part,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.number += u64::from(!any);
                    return Err(LineFault::Unreadable(error));
                }
            };
            let end = part.iter().position(|b| *b == b'\n');
            let text = part.get(..end.unwrap_or(part.len())).unwrap_or(part);
            if !any && !part.is_empty() {
                any = true;
                self.number += 1;
            }
            too_long |= self.line.len() + text.len() > MAX_LINE_BYTES;
            if too_long {
                self.line.clear();
            } else {
                self.line.extend_from_slice(text);
            }
            let last = part.is_empty() || end.is_some();
            let used = text.len() + usize::from(end.is_some());
            self.input.consume(used);
            if last {
                break;
            }
        }
        if too_long {
            return Err(LineFault::TooLong);
        }
        if self.number == 1 && self.line.starts_with(BYTE_ORDER_MARK) {
            self.line.drain(..BYTE_ORDER_MARK.len());
        }
        if self.line.last() == Some(&b'\r') {
            self.line.pop();
        }
        Ok(any)
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;
    use std::io::Read;

    use super::*;

    fn all(bytes: &[u8]) -> Vec<(u64, Result<String, String>)> {
        let mut lines = Lines::new(BufReader::with_capacity(7, bytes));
        let mut found = Vec::new();
        while let Some((number, line)) = lines.next() {
            found.push((
                number,
                line.map(str::to_owned).map_err(|fault| format!("{fault:?}")),
            ));
        }
        found
    }

    fn good(number: u64, text: &str) -> (u64, Result<String, String>) {
        (number, Ok(text.to_owned()))
    }

    #[test]
    fn lines_are_numbered_and_blank_ones_left_out() {
        let found = all("\u{FEFF}eins, zwei, drei\r\n\n  \nvier é\nfünf".as_bytes());
        let expected = [good(1, "eins, zwei, drei"), good(4, "vier é"), good(5, "fünf")];
        assert_eq!(found, expected);
        assert!(all(b"").is_empty() && all(b"\n\n").is_empty());
    }

    #[test]
    fn a_line_that_is_not_utf_8_does_not_end_the_list() {
        let found = all(b"a\n\xFF\xFE\nb\n");
        assert_eq!(
            found,
            [good(1, "a"), (2, Err("NotUtf8".to_owned())), good(3, "b")]
        );
    }

    #[test]
    fn a_line_over_the_bound_is_passed_over_without_being_held() {
        let long = MAX_LINE_BYTES as u64 + 1;
        let input = (&b"a\n"[..])
            .chain(io::repeat(b'x').take(20 * long))
            .chain(&b"\nb"[..]);
        let mut lines = Lines::new(BufReader::new(input));
        assert!(matches!(lines.next(), Some((1, Ok("a")))));
        assert!(matches!(lines.next(), Some((2, Err(LineFault::TooLong)))));
        assert!(lines.held_bytes() <= 2 * MAX_LINE_BYTES);
        assert!(matches!(lines.next(), Some((3, Ok("b")))));
        assert!(lines.next().is_none());
    }

    #[test]
    fn a_line_just_at_the_bound_is_read() {
        let text = "x".repeat(MAX_LINE_BYTES);
        assert_eq!(all(text.as_bytes()), [good(1, &text)]);
    }
}
