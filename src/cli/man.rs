//! `lookout man`: the manual pages, one for the program and one for each command.
//!
//! Uses the command line itself, so that they never lag behind: what `--help` says is what they say,
//! with the sections that a manual has and a help text has not.

use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::CommandFactory;
use clap_mangen::Man;
use roff::Roff;
use roff::bold;
use roff::roman;

use super::Cli;
use super::failure::Failure;
use super::out;

/// What a command ends with where its own page says nothing else.
const CODES: [(&str, &str); 5] = [
    ("0", "done"),
    (
        "1",
        "failed, or the answer is no: not ready, not sound, errors found",
    ),
    ("2", "wrong usage or settings"),
    (
        "3",
        "done in part: some lines were rejected, or it was interrupted",
    ),
    ("4", "refused by the gateway"),
];

/// What lies in a home.
const FILES: [(&str, &str); 6] = [
    ("lookout.toml", "settings, if the owner made any"),
    (
        "certs/live/",
        "keys and certificates; cannot be rebuilt, keep a copy",
    ),
    (
        "var/journal.db",
        "every accepted change; cannot be rebuilt, keep a copy",
    ),
    ("var/audit/", "the audit log; cannot be rebuilt, keep a copy"),
    (
        "var/state.db, index/live/",
        "derived from the journal, rebuilt when lost",
    ),
    ("var/control.sock", "by which commands speak to a running node"),
];

/// What is read of the environment, beside what a page's options name.
const VARIABLES: [(&str, &str); 4] = [
    ("LOOKOUT_HOME", "as --home"),
    ("LOOKOUT_CONFIG", "as --config"),
    (
        "LOOKOUT_TABLE__KEY",
        "overrides a setting: LOOKOUT_DOORS__PARTNERS__LISTEN=0.0.0.0:9443 sets listen under [doors.partners]",
    ),
    ("NO_COLOR", "no colours, even on a terminal"),
];

/// Write the manual pages into a folder.
///
/// Writes lookout.1 and a page for each command, lookout-serve.1 and so on.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout man ~/.local/share/man/man1
  lookout man /tmp/man && man -l /tmp/man/lookout-serve.1

