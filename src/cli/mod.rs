//! Commands: what a person or a script says to Lookout in a terminal.
//!
//! May name everything, and is named only by `main`. A command that works on a node speaks to the
//! running one through its control socket, or takes the home to itself. `--json` where a person would
//! otherwise read a table; errors say what to do next.
//!
//! Exit codes: 0 done; 1 failed; 2 wrong usage or settings; 3 done in part (some lines were rejected);
//! 4 refused by the gateway.

mod check_config;
mod failure;
mod home;
mod link;
mod quickstart;
mod sample;
mod serve;

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
    after_help = "Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 3 done in part, 4 refused by the gateway."
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
}

/// Parses the process's arguments and runs the command.
#[must_use]
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Quickstart(arguments) => quickstart::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::CheckConfig(arguments) => check_config::run(&arguments),
    };
    match done {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}
