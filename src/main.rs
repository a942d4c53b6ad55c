//! The program: parses its arguments and runs one command (`lookout --help`).

use std::process::ExitCode;

fn main() -> ExitCode {
    lookout::cli::run()
}
