//! Measuring: labelled queries and made persons into figures. Never on the hot path.
//!
//! Names `domain` and `matching`. Reads labelled files when asked; nothing it reads is kept in the
//! project. `Ranker` follows the service's two passes, so that what is measured is what serves.

pub mod figures;
pub mod labelled;
pub mod noise;
pub mod parts;
pub mod persons;
pub mod plot;
pub mod rank;
pub mod report;

#[cfg(test)]
mod tests;
