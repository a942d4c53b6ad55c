//! What becomes of pictures, good and hostile. Every picture is invented.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use proptest::prelude::*;

use super::*;
use crate::domain::photo::PhotoKind;
use crate::photos::pictures;

/// A face of nobody, drawn and written by Pillow 13.0.0: progressive, in three colours at two resolutions,
/// with EXIF (orientation 6, a comment, a place), a colour profile and a comment.
const DRAWN: &str = "\
/9j/4AAQSkZJRgABAQAAAQABAAD/4QCCRXhpZgAATU0AKgAAAAgAAwEOAAIAAAARAAAAMgESAAMAAAABAAYAAIglAAQAAAABAAAARAAAAABJ\
TlZFTlRFRC1DT01NRU5UAAAAAgABAAIAAAACTgAAAAACAAUAAAADAAAAYgAAAAAAAAAyAAAAAQAAADIAAAABAAAAHgAAAAH/4gBASUNDX1BS\
T0ZJTEUAAQFJTlZFTlRFRC1JQ0NJTlZFTlRFRC1JQ0NJTlZFTlRFRC1JQ0NJTlZFTlRFRC1JQ0P//gAbPHNjcmlwdD5pbnZlbnRlZDwvc2Ny\
aXB0Pv/bAEMAFA4PEg8NFBIQEhcVFBgeMiEeHBwePSwuJDJJQExLR0BGRVBac2JQVW1WRUZkiGVtd3uBgoFOYI2XjH2Wc36BfP/bAEMBFRcX\
HhoeOyEhO3xTRlN8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fP/CABEIADgAQAMBIgACEQEDEQH/\
xAAYAAEBAQEBAAAAAAAAAAAAAAAAAgEDBP/EABYBAQEBAAAAAAAAAAAAAAAAAAABAv/aAAwDAQACEAMQAAAB9Yxo2lhcmBAL83phYvaICAXK\
WumcupIZAaDAA//EAB0QAQEAAgEFAAAAAAAAAAAAAAECAyARABATMED/2gAIAQEAAQUC+OMxV5MhjJSp1JBqSjYeew8mtQV14z2f/8QAFBEB\
AAAAAAAAAAAAAAAAAAAAQP/aAAgBAwEBPwEH/8QAFBEBAAAAAAAAAAAAAAAAAAAAQP/aAAgBAgEBPwEH/8QAIBAAAQIFBQAAAAAAAAAAAAAA\
AQAREBIgITBAUWFxkf/aAAgBAQAGPwLRy+QcVEgXKY4Xq53VyT3k/8QAHRABAAMBAAIDAAAAAAAAAAAAAQARMSAQIVFhgf/aAAgBAQABPyHi\
ug8pyZEwH7fMMKWuEFZPQ1DRlGbIFFHojvBBSD7Ni0WwAGPIxC2wYNhd+WovVy+P/9oADAMBAAIAAwAAABANawMN9OsNwGMMMMP/xAAbEQAD\
AAIDAAAAAAAAAAAAAAAAAREQISAxYf/aAAgBAwEBPxASGsu6hu+ZUfY4uX//xAAaEQACAgMAAAAAAAAAAAAAAAARIQABIDBh/9oACAECAQE/\
EMaDMQ7q/8QAHxABAAICAwEAAwAAAAAAAAAAAQARICExQVEQYXGB/9oACAEBAAE/EPoLwRRyZXc8fatmIoQeT08866jMH6Gr93L1a9WUmXDx\
A7lJd90+wCAAoA0E5P3grBlkpaCUkBEAC1eoqKlYomv7jVpgSpKTQlEjjZbL9qdRkIi38Yf/2Q==";

fn drawn() -> Vec<u8> {
    BASE64_STANDARD.decode(DRAWN).unwrap()
}

fn png_pixels(file: &[u8]) -> Vec<u8> {
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(file))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    pixels
}

fn rule(file: &[u8]) -> &'static str {
    Picture::check(file).unwrap_err().rule()
}

#[test]
fn a_jpeg_keeps_every_pixel_and_which_way_is_up_and_nothing_else() {
    for file in [
        drawn(),
        pictures::jpeg(10, 7),
        pictures::hiding(&pictures::jpeg(10, 7)),
    ] {
        let kept = Picture::check(&file).unwrap();
        assert_eq!(kept.kind(), PhotoKind::Jpeg);
        assert_eq!(jpeg::decode(kept.bytes()).unwrap(), jpeg::decode(&file).unwrap());
        assert!(!pictures::hides(kept.bytes()));
        for word in ["INVENTED", "ICC", "<scr", "GPS"] {
            assert!(
                !kept
                    .bytes()
                    .windows(word.len())
                    .any(|part| part == word.as_bytes()),
                "{word}"
            );
        }
        // Cleaned again it is the same file: one picture has one hash.
        assert_eq!(Picture::check(kept.bytes()).unwrap(), kept);
    }
    let kept = Picture::check(&drawn()).unwrap();
    let exif = kept
        .bytes()
        .windows(6)
        .position(|part| part == b"Exif\0\0")
        .unwrap();
    assert_eq!(exif::orientation(&kept.bytes()[exif..]), Some(6));
}

