//! A person prepared for matching, and its bytes.
//!
//! Uses `token`, `keys`, `vocabulary`. The bytes are little-endian and read by `record_ref` without
//! allocation; their layout belongs to [`super::VERSION`]. Documents are held as hashes of their keys,
//! tokens by their place among the person's own.

use crate::domain::date::BirthDate;
use crate::domain::document::Document;
use crate::domain::document::DocumentKind;
use crate::domain::person::NameKind;
use crate::domain::person::Person;
use crate::domain::person::Sex;

use super::hash::Hash;
use super::keys;
use super::keys::Key;
use super::record_ref::PackedRef;
use super::spellings::Spellings;
use super::token::Flags;
use super::token::Token;
use super::token::readings;
use super::vocabulary::Tokens;
use super::vocabulary::Vocabulary;

/// First byte of every record.
pub(crate) const LAYOUT: u8 = 2;
/// Bytes before the first date.
pub(crate) const HEADER: usize = 7;
/// Bytes of a date, a country, a document, a token in a name, and of a token before its letters.
pub(crate) const DATE: usize = 6;
pub(crate) const COUNTRY: usize = 3;
pub(crate) const DOCUMENT: usize = 21;
pub(crate) const PLACE: usize = 2;
pub(crate) const TOKEN: usize = 24;
/// Bits of a token's place in a name that say which part of the name it was entered in.
pub(crate) const PART_SHIFT: u32 = 14;
/// Bit of a name's kind: a further reading of the name before.
pub(crate) const FURTHER: u8 = 0x80;

/// A prepared person.
#[derive(Clone, Debug)]
pub struct Record {
    /// Kind, whether it is a further reading of the name before, and its tokens.
    names: Vec<(NameKind, bool, Vec<Token>)>,
    dates: Vec<BirthDate>,
    sex: Option<Sex>,
    nationalities: Vec<[u8; 3]>,
    birth_countries: Vec<[u8; 3]>,
    documents: Vec<PreparedDocument>,
}

/// A document as it is compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct PreparedDocument {
    pub(crate) kind: DocumentKind,
    /// Issuer, zeros when not known.
    pub(crate) country: [u8; 3],
    /// Characters of the number's key.
    pub(crate) length: u8,
    pub(crate) number: u64,
    /// Of the number with confusable characters made one.
    pub(crate) confusable: u64,
}

impl PreparedDocument {
    pub(crate) fn of(document: &Document) -> Self {
        let key = document.number.key();
        Self {
            kind: document.kind,
            country: document.country.map_or([0; 3], |country| code(country.code())),
            length: u8::try_from(key.len()).unwrap_or(u8::MAX),
            number: Hash::new(b'N').bytes(key.as_bytes()).key(),
            confusable: Hash::new(b'O').bytes(confusable(&key).as_bytes()).key(),
        }
    }
}

/// Letters and digits that readers and people take for each other (DOMAIN 3.5), and leading zeros.
fn confusable(key: &str) -> String {
    let folded: String = key
        .chars()
        .map(|c| match c {
            'O' | 'Q' | 'D' => '0',
            'I' | 'L' => '1',
            'Z' => '2',
            'S' => '5',
            'G' => '6',
            'B' => '8',
            other => other,
        })
        .collect();
    folded.trim_start_matches('0').to_owned()
}

/// A country's code in three bytes.
pub(crate) fn code(text: &str) -> [u8; 3] {
    let mut out = [0; 3];
    out.iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = from);
    out
}

impl Record {
    /// Prepares a person.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        Self {
            names: person
                .names
                .iter()
                .flat_map(|name| {
                    let readings = readings(&name.form).0.into_iter().enumerate();
                    readings.map(|(index, tokens)| (name.kind, index > 0, tokens))
                })
                .collect(),
            dates: person.birth_dates.clone(),
            sex: person.sex,
            nationalities: person
                .nationalities
                .iter()
                .map(|country| code(country.code()))
                .collect(),
            birth_countries: person
                .birth_places
                .iter()
                .filter_map(|place| place.country)
                .map(|country| code(country.code()))
                .collect(),
            documents: person.documents.iter().map(PreparedDocument::of).collect(),
        }
    }

    /// The keys it is found by as a whole, each once, in order; its tokens have their own.
    fn keys(&self) -> Vec<Key> {
        let mut keys = Vec::with_capacity(32);
        for (kind, _, tokens) in &self.names {
            if *kind == NameKind::AliasLow {
                keys::of_weak_name(tokens, &mut keys);
            } else {
                keys::of_name(tokens, &mut keys);
            }
        }
        for document in &self.documents {
            keys.extend([document.number, document.confusable]);
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// Packs it for an index.
    #[must_use]
    pub fn pack(&self) -> Packed {
        let mut tokens: Vec<PackedToken> = Vec::new();
        let record = self.encode(&mut tokens);
        Packed {
            keys: self.keys(),
            tokens,
            record,
        }
    }

    /// Its bytes; puts what they name into `tokens`, each token once.
    fn encode(&self, packed: &mut Vec<PackedToken>) -> Vec<u8> {
        let mut out = Vec::with_capacity(64 + self.names.len() * 16);
        out.push(LAYOUT);
        out.push(match self.sex {
            None => 0,
            Some(Sex::M) => 1,
            Some(Sex::F) => 2,
            Some(Sex::X) => 3,
        });
        for count in [
            self.dates.len(),
            self.nationalities.len(),
            self.birth_countries.len(),
            self.documents.len(),
            self.names.len(),
        ] {
            out.push(byte(count));
        }
        self.dates
            .iter()
            .take(255)
            .for_each(|date| out.extend(date_bytes(date)));
        self.nationalities
            .iter()
            .take(255)
            .for_each(|code| out.extend(code));
        self.birth_countries
            .iter()
            .take(255)
            .for_each(|code| out.extend(code));
        for document in self.documents.iter().take(255) {
            out.push(document_kind(document.kind));
            out.extend(document.country);
            out.push(document.length);
            out.extend(document.number.to_le_bytes());
            out.extend(document.confusable.to_le_bytes());
        }
        for (kind, further, tokens) in self.names.iter().take(255) {
            out.push(*kind as u8 | if *further { FURTHER } else { 0 });
            out.push(byte(tokens.len()));
            for token in tokens {
                let part = (token.flags.part() as u16) << PART_SHIFT;
                let place = place(token, *kind == NameKind::AliasLow, packed);
                out.extend((place | part).to_le_bytes());
            }
        }
        out
    }
}

/// A person ready for an index.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Packed {
    /// What it is found by as a whole, each once, in order.
    pub keys: Vec<Key>,
    /// Its distinct tokens, which many persons share.
    pub tokens: Vec<PackedToken>,
    /// Everything else; names its tokens by their places in `tokens`.
    pub record: Vec<u8>,
}

