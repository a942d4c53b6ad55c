//! Which format a list is in, by name or by how it begins.
//!
//! Uses nothing. A new format is a variant here and a module beside.

use std::fmt;
use std::str::FromStr;

use serde::Deserializer;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::Visitor;

/// A list format.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Format {
    /// Lookout's own: one alert a line, JSON (`index/README.md`).
    Lookout,
    /// FollowTheMoney as OpenSanctions publishes it: one entity a line, JSON, nested or flat.
    Ftm,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 2] = [Self::Lookout, Self::Ftm];

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lookout => "lookout",
            Self::Ftm => "ftm",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No known format; the text says which are known.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "not a known list format; known are `lookout` (one alert a line, JSON) and `ftm` (one \
     FollowTheMoney entity a line, JSON, as OpenSanctions publishes)"
)]
pub struct UnknownFormat;

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == text)
            .ok_or(UnknownFormat)
    }
}

/// Recognises a list by its first bytes: the first of its lines that has the fields of a format
/// decides. The last line may be cut off. None: ask, or refuse with [`UnknownFormat`].
#[must_use]
pub fn recognise(first: &[u8]) -> Option<Format> {
    let first = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first);
    first.split(|b| *b == b'\n').find_map(|line| {
        let mut fields = Fields::default();
        // The error is of no use: what was seen before it is what counts.
        serde_json::Deserializer::from_slice(line)
            .deserialize_map(&mut fields)
            .ok();
        match fields {
            Fields { schema: true, .. } => Some(Format::Ftm),
            Fields { subject: true, .. }
            | Fields {
                category: true,
                owner: true,
                ..
            } => Some(Format::Lookout),
            _ => None,
        }
    })
}

/// The telling fields of one line.
#[derive(Debug, Default)]
struct Fields {
    schema: bool,
    subject: bool,
    category: bool,
    owner: bool,
}

impl<'de> Visitor<'de> for &mut Fields {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(field) = map.next_key::<String>()? {
            match field.as_str() {
                "schema" => self.schema = true,
                "subject" => self.subject = true,
                "category" => self.category = true,
                "owner" => self.owner = true,
                _ => {}
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_list_is_recognised_by_its_first_telling_line() {
        let lookout = br#"{"id":"BE-1","category":"missing","action":"protect","subject":{"type":"per"#;
        assert_eq!(recognise(lookout), Some(Format::Lookout));
        let nested = b"\xEF\xBB\xBF\n{\"id\":\"Q1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"An";
        assert_eq!(recognise(nested), Some(Format::Ftm));
        let after_a_bad_line = b"{oops\n{\"name\":[\"a\"],\"schema\":\"Company\"}\n";
        assert_eq!(recognise(after_a_bad_line), Some(Format::Ftm));
    }

    #[test]
    fn what_is_no_list_is_not_recognised_and_the_hint_names_the_formats() {
        for bytes in [
            &b""[..],
            b"id,name\n1,x\n",
            b"<?xml version='1.0'?>",
            b"[1,2]",
            b"{}",
            b"\xFF\xFE{",
        ] {
            assert_eq!(recognise(bytes), None);
        }
        let hint = "sdn".parse::<Format>().unwrap_err().to_string();
        for format in Format::ALL {
            assert!(hint.contains(&format!("`{format}`")));
            assert_eq!(format.name().parse(), Ok(format));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let whole = recognise(&bytes);
            let again = recognise(&[&bytes[..], b"\n{}"].concat());
            prop_assert!(whole == again || whole.is_none());
        }
    }
}
