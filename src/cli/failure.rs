//! A command that did not do what it was asked: what, why, and what to do next.
//!
//! Uses nothing. The whole chain of causes is printed, since a person reads it once and at night.

use std::error::Error;
use std::fmt::Write;
use std::process::ExitCode;

/// Why a command failed.
#[derive(Debug)]
pub(super) struct Failure {
    text: String,
    done: Option<String>,
    hint: Option<String>,
    code: u8,
}

impl Failure {
    /// A failure in words.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            done: None,
            hint: None,
            code: 1,
        }
    }

    /// A failure with its causes.
    pub(super) fn because(text: impl Into<String>, error: &dyn Error) -> Self {
        let mut text = text.into();
        let mut cause = Some(error);
        while let Some(error) = cause {
            // Writing to a string cannot fail.
            let _written = write!(text, ": {error}");
            cause = error.source();
        }
        Self::new(text)
    }

    /// What and why, in a line.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What to do next.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What was done before it failed.
    pub(super) fn after(mut self, done: impl Into<String>) -> Self {
        self.done = Some(done.into());
        self
    }

    /// The exit code, where it is not 1.
    pub(super) const fn code(mut self, code: u8) -> Self {
        self.code = code;
        self
    }

    /// Whether the node has refused what was asked.
    pub(super) const fn is_refusal(&self) -> bool {
        self.code == 4
    }

    /// The exit code of a failure that has none of its own.
    pub(super) const fn code_unless_known(mut self, code: u8) -> Self {
        if self.code == 1 {
            self.code = code;
        }
        self
    }

    /// Prints it to standard error; the exit code.
    pub(super) fn report(&self) -> ExitCode {
        anstream::eprintln!("lookout: {}", self.text);
        if let Some(done) = &self.done {
            anstream::eprintln!("  what was done: {done}");
        }
        if let Some(hint) = &self.hint {
            anstream::eprintln!("  what to do: {hint}");
        }
        ExitCode::from(self.code)
    }
}
