//! Files that are often given for a list and are none: what they are, and what to do.
//!
//! Uses its siblings. Only for telling a person; nothing is read on the strength of it.

use std::fmt;

use super::format::root;
use super::sdn;
use super::sdn::Row;

/// What a file is instead of a list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mistaken {
    /// Nothing in it.
    Empty,
    /// Packed by gzip.
    Gzip,
    /// A zip archive, or a spreadsheet, which is one inside.
    Zip,
    /// A PDF document.
    Pdf,
    /// Text in UTF-16.
    Utf16,
    /// A page of a web site.
    Html,
    /// `sdn.xml` of the United States' Treasury.
    SdnXml,
    /// `sdn_advanced.xml` of the United States' Treasury.
    SdnAdvancedXml,
    /// XML of no known list.
    Xml,
    /// `alt.csv`: the aliases of a list that is elsewhere.
    SdnAliases,
    /// `sdn_comments.csv`: the longer remarks of a list that is elsewhere.
    SdnRemarks,
    /// `add.csv`: the addresses of a list that is elsewhere.
    SdnAddresses,
    /// Delimited text with a line of headings.
    Headed,
    /// A single JSON array.
    JsonArray,
}

impl Mistaken {
    /// Whether no format can be inside, whatever somebody says: it is no text, or a web page.
    #[must_use]
    pub const fn is_no_list(self) -> bool {
        matches!(
            self,
            Self::Gzip | Self::Zip | Self::Pdf | Self::Utf16 | Self::Html
        )
    }
}

impl fmt::Display for Mistaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the file is empty; fetch it again",
            Self::Gzip => "it is packed by gzip; unpack it first (gunzip FILE)",
            Self::Zip => "it is a zip archive or a spreadsheet; unpack it first, and take the CSV or XML form",
            Self::Pdf => "it is a PDF document; take the XML or CSV form of the list",
            Self::Utf16 => "it is text in UTF-16; convert it first (iconv -f UTF-16 -t UTF-8)",
            Self::Html => {
                "it is a web page, not a list: the download was an error page or the page around the link; \
                 open it, and fetch the file it leads to"
            }
            Self::SdnXml => "it is sdn.xml; take sdn.csv and alt.csv from the same place",
            Self::SdnAdvancedXml => "it is sdn_advanced.xml; take sdn.csv and alt.csv from the same place",
            Self::Xml => "it is XML, but not the UN Security Council's <CONSOLIDATED_LIST>",
            Self::SdnAliases => {
                "it is alt.csv, the aliases of an OFAC list; give sdn.csv, and this file with it or beside it"
            }
            Self::SdnRemarks => {
                "it is sdn_comments.csv, longer remarks of an OFAC list; give sdn.csv, and this file with it or \
                 beside it"
            }
            Self::SdnAddresses => "it is add.csv, the addresses of an OFAC list, which are not read; give sdn.csv",
            Self::Headed => {
                "it is delimited text with a line of headings; of such lists only OFAC's sdn.csv is read, and \
                 OpenSanctions publishes the same lists in the ftm format (entities.ftm.json)"
            }
            Self::JsonArray => "it is one JSON array; put each of its objects on a line of its own (jq -c '.[]')",
        })
    }
}

/// What a file is taken for by its first bytes, if it is one of these.
#[must_use]
pub fn mistaken(first: &[u8]) -> Option<Mistaken> {
    let magic: [(&[u8], Mistaken); 5] = [
        (b"\x1F\x8B", Mistaken::Gzip),
        (b"PK\x03\x04", Mistaken::Zip),
        (b"%PDF", Mistaken::Pdf),
        (b"\xFF\xFE", Mistaken::Utf16),
        (b"\xFE\xFF", Mistaken::Utf16),
    ];
    if let Some((_, what)) = magic.iter().find(|(magic, _)| first.starts_with(magic)) {
        return Some(*what);
    }
    let first = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first);
    let text = first.trim_ascii();
    if text.is_empty() {
        return Some(Mistaken::Empty);
    }
    if let Some(root) = root(text) {
        let doctype = text
            .get(..14)
            .is_some_and(|start| start.eq_ignore_ascii_case(b"<!doctype html"));
        return Some(match root {
            _ if doctype || root.eq_ignore_ascii_case(b"html") => Mistaken::Html,
            b"sdnList" => Mistaken::SdnXml,
            b"Sanctions" => Mistaken::SdnAdvancedXml,
            b"CONSOLIDATED_LIST" => return None,
            _ => Mistaken::Xml,
        });
    }
    if text.starts_with(b"[") {
        return Some(Mistaken::JsonArray);
    }
    let mut lines = text.split(|byte| *byte == b'\n');
    let headings = lines.next().unwrap_or_default();
    match sdn::row(headings) {
        Some(Row::Alias) => Some(Mistaken::SdnAliases),
        Some(Row::Remark) => Some(Mistaken::SdnRemarks),
        Some(Row::Address) => Some(Mistaken::SdnAddresses),
        Some(Row::Entry) => None,
        None => {
            let fields = headings.iter().filter(|byte| b",;\t".contains(byte)).count();
            let word = |byte: &u8| byte.is_ascii_alphanumeric() || b" ,;_\"\t\r-./()".contains(byte);
            (fields >= 2 && headings.iter().all(word)).then_some(Mistaken::Headed)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_often_given_for_a_list_is_told_apart() {
        for (bytes, expected) in [
            (&b" \n"[..], Mistaken::Empty),
            (b"\x1F\x8B\x08\0", Mistaken::Gzip),
            (b"PK\x03\x04", Mistaken::Zip),
            (b"%PDF-1.7", Mistaken::Pdf),
            (b"\xFF\xFE1\0", Mistaken::Utf16),
            (b"<!DOCTYPE html>\n<html>", Mistaken::Html),
            (b"\xEF\xBB\xBF\n<HTML lang=en>", Mistaken::Html),
            (
                b"<?xml version=\"1.0\"?>\n<sdnList xmlns=\"x\">",
                Mistaken::SdnXml,
            ),
            (
                b"<?xml version=\"1.0\"?><Sanctions xmlns=\"x\">",
                Mistaken::SdnAdvancedXml,
            ),
            (b"<?xml version=\"1.0\"?><export>", Mistaken::Xml),
            (b"36,12,\"aka\",\"DOEVENDANS, J.\",-0- \r\n", Mistaken::SdnAliases),
            (b"36,\"further remarks\"\r\n", Mistaken::SdnRemarks),
            (
                b"36,25,\"Dam 1\",\"Kollum\",\"Ruritania\",-0- \r\n",
                Mistaken::SdnAddresses,
            ),
            (b"\"id\",\"schema\",\"name\"\n", Mistaken::Headed),
            (b"[{\"id\":\"x\"}]", Mistaken::JsonArray),
        ] {
            assert_eq!(mistaken(bytes), Some(expected));
            assert!(expected.to_string().len() > 20);
        }
        for bytes in [&b"{\"id\":1}"[..], b"plain words", b"<CONSOLIDATED_LIST>"] {
            assert_eq!(mistaken(bytes), None);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _what = mistaken(&bytes);
        }
    }
}
