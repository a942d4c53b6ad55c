//! Lookout: the direct-access gateway of a police contact point.
//!
//! Each module is a room of the house (DESIGN 3, `docs/ARCHITECTURE.md`): what it is for, what it may
//! use and the rule it keeps stand at its head, and `tests/it/house_rules.rs` checks the arrows.

pub mod config;
pub mod domain;
pub mod index;
