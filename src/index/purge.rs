//! Taking what was erased out of the files: the segments that hold it are rewritten, and what they leave
//! behind is removed.
//!
//! Uses `merge`, `snapshot`, `folder`. A step at a time, beside searches and other commits, since the
//! rewriting of a large segment takes long; the commit says how far it is, so that a crash loses nothing.

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use super::error::IndexError;
use super::folder;
use super::writer::Writer;
use crate::domain::ids::Ordinal;
use crate::domain::ids::Position;

/// After which time merges are asked for again that should have come.
const ASK_AGAIN: Duration = Duration::from_secs(2);

impl Writer {
    /// Up to which position what facts erased is in no file of the folder any more.
    #[must_use]
    pub const fn purged(&self) -> Position {
        self.purged
    }

    /// Takes one step towards files that hold nothing of `erased`, which facts up to `through` have erased
    /// and whose removal is committed. Whether it was the last one: then [`Writer::purged`] says so, also
    /// after a restart. If not, it is to be called again when merges have had some time.
    ///
    /// # Errors
    /// When the engine or the disk fails; then [`rollback`](Self::rollback).
    pub fn purge(&mut self, erased: &HashSet<Ordinal>, through: Position) -> Result<bool, IndexError> {
        self.refresh()?;
        let snapshot = self.published.load_full();
        let holding = snapshot.parts().iter().filter(|part| part.remembers(erased));
        let holding: HashSet<_> = holding.map(|part| part.id()).collect();
        let clean = holding.is_empty();
        let others = self.bulk.rewrite(holding);
        if !clean {
            // A commit, even of nothing, is when merges are considered. A merge under way goes on; one that
            // gave up, since a commit emptied one of its segments, is begun again by a later commit.
            if others || self.asked.elapsed() > ASK_AGAIN {
                self.asked = Instant::now();
                self.commit(snapshot.position(), snapshot.as_of())?;
            }
            return Ok(false);
        }
        // Dropped, so that nobody but a search has the old files.
        drop(snapshot);
        self.writing()?.garbage_collect_files().wait()?;
        // Nameless files are of merges under way, which may have begun before the removal, of segments
        // that searches still read, or left over from a crash.
        if folder::has_nameless(&self.folder)? {
            return Ok(false);
        }
        self.purged = through;
        let snapshot = self.published.load_full();
        self.commit(snapshot.position(), snapshot.as_of())?;
        Ok(true)
    }
}

/// Whether a file's name is that of a part of a segment.
pub(super) fn segment_of(file: &Path) -> Option<&str> {
    let name = file.to_str()?.split('.').next()?;
    let is_id = name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id.then_some(name)
}
