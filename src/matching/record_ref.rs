//! A record's bytes, read where they lie.
//!
//! Uses `record` for the layout, `vocabulary`. Allocates nothing; bytes of another layout or length are
//! refused once, in `read`, and every later step is bounds-checked all the same.

use super::dates::Known;
use super::fold::Skeleton;
use super::record::COUNTRY;
use super::record::DATE;
use super::record::DOCUMENT;
use super::record::FURTHER;
use super::record::HEADER;
use super::record::LAYOUT;
use super::record::PART_SHIFT;
use super::record::PLACE;
use super::record::TOKEN;
use super::tables::MAX_GROUPS;
use super::token::Flags;
use super::vocabulary::Tokens;

/// A packed person as an index holds it: bytes not yet looked at.
#[derive(Clone, Copy, Debug)]
pub struct PackedRef<'a> {
    /// The record.
    pub record: &'a [u8],
    /// The tokens it names.
    pub tokens: Tokens<'a>,
}

/// A prepared person, borrowed.
#[derive(Clone, Copy, Debug)]
pub struct RecordRef<'a> {
    /// 0 not known, 1 male, 2 female, 3 unspecified.
    pub(crate) sex: u8,
    dates: &'a [u8],
    nationalities: &'a [u8],
    birth_countries: &'a [u8],
    documents: &'a [u8],
    names: &'a [u8],
    name_count: u8,
    tokens: Tokens<'a>,
}

/// One name of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NameRef<'a> {
    /// As `NameKind as u8`.
    pub(crate) kind: u8,
    /// A further reading of the name before.
    pub(crate) further: bool,
    places: &'a [[u8; PLACE]],
    tokens: Tokens<'a>,
}

/// One token of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TokenRef<'a> {
    pub(crate) flags: Flags,
    pub(crate) weight: u8,
    pub(crate) groups: [u16; MAX_GROUPS],
    pub(crate) mask: u32,
    pub(crate) text_hash: u32,
    pub(crate) skeleton: Skeleton,
    pub(crate) fold: &'a [u8],
}

/// One document of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DocumentRef {
    pub(crate) kind: u8,
    pub(crate) country: [u8; 3],
    pub(crate) number: u64,
    pub(crate) confusable: u64,
}

impl<'a> RecordRef<'a> {
    /// Reads a record; `None` when the bytes are no record of this version.
    #[must_use]
    pub fn read(packed: PackedRef<'a>) -> Option<Self> {
        let (head, rest) = packed.record.split_first_chunk::<HEADER>()?;
        let [
            layout,
            sex,
            dates,
            nationalities,
            birth_countries,
            documents,
            name_count,
        ] = *head;
        if layout != LAYOUT {
            return None;
        }
        let (dates, rest) = rest.split_at_checked(usize::from(dates) * DATE)?;
        let (nationalities, rest) = rest.split_at_checked(usize::from(nationalities) * COUNTRY)?;
        let (birth_countries, rest) = rest.split_at_checked(usize::from(birth_countries) * COUNTRY)?;
        let (documents, names) = rest.split_at_checked(usize::from(documents) * DOCUMENT)?;
        let record = Self {
            sex,
            dates,
            nationalities,
            birth_countries,
            documents,
            names,
            name_count,
            tokens: packed.tokens,
        };
        (record.names().count() == usize::from(name_count)).then_some(record)
    }

    /// Its names; ends early where the bytes do.
    pub(crate) fn names(&self) -> impl Iterator<Item = NameRef<'a>> + use<'a> {
        let (mut rest, tokens) = (self.names, self.tokens);
        (0..self.name_count).map_while(move |_| {
            let (&[kind, count], tail) = rest.split_first_chunk::<2>()?;
            let (places, after) = tail.split_at_checked(usize::from(count) * PLACE)?;
            rest = after;
            Some(NameRef {
                kind: kind & !FURTHER,
                further: kind & FURTHER != 0,
                places: places.as_chunks::<PLACE>().0,
                tokens,
            })
        })
    }

    /// Its birth dates.
    pub(crate) fn dates(&self) -> impl Iterator<Item = Known> + use<'a> {
        let (dates, _) = self.dates.as_chunks::<DATE>();
        dates.iter().map(|bytes| Known::read(*bytes))
    }

    /// Its nationalities.
    pub(crate) fn nationalities(&self) -> &'a [[u8; 3]] {
        self.nationalities.as_chunks::<COUNTRY>().0
    }

    /// Countries of its birth places.
    pub(crate) fn birth_countries(&self) -> &'a [[u8; 3]] {
        self.birth_countries.as_chunks::<COUNTRY>().0
    }

    /// Its documents.
    pub(crate) fn documents(&self) -> impl Iterator<Item = DocumentRef> + use<'a> {
        let (documents, _) = self.documents.as_chunks::<DOCUMENT>();
        documents.iter().filter_map(|bytes| {
            let (&[kind, a, b, c, _], rest) = bytes.split_first_chunk::<5>()?;
            let (number, rest) = rest.split_first_chunk::<8>()?;
            let (confusable, _) = rest.split_first_chunk::<8>()?;
            Some(DocumentRef {
                kind,
                country: [a, b, c],
                number: u64::from_le_bytes(*number),
                confusable: u64::from_le_bytes(*confusable),
            })
        })
    }
}

impl<'a> NameRef<'a> {
    /// Its tokens; ends early where one is not there.
    pub(crate) fn tokens(&self) -> impl Iterator<Item = TokenRef<'a>> + use<'a> {
        let tokens = self.tokens;
        self.places.iter().map_while(move |place| {
            let place = u16::from_le_bytes(*place);
            let token = TokenRef::read(tokens.token(place & !(u16::MAX << PART_SHIFT))?)?;
            Some(token.entered_in(place >> PART_SHIFT))
        })
    }
}

impl<'a> TokenRef<'a> {
    /// Reads the bytes of a token.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (head, fold) = bytes.split_first_chunk::<TOKEN>()?;
        let (&[flags, weight], head) = head.split_first_chunk::<2>()?;
        let (&[a, b, c, d, e, f], head) = head.split_first_chunk::<6>()?;
        let (mask, head) = head.split_first_chunk::<4>()?;
        let (text_hash, head) = head.split_first_chunk::<4>()?;
        let (skeleton, _) = head.split_first_chunk::<8>()?;
        Some(Self {
            flags: Flags(flags),
            weight,
            groups: [
                u16::from_le_bytes([a, b]),
                u16::from_le_bytes([c, d]),
                u16::from_le_bytes([e, f]),
            ],
            mask: u32::from_le_bytes(*mask),
            text_hash: u32::from_le_bytes(*text_hash),
            skeleton: Skeleton(u64::from_le_bytes(*skeleton)),
            fold,
        })
    }

    fn entered_in(mut self, part: u16) -> Self {
        self.flags = self.flags.entered_in(part);
        self
    }
}
