//! The one writer: takes changes, commits them with their place in the journal, publishes the result.
//!
//! Uses `commit`, `merge`, `snapshot`. A plain struct for one thread; its calls block, on the disk and on
//! the indexing of what was applied, so they belong on a thread of their own.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use arc_swap::ArcSwap;
use jiff::Timestamp;
use tantivy::IndexWriter;
use tantivy::TantivyDocument;
use tantivy::TantivyError;
use tantivy::Term;
use tantivy::indexer::IndexWriterOptions;
use tantivy::indexer::MergePolicy;

use super::Change;
use super::Entry;
use super::commit::Commit;
use super::error::IndexError;
use super::folder;
use super::folder::META;
use super::held::Held;
use super::merge::Bulk;
use super::merge::Falling;
use super::parcel;
use super::schema;
use super::schema::Fields;
use super::snapshot::Snapshot;
use crate::config;
use crate::domain::ids::Ordinal;
use crate::domain::ids::Position;

/// What tantivy takes as a thread's memory, bytes.
const WRITER_BYTES: std::ops::RangeInclusive<usize> = 16 << 20..=4_095 << 20;

/// How often merging is taken up again until nothing is left to merge: once more is enough while nobody
/// else commits.
const SETTLING_ROUNDS: u32 = 3;

/// Writes the index. There is one for a folder, in all processes together.
pub struct Writer {
    engine: tantivy::Index,
    fields: Fields,
    options: IndexWriterOptions,
    pub(super) published: Arc<ArcSwap<Snapshot>>,
    pub(super) folder: Box<Path>,
    /// None after a rollback that failed, until one succeeds.
    writing: Option<IndexWriter>,
    held: Held,
    /// Documents added since the last commit.
    added: u32,
    pub(super) bulk: Arc<Bulk>,
    pub(super) purged: Position,
    /// When merges were last asked for by a purge.
    pub(super) asked: Instant,
}

impl Writer {
    pub(super) fn new(
        engine: tantivy::Index,
        fields: Fields,
        settings: &config::Index,
        published: Arc<ArcSwap<Snapshot>>,
        folder: &Path,
    ) -> Result<Self, IndexError> {
        let bytes = settings
            .writer_bytes
            .clamp(*WRITER_BYTES.start(), *WRITER_BYTES.end());
        // One thread each: indexing keeps up with the journal many times over, and what runs beside a
        // search should leave it the processor.
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(bytes)
            .build();
        let (held, purged) = {
            let snapshot = published.load();
            (Held::of(&snapshot), snapshot.purged())
        };
        let mut writer = Self {
            engine,
            fields,
            options,
            published,
            writing: None,
            held,
            added: 0,
            bulk: Arc::default(),
            purged,
            asked: Instant::now(),
            folder: folder.into(),
        };
        writer.start()?;
        Ok(writer)
    }

    /// Publishes for those who read there, now and from now on.
    pub(super) fn publish_to(&mut self, published: Arc<ArcSwap<Snapshot>>) {
        published.store(self.published.load_full());
        self.published = published;
    }

    fn start(&mut self) -> Result<(), IndexError> {
        let options = &self.options;
        let writing = folder::patiently(|| Ok(self.engine.writer_with_options(options.clone())?))?;
        writing.set_merge_policy(Box::new(Falling(Arc::clone(&self.bulk))));
        // What a commit left that was cut off or failed: the next would make files of the same names, never
        // could, and the index would be behind for ever. What cannot be removed is tried again with the next start.
        if let Err(error) = writing.garbage_collect_files().wait() {
            tracing::warn!(%error, "what is left of a commit that failed cannot be removed");
        }
        self.writing = Some(writing);
        Ok(())
    }

    pub(super) fn writing(&mut self) -> Result<&mut IndexWriter, IndexError> {
        let stopped = || TantivyError::SystemError("the writer was not restarted".to_owned());
        self.writing.as_mut().ok_or_else(|| IndexError::Engine(stopped()))
    }

    /// Takes changes, in order. Nothing of them is seen before [`commit`](Self::commit).
    ///
    /// # Errors
    /// When the engine or the disk fails; then [`rollback`](Self::rollback).
    pub fn apply(&mut self, changes: impl IntoIterator<Item = Change>) -> Result<(), IndexError> {
        for change in changes {
            match change {
                Change::Put(entry) => {
                    self.remove(entry.ordinal)?;
                    self.held.insert(entry.ordinal);
                    let document = self.document(&entry);
                    self.writing()?.add_document(document)?;
                    self.added = self.added.saturating_add(1);
                }
                Change::Remove(ordinal) => self.remove(ordinal)?,
            }
        }
        Ok(())
    }

