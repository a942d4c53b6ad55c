//! Reading the settings: the file, then what the environment overrides, then the checks.
//!
//! Uses the file form. The one place that reads a settings file; variables are handed in, so that a
//! test can say what they are.

use std::path::Path;

use toml::Table;
use toml::Value;

use super::Config;
use super::ConfigError;
use super::file::File;

/// What an override begins with: `LOOKOUT_DOORS__PARTNERS__LISTEN=0.0.0.0:9443`.
const PREFIX: &str = "LOOKOUT_";

/// Reads settings from `path` (which need not exist unless `required`) and the variables that begin
/// with `LOOKOUT_` and hold `__`.
///
/// # Errors
/// With the field and the rule that the settings break.
pub fn load(
    path: &Path,
    required: bool,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, ConfigError> {
    let mut table = match std::fs::read_to_string(path) {
        Ok(text) => text.parse::<Table>().map_err(|error| ConfigError::Form {
            text: error.to_string(),
        })?,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound && !required => Table::new(),
        Err(cause) => {
            return Err(ConfigError::Unreadable {
                path: path.to_owned(),
                cause,
            });
        }
    };
    for (name, value) in variables {
        if let Some(keys) = name.strip_prefix(PREFIX).filter(|keys| keys.contains("__")) {
            let keys: Vec<String> = keys.split("__").map(str::to_ascii_lowercase).collect();
            set(&mut table, &keys, &value).ok_or(ConfigError::Environment { name })?;
        }
    }
    let file: File = Value::Table(table)
        .try_into()
        .map_err(|error: toml::de::Error| ConfigError::Form {
            text: error.to_string().trim_end().to_owned(),
        })?;
    file.try_into()
}

/// Sets `value` at the path `keys`, making tables on the way. `None` where a key is empty or a
/// table stands where a value is wanted.
fn set(table: &mut Table, keys: &[String], value: &str) -> Option<()> {
    let (last, path) = keys.split_last()?;
    let mut table = table;
    for key in path {
        if key.is_empty() {
            return None;
        }
        table = table
            .entry(key)
            .or_insert_with(|| Value::Table(Table::new()))
            .as_table_mut()?;
    }
    if last.is_empty() {
        return None;
    }
    table.insert(last.clone(), read_value(value));
    Some(())
}

/// A variable holds a TOML value; what is none is a plain string, so that addresses need no quotes.
fn read_value(text: &str) -> Value {
    format!("value = {text}")
        .parse::<Table>()
        .ok()
        .and_then(|mut table| table.remove("value"))
        .unwrap_or_else(|| Value::String(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lookout.toml");
        std::fs::write(&path, text).unwrap();
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        load(&path, true, variables).map_err(|error| error.to_string())
    }

    #[test]
    fn every_key_has_a_default() {
        let config = read("", &[]).unwrap();
        assert_eq!(config.doors.partners.listen.port(), 8443);
        assert_eq!(config.purposes.len(), 6);
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        assert!(
            read("[doors.partners]\nport = 1", &[])
                .unwrap_err()
                .contains("port")
        );
    }

    #[test]
    fn a_broken_rule_names_field_and_rule() {
        let error = read("[search]\ndeadline_ms = 0", &[]).unwrap_err();
        assert_eq!(error, "settings: `search.deadline_ms` must be 1 to 10000");
        for (key, value) in [
            ("established", "0"),
            ("write_stall_ms", "1"),
            ("idle_seconds", "0"),
            ("handshakes_per_second", "0"),
            ("handshakes_burst", "200000"),
        ] {
            let error = read(&format!("[connections]\n{key} = {value}"), &[]).unwrap_err();
            assert!(error.contains(&format!("`connections.{key}`")), "{error}");
        }
        let error = read("[doors.ops]\nlisten = \"0.0.0.0:1\"", &[]).unwrap_err();
        assert!(
            error.contains("doors.ops.listen") && error.contains("loopback"),
            "{error}"
        );
    }

    #[test]
    fn the_environment_overrides_the_file() {
        let variables = [
            ("LOOKOUT_DOORS__PARTNERS__LISTEN", "127.0.0.1:0"),
            ("LOOKOUT_LIMITS__BURST", "7"),
        ];
        let config = read("[limits]\nburst = 3", &variables).unwrap();
        assert_eq!(config.doors.partners.listen.to_string(), "127.0.0.1:0");
        assert_eq!(config.limits.default.burst.get(), 7);
        assert!(
            read("", &[("LOOKOUT_LIMITS__", "1")])
                .unwrap_err()
                .contains("LOOKOUT_LIMITS__")
        );
    }

    #[test]
    fn a_file_that_must_be_there_and_is_not_is_named() {
        let error = load(Path::new("/nowhere/lookout.toml"), true, [])
            .unwrap_err()
            .to_string();
        assert!(error.contains("/nowhere/lookout.toml"));
    }
}
