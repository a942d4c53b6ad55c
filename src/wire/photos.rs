//! What doors and local commands are told of photographs; the file itself is sent as it is.
//!
//! Uses `domain`.

use serde::Deserialize;
use serde::Serialize;
use utoipa::IntoParams;

use super::alerts::ChangedReply;
use crate::domain::ids::AlertId;
use crate::domain::ids::Position;
use crate::domain::photo::Photo;

/// Which photograph of which alert, in the path.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct PhotoPath {
    /// The alert, as a candidate names it.
    #[param(pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", example = "BE-26-000042")]
    pub alert: String,
    /// The photograph, as the alert in full names it: SHA-256 of the file.
    #[param(
        pattern = "^[0-9a-f]{64}$",
        example = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
    )]
    pub sha256: String,
}

/// A photograph that is kept.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct KeptReply {
    /// As an alert refers to it.
    pub photo: Photo,
}

/// That a photograph was added to an alert.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct AddedReply {
    /// As the alert refers to it.
    pub photo: Photo,
    /// The correction.
    #[serde(flatten)]
    pub change: ChangedReply,
}

/// The photographs of an alert.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct PhotosReply {
    /// The alert.
    pub alert: AlertId,
    /// Its version.
    pub version: Position,
    /// In its order.
    pub photos: Vec<ListedPhoto>,
}

/// A photograph of an alert.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ListedPhoto {
    /// As the alert refers to it.
    pub photo: Photo,
    /// Whether its file is kept here.
    pub stored: bool,
}

impl PhotosReply {
    /// The form of a list.
    #[must_use]
    pub fn of(alert: AlertId, version: Position, listed: Vec<(Photo, bool)>) -> Self {
        let photos = listed.into_iter();
        let photos = photos
            .map(|(photo, stored)| ListedPhoto { photo, stored })
            .collect();
        Self {
            alert,
            version,
            photos,
        }
    }
}
