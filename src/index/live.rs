//! The live index: opening its folder, and handing the last commit to searches.
//!
//! Uses `folder`, `snapshot`, `writer`. What cannot be trusted is emptied here, at start, before anything
//! of it was searched; afterwards nothing is read that was not checked.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use arc_swap::ArcSwap;

use super::error::IndexError;
use super::error::Rebuilt;
use super::folder;
use super::folder::Checked;
use super::schema::Fields;
use super::seal::Sealed;
use super::snapshot::Snapshot;
use super::table_plugin::TablePlugin;
use super::writer::Writer;
use crate::config;

/// The side of the index that searches see. Cheap to clone; all clones are one index.
#[derive(Clone, Debug)]
pub struct Index {
    folder: Arc<Path>,
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

impl Index {
    /// Opens the index in `folder`, or makes an empty one. Every byte of it is read and checked.
    ///
    /// # Errors
    /// `InUse` when another writer has it; `Io` or `Engine` when the folder cannot be read or written.
    /// Damage is no error: it is told in [`Opened::rebuilt_because`].
    pub fn open(folder: &Path, settings: &config::Index) -> Result<Opened, IndexError> {
        let fields = Fields::new();
        let lock = folder::lock(folder)?;
        let (engine, snapshot, rebuilt_because) = match existing(folder, &fields)? {
            Ok((engine, snapshot)) => (engine, snapshot, None),
            Err(reason) => {
                folder::empty(folder)?;
                let (engine, snapshot) = open(folder, &fields)?;
                let snapshot = snapshot.map_err(|_| IndexError::Damaged {
                    file: folder::META.to_owned(),
                })?;
                (engine, snapshot, Some(reason))
            }
        };
        // The writer takes the same lock; a third party in between makes it fail, not go wrong.
        drop(lock);
        let published = Arc::new(ArcSwap::from_pointee(snapshot));
        let writer = Writer::new(engine, fields, settings, Arc::clone(&published), folder)?;
        Ok(Opened {
            index: Self {
                folder: folder.into(),
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

    /// Checks the files again, as they are on the disk now. Searches do not depend on it: they read what
    /// was checked when it was loaded.
    ///
    /// # Errors
    /// As [`check`](super::check).
    pub fn verify(&self) -> Result<Checked, IndexError> {
        folder::check(&self.folder)
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
