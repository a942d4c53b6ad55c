//! Lookout: the direct-access gateway of a police contact point.
//!
//! Each module is a room of the house (DESIGN 3, `docs/ARCHITECTURE.md`): what it is for, what it may
//! use and the rule it keeps stand at its head, and `tests/it/house_rules.rs` checks the arrows.

pub mod access;
pub mod audit;
pub mod backup;
pub mod cli;
pub mod client;
pub mod config;
pub mod domain;
pub mod eval;
pub mod feeds;
pub mod http;
pub mod index;
pub mod journal;
pub mod matching;
pub mod photos;
pub mod pki;
pub mod server;
pub mod service;
pub mod state;
pub mod storage;
pub mod tls;
pub mod wire;
