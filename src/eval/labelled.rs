//! Labelled lists and queries, in the forms that `docs/MATCHING.md` describes; a list may also be one of
//! alerts, as `lookout import` reads it.
//!
//! Uses `domain`. Fields that are no value of ours (a region for a country, a misread date) are left
//! out, as a feed would leave them; nothing read here is kept.

use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;

use serde::Deserialize;

use crate::domain::alert::Alert;
use crate::domain::alert::Subject;
use crate::domain::document::Document;
use crate::domain::document::DocumentKind;
use crate::domain::person::NameForm;
use crate::domain::person::NameKind;
use crate::domain::person::Person;
use crate::domain::person::PersonName;
use crate::domain::person::PersonStatus;
use crate::domain::person::Sex;
use crate::domain::query::QueryName;
use crate::domain::query::SoughtPerson;

/// A listed person with its number in the file.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its number.
    pub id: String,
    /// The person.
    pub person: Person,
}

impl AsRef<str> for Listed {
    fn as_ref(&self) -> &str {
        &self.id
    }
}

/// Why a file cannot be used. Holds nothing that stands in it.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// It cannot be read.
    #[error("cannot be read")]
    File(#[from] io::Error),
    /// A line is not what it should be.
    #[error("line {line}: {rule}")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What it must be.
        rule: &'static str,
    },
}

/// A query and whom it should find; nobody when it is a negative.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its number.
    pub id: String,
    /// Kind of difficulty.
    pub kind: String,
    /// Whom it asks about.
    pub sought: SoughtPerson,
    /// Whom it should find, any of them.
    pub expected: Vec<String>,
    /// Whom finding counts neither way.
    pub ignored: Vec<String>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    primary_name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    weak_aliases: Vec<String>,
    #[serde(default)]
    birth_dates: Vec<String>,
    #[serde(default)]
    nationalities: Vec<String>,
    #[serde(default)]
    documents: Vec<RowDocument>,
    #[serde(default)]
    gender: Option<String>,
}

#[derive(Deserialize)]
struct RowDocument {
    r#type: String,
    number: String,
    #[serde(default)]
    country: Option<String>,
}

/// Reads a list, one person a line.
///
/// # Errors
/// When the file cannot be read or a line is no person.
pub fn persons(path: &Path) -> Result<Vec<Listed>, Unusable> {
    let mut persons = Vec::new();
    each_person(path, |listed| persons.push(listed))?;
    Ok(persons)
}

/// The same, one person after the other, so that a long list need not be held.
///
/// # Errors
/// When the file cannot be read or a line is no person.
pub fn each_person(path: &Path, mut take: impl FnMut(Listed)) -> Result<(), Unusable> {
    for (line, text) in (1..).zip(BufReader::new(File::open(path)?).lines()) {
        let rule = "must be a labelled person or an alert, in JSON";
        take(read(&text?).ok_or(Unusable::Line { line, rule })?);
    }
    Ok(())
}

fn read(line: &str) -> Option<Listed> {
    // A key of every alert and of no labelled person.
    if !line.contains("\"subject\"") {
        return serde_json::from_str(line).ok().map(listed);
    }
    let alert: Alert = serde_json::from_str(line).ok()?;
    let Subject::Person(person) = alert.subject;
    Some(Listed {
        id: alert.id.as_str().to_owned(),
        person,
    })
}

fn listed(row: Row) -> Listed {
    let named = |kind: NameKind| {
        move |text: &String| {
            name(text).map(|form| PersonName {
                kind,
                form,
                script: None,
            })
        }
    };
    let names = std::iter::once(&row.primary_name)
        .filter_map(named(NameKind::Primary))
        .chain(row.aliases.iter().filter_map(named(NameKind::AliasGood)))
        .chain(row.weak_aliases.iter().filter_map(named(NameKind::AliasLow)))
        .collect();
    let documents = row
        .documents
        .iter()
        .filter_map(|document| {
            Some(Document {
                kind: document_kind(&document.r#type),
                number: document.number.parse().ok()?,
                country: document.country.as_deref().and_then(|code| code.parse().ok()),
            })
        })
        .collect();
    Listed {
        id: row.id,
        person: Person {
            names,
            birth_dates: row.birth_dates.iter().filter_map(|text| date(text)).collect(),
            birth_places: Vec::new(),
            sex: sex(row.gender.as_deref().unwrap_or_default()),
            nationalities: row
                .nationalities
                .iter()
                .filter_map(|code| code.parse().ok())
                .collect(),
            documents,
            description: None,
            photos: Vec::new(),
            status: PersonStatus::Other,
        },
    }
}

fn document_kind(text: &str) -> DocumentKind {
    match text {
        "passport" => DocumentKind::Passport,
        "national_id" | "tax_id" => DocumentKind::NationalNumber,
        "residence" => DocumentKind::ResidencePermit,
        "driver_license" => DocumentKind::DrivingLicence,
        _ => DocumentKind::Other,
    }
}

/// Reads queries; columns are found by their names, and those that a file lacks are empty.
///
/// # Errors
/// When the file cannot be read, or has no heading with names or documents.
pub fn questions(path: &Path) -> Result<Vec<Question>, Unusable> {
    let text = std::fs::read_to_string(path)?;
    let mut lines = text.lines();
    let heading: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let asks = |column: &&str| ["full_name", "family", "given", "document"].contains(column);
    if !heading.iter().any(asks) {
        let rule = "must name the columns, tabs between them; at least full_name, family, given or document";
        return Err(Unusable::Line { line: 1, rule });
    }
    Ok(lines
        .filter(|line| !line.trim().is_empty())
        .map(|line| question(&heading, line))
        .collect())
}

fn question(heading: &[&str], line: &str) -> Question {
    let cells: Vec<&str> = line.split('\t').collect();
    let cell = |wanted: &str| {
        let place = heading.iter().position(|column| *column == wanted);
        place
            .and_then(|place| cells.get(place))
            .copied()
            .unwrap_or_default()
    };
    let list = |wanted: &str| {
        cell(wanted)
            .split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let form = match (cell("family").parse(), cell("given").parse()) {
        (Ok(family), Ok(given)) => Some(NameForm::Parts { family, given }),
        _ => name(cell("full_name")),
    };
    let document = cell("document").parse().ok().map(|number| Document {
        kind: DocumentKind::Other,
        number,
        country: None,
    });
    let mut expected = list("expected_ids");
    expected.extend(list("expected_id"));
    Question {
        id: cell("qid").to_owned(),
        kind: cell("kind").to_owned(),
        sought: SoughtPerson {
            names: form
                .into_iter()
                .map(|form| QueryName {
                    form,
                    truncated: false,
                })
                .collect(),
            birth_date: date(cell("birth_date")),
            nationalities: cell("nationality").parse().ok().into_iter().collect(),
            sex: sex(cell("gender")),
            documents: document.into_iter().collect(),
        },
        expected,
        ignored: list("also_ok_ids"),
    }
}

fn name(text: &str) -> Option<NameForm> {
    text.parse().ok().map(NameForm::Whole)
}

fn date(text: &str) -> Option<crate::domain::date::BirthDate> {
    text.replace("..", "/").parse().ok()
}

fn sex(text: &str) -> Option<Sex> {
    match text {
        "M" => Some(Sex::M),
        "F" => Some(Sex::F),
        _ => None,
    }
}
