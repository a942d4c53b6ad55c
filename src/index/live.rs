//! The live index: opening its folder, handing the last commit to searches, and giving way to another.
//!
//! Uses `folder`, `generation`, `snapshot`, `writer`. What cannot be trusted is emptied here, at start, before anything
//! of it was searched; afterwards nothing is read that was not checked.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use arc_swap::ArcSwap;

use super::error::IndexError;
use super::error::Rebuilt;
use super::folder;
use super::folder::Checked;
use super::generation;
use super::generation::Generation;
use super::generation::Standing;
use super::schema::Fields;
use super::seal::Sealed;
use super::snapshot::Snapshot;
use super::table_plugin::TablePlugin;
use super::writer::Writer;
use crate::config;
use crate::domain::ids::Position;

/// The side of the index that searches see. Cheap to clone; all clones are one index.
#[derive(Clone, Debug)]
pub struct Index {
    root: Arc<Path>,
    /// The highest number given to an index; the live one's until another is begun.
    latest: Arc<Mutex<Generation>>,
    published: Arc<ArcSwap<Snapshot>>,
}

/// An index just opened.
#[derive(Debug)]
pub struct Opened {
    /// For searches.
    pub index: Index,
    /// For the one that follows the journal.
    pub writer: Writer,
    /// Why what the folder held was thrown away; then the index is empty and at position 0, and the
    /// journal is to be followed from its start. None for a folder that held nothing.
    pub rebuilt_because: Option<Rebuilt>,
}

/// An index being built beside the live one, which no search sees. Dropped, it is left over.
#[derive(Debug)]
pub struct Beside {
    generation: Generation,
    published: Arc<ArcSwap<Snapshot>>,
    /// For the one that fills it.
    pub writer: Writer,
}

impl Beside {
    /// The last fact that its last commit holds.
    #[must_use]
    pub fn position(&self) -> Position {
        self.published.load().position()
    }
}

impl Index {
    /// Opens the live index in `root`, or makes an empty one. Every byte of it is read and checked, and
    /// what a crash has left beside it is removed.
    ///
    /// # Errors
    /// `InUse` when another writer has it; `Io` or `Engine` when the folder cannot be read or written.
    /// Damage is no error: it is told in [`Opened::rebuilt_because`].
    pub fn open(root: &Path, settings: &config::Index) -> Result<Opened, IndexError> {
        let fields = Fields::new();
        let lock = folder::lock(root)?;
        generation::adopt(root)?;
        let (live, named, lost) = match generation::standing(root)? {
            Standing::Live(live) => (live, true, None),
            Standing::New => (generation::begin(root)?, false, None),
            Standing::Damaged => {
                generation::clear(root)?;
                (
                    generation::begin(root)?,
                    false,
                    Some(Rebuilt::Damaged {
                        file: generation::CURRENT.to_owned(),
                    }),
                )
            }
        };
        let folder = live.folder(root);
        let inner = folder::lock(&folder)?;
        let (engine, snapshot, rebuilt_because) = match existing(&folder, &fields)? {
            Ok((engine, snapshot)) => (engine, snapshot, lost),
            Err(reason) => {
                folder::empty(&folder)?;
                let (engine, snapshot) = open(&folder, &fields)?;
                (engine, snapshot.map_err(|_| no_list())?, Some(reason))
            }
        };
        if !named {
            generation::point(root, live)?;
        }
        generation::sweep(root, live)?;
        // The writer takes the same lock; a third party in between makes it fail, not go wrong.
        drop((inner, lock));
        let published = Arc::new(ArcSwap::from_pointee(snapshot));
        let writer = Writer::new(engine, fields, settings, Arc::clone(&published))?;
        Ok(Opened {
            index: Self {
                root: root.into(),
                latest: Arc::new(Mutex::new(live)),
                published,
            },
            writer,
            rebuilt_because,
        })
    }

