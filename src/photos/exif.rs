//! Of all that EXIF says, which way up a picture is: without it a face lies on its side.
//!
//! Uses nothing. What is found is written anew, the one number alone.

/// What stands before the TIFF structure.
const HEAD: &[u8] = b"Exif\0\0";
/// The tag of the orientation (EXIF 2.32, 4.6.4).
const ORIENTATION: u16 = 0x0112;
/// A number of 16 bits.
const SHORT: u16 = 3;
/// Most entries of a directory that are looked at.
const MOST: u16 = 512;

/// Which way up, by an APP1 segment; none where it says nothing, or that the picture is upright.
pub(super) fn orientation(segment: &[u8]) -> Option<u8> {
    let tiff = segment.strip_prefix(HEAD)?;
    let big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big {
            u16::from_be_bytes(bytes)
        } else {
            u16::from_le_bytes(bytes)
        })
    };
    let (high, low) = if big { (4, 6) } else { (6, 4) };
    let first = (usize::from(short(high)?) << 16) + usize::from(short(low)?);
    for entry in 0..short(first)?.min(MOST) {
        let at = first.checked_add(2 + 12 * usize::from(entry))?;
        if short(at)? == ORIENTATION && short(at + 2)? == SHORT {
            let value = u8::try_from(short(at + 8)?).ok()?;
            return (2..=8).contains(&value).then_some(value);
        }
    }
    None
}

/// An APP1 segment, with its marker, that says only this.
pub(super) fn segment(orientation: u8) -> Vec<u8> {
    let mut segment =
        b"\xff\xe1\x00\x22Exif\0\0MM\0*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00".to_vec();
    segment.push(orientation);
    // The rest of the value's four bytes, and that there is no further directory.
    segment.extend_from_slice(&[0; 6]);
    segment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_says_nothing_else() {
        for value in 2..=8 {
            let written = segment(value);
            assert_eq!(usize::from(written[3]) + 2, written.len());
            assert_eq!(orientation(&written[4..]), Some(value));
        }
        assert_eq!(orientation(&segment(1)[4..]), None, "upright");
        assert_eq!(orientation(&segment(9)[4..]), None);
    }

    #[test]
    fn a_little_endian_directory_is_read_and_a_cut_one_says_nothing() {
        let mut bytes = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
        bytes.extend_from_slice(b"\x0f\x01\x02\0\x04\0\0\0abcd");
        bytes.extend_from_slice(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0");
        assert_eq!(orientation(&bytes), Some(6));
        for length in 0..bytes.len() - 7 {
            assert_eq!(orientation(&bytes[..length]), None, "{length}");
        }
        let far = b"Exif\0\0II*\0\xff\xff\xff\xff";
        assert_eq!(orientation(far), None);
    }
}
