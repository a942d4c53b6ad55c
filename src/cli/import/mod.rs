//! `lookout import`: lists of alerts into a node, running or not.
//!
//! Uses `feeds` through its files here and the node through `link`. Importing the same list twice
//! changes nothing, so that what was interrupted or rejected is mended by doing it again.

mod batches;
mod lists;
mod photos;
pub(super) mod plan;
mod rejects;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use serde_json::Value;
use serde_json::json;

use self::batches::Counts;
use self::batches::How;
use self::batches::Stop;
use self::lists::Given;
use self::photos::Photos;
use self::rejects::Rejects;
use super::failure::Failure;
use super::home::At;
use super::link::Link;
use super::out;
use super::serve::runtime;
use crate::domain::clock::Clock;
use crate::feeds::FeedError;
use crate::feeds::Format;
use crate::server::SystemClock;

/// Enter the alerts of lists, into a running node or one that is stopped.
///
/// Formats, recognised by how a file begins: `lookout` (one alert a line, JSON), `ftm` (one
/// FollowTheMoney entity a line, JSON, as OpenSanctions publishes), `ofac-sdn` (sdn.csv of the US
/// Treasury; alt.csv and sdn_comments.csv are found beside it or given with it) and `un-sc` (the XML
/// list of the UN Security Council). An entry that cannot be taken goes to a file of rejects with its
/// line and the reason; the rest goes on. An alert that a person has entered, corrected or extended is left
/// as it is where the list says otherwise, and counted as kept; --force replaces it. Importing the same list again changes nothing, so that an
/// import that was interrupted is gone on with by the same command.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout import alerts.jsonl
  lookout import sdn.csv alt.csv
  lookout import consolidated.xml --action contact-spoc
  lookout import --prefix eu --owner EU-FSF eu_fsf.json
  lookout import persons.ftm.json --category missing --action report-whereabouts --status missing

Exit codes: 0 all of it was taken, 1 failed before anything was sent, 2 wrong usage or no known list,
3 some entries were rejected, 4 refused by the node, 5 not done to the end (interrupted, the node
lost, or a list cut off): what was acknowledged stays; run the same command again.")]
pub(super) struct Arguments {
    /// Lists to read
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    plan: plan::Options,
    /// Where rejected lines are told [default: FILE.rejects.jsonl, only when there are any]
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Replace alerts that people have changed, and enter again those they have withdrawn or that were
    /// erased, instead of leaving them alone
    #[arg(long)]
    force: bool,
    /// Do not wait at a list's end, a second at most, until searches find all of it
    #[arg(long)]
    no_wait: bool,
    /// A folder of photographs to which the alerts refer: a file is found by its SHA-256, whatever its name,
    /// and the alert then refers to it as it is kept
    #[arg(long, value_name = "DIR")]
    photos: Option<PathBuf>,
    #[command(flatten)]
    at: At,
    /// Print the counts as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let today = SystemClock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut photos = Photos::of(arguments.photos.as_deref())?;
    let lists = lists::lists(&arguments.files, &arguments.plan, today)?;
    // Without it the import is as fast, only harder on those who ask meanwhile.
    let _stands_back = rustix::process::nice(STAND_BACK);
    let wanted = lists.len();
    runtime()?.block_on(async {
        let link = Link::open(&arguments.at).await?;
        let stop = Stop::on_interrupt()?;
        let mut rejects = Rejects::to(arguments.rejects.clone());
        let mut done = Vec::new();
        let how = How {
            force: arguments.force,
            wait: !arguments.no_wait,
        };
        for Given { path, plan, beside } in lists {
            let bar = bar(&path);
            rejects.begin(&path);
            let format = plan.format();
            let with = (&mut rejects, &mut photos);
            let counts = batches::import(&link, &path, plan, &bar, &stop, with, &how).await;
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
                format,
                beside: beside.iter().map(|path| path.display().to_string()).collect(),
                rejects: rejects.end()?,
                counts,
            };
            if !arguments.json {
                out::say(&list.text())?;
            }
            let over = list.counts.stopped();
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
        outcome(done, wanted)
    })
}

/// Exit code of an import that is not at its end and can be gone on with.
const NOT_DONE: u8 = 5;
/// How far an import stands back behind who answers on the same machine (nice).
const STAND_BACK: i32 = 5;