    /// What was committed last. Takes no lock.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.published.load_full()
    }

    /// Checks the files again, as they are on the disk now; `go_on` is asked before each piece and may
    /// take its time, and where it says no there is no result. Searches do not depend on it: they read
    /// what was checked when it was loaded.
    ///
    /// # Errors
    /// As [`check`](super::check).
    pub fn verify(&self, go_on: &mut dyn FnMut() -> bool) -> Result<Option<Checked>, IndexError> {
        folder::check_at(&self.root, go_on)
    }

    /// Begins another index beside this one, empty and at position 0. Its writer's threads stand back as
    /// far as the thread that calls.
    ///
    /// # Errors
    /// `Io` or `Engine` when the folder cannot be written.
    pub fn beside(&self, settings: &config::Index) -> Result<Beside, IndexError> {
        let generation = {
            let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
            *latest = latest.next();
            *latest
        };
        let fields = Fields::new();
        let folder = generation.folder(&self.root);
        std::fs::create_dir_all(&folder)?;
        let (engine, snapshot) = open(&folder, &fields)?;
        let published = Arc::new(ArcSwap::from_pointee(snapshot.map_err(|_| no_list())?));
        let writer = Writer::new(engine, fields, settings, Arc::clone(&published))?;
        Ok(Beside {
            generation,
            published,
            writer,
        })
    }

    /// Puts `beside` in the place of this index, durably, for every search that begins from now on; the
    /// writer that is handed back writes it. The writer of the old one is of no use any more.
    ///
    /// # Errors
    /// `Behind` where it does not hold all that this one holds; `Io` when the folder cannot be written.
    /// Then this one stays.
    pub fn swap(&self, beside: Beside) -> Result<Writer, IndexError> {
        if beside.position() < self.snapshot().position() {
            return Err(IndexError::Behind);
        }
        generation::point(&self.root, beside.generation)?;
        let mut writer = beside.writer;
        writer.publish_to(Arc::clone(&self.published));
        Ok(writer)
    }

    /// Removes what is left over beside the live index, once nobody writes it.
    ///
    /// # Errors
    /// `InUse` while somebody does; `Io` when it cannot be removed. The next start removes it too.
    pub fn sweep(&self) -> Result<(), IndexError> {
        match generation::standing(&self.root)? {
            Standing::Live(live) => generation::sweep(&self.root, live),
            Standing::New | Standing::Damaged => Err(generation::damaged()),
        }
    }
}

fn no_list() -> IndexError {
    IndexError::Damaged {
        file: folder::META.to_owned(),
    }
}

type Loaded<S> = (tantivy::Index, S);

/// What the folder holds, or why it is unfit.
fn existing(folder: &Path, fields: &Fields) -> Result<Result<Loaded<Snapshot>, Rebuilt>, IndexError> {
    let files = folder::files_in(folder)?;
    let meta = PathBuf::from(folder::META);
    if !files.is_empty() && !files.contains(&meta) {
        return Ok(Err(Rebuilt::Damaged {
            file: folder::META.to_owned(),
        }));
    }
    match open(folder, fields) {
        Ok((engine, snapshot)) => Ok(snapshot.map(|snapshot| (engine, snapshot))),
        Err(IndexError::Damaged { file }) => Ok(Err(Rebuilt::Damaged { file })),
        // That says nothing of the content: a folder that cannot be read now may be readable again.
        Err(error) => Err(error),
    }
}

fn open(folder: &Path, fields: &Fields) -> Result<Loaded<Result<Snapshot, Rebuilt>>, IndexError> {
    let sealed = Sealed::open(folder)?;
    let plugin = Arc::new(TablePlugin::new(fields));
    let engine = if folder.join(folder::META).exists() {
        let mut engine = tantivy::Index::open(sealed)?;
        engine.register_plugin(plugin);
        engine
    } else {
        let builder = tantivy::Index::builder()
            .schema(fields.schema.clone())
            .register_plugin(plugin);
        builder.open_or_create(sealed)?
    };
    let snapshot = Snapshot::load(&engine, fields, None)?;
    Ok((engine, snapshot))
}
