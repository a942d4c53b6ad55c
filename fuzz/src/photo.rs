//! A photograph as a door takes it.
//!
//! Uses `photos`. What is kept of a file decodes, and nothing of it is left out when it is checked again.

use lookout::photos::Picture;

/// Checks a file; what is kept is not longer than by what is written anew, and is its own clean form.
pub fn photo(file: &[u8]) {
    /// JFIF, Adobe and EXIF segments, or the heads of a PNG's chunks.
    const ANEW: usize = 128;
    let Ok(kept) = Picture::check(file) else { return };
    assert!(kept.bytes().len() <= file.len() + ANEW);
    assert_eq!(Picture::check(kept.bytes()).as_ref(), Ok(&kept));
}
