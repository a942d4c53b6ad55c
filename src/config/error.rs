//! Why settings are refused.
//!
//! Uses nothing. Each refusal names the field, as a person would write it in the file, and the rule.

use std::path::PathBuf;

/// Why the program does not start with these settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the settings file {}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// Not TOML, an unknown key, or a value of the wrong type; the text names the line or key.
    #[error("settings: {text}")]
    Form {
        /// What the parser says.
        text: String,
    },
    /// A value breaks a rule.
    #[error("settings: `{field}` must be {rule}")]
    Rule {
        /// Which field.
        field: &'static str,
        /// What it must be.
        rule: &'static str,
    },
    /// An environment override that names no table and key.
    #[error("environment: {name} must look like LOOKOUT_DOORS__PARTNERS__LISTEN")]
    Environment {
        /// Its name.
        name: String,
    },
}
