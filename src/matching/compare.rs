//! One part of a name against another: how they agree, and the share of its weight that is kept.
//!
//! Uses `probe`, `record_ref`, `weights`. Cheap refusals first: most pairs have nothing in common.

use crate::domain::query::Level;

use super::probe::ProbeToken;
use super::record_ref::TokenRef;
use super::token::Class;
use super::weights::NAMES;
use super::weights::edited;
use super::weights::skeletal;

/// How a part of the query is answered.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum How {
    /// By none.
    #[default]
    Nothing,
    /// The same letters.
    Same,
    /// The same after folding.
    Folded,
    /// Another form of the name.
    Equivalent,
    /// Some letters differ.
    Edited,
    /// The same consonants.
    Skeleton,
    /// An initial.
    Initial,
    /// Written together or apart.
    Joined,
    /// Its beginning, where the query was cut off.
    Prefix,
}

/// Compares two parts.
pub(crate) fn compare(query: &ProbeToken, record: &TokenRef<'_>, level: Level, cut_off: bool) -> (How, f64) {
    let token = &query.token;
    if query.text_hash == record.text_hash {
        return (How::Same, 1.0);
    }
    let fold = token.fold.as_bytes();
    let foreign = token.flags.foreign() || record.flags.foreign();
    if fold == record.fold {
        return match level {
            Level::Exact if !foreign => (How::Nothing, 0.0),
            _ => (How::Folded, NAMES.folded),
        };
    }
    if cut_off && fold.len() >= 2 && record.fold.starts_with(fold) {
        return (How::Prefix, NAMES.prefix);
    }
    if level == Level::Exact {
        return (How::Nothing, 0.0);
    }
    if initial(query, record) {
        return (How::Initial, NAMES.initial);
    }
    if token.flags.class() != Class::Ordinary || record.flags.class() != Class::Ordinary {
        return (How::Nothing, 0.0);
    }
    let shared = token
        .groups
        .iter()
        .any(|group| *group != 0 && record.groups.contains(group));
    if shared {
        return (How::Equivalent, NAMES.equivalent);
    }
    by_letters(query, record)
}

fn initial(query: &ProbeToken, record: &TokenRef<'_>) -> bool {
    let (a, b) = (query.token.flags.class(), record.flags.class());
    let one = (a == Class::Initial && b == Class::Ordinary) || (a == Class::Ordinary && b == Class::Initial);
    one && query.token.fold.as_bytes().first() == record.fold.first()
}

fn by_letters(query: &ProbeToken, record: &TokenRef<'_>) -> (How, f64) {
    let abjad = query.token.flags.abjad() || record.flags.abjad();
    let skeleton = query.token.skeleton == record.skeleton;
    let consonants = if skeleton { record.skeleton.consonants() } else { 0 };
    let (ours, theirs) = (query.token.fold.len(), record.fold.len());
    let length = ours.max(theirs);
    let lacking = (query.mask & !record.mask).count_ones();
    let surplus = (record.mask & !query.mask).count_ones();
    let least = lacking
        .max(surplus)
        .max(u32::try_from(ours.abs_diff(theirs)).unwrap_or(u32::MAX));
    if !skeleton && (least > 3 || edited(least.max(1), length) <= 0.0) {
        return (How::Nothing, 0.0);
    }
    let edits = query.pattern.distance(record.fold);
    let letters = edited(edits, length);
    let sounds = if skeleton {
        skeletal(consonants, edits, abjad)
    } else {
        0.0
    };
    match (letters >= sounds, letters > 0.0 || sounds > 0.0) {
        (_, false) => (How::Nothing, 0.0),
        (true, _) => (How::Edited, letters),
        (false, _) => (How::Skeleton, sounds),
    }
}