/// A token ready for an index.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PackedToken {
    /// Its bytes: two tokens of the same bytes are one.
    pub bytes: Vec<u8>,
    /// What it is found by when a query has another spelling.
    pub keys: Vec<Key>,
}

/// A packed person with a vocabulary of its own, outside an index.
#[derive(Clone, Debug)]
pub struct Unindexed {
    numbers: Vec<u8>,
    ends: Vec<u8>,
    bytes: Vec<u8>,
    record: Vec<u8>,
}

impl Packed {
    /// Lays it out so that it can be read outside an index.
    #[must_use]
    pub fn unindexed(self) -> Unindexed {
        let mut out = Unindexed {
            numbers: Vec::new(),
            ends: Vec::new(),
            bytes: Vec::new(),
            record: self.record,
        };
        for (number, token) in (0_u32..).zip(&self.tokens) {
            out.bytes.extend_from_slice(&token.bytes);
            let end = u32::try_from(out.bytes.len()).unwrap_or(u32::MAX);
            out.ends.extend(end.to_le_bytes());
            out.numbers.extend(number.to_le_bytes());
        }
        out
    }
}

/// A person by itself is a list of one.
impl Spellings for Packed {
    fn near(&self, keys: &[Key], each: &mut dyn FnMut(&[u8])) {
        for token in &self.tokens {
            if token.keys.iter().any(|key| keys.contains(key)) {
                each(&token.bytes);
            }
        }
    }
}

impl Unindexed {
    /// As an index would hold it.
    #[must_use]
    pub fn packed(&self) -> PackedRef<'_> {
        PackedRef {
            record: &self.record,
            tokens: Tokens::new(&self.numbers, Vocabulary::new(&self.ends, &self.bytes)),
        }
    }
}

/// The place of a token among those of the person, which it gets here when it has none.
fn place(token: &Token, weak: bool, packed: &mut Vec<PackedToken>) -> u16 {
    let mut bytes = Vec::with_capacity(TOKEN + token.fold.len());
    encode_token(token, &mut bytes);
    let known = packed.iter().position(|known| known.bytes == bytes);
    let place = known.unwrap_or_else(|| {
        let keys = Vec::new();
        packed.push(PackedToken { bytes, keys });
        packed.len() - 1
    });
    // A weak alias counts only when exact, and is not looked for by other spellings.
    if let Some(held) = packed.get_mut(place)
        && held.keys.is_empty()
        && !weak
    {
        keys::of_token(token, &mut held.keys);
    }
    // At most 255 names of 12 tokens each.
    u16::try_from(place).unwrap_or_default()
}

fn encode_token(token: &Token, out: &mut Vec<u8>) {
    out.push(token.flags.0 & !Flags::PARTS);
    out.push(token.weight);
    token
        .groups
        .iter()
        .for_each(|group| out.extend(group.to_le_bytes()));
    out.extend(token.mask().to_le_bytes());
    out.extend(token.text_hash().to_le_bytes());
    out.extend(token.skeleton.0.to_le_bytes());
    out.extend(token.fold.as_bytes());
}

fn byte(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// Number of a kind of document in the layout.
pub(crate) fn document_kind(kind: DocumentKind) -> u8 {
    DocumentKind::ALL
        .iter()
        .position(|known| *known == kind)
        .map_or(u8::MAX, byte)
}

/// Form, first number (a year), second number (month and day, or a year).
fn date_bytes(date: &BirthDate) -> [u8; DATE] {
    let (form, year, [c, d]) = match *date {
        BirthDate::Year(year) => (0, year, [0, 0]),
        BirthDate::Month(year, month) => (1, year, [month.cast_unsigned(), 0]),
        BirthDate::Day(day) => (
            2,
            day.year(),
            [day.month().cast_unsigned(), day.day().cast_unsigned()],
        ),
        BirthDate::Years(first, last) => (3, first, last.to_le_bytes()),
    };
    let [a, b] = year.to_le_bytes();
    [form, 0, a, b, c, d]
}
