//! The table `[traces]`: where spans of requests go, if anywhere.
//!
//! Uses nothing. Off unless an endpoint is named.

use serde::Deserialize;

use super::ConfigError;

/// Where traces go.
#[derive(Clone, Debug, PartialEq)]
pub struct Traces {
    /// An OTLP collector over HTTP, without a path at its end: `http://127.0.0.1:4318`.
    pub endpoint: String,
    /// The share of requests that are traced, 0 to 1.
    pub sample: f64,
    /// The service's name there.
    pub service: String,
}

/// Mirrors the TOML table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TracesTable {
    endpoint: Option<String>,
    sample: f64,
    service: String,
}

impl Default for TracesTable {
    fn default() -> Self {
        Self {
            endpoint: None,
            sample: 0.1,
            service: "lookout".to_owned(),
        }
    }
}

impl TracesTable {
    /// The settings checked; `None` where no endpoint is named.
    pub(super) fn check(self) -> Result<Option<Traces>, ConfigError> {
        let rule = |field, rule| ConfigError::Rule { field, rule };
        if !(0.0..=1.0).contains(&self.sample) {
            return Err(rule("traces.sample", "0 to 1"));
        }
        if self.service.is_empty() || self.service.len() > 63 {
            return Err(rule("traces.service", "1 to 63 bytes"));
        }
        let Some(endpoint) = self.endpoint.filter(|endpoint| !endpoint.is_empty()) else {
            return Ok(None);
        };
        let endpoint = endpoint.trim_end_matches('/').to_owned();
        let host = ["http://", "https://"]
            .iter()
            .find_map(|scheme| endpoint.strip_prefix(scheme));
        // A name and password in it would stand in the settings, and a query makes no endpoint.
        match host {
            Some(host) if !host.is_empty() && !host.contains(['@', '?', '#', ' ']) => Ok(Some(Traces {
                endpoint,
                sample: self.sample,
                service: self.service,
            })),
            _ => Err(rule(
                "traces.endpoint",
                "an address such as `http://127.0.0.1:4318`, without user name or query",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<Option<Traces>, String> {
        let table: TracesTable = toml::from_str(text).unwrap();
        table.check().map_err(|error| error.to_string())
    }

    #[test]
    fn traces_are_off_until_an_endpoint_is_named() {
        assert_eq!(check(""), Ok(None));
        let on = check("endpoint = \"http://127.0.0.1:4318/\"").unwrap().unwrap();
        assert_eq!((on.endpoint.as_str(), on.sample), ("http://127.0.0.1:4318", 0.1));
    }

    #[test]
    fn a_broken_rule_of_the_table_is_named() {
        for (text, field) in [
            ("endpoint = \"127.0.0.1:4318\"", "traces.endpoint"),
            ("endpoint = \"http://user:word@127.0.0.1\"", "traces.endpoint"),
            ("sample = 1.5", "traces.sample"),
            ("sample = nan", "traces.sample"),
            ("service = \"\"", "traces.service"),
        ] {
            assert!(check(text).unwrap_err().contains(field), "{text}");
        }
    }
}
