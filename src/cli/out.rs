//! What commands print on standard output: text for people, JSON for programs, columns.
//!
//! Uses nothing. A reader that goes away (`lookout audit show | head`) is not a failure.

use std::io;
use std::io::Write;
use std::path::Path;

use serde_json::Value;

use super::failure::Failure;

/// Prints a line of text; colours go only to a terminal that wants them (NO_COLOR).
pub(super) fn say(text: &str) -> Result<(), Failure> {
    done(writeln!(anstream::stdout().lock(), "{text}"))
}

/// Prints a line of JSON, byte for byte.
pub(super) fn json(value: &Value) -> Result<(), Failure> {
    done(writeln!(io::stdout().lock(), "{value}"))
}

/// Prints bytes as they are.
pub(super) fn bytes(bytes: &[u8]) -> Result<(), Failure> {
    done(io::stdout().lock().write_all(bytes))
}

fn done(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::because("cannot print", &error))
        }
        _ => Ok(()),
    }
}

/// Rows in columns as wide as their widest cell, two spaces apart; the first row is the heading.
pub(super) fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..N).map(width).collect();
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(&widths);
        let cells: Vec<String> = cells.map(|(cell, width)| format!("{cell:<width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A count with commas between thousands.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 line`, `2 lines`.
pub(super) fn counted(number: u64, one: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {one}{plural}", count(number))
}

/// A text of somebody else's without the characters by which it could command a terminal, or turn
/// what stands beside it.
pub(super) fn harmless(text: &str) -> String {
    let bad = |c: char| {
        c.is_control()
            || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|c| if bad(c) { char::REPLACEMENT_CHARACTER } else { c })
        .collect()
}

/// A path as a shell reads it.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let row = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
        let text = columns(&[row("ID", "NAME"), row("nl-kmar", "Marechaussee"), row("x", "")]);
        assert_eq!(text, "ID       NAME\nnl-kmar  Marechaussee\nx");
    }

    #[test]
    fn counts_have_commas_and_words_their_plural() {
        assert_eq!(
            [0, 999, 1_000, 12_345_678].map(count),
            ["0", "999", "1,000", "12,345,678"]
        );
        assert_eq!(counted(1, "line"), "1 line");
        assert_eq!(counted(2_000, "line"), "2,000 lines");
    }

    #[test]
    fn a_foreign_text_cannot_command_the_terminal() {
        assert_eq!(harmless("a\u{1b}[2Jb\u{202e}c"), "a\u{fffd}[2Jb\u{fffd}c");
    }

    #[test]
    fn a_path_is_quoted_only_where_a_shell_would_misread_it() {
        assert_eq!(quoted("/var/lib/lookout".as_ref()), "/var/lib/lookout");
        assert_eq!(quoted("/a b/it's".as_ref()), "'/a b/it'\\''s'");
    }
}
