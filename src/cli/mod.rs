//! Commands: what a person or a script says to Lookout in a terminal.
//!
//! May name everything, and is named only by `main`. A command that works on a node speaks to the
//! running one through its control socket, or takes the home to itself. `--json` where a person would
//! otherwise read a table; errors say what to do next.
//!
//! Exit codes: 0 done; 1 failed; 2 wrong usage or settings; 3 done in part (some lines were rejected);
//! 4 refused by the gateway; 5 stopped before its end, and to be gone on with by the same command.

mod alert;
mod audit;
mod backup;
mod bench;
mod ca;
mod cert;
mod cert_issue;
mod cert_renew;
mod check_config;
mod clock;
mod compare;
mod completions;
mod doctor;
mod eval;
mod failure;
mod feed;
mod hit;
mod home;
mod import;
mod link;
mod log;
mod man;
mod out;
mod partner;
mod quickstart;
mod reindex;
mod reindex_live;
mod restore;
mod sample;
mod search;
mod serve;
mod staff;
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
    // No doc comments here: a line on a variant would hide what the command's own arguments say.
    Quickstart(quickstart::Arguments),
    Serve(serve::Arguments),
    CheckConfig(check_config::Arguments),
    Import(import::Arguments),
    Feed(Box<feed::Arguments>),
    // Boxed, as `compare`: they have far more options than the others.
    Search(Box<search::Arguments>),
    Alert(alert::Arguments),
    Hit(hit::Arguments),
    Partner(partner::Arguments),
    Staff(staff::Arguments),
    Cert(cert::Arguments),
    Ca(ca::Arguments),
    Audit(audit::Arguments),
    Status(status::Arguments),
    Clock(clock::Arguments),
    Log(log::Arguments),
    Doctor(doctor::Arguments),
    Reindex(reindex::Arguments),
    Backup(backup::Arguments),
    Restore(restore::Arguments),
    Compare(Box<compare::Arguments>),
    Eval(eval::Arguments),
    Bench(bench::Arguments),
    Completions(completions::Arguments),
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
        Command::Feed(arguments) => feed::run(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Alert(arguments) => alert::run(&arguments),
        Command::Hit(arguments) => hit::run(&arguments),
        Command::Partner(arguments) => partner::run(&arguments),
        Command::Staff(arguments) => staff::run(&arguments),
        Command::Cert(arguments) => cert::run(&arguments),
        Command::Ca(arguments) => ca::run(&arguments),
        Command::Audit(arguments) => audit::run(&arguments),
        Command::Status(arguments) => status::run(&arguments),
        Command::Clock(arguments) => clock::run(&arguments),
        Command::Log(arguments) => log::run(&arguments),
        Command::Doctor(arguments) => doctor::run(&arguments),
        Command::Reindex(arguments) => reindex::run(&arguments),
        Command::Backup(arguments) => backup::run(&arguments),
        Command::Restore(arguments) => restore::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Eval(arguments) => eval::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
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

    /// Every command with what is typed for it: `lookout`, `lookout cert`, `lookout cert list`.
    fn all(command: clap::Command, typed: &str, into: &mut Vec<(String, clap::Command)>) {
        for below in command.get_subcommands().filter(|one| one.get_name() != "help") {
            all(below.clone(), &format!("{typed} {}", below.get_name()), into);
        }
        into.push((typed.to_owned(), command));
    }

    #[test]
    fn the_long_help_of_every_command_says_what_it_does_gives_an_example_and_the_exit_codes() {
        let mut program = Cli::command();
        program.build();
        let mut commands = Vec::new();
        all(program, "lookout", &mut commands);
        assert!(commands.len() > 20, "{}", commands.len());
        for (typed, mut command) in commands {
            let help = command.render_long_help().to_string();
            assert!(
                help.contains(&format!("\n  {typed}")),
                "{typed}: no example: {help}"
            );
            assert!(
                help.contains("\nExit codes: 0 "),
                "{typed}: no exit codes: {help}"
            );
            // One paragraph is enough for a command below another, which says the rest.
            let is_short = command.get_long_about().is_none();
            assert!(
                !is_short || typed.split(' ').count() >= 3,
                "{typed}: its long help is lost"
            );
        }
    }

    #[test]
    fn no_long_help_is_that_of_options_which_commands_share() {
        let mut search = Cli::command();
        let search = search.find_subcommand_mut("search").unwrap();
        let help = search.render_long_help().to_string();
        assert!(
            help.starts_with("Ask a gateway whether a person is wanted."),
            "{help}"
        );
        assert!(help.contains("recorded and limited like one"), "{help}");
    }
}
