//! The figures of docs/BENCHMARKS.md: `cargo bench --bench figures [-- SECTION… --quick --write]`.
//!
//! Prints the whole table, or the named sections of it, with the machine, the commit and the date; `scale` and
//! `reindex` take minutes and are measured only when named. With
//! `--write` the table of docs/BENCHMARKS.md is replaced by it. `--quick` asks little of each, to see that
//! it works: its times are not figures. Ends with 1 where a wanted figure is not reached. Own timing loops
//! and no bench crate, because most rows time another process and every row goes into one table.

#![expect(
    clippy::indexing_slicing,
    reason = "a benchmark that panics has failed, and says where"
)]

mod audit;
mod caller;
mod clock;
mod cpu;
mod finding;
mod gateway;
mod handshakes;
mod import;
mod listed;
mod matching;
mod overload;
mod reindex;
mod scale;
mod scale_ask;
mod scale_build;
mod scale_fuzzy;
mod table;
mod threads;
mod whole_query;

use std::error::Error;
use std::process::ExitCode;

use listed::Listed;
use table::Table;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// A part of the table.
type Section = fn(&Run, &mut Table) -> Outcome<()>;

/// Each part by its name, in the order of the table.
const SECTIONS: [(&str, Section); 8] = [
    ("whole_query", whole_query::run),
    ("import", import::run),
    ("cpu", cpu::run),
    ("overload", overload::run),
    ("handshakes", handshakes::run),
    ("audit", audit::run),
    ("finding", finding::run),
    ("matching", matching::run),
];

/// What is measured only when named.
const APART: [(&str, Section); 2] = [("scale", scale::run), ("reindex", reindex::run)];

/// What is to be measured with.
struct Run {
    /// Little of each.
    quick: bool,
    /// The words it was told.
    words: Vec<String>,
    /// The invented list.
    listed: Listed,
}

impl Run {
    /// As much as told, or a part of it where only the way is tried.
    fn much(&self, full: usize, quick: usize) -> usize {
        if self.quick { quick } else { full }
    }
}

fn main() -> ExitCode {
    match measure() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("a wanted figure is not reached");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn apart(section: &str) -> bool {
    APART.iter().any(|(name, _)| *name == section)
}

fn measure() -> Outcome<bool> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some(asked) = scale::asked_to(&words) {
        return asked.map(|()| true);
    }
    let told = |flag: &str| words.iter().any(|word| word == flag);
    let (quick, written) = (told("--quick"), told("--write"));
    let every = || SECTIONS.into_iter().chain(APART);
    let named: Vec<&String> = words.iter().filter(|word| !word.starts_with("--")).collect();
    if let Some(unknown) = named.iter().find(|word| every().all(|(name, _)| name != **word)) {
        return Err(format!(
            "no section {unknown}; there are {}",
            every().map(|(name, _)| name).collect::<Vec<_>>().join(" ")
        )
        .into());
    }
    let asked: Vec<(&str, Section)> = every()
        .filter(|(name, _)| match named.as_slice() {
            [] => !apart(name),
            named => named.iter().any(|word| word == name),
        })
        .collect();
    let alone = asked.iter().all(|(name, _)| apart(name));
    let run = Run {
        quick,
        listed: Listed::of(match (alone, quick) {
            (true, _) => 0,
            (false, true) => 5_000,
            (false, false) => 100_000,
        }),
        words: words.clone(),
    };
    let mut table = Table::default();
    for (name, section) in asked {
        eprintln!("{name} …");
        section(&run, &mut table)?;
    }
    let text = table.text(quick)?;
    print!("{text}");
    if written {
        table::write(&text)?;
    }
    Ok(table.reached())
}
