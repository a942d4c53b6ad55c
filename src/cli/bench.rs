//! `lookout bench`: invented persons and queries about them, to measure with.
//!
//! Uses `eval`. Written as they are made, so that millions need no memory; the same for the same seed,
//! on any machine.

use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::Subcommand;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;

use super::failure::Failure;
use super::out;
use crate::domain::query::SoughtPerson;
use crate::eval::noise;
use crate::eval::noise::Noise;
use crate::eval::persons;

/// Make what figures are measured with.
///
/// Nobody real is in it: names are put together by chance from parts written for this project, skewed
/// as real ones are, over twenty-seven regions and nine scripts beside the Latin one.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  lookout bench generate 100000 --out list.jsonl

Exit codes: 0 written, 1 failed, 2 wrong usage.")]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Invent persons, and queries about them with the usual mistakes
    ///
    /// The list is one alert a line, as `lookout import` and `lookout eval` read it. Of a hundred persons
    /// thirty have an alias (another spelling, the name one is called by, or a second identity), sixty
    /// also stand in their own script where they have one, and twelve have no birth date. The queries are
    /// what `lookout eval` reads: as many of each kind (exact, one typo, a typo in each part, a part
    /// dropped, parts swapped, another spelling, parts glued, a mixture), with the birth date four times
    /// of five. Negatives are about persons who are not listed; now and then one is a namesake of somebody
    /// who is.
    #[command(after_help = "\
Examples:
  lookout bench generate 1000000 --seed 7 --out list.jsonl
  lookout bench generate 100000 --out list.jsonl --queries queries.tsv --negatives negatives.tsv
  lookout bench generate 1000 | lookout import /dev/stdin

Exit codes: 0 written, 1 failed, 2 wrong usage.")]
    Generate(Generate),
}

#[derive(Args, Debug)]
struct Generate {
    /// How many persons
    #[arg(value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    persons: u32,
    /// Another number gives other persons
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Where the list goes [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write queries about them here
    #[arg(long, value_name = "TSV")]
    queries: Option<PathBuf>,
    /// Write queries about others here
    #[arg(long, value_name = "TSV")]
    negatives: Option<PathBuf>,
    /// Queries of each kind, and negatives; no more than there are persons
    #[arg(long, value_name = "NUMBER", default_value_t = 500)]
    each: u32,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let What::Generate(generate) = &arguments.what;
    generate.run()?;
    Ok(ExitCode::SUCCESS)
}

impl Generate {
    fn run(&self) -> Result<(), Failure> {
        let mut told = Vec::new();
        let each = u64::from(self.each.min(self.persons));
        if let Some(path) = &self.queries {
            let kinds = Noise::ALL.into_iter().filter(|noise| *noise != Noise::Unlisted);
            let count = self.ask(path, &kinds.collect::<Vec<_>>(), each)?;
            told.push(format!("{} queries in {}", out::count(count), out::quoted(path)));
        }
        if let Some(path) = &self.negatives {
            let count = self.ask(path, &[Noise::Unlisted], each)?;
            told.push(format!(
                "{} negatives in {}",
                out::count(count),
                out::quoted(path)
            ));
        }
        match &self.out {
            Some(path) => {
                let count = self
                    .list(&mut create(path)?)
                    .map_err(|error| unwritten(path, &error))?;
                let persons = out::counted(count, "invented person");
                told.insert(0, format!("{persons} in {}", out::quoted(path)));
                out::say(&told.join("\n"))
            }
            None => match self.list(&mut BufWriter::new(io::stdout().lock())) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    Err(Failure::because("cannot print", &error))
                }
                _ => Ok(()),
            },
        }
    }

    /// Writes the persons; how many.
    fn list(&self, into: &mut impl Write) -> io::Result<u64> {
        let bar = bar(u64::from(self.persons));
        let mut count = 0;
        for number in self.numbers() {
            let Some(alert) = persons::alert(self.seed, number) else {
                continue;
            };
            serde_json::to_writer(&mut *into, &alert)?;
            into.write_all(b"\n")?;
            count += 1;
            if count % 1_000 == 0 {
                bar.set_position(count);
            }
        }
        bar.finish_and_clear();
        into.flush()?;
        Ok(count)
    }

    /// Writes queries of some kinds, spread over the whole list; how many.
    fn ask(&self, path: &Path, kinds: &[Noise], each: u64) -> Result<u64, Failure> {
        let mut file = create(path)?;
        let all = each * kinds.len() as u64;
        let written = (|| {
            writeln!(file, "qid\tkind\tfull_name\tbirth_date\texpected_ids")?;
            let mut count = 0;
            for (turn, noise) in (0..all).zip(kinds.iter().cycle()) {
                // Below the number of persons, which fits.
                let number = u128::from(turn) * u128::from(self.persons) / u128::from(all);
                let Some(alert) = usize::try_from(number)
                    .ok()
                    .and_then(|number| persons::alert(self.seed, number))
                else {
                    continue;
                };
                let Some(sought) = noise::query(&alert, *noise, self.seed.rotate_left(32) ^ turn) else {
                    continue;
                };
                let expected = if *noise == Noise::Unlisted {
                    ""
                } else {
                    alert.id.as_str()
                };
                let (name, born) = cells(&sought);
                writeln!(
                    file,
                    "{}-{turn}\t{}\t{name}\t{born}\t{expected}",
                    noise.name(),
                    noise.name()
                )?;
                count += 1;
            }
            file.flush()?;
            Ok(count)
        })();
        written.map_err(|error: io::Error| unwritten(path, &error))
    }

    fn numbers(&self) -> impl Iterator<Item = usize> {
        (0..self.persons).filter_map(|number| usize::try_from(number).ok())
    }
}

fn cells(sought: &SoughtPerson) -> (String, String) {
    let name = sought.names.first().map(|name| name.form.display());
    let born = sought.birth_date.map(|date| date.to_string());
    (name.unwrap_or_default(), born.unwrap_or_default())
}

fn create(path: &Path) -> Result<BufWriter<File>, Failure> {
    let file = File::create(path).map_err(|error| unwritten(path, &error))?;
    Ok(BufWriter::with_capacity(1 << 20, file))
}

fn unwritten(path: &Path, error: &io::Error) -> Failure {
    Failure::because(format!("cannot write {}", path.display()), error)
        .hint("what was written of it is no whole list; make room and run the same command again")
}

/// A bar on standard error, where that is a terminal.
fn bar(persons: u64) -> ProgressBar {
    let bar = ProgressBar::new(persons);
    if let Ok(style) = ProgressStyle::with_template("{bar:24} {human_pos}/{human_len} persons  {eta} left") {
        bar.set_style(style);
    }
    bar
}
