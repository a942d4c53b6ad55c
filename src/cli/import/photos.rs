//! The photographs that come with a list: a folder of files, found by their SHA-256.
//!
//! Uses the node through `link`. What the node keeps is another file than what was sent, without all but its
//! pixels; so a reference to a file that is sent becomes one to what was kept. The same file gives the same
//! one each time, so that an import done again changes nothing.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use aws_lc_rs::digest;

use crate::cli::alert;
use crate::cli::failure::Failure;
use crate::cli::link::Link;
use crate::domain::alert::Alert;
use crate::domain::alert::Subject;
use crate::domain::photo::Photo;
use crate::domain::photo::PhotoHash;
use crate::wire::photos::KeptReply;

/// What is larger is no photograph that a node takes.
const MOST_BYTES: u64 = 16 << 20;

/// The files there are, and what became of those that were sent.
#[derive(Debug, Default)]
pub(super) struct Photos {
    files: HashMap<PhotoHash, PathBuf>,
    /// None where the node refused it.
    sent: HashMap<PhotoHash, Option<Photo>>,
}

impl Photos {
    /// The files of a folder, not of those below it; none without one. Reads each once.
    pub(super) fn of(folder: Option<&Path>) -> Result<Self, Failure> {
        let mut photos = Self::default();
        let Some(folder) = folder else { return Ok(photos) };
        let failed =
            |error: std::io::Error| Failure::because(format!("cannot read {}", folder.display()), &error);
        for entry in fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let small = fs::metadata(&path).is_ok_and(|file| file.is_file() && file.len() <= MOST_BYTES);
            if small {
                let bytes = fs::read(&path).map_err(failed)?;
                photos.files.insert(hash(&bytes), path);
            }
        }
        Ok(photos)
    }

    /// Sends the files to which alerts refer, and lets them refer to what is kept.
    pub(super) async fn give(
        &mut self,
        link: &Link,
        alerts: &mut [Alert],
        refused: &mut Vec<String>,
    ) -> Result<(), Failure> {
        if self.files.is_empty() {
            return Ok(());
        }
        for alert in alerts {
            let Subject::Person(person) = &mut alert.subject;
            for photo in &mut person.photos {
                let kept = self.sent(link, photo.sha256, refused).await?;
                if let Some(kept) = kept {
                    (photo.sha256, photo.kind) = (kept.sha256, kept.kind);
                }
            }
        }
        Ok(())
    }

    async fn sent(
        &mut self,
        link: &Link,
        hash: PhotoHash,
        refused: &mut Vec<String>,
    ) -> Result<Option<Photo>, Failure> {
        if let Some(sent) = self.sent.get(&hash) {
            return Ok(sent.clone());
        }
        let Some(path) = self.files.get(&hash) else {
            return Ok(None);
        };
        let (kind, bytes) = alert::read_photo(path)?;
        let reply: Result<KeptReply, Failure> = link.post_file("/photos", kind.media_type(), bytes).await;
        let kept = match reply {
            Ok(reply) => Some(reply.photo),
            Err(failure) if failure.is_refusal() => {
                refused.push(format!("{}: {}", path.display(), failure.text()));
                None
            }
            Err(failure) => return Err(failure),
        };
        self.sent.insert(hash, kept.clone());
        Ok(kept)
    }
}

fn hash(bytes: &[u8]) -> PhotoHash {
    let digest = digest::digest(&digest::SHA256, bytes);
    PhotoHash(digest.as_ref().try_into().unwrap_or_default())
}
