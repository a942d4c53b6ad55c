//! The rules of the room, against the folder itself.

mod beside;
mod damage;
mod searching;
mod writing;

use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use jiff::Timestamp;
use tempfile::TempDir;

use super::*;
use crate::config;
use crate::domain::ids::Position;
use crate::matching::Key;
use crate::matching::KeyGroup;
use crate::matching::PackedToken;
use crate::matching::Spellings;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn settings() -> config::Index {
    let (stale, commit) = (Duration::from_secs(5), Duration::from_millis(200));
    config::Index {
        stale,
        commit,
        writer_bytes: 16 << 20,
        verify: Duration::from_secs(86_400),
    }
}

fn open(folder: &Path) -> Opened {
    Index::open(folder, &settings()).unwrap()
}

fn put(ordinal: u32, keys: &[Key]) -> Change {
    // A third of them share a token, which has its number as its key.
    let token = PackedToken {
        bytes: (ordinal % 3).to_string().into_bytes(),
        keys: vec![u64::from(ordinal % 3) << 32],
    };
    let person = Packed {
        keys: keys.to_vec(),
        tokens: vec![token],
        record: format!("record {ordinal} {}", keys.len()).into_bytes(),
    };
    let ordinal = Ordinal(ordinal);
    Change::Put(Entry { ordinal, person })
}

fn group(keys: &[(Key, u8)]) -> KeyGroup {
    KeyGroup {
        keys: keys.to_vec(),
        parts: 1,
        cut: false,
    }
}

fn bounds(candidates: usize) -> Bounds {
    Bounds {
        candidates,
        alone: 0,
        tied: candidates,
        floor: 0,
        postings: 1_000_000,
        deadline: Instant::now() + Duration::from_secs(60),
    }
}

/// Ordinals and sums of what is proposed to one who sees all.
fn proposed(snapshot: &Snapshot, groups: &[KeyGroup]) -> Vec<(u32, u16)> {
    let mut scratch = Scratch::default();
    let proposals = snapshot
        .propose(groups, &|_| true, &bounds(200), &mut scratch)
        .unwrap();
    proposals
        .iter()
        .map(|proposal| (proposal.ordinal.0, proposal.sum))
        .collect()
}

/// The folder of the live index in a root.
fn live(root: &Path) -> std::path::PathBuf {
    generation::live_folder(root).unwrap()
}

/// A folder with several segments, deletions in one of them, and a commit at position 4.
fn filled() -> (TempDir, Opened) {
    let folder = tempfile::tempdir().unwrap();
    let mut opened = open(folder.path());
    for round in 0..4_u32 {
        let changes = (0..30).map(|step| put(round * 25 + step, &[1, u64::from(step), 1000]));
        opened.writer.apply(changes).unwrap();
        opened.writer.commit(Position(u64::from(round) + 1), NOW).unwrap();
    }
    (folder, opened)
}
