//! The folder that one node lives in, and where things are in it (DESIGN 7).
//!
//! Uses nothing. Nobody else puts paths together.

use std::path::Path;
use std::path::PathBuf;

/// The home of a node.
#[derive(Clone, Debug)]
pub struct Home(PathBuf);

impl Home {
    /// The home at `path`, which need not exist yet.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Its folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The settings file, if the owner made one.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.0.join("lookout.toml")
    }

    /// Keys and certificates made at run time.
    #[must_use]
    pub fn certs(&self) -> PathBuf {
        self.0.join("certs").join("live")
    }

    /// The live index.
    #[must_use]
    pub fn index(&self) -> PathBuf {
        self.0.join("index").join("live")
    }

    /// Where the databases and the control socket are.
    #[must_use]
    pub fn var(&self) -> PathBuf {
        self.0.join("var")
    }

    /// The journal's database.
    #[must_use]
    pub fn journal(&self) -> PathBuf {
        self.var().join("journal.db")
    }

    /// The state's database.
    #[must_use]
    pub fn state(&self) -> PathBuf {
        self.var().join("state.db")
    }

    /// The audit log's folder.
    #[must_use]
    pub fn audit(&self) -> PathBuf {
        self.var().join("audit")
    }

    /// Where feeds' lists are while they are read.
    #[must_use]
    pub fn lists(&self) -> PathBuf {
        self.var().join("lists")
    }

    /// Where photographs are.
    #[must_use]
    pub fn photos(&self) -> PathBuf {
        self.var().join("photos")
    }

    /// What is remembered of the clock from one start to the next.
    #[must_use]
    pub fn clock_note(&self) -> PathBuf {
        self.var().join("clock.json")
    }

    /// The socket by which commands speak to a running node.
    #[must_use]
    pub fn control_socket(&self) -> PathBuf {
        self.var().join("control.sock")
    }

    /// The file whose lock says that a process has this home.
    #[must_use]
    pub fn lock(&self) -> PathBuf {
        self.var().join("lock")
    }
}
