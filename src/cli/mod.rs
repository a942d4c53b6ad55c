//! Commands: what a person or a script says to Lookout in a terminal.
//!
//! May name everything, and is named only by `main`. A command that works on a node speaks to the
//! running one through its control socket, or takes the home to itself. `--json` where a person would
//! otherwise read a table; errors say what to do next.
//!
//! Exit codes: 0 done; 1 failed; 2 wrong usage or settings; 3 done in part (some lines were rejected);
//! 4 refused by the gateway; 5 stopped before its end, and to be gone on with by the same command.

mod audit;
mod ca;
mod cert;
mod cert_issue;
mod cert_renew;
mod check_config;
mod completions;
mod doctor;
mod failure;
mod home;
mod import;
mod link;
mod log;
mod man;
mod out;
mod partner;
mod quickstart;
mod reindex;
mod sample;
mod search;
mod serve;
mod status;
mod word;

use std::process::ExitCode;

use clap::Parser;
use clap::Subcommand;

/// The direct-access gateway of a police contact point.
///
/// Foreign agencies' systems ask over mutual TLS whether a person is wanted and get an explained
/// answer, recorded before it leaves. Begin with `lookout quickstart`.
#[derive(Debug, Parser)]
#[command(
    name = "lookout",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  lookout quickstart
  lookout search --name 'Pieter Jansen' --born 1980-05-17
  lookout doctor

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 3 done in part, 4 refused by the gateway,\n5 stopped midway: run the same command again."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a home with keys, a sample partner and sample alerts; open all doors; print a first query.
    Quickstart(quickstart::Arguments),
    /// Open all doors of the node at a home, until SIGINT or SIGTERM.
    Serve(serve::Arguments),
    /// Check the settings and say what they are.
    CheckConfig(check_config::Arguments),
    /// Enter the alerts of lists, into a running node or one that is stopped.
    Import(import::Arguments),
    /// Ask a gateway whether a person is wanted, as a partner does.
    // Boxed: it has far more options than the others.
    Search(Box<search::Arguments>),
    /// Say which foreign agencies may ask: add, list, suspend, resume.
    Partner(partner::Arguments),
    /// List, revoke and issue certificates, and renew the doors' own.
    Cert(cert::Arguments),
    /// Make the authority and keys of a new home.
    Ca(ca::Arguments),
    /// Show and verify the log of what was asked, changed and refused.
    Audit(audit::Arguments),
    /// Say whether a node runs and is ready, and how far it is.
    Status(status::Arguments),
    /// Show or change what a running node logs.
    Log(log::Arguments),
    /// Say what is wrong with a node, why it matters, and what to type.
    Doctor(doctor::Arguments),
    /// Throw the index away and build it again from the journal.
    Reindex(reindex::Arguments),
    /// Print the completions for a shell.
    Completions(completions::Arguments),
    /// Write the manual pages into a folder.
    Man(man::Arguments),
}

/// Parses the process's arguments and runs the command.
#[must_use]
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Quickstart(arguments) => quickstart::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::CheckConfig(arguments) => check_config::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Partner(arguments) => partner::run(&arguments),
        Command::Cert(arguments) => cert::run(&arguments),
        Command::Ca(arguments) => ca::run(&arguments),
        Command::Audit(arguments) => audit::run(&arguments),
        Command::Status(arguments) => status::run(&arguments),
        Command::Log(arguments) => log::run(&arguments),
        Command::Doctor(arguments) => doctor::run(&arguments),
        Command::Reindex(arguments) => reindex::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    };
    match done {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_teaches_by_an_example() {
        for command in Cli::command().get_subcommands() {
            let help = command
                .get_after_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(help.contains("  lookout "), "{}", command.get_name());
        }
    }
}
