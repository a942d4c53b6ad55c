//! The elements `INDIVIDUAL` and `ENTITY` out of an XML list, one at a time, as they stand.
//!
//! Uses nothing. Holds one element at most: one beyond [`MAX_ELEMENT_BYTES`] is passed over unread, and
//! one that is not closed costs only itself. What is inside is for `fields` to read.

use std::io;
use std::io::BufRead;

use crate::feeds::FeedError;
use crate::feeds::reader::Fault;

/// Longest element, in bytes; the longest real one has about twenty thousand.
pub(super) const MAX_ELEMENT_BYTES: usize = 1 << 20;
/// Of a comment or a tag outside elements so much is kept, in bytes.
const MAX_MARKUP_BYTES: usize = 64 << 10;

/// What an element is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Individual,
    Entity,
}

impl Kind {
    fn of(name: &[u8]) -> Option<Self> {
        match name {
            b"INDIVIDUAL" => Some(Self::Individual),
            b"ENTITY" => Some(Self::Entity),
            _ => None,
        }
    }
}

/// How far the list is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Root {
    Before,
    Open,
    Closed,
}

/// The element under way.
#[derive(Clone, Copy, Debug)]
struct Open {
    kind: Kind,
    line: u64,
    too_long: bool,
}

/// An element with the line it begins on.
type Item<'a> = (u64, Result<(Kind, &'a [u8]), Fault>);

/// The elements of an input.
#[derive(Debug)]
pub(super) struct Elements<R> {
    input: R,
    /// The line of the next byte.
    line: u64,
    markup: Vec<u8>,
    element: Vec<u8>,
    open: Option<Open>,
    root: Root,
    ended: bool,
}

impl<R: BufRead> Elements<R> {
    pub(super) const fn new(input: R) -> Self {
        Self {
            input,
            line: 1,
            markup: Vec::new(),
            element: Vec::new(),
            open: None,
            root: Root::Before,
            ended: false,
        }
    }

    #[cfg(test)]
    pub(super) fn held_bytes(&self) -> usize {
        self.markup.capacity() + self.element.capacity()
    }

