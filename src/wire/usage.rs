//! What a partner learns of itself and of what it may ask.
//!
//! Uses `domain`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::ids::PartnerId;
use crate::domain::ids::PurposeCode;

/// Answer of `GET /v1/purposes`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct PurposesReply {
    /// Purposes this partner may ask for.
    pub purposes: Vec<PurposeReply>,
}

/// One purpose.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct PurposeReply {
    /// Its code.
    #[schema(value_type = String, example = "border-check")]
    pub code: PurposeCode,
    /// Its text by language.
    pub texts: BTreeMap<String, String>,
}

/// Answer of `GET /v1/usage`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct UsageReply {
    /// The partner that asks.
    #[schema(value_type = String, example = "nl-kmar")]
    pub partner: PartnerId,
    /// Its limits and what is left of them.
    pub limits: Vec<LimitReply>,
    /// Its certificates.
    pub certificates: Vec<CertificateReply>,
}

/// One limit.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct LimitReply {
    /// Its name, as in the `RateLimit` header.
    #[schema(example = "second")]
    pub name: String,
    /// How many, sustained, in each window.
    pub quota: u32,
    /// How many at once after a pause.
    pub burst: u32,
    /// The window, in seconds.
    pub window_seconds: u32,
    /// How many are left at this moment.
    pub remaining: u32,
}

/// One certificate of the partner.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct CertificateReply {
    /// SHA-256 of its public key, hexadecimal.
    pub key: String,
    /// Its URI name.
    pub name: String,
    /// Last instant.
    #[schema(value_type = String, format = DateTime)]
    pub not_after: Timestamp,
    /// `active` or `revoked`.
    pub status: String,
}
