//! Photographs of alerts: taken in, added by a correction, taken away, shown.
//!
//! Uses `lifecycle`, `photos` and `storage`'s shelf. A file is durable before the fact that names it, and is
//! held until that is decided, so that no alert names a file that was never there. Records and refusals name a
//! photograph by its place, which tells nothing of it once its alert is erased (decision 0024).

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::civil::Date;
use serde_json::json;

use super::Refused;
use super::Services;
use super::lifecycle::Changed;
use super::lifecycle::Correction;
use super::lifecycle::Target;
use super::offered::Offered;
use super::record::Attempt;
use super::refusal::Fault;
use super::refusal::FaultKind;
use super::refusal::Refusal;
use super::rules::faulty;
use crate::access::Permit;
use crate::access::ReadAlerts;
use crate::access::WriteAlerts;
use crate::domain::alert::Alert;
use crate::domain::alert::Subject;
use crate::domain::ids::AlertId;
use crate::domain::ids::Position;
use crate::domain::photo::Photo;
use crate::domain::photo::PhotoHash;
use crate::domain::photo::PhotoKind;
use crate::domain::text::Text;
use crate::photos::Picture;
use crate::state::StoredAlert;
use crate::storage::Held;
use crate::storage::Place;

/// Longest wait for a turn to decode; turns are taken one at a time, since each may take memory.
const TURN_WAIT: Duration = Duration::from_secs(10);

/// A file that somebody sends.
#[derive(Clone, Debug)]
pub struct Sent {
    /// What they say it is.
    pub kind: PhotoKind,
    /// The file.
    pub file: Bytes,
}

/// A photograph to be added to an alert.
#[derive(Clone, Debug)]
pub struct NewPhoto {
    /// The file.
    pub sent: Sent,
    /// Day it was taken, where known.
    pub taken: Option<Date>,
    /// Why the alert is corrected.
    pub reason: Text,
}

/// A photograph as it may be given.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What kind of file it is.
    pub kind: PhotoKind,
    /// The file.
    pub file: Vec<u8>,
}

