//! The list of Specially Designated Nationals of the United States' Treasury, in its old delimited form.
//!
//! Uses `domain` and the mapping. `sdn.csv` has a row an entry, twelve fields, no line of headings;
//! what stands beside it is a [`Supplement`]. Only individuals become alerts.

mod documents;
mod remarks;
mod row;
mod supplement;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::io::BufRead;

use self::remarks::Remarks;
pub use self::supplement::Supplement;
use super::FeedError;
use super::clean;
use super::clean::MAX_DOCUMENTS;
use super::clean::MAX_VALUES;
use super::clean::bounded;
use super::lines::LineFault;
use super::lines::Lines;
use super::listed::Listed;
use super::mapping::Mapping;
use super::names::Names;
use super::reader::Entry;
use super::reader::Fault;
use super::tally::Note;
use super::tally::Notes;
use super::tally::Reject;
use super::tally::add;
use super::tally::note;
use crate::domain::person::NameKind;
use crate::domain::text::Text;

/// The entries of a list.
#[derive(Debug)]
pub(super) struct Entries<R> {
    lines: Lines<R>,
    mapping: Mapping,
    supplement: Supplement,
    /// Rejections of the supplement that are still to be given.
    rejects: VecDeque<Reject>,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Supplement,
    Rows,
    LeftOver,
}

impl<R: BufRead> Entries<R> {
    pub(super) fn new(input: R, mapping: Mapping, supplement: Supplement) -> Self {
        Self {
            lines: Lines::new(input),
            mapping,
            supplement,
            rejects: VecDeque::new(),
            stage: Stage::Supplement,
        }
    }

    /// The next entry, with its line.
    pub(super) fn next(&mut self, notes: &mut Notes) -> Option<(u64, Result<Entry, Fault>)> {
        loop {
            if let Some(Reject { line, reason, .. }) = self.rejects.pop_front() {
                return Some((line, Err(Fault::rejected(reason))));
            }
            match self.stage {
                Stage::Supplement => {
                    let (rejects, more) = self.supplement.faults();
                    self.rejects = rejects.into();
                    add(notes, more);
                    self.stage = Stage::Rows;
                }
                Stage::Rows => match self.row(notes) {
                    Some(row) => return Some(row),
                    None => {
                        self.rejects = self.supplement.left_over().into();
                        self.stage = Stage::LeftOver;
                    }
                },
                Stage::LeftOver => return None,
            }
        }
    }

    fn row(&mut self, notes: &mut Notes) -> Option<(u64, Result<Entry, Fault>)> {
        loop {
            let (line, bytes) = self.lines.next_bytes()?;
            // Notes of a person who is rejected in the end would count what nobody has.
            let mut own = Notes::new();
            let row = match bytes {
                Ok(bytes) => row::fields(bytes, &mut own),
                Err(LineFault::Unreadable(cause)) => {
                    // What the rest of the list would have had is not left over.
                    self.supplement = Supplement::default();
                    return Some((line, Err(Fault::Broken(FeedError::Unreadable { line, cause }))));
                }
                Err(LineFault::TooLong | LineFault::NotUtf8) => Err("must have at most 1 MiB"),
            };
            let row = match row {
                Ok(row) if row.is_empty() || (line == 1 && is_heading(&row)) => continue,
                Ok(row) => row,
                Err(reason) => return Some((line, Err(Fault::rejected(reason.to_owned())))),
            };
            let entry = entry(&row, &self.mapping, &mut self.supplement, &mut own);
            if entry.is_ok() {
                add(notes, own);
            }
            let number: Option<u64> = row.first().and_then(|number| number.parse().ok());
            let about = number.and_then(|number| self.mapping.numbered_id(&number.to_string()));
            return Some((line, entry.map_err(|reason| Fault::of(about, reason))));
        }
    }

    #[cfg(test)]
    pub(super) fn held_bytes(&self) -> usize {
        self.lines.held_bytes()
    }
}

/// The names, without their end and in small letters, of the files that stand beside a list of this
/// name: its aliases, then its remarks. None where the name does not tell.
#[must_use]
pub fn beside(stem: &str) -> Vec<String> {
    if stem.contains("sdn") {
        vec![stem.replace("sdn", "alt"), format!("{stem}_comments")]
    } else if stem.contains("prim") {
        vec![stem.replace("prim", "alt"), stem.replace("prim", "comments")]
    } else {
        Vec::new()
    }
}

