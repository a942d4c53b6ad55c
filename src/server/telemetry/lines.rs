//! How an event is written: as one line without control characters, and no longer than one reads.
//!
//! Uses tracing-subscriber's formats. Libraries log what a caller sent before anybody knows who it is
//! (rustls warns of a server name with up to 64 KiB of it), so no line is trusted to be harmless.

use std::fmt;
use std::fmt::Write;

use serde_json::Value;
use tracing::Event;
use tracing::Subscriber;
use tracing_subscriber::fmt::FmtContext;
use tracing_subscriber::fmt::FormatEvent;
use tracing_subscriber::fmt::FormatFields;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::registry::LookupSpan;

/// A longer line is cut; bytes.
const LONGEST: usize = 4 << 10;
/// What is left of each text in a line of JSON that is too long; characters.
const CUT: usize = 256;

/// What a line is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    /// For eyes.
    Pretty,
    /// An object.
    Json,
}

/// A format whose lines are made harmless.
pub(super) struct Harmless<F> {
    pub(super) format: F,
    pub(super) form: Form,
}

impl<S, N, F> FormatEvent<S, N> for Harmless<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut line = String::new();
        self.format.format_event(context, Writer::new(&mut line), event)?;
        let line = line.strip_suffix('\n').unwrap_or(&line);
        writeln!(writer, "{}", self.form.harmless(line)?)
    }
}

impl Form {
    fn harmless(self, line: &str) -> Result<String, fmt::Error> {
        let mut harmless = String::with_capacity(line.len());
        let short = match self {
            Self::Json if line.len() > LONGEST => shortened(line).ok_or(fmt::Error)?,
            Self::Json | Self::Pretty => line.to_owned(),
        };
        for character in short.chars() {
            match (self, character) {
                (_, plain) if !steers(plain) => harmless.push(plain),
                (Self::Pretty, control) => write!(harmless, "{}", control.escape_default())?,
                // All of them are of the basic plane, and stand within strings.
                (Self::Json, control) => write!(harmless, "\\u{:04x}", u32::from(control))?,
            }
            if self == Self::Pretty && harmless.len() > LONGEST {
                write!(harmless, "… ({} bytes)", line.len())?;
                break;
            }
        }
        Ok(harmless)
    }
}

/// Whether a character does something to a terminal or a reader instead of being shown: controls,
/// line ends of any kind, and what turns the direction of writing.
fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A line of JSON with each long text cut.
fn shortened(line: &str) -> Option<String> {
    let mut object: Value = serde_json::from_str(line).ok()?;
    cut(&mut object);
    Some(object.to_string())
}

fn cut(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some((end, _)) = text.char_indices().nth(CUT) {
                let length = text.len();
                text.truncate(end);
                text.push_str(&format!("… ({length} bytes)"));
            }
        }
        Value::Array(values) => values.iter_mut().for_each(cut),
        Value::Object(fields) => fields.values_mut().for_each(cut),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "a\r\nb\u{1b}[2J\u{9b}31m\u{7f}\u{85}\u{2028}\u{202e}\u{0}é";

    #[test]
    fn what_steers_a_terminal_or_a_reader_is_written_out_in_both_forms() {
        let pretty = Form::Pretty.harmless(HOSTILE).unwrap();
        assert_eq!(
            pretty,
            "a\\r\\nb\\u{1b}[2J\\u{9b}31m\\u{7f}\\u{85}\\u{2028}\\u{202e}\\u{0}é"
        );
        let object = serde_json::json!({ "message": HOSTILE });
        let json = Form::Json.harmless(&object.to_string()).unwrap();
        assert!(!json.contains(steers), "{json:?}");
        assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), object);
    }

    #[test]
    fn a_long_line_is_cut_and_stays_what_it_is() {
        let long = "ж\n".repeat(40_000);
        let pretty = Form::Pretty.harmless(&long).unwrap();
        assert!(pretty.len() < LONGEST + 64, "{}", pretty.len());
        assert!(pretty.ends_with("… (120000 bytes)"));
        let object = serde_json::json!({ "level": "WARN", "fields": { "message": long, "texts": [long] } });
        let json = Form::Json.harmless(&object.to_string()).unwrap();
        assert!(json.len() < LONGEST, "{}", json.len());
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["level"], "WARN");
        let message = json["fields"]["message"].as_str().unwrap();
        assert!(message.starts_with("ж\nж") && message.ends_with("… (120000 bytes)"));
        // What is short enough is as it was.
        let short = "x".repeat(LONGEST - 20);
        assert_eq!(Form::Pretty.harmless(&short).unwrap(), short);
    }
}
