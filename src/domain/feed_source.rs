//! Where a feed's list is, and whose signature it must have.
//!
//! Uses nothing. Names places and opens none of them; what may be opened is for who opens it.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

/// Longest path or address, in bytes.
const MAX_PLACE: usize = 2_000;
/// Longest pattern, in bytes.
const MAX_PATTERN: usize = 64;

/// Why a part of a source is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadSource {
    /// Not a path.
    #[error("must be a path from the root, of at most {MAX_PLACE} bytes and without control characters")]
    Path,
    /// Not an address.
    #[error("must begin with https:// or http://, and have at most {MAX_PLACE} visible characters of ASCII")]
    Address,
    /// Not a pattern.
    #[error("must be 1 to {MAX_PATTERN} visible characters of a file's name, * for any of them, without a /")]
    Pattern,
    /// Not a key.
    #[error("must be a minisign public key: the 56 characters of its second line, beginning with RW")]
    Key,
}

/// Where a list is.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Source {
    /// A file.
    File {
        /// Where.
        path: FilePath,
    },
    /// A folder, all of whose files that fit the pattern make the list together.
    Folder {
        /// Where.
        path: FilePath,
        /// Which of its files.
        pattern: Pattern,
    },
    /// What a server gives.
    Url {
        /// Where.
        address: Address,
        /// The certificates, PEM, one of which the server's must lead to; the system's without.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ca: Option<FilePath>,
        /// Whether the server's name may lead to an address of a private network.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        private: bool,
    },
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path } => f.write_str(path.as_str()),
            Self::Folder { path, pattern } => {
                write!(f, "{}/{}", path.as_str().trim_end_matches('/'), pattern.as_str())
            }
            Self::Url { address, .. } => f.write_str(address.as_str()),
        }
    }
}

/// A text that a check has let through.
macro_rules! checked {
    ($(#[$doc:meta])* $name:ident, $bad:expr, $good:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// As written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = BadSource;

            fn from_str(text: &str) -> Result<Self, BadSource> {
                let good: fn(&str) -> bool = $good;
                good(text).then(|| Self(text.into())).ok_or($bad)
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadSource;

            fn try_from(text: String) -> Result<Self, BadSource> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0.into()
            }
        }
    };
}

checked!(
    /// A path from the root.
    FilePath, BadSource::Path,
    |text| text.starts_with('/') && text.len() <= MAX_PLACE && !text.chars().any(char::is_control)
);
checked!(
    /// An address, `https://lists.example/wanted.json`.
    Address, BadSource::Address,
    |text| {
        let scheme = text.starts_with("https://") || text.starts_with("http://");
        scheme && text.len() <= MAX_PLACE && text.bytes().all(|b| b.is_ascii_graphic())
    }
);
checked!(
    /// Which files of a folder, `*.jsonl`.
    Pattern, BadSource::Pattern,
    |text| {
        let visible = text.chars().all(|c| !c.is_control() && c != '/');
        visible && (1..=MAX_PATTERN).contains(&text.len())
    }
);
checked!(
    /// A minisign public key.
    Key, BadSource::Key,
    |text| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"+/=".contains(&b);
        text.len() == 56 && text.starts_with("RW") && text.bytes().all(plain)
    }
);

impl Pattern {
    /// Whether a file's name fits.
    #[must_use]
    pub fn fits(&self, name: &str) -> bool {
        let mut parts = self.0.split('*');
        let first = parts.next().unwrap_or_default();
        let Some(mut rest) = name.strip_prefix(first) else {
            return false;
        };
        let Some(last) = parts.next_back() else {
            return rest.is_empty();
        };
        for part in parts {
            match rest.split_once(part) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        rest.ends_with(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_the_names_it_spells() {
        let fits = |pattern: &str, name: &str| pattern.parse::<Pattern>().unwrap().fits(name);
        for (pattern, name) in [
            ("*.jsonl", "a.jsonl"),
            ("*", "a"),
            ("list", "list"),
            ("a*b*c", "abbc"),
            ("a*b*c", "aXbYc"),
            ("*a", "aa"),
            ("**", "x"),
        ] {
            assert!(fits(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [
            ("*.jsonl", "a.jsonl.minisig"),
            ("list", "list2"),
            ("a*a", "a"),
            ("a*b*c", "acb"),
        ] {
            assert!(!fits(pattern, name), "{pattern} {name}");
        }
        assert!("a/b".parse::<Pattern>().is_err() && "".parse::<Pattern>().is_err());
    }

    #[test]
    fn a_source_is_written_as_it_is_read_and_shown_as_one_would_type_it() {
        for (json, shown) in [
            (r#"{"type":"file","path":"/srv/sdn.csv"}"#, "/srv/sdn.csv"),
            (
                r#"{"type":"folder","path":"/srv/lists/","pattern":"*.jsonl"}"#,
                "/srv/lists/*.jsonl",
            ),
            (
                r#"{"type":"url","address":"https://lists.example/a"}"#,
                "https://lists.example/a",
            ),
        ] {
            let source: Source = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&source).unwrap(), json);
            assert_eq!(source.to_string(), shown);
        }
        for bad in [
            r#"{"type":"file","path":"sdn.csv"}"#,
            r#"{"type":"url","address":"file:///etc/passwd"}"#,
            r#"{"type":"url","address":"https://a b"}"#,
        ] {
            assert!(serde_json::from_str::<Source>(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_key_is_the_line_that_minisign_prints() {
        let key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
        assert!(key.parse::<Key>().is_ok());
        assert!(key[1..].parse::<Key>().is_err() && format!("{key}A").parse::<Key>().is_err());
    }
}
