//! Short texts as people enter them: names, places, offences.
//!
//! Uses nothing. A text that exists is NFC, bounded, and free of characters that could forge a
//! line, hide a letter or turn the reading direction (SECURITY 4, row 19).

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

/// Most characters a single entered text may have.
pub const MAX_TEXT_CHARS: usize = 200;

/// Why a text is refused. Holds none of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadText {
    /// Nothing in it, or only spaces and punctuation.
    #[error("must contain at least one letter or digit")]
    Empty,
    /// Over [`MAX_TEXT_CHARS`].
    #[error("must have at most {MAX_TEXT_CHARS} characters")]
    TooLong,
    /// A control character.
    #[error("must not contain control characters")]
    Control,
    /// A character that turns the reading direction.
    #[error("must not contain bidirectional control characters")]
    Bidi,
}

/// A text of at most [`MAX_TEXT_CHARS`] characters, as entered, in NFC.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text(Box<str>);

impl Text {
    /// The text as entered.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Text {
    type Err = BadText;

    fn from_str(text: &str) -> Result<Self, BadText> {
        // Counted before normalising: a long text costs its caller, not us.
        if text.chars().nth(MAX_TEXT_CHARS).is_some() {
            return Err(BadText::TooLong);
        }
        if text.chars().any(char::is_control) {
            return Err(BadText::Control);
        }
        if text.chars().any(is_bidi_control) {
            return Err(BadText::Bidi);
        }
        if !text.chars().any(char::is_alphanumeric) {
            return Err(BadText::Empty);
        }
        let text: String = text.trim().nfc().collect();
        // NFC can make a text longer, and one that was stored must be readable again.
        if text.chars().nth(MAX_TEXT_CHARS).is_some() {
            return Err(BadText::TooLong);
        }
        Ok(Self(text.into()))
    }
}

impl TryFrom<String> for Text {
    type Error = BadText;

    fn try_from(text: String) -> Result<Self, BadText> {
        text.parse()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0.into()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_as_entered_but_for_its_outer_spaces_and_nfc() {
        assert_eq!("  Jose\u{301} ".parse::<Text>().unwrap().as_str(), "José");
    }

    #[test]
    fn control_bidi_empty_and_long_texts_are_refused() {
        assert_eq!("a\u{0}".parse::<Text>(), Err(BadText::Control));
        assert_eq!("a\u{202E}b".parse::<Text>(), Err(BadText::Bidi));
        assert_eq!(" -.' ".parse::<Text>(), Err(BadText::Empty));
        assert_eq!("x".repeat(201).parse::<Text>(), Err(BadText::TooLong));
    }

    #[test]
    fn a_text_that_was_read_is_read_again_though_nfc_makes_it_longer() {
        // Shin with shin dot: NFC writes it as two characters.
        let longer = "\u{FB2A}".repeat(101);
        assert_eq!(longer.parse::<Text>(), Err(BadText::TooLong));
        let fits: Text = "\u{FB2A}".repeat(100).parse().unwrap();
        assert_eq!(fits.as_str().parse(), Ok(fits.clone()));
    }
}
