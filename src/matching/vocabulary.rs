//! Distinct tokens, each held once: a million persons bear some hundred thousand names.
//!
//! Uses nothing. A packed record says of its tokens only which they are; the index holds one vocabulary
//! for each segment and a packed person brings its own. Read where it lies: nothing is parsed at start.

/// Bytes of a number in the lists below.
const NUMBER: usize = 4;

/// Distinct tokens, borrowed: where each ends (u32, little-endian), and their bytes one after another.
#[derive(Clone, Copy, Debug, Default)]
pub struct Vocabulary<'a> {
    ends: &'a [[u8; NUMBER]],
    bytes: &'a [u8],
}

impl<'a> Vocabulary<'a> {
    /// The vocabulary in these bytes. What does not fit shows as a token that is not there.
    #[must_use]
    pub const fn new(ends: &'a [u8], bytes: &'a [u8]) -> Self {
        Self {
            ends: ends.as_chunks::<NUMBER>().0,
            bytes,
        }
    }

    /// How many tokens.
    #[must_use]
    pub const fn len(self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.ends.is_empty()
    }

    /// The bytes of a token.
    #[must_use]
    pub fn token(self, number: u32) -> Option<&'a [u8]> {
        let place = usize::try_from(number).ok()?;
        let end = read(*self.ends.get(place)?)?;
        let start = match place.checked_sub(1) {
            Some(before) => read(*self.ends.get(before)?)?,
            None => 0,
        };
        self.bytes.get(start..end)
    }
}

/// A person's tokens: their numbers in a vocabulary, in the order in which its record names them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tokens<'a> {
    numbers: &'a [[u8; NUMBER]],
    vocabulary: Vocabulary<'a>,
}

impl<'a> Tokens<'a> {
    /// The tokens of these numbers (u32, little-endian).
    #[must_use]
    pub const fn new(numbers: &'a [u8], vocabulary: Vocabulary<'a>) -> Self {
        Self {
            numbers: numbers.as_chunks::<NUMBER>().0,
            vocabulary,
        }
    }

    /// The bytes of the token that the record calls so.
    #[must_use]
    pub fn token(self, place: u16) -> Option<&'a [u8]> {
        let number = self.numbers.get(usize::from(place))?;
        self.vocabulary.token(u32::from_le_bytes(*number))
    }
}

fn read(bytes: [u8; NUMBER]) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes)).ok()
}