/// What a row of one of the Treasury's files is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Row {
    /// Of `sdn.csv`.
    Entry,
    /// Of `alt.csv`.
    Alias,
    /// Of `add.csv`.
    Address,
    /// Of `sdn_comments.csv`.
    Remark,
}

/// What a line is, if it is of one of these files.
pub(super) fn row(line: &[u8]) -> Option<Row> {
    let fields = row::fields(line, &mut Notes::new()).ok()?;
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match fields.as_slice() {
        [
            entry,
            _,
            "individual" | "vessel" | "aircraft" | "entity" | "",
            rest @ ..,
        ] if number(entry) && rest.len() == 9 => Some(Row::Entry),
        [entry, own, "aka" | "fka" | "nka", _, _] if number(entry) && number(own) => Some(Row::Alias),
        [entry, own, _, _, _, _] if number(entry) && number(own) => Some(Row::Address),
        [entry, _] if number(entry) => Some(Row::Remark),
        _ => None,
    }
}

/// The Treasury's file has no headings; those who edit it add them.
fn is_heading(row: &[String]) -> bool {
    row.first()
        .is_some_and(|field| field.eq_ignore_ascii_case("ent_num"))
}

fn entry(
    row: &[String],
    mapping: &Mapping,
    supplement: &mut Supplement,
    notes: &mut Notes,
) -> Result<Entry, String> {
    let [number, name, kind, program, title, _, _, _, _, _, _, remarks] = row else {
        return Err(format!("row: must have 12 fields, has {}", row.len()));
    };
    let number: u64 = number.parse().map_err(|_| "ent_num: must be a number")?;
    let further = supplement.of(number);
    let other = match kind.to_ascii_lowercase().as_str() {
        "individual" => None,
        "" | "entity" => Some(Note::SkippedEntity),
        "vessel" => Some(Note::SkippedVessel),
        "aircraft" => Some(Note::SkippedAircraft),
        _ => return Err("SDN_Type: must be individual, vessel, aircraft or nothing".to_owned()),
    };
    if let Some(what) = other {
        note(notes, what);
        return Ok(Entry::Skipped);
    }
    let mut said = Remarks::default();
    // They are cut wherever their field is full, be it within a word.
    let whole: String = std::iter::once(remarks)
        .chain(&further.remarks)
        .map(String::as_str)
        .collect();
    said.take(&whole, notes);
    // A title is often said once more.
    said.others.retain(|other| other != title.trim_end_matches('.'));
    let own = number.to_string();
    let mut names = Names::default();
    names.add_family_first(NameKind::Primary, name, notes);
    for alias in &further.aliases {
        let kind = if alias.weak {
            NameKind::AliasLow
        } else {
            NameKind::AliasGood
        };
        names.add_family_first(kind, &alias.name, notes);
    }
    for alias in &said.weak_aliases {
        names.add_family_first(NameKind::AliasLow, alias, notes);
    }
    let description = std::iter::once(title).chain(&said.others).map(String::as_str);
    let listed = Listed {
        id: mapping.numbered_id(&own).ok_or("ent_num: must be a number")?,
        source: own.parse().map_err(|_| "ent_num: must be a number")?,
        names: names.sorted(),
        birth_dates: bounded(said.birth_dates.into_iter(), MAX_VALUES, notes),
        birth_places: bounded(said.birth_places.into_iter(), MAX_VALUES, notes),
        sex: clean::sex(said.sexes.iter().map(String::as_str), notes),
        nationalities: bounded(said.nationalities.into_iter(), MAX_VALUES, notes),
        documents: bounded(said.documents.into_iter(), MAX_DOCUMENTS, notes),
        description: clean::joined(description, notes),
        legal_basis: legal_basis(program),
        offence: None,
        entered: None,
    };
    listed.alerts(mapping, notes).map(Entry::Alerts)
}

/// `SDGT] [IFSR` names two programmes.
fn legal_basis(program: &str) -> Option<Text> {
    let programmes = program.split(['[', ']', ';']).map(str::trim);
    let programmes: Vec<&str> = programmes.filter(|one| !one.is_empty()).collect();
    let (first, _) = clean::cleaned(&programmes.join(", "))?;
    format!("OFAC sanctions: {first}").parse().ok().or(Some(first))
}
