//! The node that is looked at: its home, its settings, and whether it runs.
//!
//! Uses `config` and the control socket. Opens nothing for writing and waits for no lock.

use std::fs::File;
use std::fs::TryLockError;
use std::os::unix::fs::MetadataExt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::net::UnixStream;

use crate::cli::home::At;
use crate::cli::link::Link;
use crate::cli::out::quoted;
use crate::config::Config;
use crate::config::Home;
use crate::wire::control::StatusReply;

/// Longest wait for a running node's answer.
const ANSWER: Duration = Duration::from_secs(5);

/// Whether a process has the home.
pub(super) enum Standing {
    /// Nobody has it.
    Stopped,
    /// A node runs and answers.
    Running {
        /// Its process, where the system tells.
        pid: Option<i32>,
        /// Where it stands.
        status: StatusReply,
    },
    /// A process has it and does not answer: a command at work, or a node that hangs or is starting.
    Silent,
}

/// What the checks look at.
pub(super) struct Patient<'a> {
    pub(super) at: &'a At,
    pub(super) home: Home,
    /// The settings, or what is wrong with them.
    pub(super) config: Result<Arc<Config>, String>,
    pub(super) standing: Standing,
    pub(super) now: Timestamp,
    /// Whether everything is read, not only the ends.
    pub(super) deep: bool,
}

impl<'a> Patient<'a> {
    pub(super) async fn meet(at: &'a At, now: Timestamp, deep: bool) -> Self {
        let home = at.home();
        let standing = standing(&home).await;
        Self {
            config: at.settings().map_err(|failure| failure.text().to_owned()),
            at,
            home,
            standing,
            now,
            deep,
        }
    }

    pub(super) const fn is_running(&self) -> bool {
        matches!(self.standing, Standing::Running { .. })
    }

    /// A command of this program for this node, to be typed as it stands.
    pub(super) fn command(&self, words: &str) -> String {
        let program = std::env::args().next().unwrap_or_else(|| "lookout".to_owned());
        format!("{} {words}{}", quoted(program.as_ref()), self.at.words())
    }

    /// The user who owns the home, whose files all in it must be.
    pub(super) fn owner(&self) -> Option<u32> {
        let metadata = std::fs::metadata(self.home.var()).or_else(|_| std::fs::metadata(self.home.path()));
        metadata.ok().map(|metadata| metadata.uid())
    }
}

async fn standing(home: &Home) -> Standing {
    let pid = UnixStream::connect(home.control_socket()).await;
    if let Ok(stream) = pid {
        let pid = stream.peer_cred().ok().and_then(|user| user.pid());
        drop(stream);
        let link = Link::Running(home.clone());
        let asked = tokio::time::timeout(ANSWER, link.get::<StatusReply>("/status")).await;
        if let Ok(Ok(status)) = asked {
            return Standing::Running { pid, status };
        }
        return Standing::Silent;
    }
    // A shared lock that is given up at once: a node that starts at this moment tries again.
    let lock = File::open(home.lock());
    match lock.map(|lock| lock.try_lock_shared()) {
        Ok(Err(TryLockError::WouldBlock)) => Standing::Silent,
        _ => Standing::Stopped,
    }
}
