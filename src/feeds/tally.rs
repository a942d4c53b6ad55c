//! What became of the lines of a list: counts, rejections and notes.
//!
//! Uses nothing. A rejection and a note name the field and the rule, never a value: lists hold
//! personal data, and these texts go to logs and screens.

use std::collections::BTreeMap;
use std::fmt;

/// A line that gave no alert though it should have.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct Reject {
    /// Its number; the first is 1.
    pub line: u64,
    /// The field and the rule it breaks.
    pub reason: String,
}

/// Something that was left out or changed though its alert was read.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Note {
    /// A name had control characters or was too long; these were taken out, the rest kept.
    NameCleaned,
    /// A name without a letter.
    NameDropped,
    /// Several given or family names of one script: nobody knows which go together, so those that
    /// no full name has were paired each with each.
    NamePartsUnpaired,
    /// A person with more names than an alert holds became several linked alerts.
    NamesSplit,
    /// A birth date of no known form.
    BirthDateDropped,
    /// A birth place that is no text.
    BirthPlaceDropped,
    /// A country of no known code.
    CountryDropped,
    /// A sex other than male, female or other.
    SexDropped,
    /// More than one sex; none was taken.
    SexContradicts,
    /// A document number had signs around it; these were taken out.
    DocumentCleaned,
    /// A document number of no known form.
    DocumentDropped,
    /// Position and notes were longer than a description may be.
    DescriptionCut,
    /// A value that is not a text.
    NotText,
    /// More birth dates, places, nationalities or documents than an alert holds.
    TooMany,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NameCleaned => "name: control characters or excess length taken out",
            Self::NameDropped => "name: without a letter, dropped",
            Self::NamePartsUnpaired => "firstName, lastName: several, which pair is not known",
            Self::NamesSplit => "name: more than one alert holds, split into linked alerts",
            Self::BirthDateDropped => "birthDate: form not known, dropped",
            Self::BirthPlaceDropped => "birthPlace: not a text, dropped",
            Self::CountryDropped => "nationality: code not known, dropped",
            Self::SexDropped => "gender: not male, female or other, dropped",
            Self::SexContradicts => "gender: several, dropped",
            Self::DocumentCleaned => "document number: signs around it taken out",
            Self::DocumentDropped => "document number: form not known, dropped",
            Self::DescriptionCut => "position, notes: longer than a description, cut",
            Self::NotText => "a value that is not a text, dropped",
            Self::TooMany => "more values than an alert holds, the rest dropped",
        })
    }
}

/// How often each note was made.
pub(super) type Notes = BTreeMap<Note, u64>;

/// Counts one note.
pub(super) fn note(notes: &mut Notes, what: Note) {
    *notes.entry(what).or_default() += 1;
}

/// Counts the notes of one entry with the others.
pub(super) fn add(notes: &mut Notes, more: Notes) {
    for (what, count) in more {
        *notes.entry(what).or_default() += count;
    }
}

/// What became of the lines so far.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Tally {
    /// Lines that were not blank.
    pub lines: u64,
    /// Alerts given.
    pub alerts: u64,
    /// Lines about something other than a listed person.
    pub skipped: u64,
    /// Lines rejected.
    pub rejected: u64,
    /// What was left out of alerts that were read.
    pub notes: BTreeMap<Note, u64>,
}
