//! What became of the entries of a list: counts, rejections and notes.
//!
//! Uses `domain`. A rejection and a note name the field and the rule, never a value: lists hold
//! personal data, and these texts go to logs and screens.

use std::collections::BTreeMap;
use std::fmt;

use crate::domain::ids::AlertId;

/// An entry that gave no alert though it should have.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct Reject {
    /// The line it begins on; the first is 1.
    pub line: u64,
    /// The field and the rule it breaks.
    pub reason: String,
    /// The alert it is about, where so much of it can be read.
    pub about: Option<AlertId>,
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
    /// An approximate birth date became a span of years.
    BirthDateSpanned,
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
    /// A text that is not UTF-8 was read as Windows-1252.
    NotUtf8,
    /// A date of leaving the list that cannot be read; the person was taken as still listed.
    DelistedUnclear,
    /// Skipped: a company, a group or another body.
    SkippedEntity,
    /// Skipped: a ship.
    SkippedVessel,
    /// Skipped: an aircraft.
    SkippedAircraft,
    /// Skipped: no longer listed, as the list itself says.
    SkippedDelisted,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NameCleaned => "name: control characters or excess length taken out",
            Self::NameDropped => "name: without a letter, dropped",
            Self::NamePartsUnpaired => "firstName, lastName: several, which pair is not known",
            Self::NamesSplit => "name: more than one alert holds, split into linked alerts",
            Self::BirthDateDropped => "birth date: form not known, dropped",
            Self::BirthDateSpanned => "birth date: approximate, taken as a span of years",
            Self::BirthPlaceDropped => "birth place: not a text, dropped",
            Self::CountryDropped => "country: not known, dropped",
            Self::SexDropped => "gender: not male, female or other, dropped",
            Self::SexContradicts => "gender: several, dropped",
            Self::DocumentCleaned => "document number: signs around it taken out",
            Self::DocumentDropped => "document number: form not known, dropped",
            Self::DescriptionCut => "position, notes: longer than a description, cut",
            Self::NotText => "a value that is not a text, dropped",
            Self::TooMany => "more values than an alert holds, the rest dropped",
            Self::NotUtf8 => "text: not UTF-8, read as Windows-1252",
            Self::DelistedUnclear => "delisted: date not known, taken as still listed",
            Self::SkippedEntity => "skipped: an entity, not a person",
            Self::SkippedVessel => "skipped: a vessel, not a person",
            Self::SkippedAircraft => "skipped: an aircraft, not a person",
            Self::SkippedDelisted => "skipped: delisted",
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

/// What became of the entries so far.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Tally {
    /// Entries: lines that were not blank, or elements of an XML list.
    pub lines: u64,
    /// Alerts given.
    pub alerts: u64,
    /// Entries about something other than a listed person.
    pub skipped: u64,
    /// Entries rejected.
    pub rejected: u64,
    /// What was left out of alerts that were read.
    pub notes: BTreeMap<Note, u64>,
}
