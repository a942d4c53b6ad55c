//! Which node a command is about: its home and its settings.
//!
//! Uses `config`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::failure::Failure;
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

    /// The settings, checked, with the environment's overrides.
    pub(super) fn settings(&self) -> Result<Arc<Config>, Failure> {
        let path = self.config.clone().unwrap_or_else(|| self.home().settings());
        config::load(&path, self.config.is_some(), std::env::vars())
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
