//! Which node a command is about: its home and its settings.
//!
//! Uses `config`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::failure::Failure;
use super::out::quoted;
use crate::config;
use crate::config::Config;
use crate::config::Home;

/// The node a command works on.
#[derive(Args, Clone, Debug)]
pub(super) struct At {
    /// Folder the node lives in: keys under certs/, the index under index/, databases under var/
    #[arg(
        long,
        value_name = "DIR",
        default_value = ".",
        env = "LOOKOUT_HOME",
        global = true
    )]
    home: PathBuf,
    /// Settings file [default: lookout.toml in the home, if it is there]
    #[arg(long, value_name = "FILE", env = "LOOKOUT_CONFIG", global = true)]
    config: Option<PathBuf>,
}

impl At {
    /// The home.
    pub(super) fn home(&self) -> Home {
        Home::at(&self.home)
    }

    /// The settings file that is read, if it is there.
    pub(super) fn file(&self) -> PathBuf {
        self.config.clone().unwrap_or_else(|| self.home().settings())
    }

    /// The options by which another command finds the same node, with a space before; empty where it
    /// does by itself.
    pub(super) fn words(&self) -> String {
        let mut words = String::new();
        if self.home != std::path::Path::new(".") {
            words.push_str(&format!(" --home {}", quoted(&self.home)));
        }
        if let Some(config) = &self.config {
            words.push_str(&format!(" --config {}", quoted(config)));
        }
        words
    }

    /// The settings, checked, with the environment's overrides.
    pub(super) fn settings(&self) -> Result<Arc<Config>, Failure> {
        config::load(&self.file(), self.config.is_some(), std::env::vars())
            .map(Arc::new)
            .map_err(|error| Failure::because("cannot start with these settings", &error).code(2))
    }
}

#[cfg(test)]
impl At {
    /// The node at this folder, with its own settings.
    pub(super) fn folder(folder: &std::path::Path) -> Self {
        Self {
            home: folder.to_owned(),
            config: None,
        }
    }
}
