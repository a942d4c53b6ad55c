//! `lookout completions`: what a shell needs to complete commands and options.
//!
//! Uses the command line itself, so that it never lags behind.

use std::process::ExitCode;

use clap::Args;
use clap::CommandFactory;
use clap_complete::Shell;

use super::Cli;
use super::failure::Failure;
use super::out;

/// Print the completions for a shell.
///
/// They complete commands, options and their values. The Debian package installs those for bash, zsh
/// and fish; elsewhere put them where the shell looks, as below, and start a new shell.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout completions bash > ~/.local/share/bash-completion/completions/lookout
  lookout completions zsh > ~/.zfunc/_lookout
  lookout completions fish > ~/.config/fish/completions/lookout.fish

Exit codes: 0 printed, 1 failed, 2 no such shell.")]
pub(super) struct Arguments {
    /// The shell
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "lookout", &mut script);
    out::bytes(&script)?;
    Ok(ExitCode::SUCCESS)
}
