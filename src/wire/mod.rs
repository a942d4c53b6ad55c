//! The API's JSON, for both sides: what the doors read and write, and what `client` does.
//!
//! May name `domain`. Holds forms, no rules: a request that has the right form becomes a domain type
//! or names the field that does not. `docs/API.md` and `/v1/openapi.json` describe it.

pub mod alert_lists;
pub mod alerts;
pub mod clock;
pub mod control;
pub mod erasing;
pub mod feeds;
pub mod maintenance;
pub mod photos;

mod details;
mod hits;
mod object;
mod problem;
mod reply;
mod request;
mod usage;

pub use details::AlertPath;
pub use details::ClaimQuery;
pub use details::DetailsReply;
pub use hits::AcknowledgeFields;
pub use hits::AnswerFields;
pub use hits::HitPath;
pub use hits::HitReply;
pub use hits::HitRequest;
pub use object::Object;
pub use photos::PhotoPath;
pub use problem::FaultReply;
pub use problem::Problem;
pub use reply::CandidateReply;
pub use reply::Confirm;
pub use reply::IndexReply;
pub use reply::MatchedReply;
pub use reply::ReceiptReply;
pub use reply::SearchReply;
pub use request::BadField;
pub use request::Options;
pub use request::PersonFields;
pub use request::RequesterFields;
pub use request::SearchRequest;
pub use usage::CertificateReply;
pub use usage::LimitReply;
pub use usage::PurposeReply;
pub use usage::PurposesReply;
pub use usage::UsageReply;
