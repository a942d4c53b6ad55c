//! A node at its home: opened, brought up to its journal, and following it.
//!
//! Uses every room. One process has a home (DESIGN 7): the lock is taken first and given up last.

use std::fs::File;
use std::fs::OpenOptions;
use std::fs::TryLockError;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use super::authority;
use super::authority::NoKeys;
use super::clock_note::NoteFile;
use super::lists::Lists;
use crate::audit::AuditError;
use crate::audit::SqliteAudit;
use crate::backup;
use crate::config::Config;
use crate::config::Home;
use crate::domain::clock::Clock;
use crate::domain::ids::Position;
use crate::domain::ids::ProfileId;
use crate::domain::partner::Profile;
use crate::http;
use crate::index;
use crate::index::Index;
use crate::index::IndexError;
use crate::index::Writer;
use crate::journal::Journal;
use crate::journal::SqliteJournal;
use crate::service::CatchUpError;
use crate::service::Followers;
use crate::service::Parts;
use crate::service::Services;
use crate::service::catch_up;
use crate::state::State;
use crate::state::StateError;
use crate::storage::Shelf;
use crate::storage::StorageError;

/// Longest wait for the home, and the pause between two tries.
const LOCK_WAIT: Duration = Duration::from_millis(500);
const LOCK_PAUSE: Duration = Duration::from_millis(10);

