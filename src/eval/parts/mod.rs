//! Pieces of invented names by region: names everybody knows, and syllables that rarer ones are made of.
//!
//! Uses nothing. Written for this project; no piece comes from a list of real persons, and a full
//! name is put together by chance.

mod aegean;
mod asian;
mod germanic;
mod levant;
mod romance;
mod sinic;
mod slavic;

/// Pieces apart by spaces, each in Latin letters, after a slash in the region's own script, after
/// another its short form in Latin letters; `_` stands for a space within one.
pub(super) type Pieces = &'static str;

/// A region's way of naming.
#[derive(Debug)]
pub(super) struct Region {
    /// ISO codes of nationalities, each as likely as it often stands here.
    pub(super) countries: Pieces,
    /// How many of a hundred persons come from here.
    pub(super) share: usize,
    /// Given names of men.
    pub(super) men: Names,
    /// Given names of women.
    pub(super) women: Names,
    /// Family names.
    pub(super) family: Names,
    /// What may stand before a family name, written as it stands; perhaps nothing.
    pub(super) particles: Pieces,
    /// Of a hundred family names so many have a particle, when they are one word.
    pub(super) with_particle: usize,
    /// What persons have beside given and family name.
    pub(super) middle: Middle,
    /// Ends of men's family names, and what a woman's has instead; the first that fits.
    pub(super) feminine: Pieces,
    /// Other ways of writing the region's names in Latin letters.
    pub(super) spellings: &'static [Pieces],
}

/// Names of one sort.
///
/// The common ones follow a power law (Zipf and Mandelbrot): the one at rank `r`, from 1, has the
/// weight `1 / (r + flat)`. So do the pieces of the made ones, which makes a long tail.
#[derive(Debug)]
pub(super) struct Names {
    /// Common ones, the commonest first.
    pub(super) common: Pieces,
    /// How many of a hundred bearers have a common one.
    pub(super) percent: usize,
    /// How little the commonest stands out.
    pub(super) flat: u64,
    /// Beginnings, inner syllables and ends of the others.
    pub(super) made: [Pieces; 3],
}

/// What stands between given and family name, and in how many of a hundred names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Middle {
    /// Nothing.
    None,
    /// A second given name.
    Given(usize),
    /// The father's name with an East Slavic end: son's and daughter's end after a consonant, after a
    /// semivowel, after `a`.
    Patronymic(usize, Pieces),
    /// The father's given name as it is.
    Father(usize),
    /// A second family name after the first.
    Family(usize),
}

/// The regions; their shares add up to 100.
pub(super) const REGIONS: &[Region] = &[
    germanic::DUTCH,
    germanic::GERMAN,
    germanic::BRITISH,
    romance::FRENCH,
    romance::ITALIAN,
    romance::SPANISH,
    romance::PORTUGUESE,
    romance::ROMANIAN,
    slavic::POLISH,
    slavic::RUSSIAN,
    slavic::UKRAINIAN,
    slavic::SERBIAN,
    aegean::TURKISH,
    aegean::GREEK,
    aegean::ALBANIAN,
    aegean::GEORGIAN,
    levant::ARABIC,
    levant::MAGHREB,
    levant::PERSIAN,
    levant::HEBREW,
    asian::HINDI,
    asian::BENGALI,
    asian::VIETNAMESE,
    asian::WEST_AFRICAN,
    sinic::CHINESE,
    sinic::JAPANESE,
    sinic::KOREAN,
];
