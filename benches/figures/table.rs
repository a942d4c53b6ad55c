//! The table: rows with what is wanted and what was measured, and where and when.
//!
//! Uses git and /proc for the line that says on which machine.

use std::fmt::Write;
use std::process::Command;

use crate::Outcome;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/BENCHMARKS.md");
const BEGIN: &str = "<!-- made by `cargo bench --bench figures -- --write` -->\n";
const END: &str = "<!-- end of what is made -->\n";

/// Rows under their headings.
#[derive(Default)]
pub(crate) struct Table {
    rows: String,
    missed: usize,
}

impl Table {
    /// Begins a part.
    pub(crate) fn part(&mut self, title: &str) {
        let _never = writeln!(
            self.rows,
            "\n### {title}\n| what | wanted | measured |\n|---|---|---|"
        );
    }

    /// A figure that nothing is wanted of.
    pub(crate) fn tell(&mut self, what: &str, measured: &str) {
        let _never = writeln!(self.rows, "| {what} | | {measured} |");
    }

    /// A figure that must be reached.
    pub(crate) fn want(&mut self, what: &str, wanted: &str, measured: &str, reached: bool) {
        let mark = if reached { "" } else { " **(missed)**" };
        self.missed += usize::from(!reached);
        let _never = writeln!(self.rows, "| {what} | {wanted} | {measured}{mark} |");
    }

    /// Whether every wanted figure was.
    pub(crate) const fn reached(&self) -> bool {
        self.missed == 0
    }

    /// The whole, with machine, commit and date.
    pub(crate) fn text(&self, quick: bool) -> Outcome<String> {
        let cores = std::thread::available_parallelism()?;
        let cpu = line("/proc/cpuinfo", "model name")?;
        let memory: u64 = line("/proc/meminfo", "MemTotal")?
            .trim_end_matches(" kB")
            .parse()?;
        let load = std::fs::read_to_string("/proc/loadavg")?;
        let load = load.split(' ').next().unwrap_or_default();
        let commit = git(&["rev-parse", "--short=10", "HEAD"])?;
        let changed = if git(&["status", "--porcelain", "--untracked-files=no"])?.is_empty() {
            ""
        } else {
            " with changes"
        };
        let date = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string();
        let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
        let quick = if quick {
            " **A quick run: these are no figures.**"
        } else {
            ""
        };
        Ok(format!(
            "{cores} cores, {cpu}, {} GiB; commit {commit}{changed}; {date}; load {load} at the end; {profile} profile; client and server share the machine.{quick}\n{}",
            memory >> 20,
            self.rows
        ))
    }
}

/// Puts the table into the page.
pub(crate) fn write(text: &str) -> Outcome<()> {
    let page = std::fs::read_to_string(PAGE)?;
    let (head, rest) = page
        .split_once(BEGIN)
        .ok_or("the page has no place for the table")?;
    let (_, tail) = rest
        .split_once(END)
        .ok_or("the page's place for the table has no end")?;
    Ok(std::fs::write(PAGE, format!("{head}{BEGIN}{text}{END}{tail}"))?)
}

fn line(file: &str, name: &str) -> Outcome<String> {
    let text = std::fs::read_to_string(file)?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let value = line
        .and_then(|line| line.split_once(':'))
        .ok_or("not in /proc")?
        .1;
    Ok(value.trim().to_owned())
}

fn git(words: &[&str]) -> Outcome<String> {
    let done = Command::new("git")
        .arg("-C")
        .arg(env!("CARGO_MANIFEST_DIR"))
        .args(words)
        .output()?;
    Ok(String::from_utf8(done.stdout)?.trim().to_owned())
}