    /// Says whether searches are to be expected before the segments that a list leaves behind are merged
    /// after it; if not, they are left to that. Until it is said otherwise they are.
    pub fn searched(&mut self, searched: bool) {
        self.bulk.searched(searched);
    }

    /// Makes what was applied durable and visible: every snapshot taken from now on has it. `position` is
    /// the last fact it holds, `time` the present.
    ///
    /// # Errors
    /// When the engine or the disk fails; then [`rollback`](Self::rollback).
    pub fn commit(&mut self, position: Position, time: Timestamp) -> Result<(), IndexError> {
        self.bulk.committing(std::mem::take(&mut self.added));
        let payload = Commit::new(position, time, self.purged)
            .payload()
            .map_err(std::io::Error::from)?;
        let mut commit = self.writing()?.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        self.refresh()
    }

    /// Publishes what merges have made of the segments since the last commit. Nothing is found that was
    /// not before, only faster; worth a call when no change has come for a while.
    ///
    /// # Errors
    /// When the segments cannot be read; the old ones stay published.
    pub fn refresh(&mut self) -> Result<(), IndexError> {
        let before = self.published.load_full();
        let loaded = Snapshot::load(&self.engine, &self.fields, Some(&before))?;
        let snapshot = loaded.map_err(|_| IndexError::Damaged {
            file: META.to_owned(),
        })?;
        self.published.store(Arc::new(snapshot));
        Ok(())
    }

    /// Forgets what was applied since the last commit, and recovers from a failed one. Gives the position
    /// after which to apply again.
    ///
    /// # Errors
    /// When the engine still cannot start: call again when the cause, a full disk say, is gone.
    pub fn rollback(&mut self) -> Result<Position, IndexError> {
        // A new engine writer, not tantivy's own rollback: when that fails, it panics at the next.
        self.writing = None;
        self.start()?;
        self.refresh()?;
        let snapshot = self.published.load();
        self.held = Held::of(&snapshot);
        self.purged = snapshot.purged();
        Ok(snapshot.position())
    }

    /// Waits for the merges under way and gives the folder back. Dropping does not wait: what is half
    /// merged is then merged again.
    ///
    /// # Errors
    /// When a merge failed; what was committed is not touched by it.
    pub fn close(mut self) -> Result<(), IndexError> {
        self.settle()
    }

    /// Whether nothing is left to merge, nor being merged.
    ///
    /// # Errors
    /// When the list of segments cannot be read.
    pub fn is_settled(&self) -> Result<bool, IndexError> {
        let segments = self.engine.searchable_segment_metas()?;
        let policy = Falling(Arc::clone(&self.bulk));
        Ok(policy.compute_merge_candidates(&segments).is_empty())
    }

    /// Waits until nothing is left to merge, then publishes.
    ///
    /// # Errors
    /// As [`close`](Self::close); then [`rollback`](Self::rollback).
    pub fn settle(&mut self) -> Result<(), IndexError> {
        for _ in 0..SETTLING_ROUNDS {
            if let Some(writing) = self.writing.take() {
                writing.wait_merging_threads()?;
            }
            self.start()?;
            self.refresh()?;
            if self.is_settled()? {
                break;
            }
            // A merge gives up when a commit emptied one of its segments meanwhile, and is not tried again
            // before the next commit.
            let snapshot = self.published.load_full();
            self.commit(snapshot.position(), snapshot.as_of())?;
        }
        Ok(())
    }

    fn remove(&mut self, ordinal: Ordinal) -> Result<(), IndexError> {
        // A deletion is a lookup in every segment, so a rebuild, where all is new, makes none.
        if self.held.remove(ordinal) {
            let term = Term::from_field_u64(self.fields.ordinal, u64::from(ordinal.0));
            self.writing()?.delete_term(term);
        }
        Ok(())
    }

    fn document(&self, entry: &Entry) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_u64(self.fields.ordinal, u64::from(entry.ordinal.0));
        for key in entry.person.keys.iter().copied() {
            document.add_bytes(self.fields.of(key), &schema::term(key));
        }
        document.add_custom(self.fields.record, &parcel::pack(&entry.person));
        document
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("published", &self.published)
            .finish_non_exhaustive()
    }
}
