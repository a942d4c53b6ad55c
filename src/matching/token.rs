//! A word of a name with all that comparing needs, worked out once.
//!
//! Uses `words`, `fold`, `tables`. A name has at most [`MAX_TOKENS`]; what is cut is told.

use crate::domain::person::NameForm;

use super::fold::Skeleton;
use super::fold::fold;
use super::hash;
use super::japanese;
use super::tables::MAX_GROUPS;
use super::tables::TitlePlace;
use super::tables::tables;
use super::words::Word;
use super::words::words;

/// Most tokens of one name.
pub(crate) const MAX_TOKENS: usize = 12;
/// One nat of weight in the stored unit.
pub(crate) const WEIGHT_UNIT: f64 = 16.0;

/// Weight of an initial, in that unit.
pub(crate) const INITIAL: u8 = 19;

/// What a token is in its name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub(crate) enum Class {
    /// A name.
    Ordinary = 0,
    /// al, bin, de, van.
    Particle = 1,
    /// Dr, Haji.
    Title = 2,
    /// One letter.
    Initial = 3,
}

/// Which part of the name it was entered in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub(crate) enum Part {
    /// Not said.
    Unknown = 0,
    /// Given names.
    Given = 1,
    /// Family names.
    Family = 2,
}

/// Class, part and script of a token in one byte, as the record holds it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Flags(pub(crate) u8);

impl Flags {
    // Both for a script without vowels, the first alone for Kana and Hangul.
    const ABJAD: u8 = 4;
    const FOREIGN: u8 = 8;
    /// Where it stands which part of the name it was entered in: of one name, not of the token.
    pub(crate) const PARTS: u8 = 0b11 << 4;
    const PATRONYMIC: u8 = 64;
    const KNOWN: u8 = 128;

    fn new(class: Class, part: Part, word: &Word, fold: &str, known: bool) -> Self {
        let script = match (word.phonetic, word.abjad) {
            (true, _) => Self::ABJAD,
            (false, true) => Self::ABJAD | Self::FOREIGN,
            (false, false) => u8::from(word.foreign) * Self::FOREIGN,
        };
        let patronymic = ["viC", "vna", "iCna"].iter().any(|end| fold.ends_with(end));
        let kind = u8::from(patronymic) * Self::PATRONYMIC + u8::from(known) * Self::KNOWN;
        Self(class as u8 | script | (part as u8) << 4 | kind)
    }

    /// Whether it ends like an East Slavic patronymic.
    pub(crate) const fn patronymic(self) -> bool {
        self.0 & Self::PATRONYMIC != 0
    }

    /// Whether the tables know it as a name.
    pub(crate) const fn known(self) -> bool {
        self.0 & Self::KNOWN != 0
    }

    /// What it is in its name.
    pub(crate) const fn class(self) -> Class {
        match self.0 & 3 {
            0 => Class::Ordinary,
            1 => Class::Particle,
            2 => Class::Title,
            _ => Class::Initial,
        }
    }

    /// Which part it was entered in.
    pub(crate) const fn part(self) -> Part {
        match (self.0 >> 4) & 3 {
            1 => Part::Given,
            2 => Part::Family,
            _ => Part::Unknown,
        }
    }

    /// The same of a token entered in this part, as a number.
    pub(crate) const fn entered_in(self, part: u16) -> Self {
        Self(self.0 & !Self::PARTS | ((part as u8) & 3) << 4)
    }

    /// Whether its script leaves vowels out.
    pub(crate) const fn abjad(self) -> bool {
        self.0 & (Self::ABJAD | Self::FOREIGN) == Self::ABJAD | Self::FOREIGN
    }

    /// Whether it was entered in anything but ASCII.
    pub(crate) const fn foreign(self) -> bool {
        self.0 & (Self::ABJAD | Self::FOREIGN) != 0
    }

    /// Whether its script cannot write every sound of other languages.
    pub(crate) const fn phonetic(self) -> bool {
        self.0 & (Self::ABJAD | Self::FOREIGN) == Self::ABJAD
    }
}

/// A prepared token.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) fold: String,
    pub(crate) skeleton: Skeleton,
    pub(crate) flags: Flags,
    pub(crate) groups: [u16; MAX_GROUPS],
    /// Evidence it carries when it agrees, in 1/16 nat: the rarer the more.
    pub(crate) weight: u8,
}

impl Token {
    /// A hash of its exact letters.
    pub(crate) fn text_hash(&self) -> u32 {
        hash::text32(&self.text)
    }

    /// A bit for each letter of the fold, for a lower bound of the edit distance.
    pub(crate) fn mask(&self) -> u32 {
        mask(self.fold.as_bytes())
    }

    /// Whether it may fetch candidates by itself.
    pub(crate) fn fetches(&self) -> bool {
        matches!(self.flags.class(), Class::Ordinary)
    }
}

/// A bit for each letter.
pub(crate) fn mask(fold: &[u8]) -> u32 {
    fold.iter().fold(0, |mask, byte| mask | 1 << (byte & 31))
}

/// The tokens of a name, given names first; the flag says whether a bound cut something.
pub(crate) fn tokens(form: &NameForm) -> (Vec<Token>, bool) {
    let mut found: Vec<(Word, Part)> = Vec::new();
    let mut cut = false;
    let mut read = |text: &str, part: Part| {
        let (words, over) = words(text);
        cut |= over;
        found.extend(words.into_iter().map(|word| (word, part)));
    };
    match form {
        NameForm::Whole(text) => read(text.as_str(), Part::Unknown),
        NameForm::Family(text) => read(text.as_str(), Part::Family),
        NameForm::Given(text) => read(text.as_str(), Part::Given),
        NameForm::Parts { family, given } => {
            read(given.as_str(), Part::Given);
            read(family.as_str(), Part::Family);
        }
    }
    classed(found, cut)
}