#[test]
fn a_png_keeps_every_pixel_and_nothing_else() {
    let plain = pictures::png(64, 3);
    for file in [plain.clone(), pictures::hiding(&plain)] {
        let kept = Picture::check(&file).unwrap();
        assert_eq!(kept.kind(), PhotoKind::Png);
        assert_eq!(png_pixels(kept.bytes()), png_pixels(&file));
        assert!(!pictures::hides(kept.bytes()));
        assert_eq!(Picture::check(kept.bytes()).unwrap(), kept);
    }
    assert!(
        pictures::hides(&pictures::hiding(&plain)),
        "the test puts something in"
    );
}

#[test]
fn what_stands_behind_the_pixels_within_their_own_chunk_is_left_out() {
    let plain = pictures::png(64, 3);
    let at = plain.windows(4).position(|part| part == b"IDAT").unwrap();
    let length = u32::from_be_bytes(plain[at - 4..at].try_into().unwrap()) as usize;
    let mut body = plain[at + 4..at + 4 + length].to_vec();
    body.extend_from_slice(b"<script>alert(1)</script>");
    let mut file = plain[..at - 4].to_vec();
    file.extend_from_slice(&u32::try_from(body.len()).unwrap().to_be_bytes());
    let start = file.len();
    file.extend_from_slice(b"IDAT");
    file.extend_from_slice(&body);
    file.extend_from_slice(&crc32fast::hash(&file[start..]).to_be_bytes());
    file.extend_from_slice(&plain[at + 8 + length..]);
    assert!(pictures::hides(&file));
    let kept = Picture::check(&file).unwrap();
    assert!(!pictures::hides(kept.bytes()));
    assert_eq!(kept, Picture::check(&plain).unwrap());
}

#[test]
fn a_file_cut_anywhere_is_no_picture() {
    for file in [drawn(), pictures::png(64, 3)] {
        for length in 0..file.len() {
            assert!(
                Picture::check(&file[..length]).is_err(),
                "{length} of {}",
                file.len()
            );
        }
    }
}

#[test]
fn what_is_no_picture_or_too_small_or_too_large_is_refused_by_its_rule() {
    for other in [
        b"".as_slice(),
        b"GIF89a",
        b"<svg/>",
        b"%PDF-1.7",
        b"RIFF\0\0\0\0WEBP",
    ] {
        assert_eq!(rule(other), "must be a JPEG or PNG picture");
    }
    assert_eq!(
        rule(&pictures::png(49, 3)),
        "must be at least 50 pixels wide and high"
    );
    assert_eq!(
        rule(&pictures::jpeg(6, 3)),
        "must be at least 50 pixels wide and high"
    );
    // What says that it is huge is refused before any pixel is made.
    let mut huge = pictures::jpeg(10, 3);
    let frame = huge.windows(2).position(|part| part == [0xff, 0xc0]).unwrap();
    huge[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    assert_eq!(rule(&huge), "must have at most 16 million pixels");
}

#[test]
fn a_jpeg_of_more_scans_than_a_picture_needs_is_refused() {
    let file = drawn();
    let first = file.windows(2).position(|part| part == [0xff, 0xda]).unwrap();
    let next = first
        + 2
        + file[first + 2..]
            .windows(2)
            .position(|part| part == [0xff, 0xc4])
            .unwrap();
    let scan = &file[first..next];
    let mut many = file[..first].to_vec();
    for _ in 0..50 {
        many.extend_from_slice(scan);
    }
    many.extend_from_slice(&file[next..]);
    assert_eq!(rule(&many), "must not have more scans than a picture needs");
}

#[test]
fn a_png_that_decompresses_to_more_than_its_pixels_is_refused() {
    use std::io::Write;
    let plain = pictures::png(64, 3);
    let at = plain.windows(4).position(|part| part == b"IDAT").unwrap();
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        packed.write_all(&[0; 1 << 20]).unwrap();
    }
    let body = packed.finish().unwrap();
    let mut file = plain[..at - 4].to_vec();
    file.extend_from_slice(&u32::try_from(body.len()).unwrap().to_be_bytes());
    let start = file.len();
    file.extend_from_slice(b"IDAT");
    file.extend_from_slice(&body);
    file.extend_from_slice(&crc32fast::hash(&file[start..]).to_be_bytes());
    file.extend_from_slice(b"\0\0\0\0IEND\xae\x42\x60\x82");
    assert_eq!(rule(&file), "must hold as many pixels as it says");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_bytes_are_changed_what_is_kept_decodes_and_is_clean(
        which in 0..3, changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)
    ) {
        let mut file = match which {
            0 => drawn(),
            1 => pictures::hiding(&pictures::jpeg(8, 5)),
            _ => pictures::hiding(&pictures::png(64, 9)),
        };
        let length = file.len();
        for (place, byte) in changes {
            file[place.index(length)] = byte;
        }
        if let Ok(kept) = Picture::check(&file) {
            prop_assert_eq!(Picture::check(kept.bytes()).unwrap(), kept);
        }
    }
}
