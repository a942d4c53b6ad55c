//! `lookout eval`: how good and how fast matching is, over labelled queries.
//!
//! Uses `eval`. Needs no home; what it reads stays in memory, and no name is printed.

mod table;

use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use serde_json::json;

use super::failure::Failure;
use super::out;
use crate::eval::figures::Answer;
use crate::eval::figures::Fetch;
use crate::eval::figures::ask;
use crate::eval::labelled::Unusable;
use crate::eval::labelled::each_person;
use crate::eval::labelled::questions;
use crate::eval::plot;
use crate::eval::rank::Ranker;
use crate::eval::report::Report;

/// Measure how well listed persons are found, over labelled queries.
///
/// Reads a list into memory, asks every query by the procedure of a search, one after the other, and
/// tells recall by rank, by kind of difficulty and at fixed rates of false alarms, precision by grade,
/// calibration, time and postings. A query counts as found at a threshold when an expected person stands
/// there among the first five; a false alarm is a negative with any candidate there.
///
/// The list: one person a line in JSON, as `lookout import` reads it, or labelled (`id`, `primary_name`,
/// `aliases`, `weak_aliases`, `birth_dates`, `nationalities`, `documents`, `gender`). The queries: lines
/// of columns with tabs between them under a heading: `qid`, `kind`, `full_name` or `family` and
/// `given`, `birth_date`, `nationality`, `gender`, `document`, `expected_ids` or `expected_id`,
/// `also_ok_ids` (finding these counts neither way). Negatives: the same without who is expected.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout eval --index persons.jsonl --queries queries.tsv
  lookout eval --index persons.jsonl --queries queries.tsv --negatives negatives.tsv --plot recall.svg
  lookout bench generate 100000 --out list.jsonl --queries queries.tsv --negatives negatives.tsv
  lookout eval --index list.jsonl --queries queries.tsv --negatives negatives.tsv --json

Exit codes: 0 measured, whatever the figures; 1 failed; 2 wrong usage, or a file that cannot be read
or has another form.")]
pub(super) struct Arguments {
    /// Who is listed, one person a line
    #[arg(long, value_name = "FILE")]
    index: PathBuf,
    /// Queries, each with whom it should find
    #[arg(long, value_name = "TSV")]
    queries: PathBuf,
    /// Queries that should find nobody
    #[arg(long, value_name = "TSV")]
    negatives: Option<PathBuf>,
    /// Draw recall against false alarms into this file
    #[arg(long, value_name = "FILE.svg", requires = "negatives")]
    plot: Option<PathBuf>,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
}

/// The figures, and of what.
#[derive(Serialize)]
struct Measured {
    persons: usize,
    queries_without_a_listed_person: usize,
    #[serde(flatten)]
    figures: Report,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let wanted = read(&arguments.queries, questions(&arguments.queries))?;
    let strangers = arguments.negatives.as_deref();
    let strangers = strangers.map(|path| read(path, questions(path))).transpose()?;
    if wanted.iter().all(|question| question.expected.is_empty()) {
        let path = arguments.queries.display();
        return Err(Failure::new(format!("{path}: no query says whom it should find"))
            .hint("name them in a column `expected_ids`, apart by spaces; queries that should find nobody are --negatives")
            .code(2));
    }
    let (mut ids, mut ranker) = (Vec::<Box<str>>::new(), Ranker::default());
    let listed = each_person(&arguments.index, |listed| {
        ranker.add(&listed.person);
        ids.push(listed.id.into());
    });
    read(&arguments.index, listed)?;
    let known: std::collections::HashSet<&str> = ids.iter().map(AsRef::as_ref).collect();
    let unlisted = wanted
        .iter()
        .filter(|question| !question.expected.iter().any(|id| known.contains(id.as_str())))
        .count();
    let found = ask(&ids, &ranker, &wanted, Fetch::Keys);
    let negatives = strangers.map(|strangers| ask(&ids, &ranker, &strangers, Fetch::Keys));
    let figures = Report::of(&found, negatives.as_deref());
    if let (Some(path), Some(negatives)) = (&arguments.plot, &negatives) {
        draw(path, &found, negatives)?;
    }
    let measured = Measured {
        persons: ids.len(),
        queries_without_a_listed_person: unlisted,
        figures,
    };
    if arguments.json {
        out::json(&json!(measured))?;
    } else {
        out::say(&table::of(&measured))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn draw(path: &Path, found: &[Answer], negatives: &[Answer]) -> Result<(), Failure> {
    std::fs::write(path, plot::svg(found, negatives))
        .map_err(|error| Failure::because(format!("cannot write {}", path.display()), &error))
}

fn read<T>(path: &Path, read: Result<T, Unusable>) -> Result<T, Failure> {
    read.map_err(|error| {
        Failure::because(path.display().to_string(), &error)
            .hint("`lookout eval --help` describes the files")
            .code(2)
    })
}
