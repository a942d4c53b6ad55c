//! What the trade's words mean, as types (DESIGN 2).
//!
//! Names no other room, does no input or output, is not async, reads no clock. What exists here is
//! well formed: everything is parsed once, at the edge, into these types.

pub mod alert;
pub mod alert_rules;
pub mod clock;
pub mod country;
pub mod date;
pub mod details;
pub mod document;
pub mod entry_rules;
pub mod erasure;
pub mod fact;
pub mod feed;
pub mod feed_run;
pub mod feed_source;
pub mod force;
pub mod hit;
pub mod ids;
pub mod mrz;
pub mod partner;
pub mod peer;
pub mod person;
pub mod photo;
pub mod proposal;
pub mod query;
pub mod schedule;
pub mod sealed;
pub mod text;
pub mod verdict;