fn outcome(mut done: Vec<List>, wanted: usize) -> Result<ExitCode, Failure> {
    let begun = done.len();
    let Some(last) = done.last_mut() else {
        return Ok(ExitCode::SUCCESS);
    };
    let durable = last.durable();
    let left = match wanted.saturating_sub(begun) {
        0 => String::new(),
        left => format!(", and {} not begun", out::counted(left as u64, "file")),
    };
    let again = "run the same command again: what is stored already changes nothing";
    if let Some(failure) = last.counts.lost.take() {
        return Err(failure
            .after(format!("{durable}{left}"))
            .hint(again)
            .code_unless_known(NOT_DONE));
    }
    if let Some(error) = &last.counts.broken {
        let text = format!("{} was not read to its end", last.path);
        return Err(Failure::because(text, error as &FeedError)
            .after(format!("{durable}{left}"))
            .hint("fetch the list again, then run the same command: what is stored already changes nothing")
            .code(NOT_DONE));
    }
    if last.counts.interrupted {
        return Err(Failure::new(format!("interrupted: {durable}{left}"))
            .hint(again)
            .code(NOT_DONE));
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
    format: Format,
    /// Files that stand beside it.
    beside: Vec<String>,
    rejects: Option<PathBuf>,
    counts: Counts,
}

impl List {
    /// How far it is stored for good.
    fn durable(&self) -> String {
        match self.counts.tally.lines {
            0 => format!("nothing of {} is known to be stored", self.path),
            read => format!(
                "the first {} of {} are durable, at journal position {}",
                out::counted(read, self.format.entry()),
                self.path,
                self.counts.position
            ),
        }
    }

    fn text(&self) -> String {
        let Counts { tally, .. } = &self.counts;
        let mut text = format!(
            "{} ({}): {} new, {} changed, {} already there; {} skipped, {} rejected. Durable at journal position {}.",
            self.path,
            self.format,
            out::count(self.counts.new),
            out::count(self.counts.changed),
            out::count(self.counts.unchanged),
            out::counted(tally.skipped, self.format.entry()),
            out::count(tally.rejected),
            self.counts.position,
        );
        if self.counts.indexed {
            text.push_str(" Searches find all of it.");
        }
        if self.counts.kept > 0 {
            text.push_str(&format!(
                "\n  {:>9} x kept as people have changed them; --force replaces them by what the list says",
                out::count(self.counts.kept)
            ));
        }
        if self.counts.withdrawn > 0 {
            text.push_str(&format!(
                "\n  {:>9} x not entered again as people have withdrawn them; --force enters them",
                out::count(self.counts.withdrawn)
            ));
        }
        if self.counts.erased > 0 {
            text.push_str(&format!(
                "\n  {:>9} x not entered again as they were erased; --force enters them",
                out::count(self.counts.erased)
            ));
        }
        if self.counts.photos_missing > 0 {
            text.push_str(&format!(
                "\n  {:>9} x photo missing: an alert refers to it and its file is not here; give it with --photos",
                out::count(self.counts.photos_missing)
            ));
        }
        for refused in &self.counts.photos_refused {
            text.push_str(&format!("\n  Photo refused: {refused}"));
        }
        for (note, times) in &tally.notes {
            text.push_str(&format!("\n  {:>9} x {note}", out::count(*times)));
        }
        match self.beside.as_slice() {
            [] if self.format == Format::OfacSdn => {
                text.push_str("\n  No alt.csv beside it: aliases were not read. Give it with the list, and import again.");
            }
            [] => {}
            files => text.push_str(&format!("\n  Read with it: {}", files.join(", "))),
        }
        if let Some(path) = &self.rejects {
            text.push_str(&format!("\n  Rejected, by line, and why: {}", path.display()));
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
            "format": self.format.name(),
            "beside": self.beside,
            "lines": tally.lines,
            "new": self.counts.new,
            "changed": self.counts.changed,
            "unchanged": self.counts.unchanged,
            "kept": self.counts.kept,
            "withdrawn": self.counts.withdrawn,
            "erased": self.counts.erased,
            "photos_missing": self.counts.photos_missing,
            "photos_refused": self.counts.photos_refused,
            "skipped": tally.skipped,
            "rejected": tally.rejected,
            "notes": notes,
            "rejects": self.rejects,
            "interrupted": self.counts.interrupted,
            "complete": !self.counts.stopped(),
            "position": self.counts.position,
            "indexed": self.counts.indexed,
        })
    }
}

#[cfg(test)]
mod tests;
