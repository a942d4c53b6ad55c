//! Rows of delimited text: one a line, its fields quoted where they must be.
//!
//! Uses the `csv` crate. No field of these lists has a line break, so a quote that is open at the end
//! of a line is a fault of that line alone, and never swallows the lines after it.

use std::borrow::Cow;

use crate::feeds::tally::Note;
use crate::feeds::tally::Notes;
use crate::feeds::tally::note;

/// What the United States' Treasury writes for "nothing".
const NULL: &str = "-0-";
/// The end-of-file sign of CP/M, with which these files still end.
const END_OF_FILE: u8 = 0x1A;

/// Windows-1252 from 0x80 to 0x9F; the rest of it is Latin-1. The five that it leaves open are taken
/// as the control characters that they are in Latin-1.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The fields of a line, without outer spaces, empty where there is nothing; no field at all for a
/// line that says nothing. The last field keeps its spaces: remarks are cut in the middle of a word
/// or beside a space, and go on in another file.
pub(super) fn fields(line: &[u8], notes: &mut Notes) -> Result<Vec<String>, &'static str> {
    let end = line
        .iter()
        .rposition(|byte| *byte != END_OF_FILE && !byte.is_ascii_whitespace())
        .map_or(0, |last| last + 1);
    let line = line.get(..end).unwrap_or(line);
    if line.is_empty() {
        return Ok(Vec::new());
    }
    if line.iter().filter(|byte| **byte == b'"').count() % 2 == 1 {
        return Err("row: must close each quote on its own line");
    }
    let text = text(line, notes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(text.len().max(1))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => {
            let last = record.len().saturating_sub(1);
            Ok(record
                .iter()
                .enumerate()
                .map(|(at, field)| value(field, at == last))
                .collect())
        }
        Ok(false) => Ok(Vec::new()),
        Err(_) => Err("row: must be fields with commas between them"),
    }
}

fn value(field: &str, with_spaces: bool) -> String {
    match field.trim() {
        NULL => String::new(),
        _ if with_spaces => field.to_owned(),
        trimmed => trimmed.to_owned(),
    }
}

/// UTF-8 as it is, anything else as Windows-1252.
fn text<'a>(bytes: &'a [u8], notes: &mut Notes) -> Cow<'a, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            note(notes, Note::NotUtf8);
            Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect())
        }
    }
}

fn windows_1252(byte: u8) -> char {
    let place = usize::from(byte).checked_sub(0x80);
    let special = place.and_then(|place| WINDOWS_1252.get(place));
    special.copied().unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &[u8]) -> Result<Vec<String>, &'static str> {
        fields(line, &mut Notes::new())
    }

    #[test]
    fn fields_are_unquoted_and_nothing_is_empty() {
        let line = b"12,\"ZANDSTRA, Jel\"\"le\"\"\",\"individual\",-0- ,\"-0- \", x ,\" y \"";
        assert_eq!(
            read(line).unwrap(),
            ["12", "ZANDSTRA, Jel\"le\"", "individual", "", "", "x", " y "]
        );
    }

    #[test]
    fn the_end_of_file_sign_is_no_row() {
        assert_eq!(read(b"\x1A").unwrap(), Vec::<String>::new());
        assert_eq!(read(b" \x1A\x1A ").unwrap(), Vec::<String>::new());
        assert_eq!(read(b"1,a\x1A").unwrap(), ["1", "a"]);
    }

    #[test]
    fn a_quote_left_open_is_a_fault_of_its_line() {
        assert!(read(b"1,\"ZANDSTRA, Jelle,individual").is_err());
    }

    #[test]
    fn what_is_not_utf_8_is_read_as_windows_1252() {
        let mut notes = Notes::new();
        let line = b"1,\"N\xDA\xD1EZ, Jos\xE9\",\x93x\x94 \x80";
        assert_eq!(fields(line, &mut notes).unwrap(), ["1", "NÚÑEZ, José", "“x” €"]);
        assert_eq!(notes, Notes::from([(Note::NotUtf8, 1)]));
        assert_eq!(read("1,NÚÑEZ".as_bytes()).unwrap(), ["1", "NÚÑEZ"]);
    }
}
