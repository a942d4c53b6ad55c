//! The doors' routes: read, call one use case, write.
//!
//! May name `domain`, `access`, `service`, `wire`; decides nothing. Only `problem` knows status codes.
//! Every route of a door stands in one table, which `tests/it/doors.rs` walks for every kind of caller.

mod admitted;
mod alert_query;
mod alert_replies;
mod alerts;
mod alerts_listed;
mod backup;
mod body;
mod claim;
mod clock;
mod contract;
mod control;
mod desk;
mod details;
mod drained;
mod erasing;
mod faults;
mod feeds;
mod framing;
#[cfg(fuzzing)]
pub mod fuzzing;
mod headers;
mod hits;
mod host;
mod index;
mod log;
mod meter;
mod ops;
mod partners;
mod photo_body;
mod photo_control;
mod photos;
mod problem;
mod reply;
mod staff;
mod unbuilt;
mod wait;

pub use control::Caller;
pub use control::router as control;
pub use desk::ROUTES as DESK_ROUTES;
pub use desk::router as desk;
pub use drained::Drained;
pub use drained::Leftover;
pub use log::ProcessLog;
pub use ops::Probes;
pub use ops::Render;
pub use ops::router as ops;
pub use partners::ROUTES as PARTNER_ROUTES;
pub use partners::router as partners;
pub use reply::canonical;
pub use unbuilt::router as unbuilt;