/// Why a node does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another process has the home.
    #[error("another process uses this home: stop it first, or use a command that speaks to it ({})", path.display())]
    Locked {
        /// The lock.
        path: PathBuf,
    },
    /// A restore has begun in this home and not ended.
    #[error("a restore into this home was cut off: empty it and run `lookout restore` again ({})", path.display())]
    HalfRestored {
        /// The home.
        path: PathBuf,
    },
    /// The home cannot be used.
    #[error("cannot use {}", path.display())]
    Home {
        /// What.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// Keys or certificates are missing or cannot be used.
    #[error(transparent)]
    Keys(#[from] NoKeys),
    /// The journal cannot be opened.
    #[error("cannot open the journal")]
    Journal(#[source] StorageError),
    /// The state cannot be opened or rebuilt.
    #[error("cannot open the state")]
    State(#[source] StateError),
    /// The audit log cannot be opened.
    #[error("cannot open the audit log")]
    Audit(#[source] AuditError),
    /// The index cannot be opened or begun anew.
    #[error("cannot open the index")]
    Index(#[source] IndexError),
    /// The state cannot be brought up to the journal.
    #[error("cannot replay the journal")]
    Replay(#[source] CatchUpError),
    /// The system gives no thread.
    #[error("cannot start a thread")]
    Thread(#[source] std::io::Error),
    /// A door cannot be opened.
    #[error("cannot open the {door} at {address}")]
    Door {
        /// Which.
        door: &'static str,
        /// Where.
        address: String,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
}

/// A node without doors: what offline commands work on, and what `serve` opens doors for.
pub struct Node {
    services: Arc<Services>,
    followers: Followers,
}

impl Node {
    /// Opens the node at `home`. Blocks on the disk; call it before serving.
    ///
    /// # Errors
    /// What cannot be opened, and what to do where that is known.
    pub fn open(home: &Home, config: Arc<Config>, clock: Arc<dyn Clock>) -> Result<Self, StartError> {
        Self::open_locked(take(home)?, home, config, clock)
    }

    /// Opens the node at `home` with an empty index, which then follows the journal from its start:
    /// always safe, since all that is in it is derived (DESIGN 1, rule 8).
    ///
    /// # Errors
    /// As [`Node::open`].
    pub fn open_reindexing(
        home: &Home,
        config: Arc<Config>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StartError> {
        let lock = take(home)?;
        index::erase(&home.index()).map_err(StartError::Index)?;
        Self::open_locked(lock, home, config, clock)
    }

    fn open_locked(
        lock: File,
        home: &Home,
        config: Arc<Config>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StartError> {
        let log = format!("lookout/{}-1", config.node.name);
        let key = authority::log_key(home)?;
        let audit =
            SqliteAudit::open(&home.audit(), log, key, Arc::clone(&clock)).map_err(StartError::Audit)?;
        let journal =
            SqliteJournal::open(&home.journal(), Arc::clone(&clock)).map_err(StartError::Journal)?;
        let head = *journal.head().borrow();
        let state = open_state(&home.state(), head)?;
        catch_up(&journal, &state).map_err(StartError::Replay)?;
        let (index, writer) = open_index(&home.index(), &config, head)?;
        let photos = home.photos();
        let shelf = Shelf::open(photos.clone()).map_err(|cause| StartError::Home { path: photos, cause })?;
        let services = Arc::new(Services::new(Parts {
            config,
            clock,
            journal: Arc::new(journal),
            audit: Arc::new(audit),
            state: Arc::new(state),
            index: Arc::new(index),
            shelf,
            canonical: http::canonical,
            clock_keeper: Box::new(NoteFile::of(home)),
            lists: Arc::new(Lists::of(home)),
            local_profile: Profile::nothing(ProfileId::local()),
            lock: Box::new(lock),
        }));
        let followers = Followers::start(Arc::clone(&services), writer).map_err(StartError::Thread)?;
        Ok(Self { services, followers })
    }

    /// The use cases.
    #[must_use]
    pub const fn services(&self) -> &Arc<Services> {
        &self.services
    }

    /// Ends the followers and closes everything, with what was acknowledged stored.
    pub async fn close(self) {
        // Before the followers: a run waits for what it has changed.
        self.services.feeds_ended().await;
        self.followers.stop().await;
    }
}

/// Whether nothing is missing that a restore was about to put there.
pub(super) fn whole(home: &Home) -> Result<(), StartError> {
    if backup::under_way(home) {
        let path = home.path().to_owned();
        return Err(StartError::HalfRestored { path });
    }
    Ok(())
}

/// Makes the home's folders and takes its lock.
fn take(home: &Home) -> Result<File, StartError> {
    whole(home)?;
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |cause| StartError::Home { path, cause }
    };
    for folder in [home.var(), home.audit(), home.index()] {
        let made = std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder);
        made.map_err(failed(&folder))?;
    }
    let path = home.lock();
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(failed(&path))?;
    let until = Instant::now() + LOCK_WAIT;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            // A child process between its fork and its exec may hold what was just given up.
            Err(TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(LOCK_PAUSE),
            Err(TryLockError::WouldBlock) => return Err(StartError::Locked { path }),
            Err(TryLockError::Error(cause)) => return Err(StartError::Home { path, cause }),
        }
    }
}

/// Opens the state. One that is damaged, or knows more than the journal, is made anew by replay:
/// everything derived can be (DESIGN 1, rule 8).
fn open_state(path: &Path, head: Position) -> Result<State, StartError> {
    match State::open(path) {
        Ok(state) if state.position() <= head => return Ok(state),
        Ok(_) => tracing::warn!("the state is ahead of its journal and is rebuilt"),
        Err(StateError::Storage(StorageError::Damaged { .. })) => {
            tracing::warn!("the state is damaged and is rebuilt")
        }
        Err(error) => return Err(StartError::State(error)),
    }
    State::discard(path).map_err(|error| StartError::State(error.into()))?;
    State::open(path).map_err(StartError::State)
}

/// Opens the index, or begins it anew where it is damaged, of another version, or ahead of its journal.
fn open_index(path: &Path, config: &Config, head: Position) -> Result<(Index, Writer), StartError> {
    let opened = Index::open(path, &config.index).map_err(StartError::Index)?;
    if let Some(reason) = &opened.rebuilt_because {
        tracing::warn!(%reason, "the index is rebuilt; searches wait for it");
    }
    if opened.index.snapshot().position() <= head {
        return Ok((opened.index, opened.writer));
    }
    tracing::warn!("the index is ahead of its journal and is rebuilt");
    drop(opened);
    index::erase(path).map_err(StartError::Index)?;
    let opened = Index::open(path, &config.index).map_err(StartError::Index)?;
    Ok((opened.index, opened.writer))
}