impl Services {
    /// Keeps a photograph and adds it to an alert: a correction as any other, which may wait for a second
    /// person. What was added.
    ///
    /// # Errors
    /// When it is no picture that is kept; as [`Services::correct`].
    pub async fn add_photo(
        self: &Arc<Self>,
        permit: Permit<WriteAlerts>,
        target: Target,
        new: NewPhoto,
    ) -> Result<(Photo, Changed), Refused> {
        let (photo, held, right) = match self.added(&permit, &target, new).await {
            Ok(added) => added,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        let changed = self.correct(permit, target.id, Offered::whole(right)).await;
        drop(held);
        Ok((photo, changed?))
    }

    async fn added(
        self: &Arc<Self>,
        permit: &Permit<WriteAlerts>,
        target: &Target,
        new: NewPhoto,
    ) -> Result<(Photo, Held, Correction), Refusal> {
        // Before the work of decoding: whoever may not change this alert costs no more than a look.
        let stored = self.against(permit, target)?;
        if new.taken.is_some_and(|taken| taken > self.today()) {
            return Err(faulty("taken", "must not be in the future"));
        }
        let (mut photo, held) = self.kept(new.sent).await?;
        photo.taken = new.taken;
        let mut alert = stored.alert;
        let Subject::Person(person) = &mut alert.subject;
        person.photos.push(photo.clone());
        let right = Correction {
            alert,
            version: stored.version,
            reason: new.reason,
        };
        Ok((photo, held, right))
    }

    /// An alert as it stands, where the bearer may change it and has seen its last version.
    fn against(&self, permit: &Permit<WriteAlerts>, target: &Target) -> Result<StoredAlert, Refusal> {
        let stored = self.as_it_stands(&target.id)?;
        self.owned(permit, &stored.alert.owner)?;
        let actual = stored.version;
        if target.version.is_some_and(|version| version != actual) {
            return Err(Refusal::Conflict { actual });
        }
        Ok(stored)
    }

    /// Keeps a photograph to which no alert refers yet: one does within a day, or it is removed.
    ///
    /// # Errors
    /// When it is no picture that is kept, or cannot be stored.
    pub async fn keep_photo(
        self: &Arc<Self>,
        permit: Permit<WriteAlerts>,
        sent: Sent,
    ) -> Result<Photo, Refused> {
        match self.kept(sent).await {
            Ok((photo, _held)) => Ok(photo),
            Err(refusal) => Err(self.reject(permit, refusal).await),
        }
    }

    /// Checks a file and keeps what is left of it, durably.
    async fn kept(self: &Arc<Self>, sent: Sent) -> Result<(Photo, Held), Refusal> {
        let turn = tokio::time::timeout(TURN_WAIT, Arc::clone(&self.decoding).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else {
            let retry_after = Duration::from_secs(1);
            return Err(Refusal::Busy { retry_after });
        };
        let services = Arc::clone(self);
        let working = tokio::task::spawn_blocking(move || {
            let picture = Picture::check(&sent.file).map_err(|bad| faulty("", bad.rule()))?;
            drop(turn);
            if picture.kind() != sent.kind {
                return Err(Refusal::Malformed(Fault {
                    kind: FaultKind::MediaType,
                    field: String::new(),
                    rule: format!("must be sent as what it is: {}", picture.kind().media_type()),
                }));
            }
            let hash = picture.hash();
            let held = services.shelf.put(&hash.0, picture.bytes(), services.now());
            let held = held.map_err(|error| {
                tracing::error!(%error, "a photograph cannot be stored");
                Refusal::NotStored
            })?;
            let (sha256, kind, taken) = (hash, picture.kind(), None);
            Ok((Photo { sha256, kind, taken }, held))
        });
        working
            .await
            .map_err(|_| Refusal::Internal("the work on a photograph ended early"))?
    }

    /// Takes a photograph away from an alert: a correction as any other. Its file goes when nobody refers to
    /// it any more.
    ///
    /// # Errors
    /// When the alert has no such photograph; as [`Services::correct`].
    pub async fn remove_photo(
        &self,
        permit: Permit<WriteAlerts>,
        target: Target,
        hash: PhotoHash,
        reason: Text,
    ) -> Result<Changed, Refused> {
        let without = self.against(&permit, &target).and_then(|stored| {
            let mut alert = stored.alert;
            let Subject::Person(person) = &mut alert.subject;
            let before = person.photos.len();
            person.photos.retain(|photo| photo.sha256 != hash);
            let gone = person.photos.len() < before;
            gone.then_some((alert, stored.version)).ok_or(Refusal::NotFound)
        });
        let (alert, version) = match without {
            Ok(without) => without,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        let right = Correction {
            alert,
            version,
            reason,
        };
        let changed = self.correct(permit, target.id, Offered::whole(right)).await?;
        self.tidy_photos();
        Ok(changed)
    }

    /// The photographs of an alert, each with whether its file is there; and the alert's version.
    ///
    /// # Errors
    /// As [`Services::show_alert`].
    pub async fn photos_of(
        &self,
        permit: Permit<ReadAlerts>,
        id: &AlertId,
    ) -> Result<(Position, Vec<(Photo, bool)>), Refused> {
        let stored = self.show_alert(permit, id).await?;
        let there = |photo: &Photo| self.shelf.has(&Place::of(&photo.sha256.0));
        let listed = photos(&stored.alert)
            .iter()
            .map(|photo| (photo.clone(), there(photo)));
        Ok((stored.version, listed.collect()))
    }

    /// How many photographs these alerts refer to whose files are not there.
    pub(super) fn photos_missing(&self, alerts: &[Alert]) -> usize {
        let missing = |photo: &&Photo| !self.shelf.has(&Place::of(&photo.sha256.0));
        alerts.iter().flat_map(photos).filter(missing).count()
    }

    /// A photograph of an alert, for staff, once that it was shown is recorded.
    ///
    /// # Errors
    /// When there is none, or it cannot be recorded.
    pub async fn show_photo(
        &self,
        permit: Permit<ReadAlerts>,
        id: &AlertId,
        hash: PhotoHash,
    ) -> Result<Shown, Refused> {
        let found = self.as_it_stands(id).and_then(|stored| {
            self.may_read(&permit, &stored.alert.owner)?;
            let shown = tokio::task::block_in_place(|| self.photo_of(&stored.alert, hash))?;
            Ok((stored.version, shown))
        });
        let (version, shown) = match found {
            Ok(found) => found,
            Err(refusal) => return Err(self.reject(permit, refusal).await),
        };
        let body = json!({ "alert": id, "version": version, "photo": named(hash) });
        let record = Attempt::of(&permit).record(self.now(), "shown".to_owned(), body);
        match self.audit.commit(record).await {
            Ok(_) => Ok(shown),
            Err(error) => Err(self.reject(permit, Refusal::NotRecorded(error)).await),
        }
    }

    /// One photograph of an alert. Reads the disk.
    ///
    /// # Errors
    /// `NotFound` where the alert has no such photograph, or its file is not there or not sound, which is
    /// counted.
    pub(super) fn photo_of(&self, alert: &Alert, hash: PhotoHash) -> Result<Shown, Refusal> {
        let photo = photos(alert).iter().find(|photo| photo.sha256 == hash);
        let kind = photo.ok_or(Refusal::NotFound)?.kind;
        let lost = |reason: &'static str| {
            tracing::error!(place = named(hash), reason, "a photograph cannot be given");
            metrics::counter!("lookout_photos_missing_total", "reason" => reason).increment(1);
            Refusal::NotFound
        };
        match self.shelf.read(&hash.0) {
            Ok(Some(file)) => Ok(Shown { kind, file }),
            Ok(None) => Err(lost("missing")),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(lost("damaged")),
            Err(_) => Err(Refusal::Internal("a photograph cannot be read")),
        }
    }
}

/// How a photograph is named where its hash must not stand.
pub(super) fn named(hash: PhotoHash) -> String {
    Place::of(&hash.0).to_string()
}

fn photos(alert: &Alert) -> &[Photo] {
    let Subject::Person(person) = &alert.subject;
    &person.photos
}
