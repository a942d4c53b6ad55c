//! Which format a list is in, by name or by how it begins.
//!
//! Uses its siblings. A new format is a variant here and a module beside. What is none of them but
//! often taken for one is for `mistaken`.

use std::fmt;
use std::str::FromStr;

use serde::Deserializer;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::Visitor;

use super::sdn;
use super::sdn::Row;

/// A list format.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Format {
    /// Lookout's own: one alert a line, JSON (`index/README.md`).
    Lookout,
    /// FollowTheMoney as OpenSanctions publishes it: one entity a line, JSON, nested or flat.
    Ftm,
    /// `sdn.csv`, the list of the United States' Treasury in its old delimited form.
    OfacSdn,
    /// The consolidated list of the United Nations Security Council, XML.
    UnSc,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 4] = [Self::Lookout, Self::Ftm, Self::OfacSdn, Self::UnSc];

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lookout => "lookout",
            Self::Ftm => "ftm",
            Self::OfacSdn => "ofac-sdn",
            Self::UnSc => "un-sc",
        }
    }

    /// What it looks like.
    #[must_use]
    pub const fn looks(self) -> &'static str {
        match self {
            Self::Lookout => {
                "one alert a line, JSON, as index/README.md says: {\"id\":\"BE-26-000042\",\"category\":…"
            }
            Self::Ftm => {
                "one FollowTheMoney entity a line, JSON, as OpenSanctions publishes: {\"id\":…,\"schema\":\"Person\",…"
            }
            Self::OfacSdn => {
                "sdn.csv of the US Treasury, alt.csv beside it: 12345,\"DOE, Jane\",\"individual\",…"
            }
            Self::UnSc => {
                "the XML list of the UN Security Council: <CONSOLIDATED_LIST …><INDIVIDUALS><INDIVIDUAL>…"
            }
        }
    }

    /// What one of its entries is called.
    #[must_use]
    pub const fn entry(self) -> &'static str {
        match self {
            Self::Lookout | Self::Ftm => "line",
            Self::OfacSdn => "row",
            Self::UnSc => "element",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No known format; the text says which are known and what each looks like.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownFormat;

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a known list format; known are")?;
        Format::ALL
            .into_iter()
            .try_for_each(|format| write!(f, "\n    `{}`: {}", format.name(), format.looks()))
    }
}

impl std::error::Error for UnknownFormat {}

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
    if let Some(root) = root(first) {
        return (root == b"CONSOLIDATED_LIST").then_some(Format::UnSc);
    }
    first.split(|b| *b == b'\n').find_map(|line| {
        if sdn::row(line) == Some(Row::Entry) {
            return Some(Format::OfacSdn);
        }
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

/// The name of the first element, where the first sign is XML's; empty where none is to be seen yet.
pub(super) fn root(first: &[u8]) -> Option<&[u8]> {
    let mut rest = first.trim_ascii_start();
    if !rest.starts_with(b"<") {
        return None;
    }
    loop {
        let end: &[u8] = if rest.starts_with(b"<!--") {
            b"-->"
        } else if rest.starts_with(b"<?") || rest.starts_with(b"<!") {
            b">"
        } else {
            let name = rest.strip_prefix(b"<").unwrap_or_default();
            let end = name
                .iter()
                .position(|b| b.is_ascii_whitespace() || b"/>".contains(b));
            return Some(name.get(..end.unwrap_or(name.len())).unwrap_or_default());
        };
        let Some(at) = rest.windows(end.len()).position(|window| window == end) else {
            return Some(b"");
        };
        rest = rest.get(at + end.len()..).unwrap_or_default().trim_ascii_start();
    }
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
    fn delimited_and_xml_lists_are_recognised() {
        let sdn = b"36,\"DOEVENDANS, Jelle\",\"individual\",\"TEST\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 1970.\"\r\n";
        assert_eq!(recognise(sdn), Some(Format::OfacSdn));
        let entity = b"36,\"DOEVENDANS SHIPPING\",-0- ,\"TEST\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n";
        assert_eq!(recognise(entity), Some(Format::OfacSdn));
        for un in [
            &b"<?xml version='1.0' encoding='UTF-8'?>\n<!-- a -- > b -->\n<CONSOLIDATED_LIST dateGenerated=\"x\">"[..],
            b"\xEF\xBB\xBF<CONSOLIDATED_LIST>",
        ] {
            assert_eq!(recognise(un), Some(Format::UnSc));
        }
        assert_eq!(recognise(b"<?xml version='1.0'?><sdnList>"), None);
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
