//! What searches read: the segments of one commit, loaded, checked and never changed.
//!
//! Uses `seal`, `table`, `commit`. Made by the writer before it is published, so no search ever waits for
//! a file; held by a search for as long as it runs, whatever is committed, merged or deleted meanwhile.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use tantivy::SegmentReader;
use tantivy::directory::Directory;
use tantivy::directory::META_LOCK;
use tantivy::index::InvertedIndexReader;
use tantivy::index::SegmentId;

use super::commit::Commit;
use super::error::IndexError;
use super::error::Rebuilt;
use super::schema::Fields;
use super::table::Table;
use super::table_plugin::table_of;
use crate::domain::ids::Ordinal;
use crate::domain::ids::Position;
use crate::matching::Key;
use crate::matching::Spellings;
use crate::matching::is_token;

/// The index as of one commit.
#[derive(Debug)]
pub struct Snapshot {
    commit: Commit,
    segments: Vec<Arc<Segment>>,
    entries: u64,
}

impl Snapshot {
    /// The last fact of the journal that is in.
    #[must_use]
    pub const fn position(&self) -> Position {
        self.commit.position
    }

    /// When its commit was made; 1970 for an index that never had one.
    #[must_use]
    pub const fn as_of(&self) -> Timestamp {
        self.commit.as_of
    }

    /// Up to which position what facts have erased is in no file of the index any more, see
    /// [`Writer::purge`](super::Writer::purge).
    #[must_use]
    pub const fn purged(&self) -> Position {
        self.commit.purged
    }

    /// How many entries can be proposed.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.entries
    }

    /// Whether nothing can be proposed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries == 0
    }

    /// How many segments a search looks into, for metrics.
    #[must_use]
    pub const fn segments(&self) -> usize {
        self.segments.len()
    }

    /// The segments, largest first.
    pub(super) fn parts(&self) -> &[Arc<Segment>] {
        &self.segments
    }

    /// One of them.
    pub(super) fn part(&self, place: u32) -> Option<&Segment> {
        self.segments.get(place as usize).map(Arc::as_ref)
    }

    /// Loads the last commit; what `before` has of it is taken over as it is.
    ///
    /// # Errors
    /// The inner error says that the commit is not of this program or version.
    pub(super) fn load(
        index: &tantivy::Index,
        fields: &Fields,
        before: Option<&Self>,
    ) -> Result<Result<Self, Rebuilt>, IndexError> {
        // Held so that no file goes between the reading of the list and the reading of the files.
        let lock = index.directory().acquire_lock(&META_LOCK);
        let _lock = lock.map_err(|error| tantivy::TantivyError::LockFailure(error, None))?;
        let metas = index.load_metas()?;
        if metas.schema != fields.schema {
            return Ok(Err(Rebuilt::Foreign));
        }
        let commit = match (metas.payload.as_deref(), metas.segments.is_empty()) {
            // Just made, and not committed to yet.
            (None, true) => Ok(Commit::new(Position(0), Timestamp::UNIX_EPOCH, Position(0))),
            (payload, _) => Commit::read(payload),
        };
        let commit = match commit {
            Ok(commit) => commit,
            Err(other) => return Ok(Err(other)),
        };
        let mut segments = Vec::with_capacity(metas.segments.len());
        for meta in metas.segments {
            let same = |old: &&Arc<Segment>| old.is(meta.id(), meta.delete_opstamp());
            let old = before.and_then(|before| before.segments.iter().find(same));
            segments.push(match old {
                Some(old) => Arc::clone(old),
                None => Arc::new(Segment::load(&index.segment(meta), fields)?),
            });
        }
        let entries = segments
            .iter()
            .map(|segment| u64::from(segment.reader.num_docs()))
            .sum();
        Ok(Ok(Self {
            commit,
            segments,
            entries,
        }))
    }
}

impl Spellings for Snapshot {
    fn near(&self, keys: &[Key], each: &mut dyn FnMut(&[u8])) {
        let mut found = Vec::new();
        for segment in &self.segments {
            found.clear();
            for key in keys {
                segment.table.near(*key, &mut found);
            }
            found.sort_unstable();
            found.dedup();
            let vocabulary = segment.table.vocabulary();
            found
                .iter()
                .filter_map(|number| vocabulary.token(*number))
                .for_each(&mut *each);
        }
    }
}

/// One loaded segment.
pub(super) struct Segment {
    reader: SegmentReader,
    /// Its dictionaries and their postings: of keys that stand for a token, and of the others.
    tokens: Arc<InvertedIndexReader>,
    keys: Arc<InvertedIndexReader>,
    /// Its records.
    pub(super) table: Table,
}

impl Segment {
    fn load(segment: &tantivy::Segment, fields: &Fields) -> Result<Self, IndexError> {
        let reader = SegmentReader::open(segment)?;
        let keys = reader.inverted_index(fields.key)?;
        let tokens = reader.inverted_index(fields.token)?;
        let table = table_of(&reader)?;
        Ok(Self {
            reader,
            tokens,
            keys,
            table,
        })
    }

    /// Where the entries of a key stand.
    pub(super) fn dictionary(&self, key: Key) -> &InvertedIndexReader {
        if is_token(key) { &self.tokens } else { &self.keys }
    }

    fn is(&self, id: SegmentId, deletions: Option<u64>) -> bool {
        self.reader.segment_id() == id && self.reader.delete_opstamp() == deletions
    }

    /// One more than its highest document.
    pub(super) fn docs(&self) -> u32 {
        self.reader.max_doc()
    }

    /// Whether a document was neither replaced nor removed.
    pub(super) fn is_alive(&self, doc: u32) -> bool {
        !self.reader.is_deleted(doc)
    }

    /// Which it is.
    pub(super) fn id(&self) -> SegmentId {
        self.reader.segment_id()
    }

    /// Whether it still has the words of a document of one of these that was replaced or removed.
    pub(super) fn remembers(&self, ordinals: &HashSet<Ordinal>) -> bool {
        self.reader.has_deletes()
            && (0..self.docs())
                .filter(|doc| !self.is_alive(*doc))
                .filter_map(|doc| self.table.ordinal(doc))
                .any(|ordinal| ordinals.contains(&ordinal))
    }

    /// The ordinals that can be proposed.
    pub(super) fn ordinals(&self) -> impl Iterator<Item = Ordinal> + '_ {
        self.reader
            .doc_ids_alive()
            .filter_map(|doc| self.table.ordinal(doc))
    }
}

impl std::fmt::Debug for Segment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Segment")
            .field("id", &self.reader.segment_id())
            .finish_non_exhaustive()
    }
}
