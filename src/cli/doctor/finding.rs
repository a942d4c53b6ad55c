//! One thing the doctor has looked at: how it is, why that matters, and what to type.
//!
//! Uses nothing. Every finding that is not good says what to do.

use anstyle::AnsiColor;
use anstyle::Style;
use serde::Serialize;

/// How bad it is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Severity {
    /// As it should be.
    Ok,
    /// It works now and may not later.
    Warning,
    /// The node does not start, does not answer, or is not safe.
    Error,
}

/// What was found.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub(super) struct Finding {
    /// What was looked at: `certificate`, `disk`.
    pub(super) check: &'static str,
    /// How bad it is.
    pub(super) severity: Severity,
    /// How it is.
    pub(super) what: String,
    /// Why that matters, and what a command cannot say; absent where all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) why: Option<String>,
    /// A command that mends it, to be typed as it stands; absent where none can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cure: Option<String>,
}

impl Finding {
    /// Something good.
    pub(super) fn ok(check: &'static str, what: impl Into<String>) -> Self {
        Self {
            check,
            severity: Severity::Ok,
            what: what.into(),
            why: None,
            cure: None,
        }
    }

    /// Something that may go wrong.
    pub(super) fn warning(check: &'static str, what: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            why: Some(why.into()),
            ..Self::ok(check, what)
        }
    }

    /// Something wrong.
    pub(super) fn error(check: &'static str, what: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            why: Some(why.into()),
            ..Self::ok(check, what)
        }
    }

    /// With the command that mends it.
    pub(super) fn cure(mut self, command: impl Into<String>) -> Self {
        self.cure = Some(command.into());
        self
    }

    /// For a person, with colours for a terminal that wants them.
    pub(super) fn text(&self) -> String {
        let (tick, colour) = match self.severity {
            Severity::Ok => ("✓", AnsiColor::Green),
            Severity::Warning => ("!", AnsiColor::Yellow),
            Severity::Error => ("✗", AnsiColor::Red),
        };
        let colour = Style::new().fg_color(Some(colour.into())).bold();
        let mut text = format!("{colour}{tick}{colour:#} {:<12} {}", self.check, self.what);
        if let Some(why) = &self.why {
            text.push_str(&format!("\n  {:<12} {why}", ""));
        }
        if let Some(cure) = &self.cure {
            text.push_str(&format!("\n  {:<12} type: {cure}", ""));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_told_with_its_reason_and_its_cure() {
        let finding = Finding::error("certificate", "expired", "clients refuse it").cure("lookout x");
        let text = anstream::adapter::strip_str(&finding.text()).to_string();
        assert_eq!(
            text,
            "✗ certificate  expired\n               clients refuse it\n               type: lookout x"
        );
        assert!(Severity::Error > Severity::Warning && Severity::Warning > Severity::Ok);
    }
}