    /// The next element.
    pub(super) fn next(&mut self) -> Option<Item<'_>> {
        if self.ended {
            return None;
        }
        loop {
            let line = match self.advance() {
                Ok(true) => self.line,
                Ok(false) => return self.end(),
                Err(cause) => {
                    self.ended = true;
                    let line = self.line;
                    return Some((line, Err(Fault::Broken(FeedError::Unreadable { line, cause }))));
                }
            };
            let (closing, name) = name(&self.markup);
            let (kind, is_root) = (Kind::of(name), name == b"CONSOLIDATED_LIST");
            let doctype = name.eq_ignore_ascii_case(b"!DOCTYPE");
            let empty = self.markup.ends_with(b"/>");
            match (closing, kind, self.open) {
                (false, Some(kind), before) => {
                    self.open = Some(Open {
                        kind,
                        line,
                        too_long: false,
                    });
                    self.element.clear();
                    self.keep();
                    if let Some(before) = before {
                        return Some(unclosed(before));
                    }
                    if empty {
                        return self.whole();
                    }
                }
                (true, Some(kind), Some(open)) if kind == open.kind => {
                    self.keep();
                    return self.whole();
                }
                _ if doctype => {
                    self.ended = true;
                    let rule = "an XML list must have no document type definition";
                    return Some((line, Err(Fault::Broken(FeedError::NotWhole { line, rule }))));
                }
                (true, None, open) if is_root => {
                    self.root = Root::Closed;
                    if let Some(open) = open {
                        self.open = None;
                        return Some(unclosed(open));
                    }
                }
                (false, None, _) if is_root && self.root == Root::Before => {
                    self.root = if empty { Root::Closed } else { Root::Open };
                }
                (_, _, Some(_)) => self.keep(),
                (_, _, None) => {}
            }
        }
    }

    /// The end of the input: a list that is not closed is the beginning of one.
    fn end(&mut self) -> Option<Item<'_>> {
        self.ended = true;
        let rule = match self.root {
            Root::Closed => return self.open.take().map(unclosed),
            Root::Open => "the list must end with </CONSOLIDATED_LIST>: the file is cut off",
            Root::Before => "the list must begin with <CONSOLIDATED_LIST>",
        };
        let line = self.line;
        Some((line, Err(Fault::Broken(FeedError::NotWhole { line, rule }))))
    }

    /// Takes the markup into the element.
    fn keep(&mut self) {
        let markup = std::mem::take(&mut self.markup);
        self.extend(&markup);
        self.markup = markup;
    }

    fn extend(&mut self, bytes: &[u8]) {
        let Some(open) = &mut self.open else { return };
        open.too_long |= self.element.len() + bytes.len() > MAX_ELEMENT_BYTES;
        if open.too_long {
            self.element.clear();
        } else {
            self.element.extend_from_slice(bytes);
        }
    }

    /// The element that has just been closed.
    fn whole(&mut self) -> Option<Item<'_>> {
        let open = self.open.take()?;
        let element = if open.too_long {
            Err(Fault::rejected("must have at most 1 MiB".to_owned()))
        } else {
            Ok((open.kind, self.element.as_slice()))
        };
        Some((open.line, element))
    }

    /// Passes over text up to the next markup and takes that up; false at the end of the input.
    /// Where it is too long only its two ends are kept, which say what it is.
    fn advance(&mut self) -> io::Result<bool> {
        if !self.through(b'<', false)? {
            return Ok(false);
        }
        self.markup.clear();
        self.markup.push(b'<');
        loop {
            if !self.through(b'>', true)? {
                return Ok(false);
            }
            let markup = &self.markup;
            let whole = if markup.starts_with(b"<!--") {
                markup.len() >= 7 && markup.ends_with(b"-->")
            } else if markup.starts_with(b"<![CDATA[") {
                markup.ends_with(b"]]>")
            } else {
                true
            };
            if whole {
                return Ok(true);
            }
        }
    }

    /// Reads up to a sign and beyond it; false when the input ends before. What is read goes to the
    /// markup, or as text to the element under way.
    fn through(&mut self, sign: u8, markup: bool) -> io::Result<bool> {
        loop {
            let part = match self.input.fill_buf() {
                Ok(part) => part,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if part.is_empty() {
                return Ok(false);
            }
            let end = part.iter().position(|byte| *byte == sign);
            let used = end.map_or(part.len(), |at| at + 1);
            let read = part.get(..used).unwrap_or(part).to_vec();
            self.input.consume(used);
            self.line += read.iter().filter(|byte| **byte == b'\n').count() as u64;
            if markup {
                self.markup.extend_from_slice(&read);
                if self.markup.len() > MAX_MARKUP_BYTES && self.open.is_none() {
                    self.shorten();
                } else if self.markup.len() > MAX_ELEMENT_BYTES {
                    if let Some(open) = &mut self.open {
                        open.too_long = true;
                    }
                    self.shorten();
                }
            } else {
                let text = read.strip_suffix(&[sign]).unwrap_or(&read);
                self.extend(text);
            }
            if end.is_some() {
                return Ok(true);
            }
        }
    }

    fn shorten(&mut self) {
        let tail = self.markup.split_off(self.markup.len().saturating_sub(3));
        self.markup.truncate(64);
        self.markup.extend_from_slice(&tail);
    }
}

fn unclosed(open: Open) -> Item<'static> {
    (
        open.line,
        Err(Fault::rejected(
            "must be closed before the next begins".to_owned(),
        )),
    )
}

/// The name of a tag, and whether it is a closing one.
fn name(markup: &[u8]) -> (bool, &[u8]) {
    let inner = markup.get(1..).unwrap_or_default();
    let (closing, inner) = match inner.strip_prefix(b"/") {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let end = inner
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || b"/>".contains(byte));
    (closing, inner.get(..end.unwrap_or(inner.len())).unwrap_or(inner))
}
