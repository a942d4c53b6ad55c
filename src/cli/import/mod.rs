//! `lookout import`: lists of alerts into a node, running or not.
//!
//! Uses `feeds` through its files here and the node through `link`. Importing the same list twice
//! changes nothing, so that what was interrupted or rejected is mended by doing it again.

mod batches;
mod plan;
mod rejects;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use serde_json::Value;
use serde_json::json;

use self::batches::Counts;
use self::batches::Stop;
use self::rejects::Rejects;
use super::failure::Failure;
use super::home::At;
use super::link::Link;
use super::out;
use super::serve::runtime;
use crate::domain::clock::Clock;
use crate::feeds::FeedError;
use crate::server::SystemClock;

/// Enter the alerts of lists, into a running node or one that is stopped.
///
/// Formats: `lookout` (one alert a line, JSON) and `ftm` (one FollowTheMoney entity a line, JSON, as
/// OpenSanctions publishes), recognised by how a file begins. A line that cannot be taken goes to a
/// file of rejects with its number and the reason; the rest goes on. Importing the same list again
/// changes nothing.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout import alerts.jsonl
  lookout import --prefix sdn --owner US-OFAC --category information us_ofac_sdn.json
  lookout import persons.ftm.json --category missing --action report-whereabouts --status missing

Exit codes: 0 all lines were taken, 1 failed (what was acknowledged stays), 2 wrong usage,
3 some lines were rejected, or it was interrupted.")]
pub(super) struct Arguments {
    /// Lists to read
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    plan: plan::Options,
    /// Where rejected lines are told [default: FILE.rejects.jsonl, only when there are any]
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    #[command(flatten)]
    at: At,
    /// Print the counts as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let today = SystemClock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    // Every file is looked at before the first is taken, so that a slip costs nothing.
    let mut lists = Vec::with_capacity(arguments.files.len());
    for file in &arguments.files {
        lists.push((file, arguments.plan.plan(file, today)?));
    }
    runtime()?.block_on(async {
        let link = Link::open(&arguments.at).await?;
        let stop = Stop::on_interrupt()?;
        let mut rejects = Rejects::to(arguments.rejects.clone());
        let mut done = Vec::new();
        for (path, plan) in lists {
            let bar = bar(path);
            rejects.begin(path);
            let format = plan.format();
            let counts = batches::import(&link, path, plan, &bar, &stop, &mut rejects).await;
            bar.finish_and_clear();
            let counts = match counts {
                Ok(counts) => counts,
                Err(failure) => {
                    link.close().await;
                    return Err(failure);
                }
            };
            let list = List {
                path: path.display().to_string(),
                format: format.name(),
                rejects: rejects.end()?,
                counts,
            };
            if !arguments.json {
                out::say(&list.text())?;
            }
            let over = list.counts.interrupted || list.counts.broken.is_some();
            done.push(list);
            if over {
                break;
            }
        }
        link.close().await;
        if arguments.json {
            let lists: Vec<Value> = done.iter().map(List::json).collect();
            out::json(&json!({ "lists": lists }))?;
        }
        outcome(&done, arguments.files.len())
    })
}

fn outcome(done: &[List], wanted: usize) -> Result<ExitCode, Failure> {
    let Some(last) = done.last() else {
        return Ok(ExitCode::SUCCESS);
    };
    let (read, position) = (
        out::counted(last.counts.tally.lines, "line"),
        last.counts.position,
    );
    let again = "run the same command again: what is stored already changes nothing";
    if let Some(error) = &last.counts.broken {
        let text = format!("{} was not read to its end", last.path);
        return Err(Failure::because(text, error as &FeedError).hint(again));
    }
    if last.counts.interrupted {
        let left = match wanted - done.len() {
            0 => String::new(),
            left => format!(", and {} not begun", out::counted(left as u64, "file")),
        };
        let text = format!(
            "interrupted: the first {read} of {} are durable, at journal position {position}{left}",
            last.path
        );
        return Err(Failure::new(text).hint(again).code(3));
    }
    let rejected = done.iter().any(|list| list.counts.tally.rejected > 0);
    Ok(if rejected {
        ExitCode::from(3)
    } else {
        ExitCode::SUCCESS
    })
}

/// A bar on standard error, where that is a terminal.
fn bar(path: &std::path::Path) -> ProgressBar {
    let bytes = std::fs::metadata(path).map_or(0, |file| file.len());
    let bar = ProgressBar::new(bytes);
    let style = ProgressStyle::with_template("{prefix} {bar:24} {bytes}/{total_bytes}  {msg}  {eta} left");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    let name = path.file_name().unwrap_or(path.as_os_str());
    bar.with_prefix(name.to_string_lossy().into_owned())
}

/// What became of one list.
struct List {
    path: String,
    format: &'static str,
    rejects: Option<PathBuf>,
    counts: Counts,
}

impl List {
    fn text(&self) -> String {
        let Counts { tally, .. } = &self.counts;
        let mut text = format!(
            "{} ({}): {} new, {} changed, {} unchanged; {} skipped, {} rejected. Durable at journal position {}.",
            self.path,
            self.format,
            out::count(self.counts.new),
            out::count(self.counts.changed),
            out::count(self.counts.unchanged),
            out::counted(tally.skipped, "line"),
            out::count(tally.rejected),
            self.counts.position,
        );
        for (note, times) in &tally.notes {
            text.push_str(&format!("\n  {:>9} x {note}", out::count(*times)));
        }
        if let Some(path) = &self.rejects {
            text.push_str(&format!("\n  Rejected lines and why: {}", path.display()));
        }
        text
    }

    fn json(&self) -> Value {
        let Counts { tally, .. } = &self.counts;
        let notes: serde_json::Map<_, _> = tally
            .notes
            .iter()
            .map(|(note, times)| (note.to_string(), json!(times)))
            .collect();
        json!({
            "file": self.path,
            "format": self.format,
            "lines": tally.lines,
            "new": self.counts.new,
            "changed": self.counts.changed,
            "unchanged": self.counts.unchanged,
            "skipped": tally.skipped,
            "rejected": tally.rejected,
            "notes": notes,
            "rejects": self.rejects,
            "interrupted": self.counts.interrupted,
            "position": self.counts.position,
        })
    }
}

#[cfg(test)]
mod tests;