/// The tokens of a name by every reading: as `tokens` has it, then as Japanese may read its Han.
pub(crate) fn readings(form: &NameForm) -> (Vec<Vec<Token>>, bool) {
    let (plain, mut cut) = tokens(form);
    let foreign = plain.iter().any(|token| token.flags.foreign());
    let mut out = vec![plain];
    if !foreign {
        return (out, cut);
    }
    let text = match form {
        NameForm::Whole(text) | NameForm::Family(text) | NameForm::Given(text) => text.as_str().to_owned(),
        NameForm::Parts { family, given } => format!("{} {}", family.as_str(), given.as_str()),
    };
    for reading in japanese::readings(&text) {
        let (words, over) = words(&reading);
        let read = words.into_iter().map(|word| Word {
            foreign: true,
            ..word
        });
        let (tokens, more) = classed(read.map(|word| (word, Part::Unknown)).collect(), over);
        cut |= more;
        out.push(tokens);
    }
    (out, cut)
}

fn classed(found: Vec<(Word, Part)>, mut cut: bool) -> (Vec<Token>, bool) {
    let classes = classes(&found);
    let mut tokens: Vec<Token> = found
        .into_iter()
        .zip(classes)
        .map(|((word, part), class)| token(word, part, class))
        .collect();
    if tokens.len() > MAX_TOKENS {
        cut = true;
        // Titles and particles go first, then what stands last.
        tokens.retain(Token::fetches);
        tokens.truncate(MAX_TOKENS);
    }
    (tokens, cut)
}

fn classes(found: &[(Word, Part)]) -> Vec<Class> {
    let mut classes: Vec<Class> = found
        .iter()
        .map(|(word, _)| match word.text.as_str() {
            text if tables().title(text) == Some(TitlePlace::Always) => Class::Title,
            text if tables().is_particle(text) => Class::Particle,
            text if text.len() == 1 => Class::Initial,
            _ => Class::Ordinary,
        })
        .collect();
    for index in 0..found.len() {
        let before = classes.get(..index).unwrap_or_default();
        let after = classes.get(index + 1..).unwrap_or_default();
        let leads = before.iter().all(|class| *class == Class::Title);
        let names = after.iter().filter(|class| **class == Class::Ordinary).count();
        let title = found
            .get(index)
            .is_some_and(|(word, part)| *part != Part::Family && tables().title(&word.text).is_some());
        if leads
            && title
            && names >= 2
            && let Some(class) = classes.get_mut(index)
        {
            *class = Class::Title;
        }
    }
    // A name of nothing but titles, particles and initials is a name all the same.
    if !classes.contains(&Class::Ordinary) {
        classes.fill(Class::Ordinary);
    }
    classes
}

fn token(word: Word, part: Part, class: Class) -> Token {
    let fold = fold(&word.text);
    let weight = weight(&fold, class, word.abjad);
    let groups = if class == Class::Ordinary {
        tables().groups(&fold)
    } else {
        [0; MAX_GROUPS]
    };
    let known = groups != [0; MAX_GROUPS] || tables().common(&fold).is_some();
    Token {
        skeleton: Skeleton::of(&fold),
        flags: Flags::new(class, part, &word, &fold, known),
        groups,
        weight,
        fold,
        text: word.text,
    }
}

fn weight(fold: &str, class: Class, abjad: bool) -> u8 {
    let nats: f64 = match class {
        Class::Particle => 0.4,
        Class::Title => 0.8,
        Class::Initial => f64::from(INITIAL) / WEIGHT_UNIT,
        Class::Ordinary => match (tables().common(fold), fold.len()) {
            (Some(1), _) => 2.4,
            (Some(2), _) => 3.2,
            (Some(3), _) => 4.0,
            (Some(4), _) => 4.7,
            (None, _) if abjad => 4.8,
            (_, ..=2) => 3.6,
            (_, 3) => 4.4,
            (_, 4) => 5.2,
            (_, 5) => 5.8,
            (_, _) => 6.4,
        },
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 6 and 103"
    )]
    let stored = (nats * WEIGHT_UNIT).round() as u8;
    stored
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes_of(text: &str) -> Vec<(String, Class)> {
        let (tokens, _) = tokens(&NameForm::Whole(text.parse().unwrap()));
        tokens
            .into_iter()
            .map(|token| (token.text, token.flags.class()))
            .collect()
    }

    #[test]
    fn a_title_is_one_only_before_a_name() {
        assert_eq!(classes_of("Dr. Anna Moortgat")[0].1, Class::Title);
        assert_eq!(classes_of("General Anna Moortgat")[0].1, Class::Title);
        assert_eq!(classes_of("Amir Moortgat")[0].1, Class::Ordinary);
        assert_eq!(classes_of("Anna King")[1].1, Class::Ordinary);
    }

    #[test]
    fn a_name_of_particles_alone_is_still_a_name() {
        assert_eq!(classes_of("De La")[0].1, Class::Ordinary);
    }

    #[test]
    fn more_than_twelve_words_are_cut_and_told() {
        let text = (0..20).map(|n| format!("naam{n}")).collect::<Vec<_>>().join(" ");
        let (tokens, cut) = tokens(&NameForm::Whole(text.parse().unwrap()));
        assert_eq!((tokens.len(), cut), (MAX_TOKENS, true));
    }
}