Exit codes: 0 written, 1 failed, 2 wrong usage.")]
pub(super) struct Arguments {
    /// The folder; made where it is missing
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let folder = &arguments.folder;
    let failed = |path: &Path, error: std::io::Error| {
        Failure::because(format!("cannot write {}", path.display()), &error)
    };
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    let mut written = 0;
    for (name, page) in pages() {
        let path = folder.join(name);
        std::fs::write(&path, page).map_err(|error| failed(&path, error))?;
        written += 1;
    }
    out::say(&format!(
        "{} in {}",
        out::counted(written, "page"),
        folder.display()
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Every page with its file's name.
fn pages() -> Vec<(String, Vec<u8>)> {
    let mut program = Cli::command();
    program.build();
    let mut pages = Vec::new();
    collect(&program, &mut pages);
    pages
}

fn collect(command: &clap::Command, pages: &mut Vec<(String, Vec<u8>)>) {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    pages.push((format!("{name}.1"), page(name, command)));
    for below in command
        .get_subcommands()
        .filter(|below| below.get_name() != "help")
    {
        collect(below, pages);
    }
}

fn page(name: &str, command: &clap::Command) -> Vec<u8> {
    let man = Man::new(command.clone());
    // Without a date: a page is the same whenever it is made.
    let version = env!("CARGO_PKG_VERSION");
    let title = name.to_uppercase();
    let mut text = format!(".TH {title} 1 \"\" \"lookout {version}\" \"Lookout\"\n").into_bytes();
    let parts = [
        Man::render_name_section,
        Man::render_synopsis_section,
        Man::render_description_section,
        Man::render_options_section,
    ];
    for part in parts {
        // Writing to memory cannot fail.
        let _written = part(&man, &mut text);
    }
    let below: Vec<_> = command
        .get_subcommands()
        .filter(|below| below.get_name() != "help")
        .collect();
    let help = command
        .get_after_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    let (examples, codes) = told(&help);
    let mut roff = Roff::new();
    if !below.is_empty() {
        roff.control("SH", ["COMMANDS"]);
        for one in below {
            let page = one.get_display_name().unwrap_or_else(|| one.get_name());
            let about = one.get_about().map(ToString::to_string).unwrap_or_default();
            tagged(&mut roff, &format!("{page}(1)"), &about);
        }
    }
    roff.control("SH", ["EXIT STATUS"]);
    match codes {
        Some(codes) => {
            roff.text([roman(codes)]);
        }
        None => CODES
            .iter()
            .for_each(|(code, what)| tagged(&mut roff, code, what)),
    }
    roff.control("SH", ["FILES"]);
    roff.text([roman(
        "Under the home (--home, by default the folder the command is run in; /var/lib/lookout for the Debian package, with the settings in /etc/lookout/lookout.toml):",
    )]);
    FILES
        .iter()
        .for_each(|(file, what)| tagged(&mut roff, file, what));
    roff.control("SH", ["ENVIRONMENT"]);
    VARIABLES
        .iter()
        .for_each(|(variable, what)| tagged(&mut roff, variable, what));
    roff.control("SH", ["EXAMPLES"]);
    roff.control("nf", []);
    examples.iter().for_each(|line| {
        roff.text([roman(*line)]);
    });
    roff.control("fi", []);
    if name != "lookout" {
        roff.control("SH", ["SEE ALSO"]);
        roff.text([bold("lookout"), roman("(1)")]);
    }
    text.extend_from_slice(roff.render().as_bytes());
    // Two line breaks around an empty line, of which mandoc complains.
    let text = String::from_utf8_lossy(&text);
    text.replace(".br\n\n.br\n", ".sp\n").into_bytes()
}

fn tagged(roff: &mut Roff, tag: &str, text: &str) {
    roff.control("TP", []);
    roff.text([bold(tag)]);
    roff.text([roman(text)]);
}

/// The examples and the exit codes of a help text: `Examples:` with indented lines, `Exit codes: …`.
fn told(help: &str) -> (Vec<&str>, Option<String>) {
    let (before, codes) = match help.split_once("Exit codes:") {
        Some((before, codes)) => (before, Some(codes)),
        None => (help, None),
    };
    let examples = before
        .lines()
        .filter(|line| line.starts_with("  "))
        .map(str::trim);
    let codes = codes.map(|codes| codes.split_whitespace().collect::<Vec<_>>().join(" "));
    (examples.collect(), codes)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn every_command_has_a_page_with_all_its_sections() {
        let pages = pages();
        let mut names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        for command in Cli::command().get_subcommands() {
            assert!(
                names.contains(&format!("lookout-{}.1", command.get_name()).as_str()),
                "{}",
                command.get_name()
            );
        }
        assert!(names.contains(&"lookout.1") && names.contains(&"lookout-cert-issue.1"));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), pages.len());
        for (name, page) in &pages {
            let page = String::from_utf8(page.clone()).unwrap();
            for section in [
                "NAME",
                "SYNOPSIS",
                "\"EXIT STATUS\"",
                "FILES",
                "ENVIRONMENT",
                "EXAMPLES",
            ] {
                assert!(page.contains(&format!("\n.SH {section}\n")), "{name}: {section}");
            }
            let examples = page.split("\n.SH EXAMPLES\n").nth(1).unwrap();
            assert!(examples.contains("\nlookout "), "{name}: no example: {examples}");
        }
    }

    #[test]
    fn a_manual_reader_finds_nothing_to_complain_of() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().to_owned();
        run(&Arguments {
            folder: folder.clone(),
        })
        .unwrap();
        for (name, _) in pages() {
            let path = folder.join(&name);
            let lint = Command::new("mandoc")
                .args(["-T", "lint", "-W", "warning"])
                .arg(&path)
                .output();
            let Ok(lint) = lint else {
                eprintln!("NOT CHECKED with mandoc: it is not installed");
                return;
            };
            let told = String::from_utf8_lossy(&lint.stdout);
            // A page without a date is the same whenever it is made.
            let told: Vec<_> = told
                .lines()
                .filter(|line| !line.contains("missing date"))
                .collect();
            assert!(told.is_empty(), "{name}: {told:#?}");
        }
    }

    #[test]
    fn a_help_text_is_taken_apart() {
        let (examples, codes) = told("Examples:\n  lookout a\n  lookout b\n\nExit codes: 0 good,\n1 bad.");
        assert_eq!(examples, ["lookout a", "lookout b"]);
        assert_eq!(codes.as_deref(), Some("0 good, 1 bad."));
        assert_eq!(told("").1, None);
    }
}
