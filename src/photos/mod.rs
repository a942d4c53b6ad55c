//! Photographs as they come in: what is one, and what is kept of it.
//!
//! May name `domain`. Pure: no input or output, no clock. The rule it keeps: a [`Picture`] was decoded whole
//! within bounds, and holds nothing but what its pixels need; there is no other way to have one
//! (decision 0024).

mod exif;
mod jpeg;
mod picture;
mod png;

pub use picture::BadPicture;
pub use picture::MAX_PIXELS;
pub use picture::MIN_SIDE;
pub use picture::Picture;

#[cfg(test)]
#[path = "../../tests/it/support/pictures.rs"]
mod pictures;
#[cfg(test)]
mod tests;
