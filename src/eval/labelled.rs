//! Labelled lists and queries, in the form of the files that `docs/MATCHING.md` names.
//!
//! Uses `domain`. Fields that are no value of ours (a region for a country, a misread date) are left
//! out, as a feed would leave them; nothing read here is kept.

use std::fs;
use std::io;
use std::path::Path;

use serde::Deserialize;

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
pub fn persons(path: &Path) -> io::Result<Vec<Listed>> {
    let text = fs::read_to_string(path)?;
    text.lines()
        .map(|line| Ok(listed(serde_json::from_str(line).map_err(io::Error::other)?)))
        .collect()
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
/// When the file cannot be read or has no heading.
pub fn questions(path: &Path) -> io::Result<Vec<Question>> {
    let text = fs::read_to_string(path)?;
    let mut lines = text.lines();
    let heading: Vec<&str> = lines
        .next()
        .ok_or_else(|| io::Error::other("no heading"))?
        .split('\t')
        .collect();
    Ok(lines.map(|line| question(&heading, line)).collect())
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
