//! Invented pictures: coloured squares, written by an encoder of our own, and what hides in files.
//!
//! Uses nothing of the house, so that the tests of the room `photos` read it too.

/// A baseline JPEG in grey of `blocks` by `blocks` squares of eight pixels, each of one shade that `seed` says.
pub(crate) fn jpeg(blocks: u16, seed: u32) -> Vec<u8> {
    let mut file = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\x00\x00\x01\x00\x01\x00\x00".to_vec();
    file.extend_from_slice(b"\xff\xdb\x00\x43\x00");
    file.extend_from_slice(&[8; 64]);
    let side = (blocks * 8).to_be_bytes();
    file.extend_from_slice(b"\xff\xc0\x00\x0b\x08");
    file.extend_from_slice(&[side[0], side[1], side[0], side[1], 1, 1, 0x11, 0]);
    // Differences of 0 to 7 bits, each class in four bits; and that all else of a square is nothing.
    file.extend_from_slice(
        b"\xff\xc4\x00\x1b\x00\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x02\x03\x04\x05\x06\x07",
    );
    file.extend_from_slice(b"\xff\xc4\x00\x14\x10\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    file.extend_from_slice(b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00");
    let (mut bits, mut random, mut last) = (Vec::new(), seed, 0i32);
    for _ in 0..u32::from(blocks) * u32::from(blocks) {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let shade = i32::try_from(random >> 26).unwrap() - 32;
        let difference = shade - last;
        last = shade;
        let class = 32 - difference.unsigned_abs().leading_zeros();
        push(&mut bits, class, 4);
        let below = if difference < 0 {
            difference - 1
        } else {
            difference
        };
        push(&mut bits, below.cast_unsigned(), class);
        push(&mut bits, 0, 1);
    }
    while bits.len() % 8 != 0 {
        bits.push(true);
    }
    for byte in bits.chunks(8) {
        let byte = byte.iter().fold(0u8, |byte, bit| byte << 1 | u8::from(*bit));
        file.push(byte);
        if byte == 0xff {
            file.push(0);
        }
    }
    file.extend_from_slice(b"\xff\xd9");
    file
}

fn push(bits: &mut Vec<bool>, value: u32, count: u32) {
    bits.extend((0..count).rev().map(|place| value >> place & 1 == 1));
}

/// A PNG in three colours of `side` by `side` pixels that `seed` says, as the usual encoder writes it.
pub(crate) fn png(side: u32, seed: u8) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    let pixels = (0..side * side * 3).map(|place| (place as u8).wrapping_mul(seed));
    writer.write_image_data(&pixels.collect::<Vec<_>>()).unwrap();
    writer.finish().unwrap();
    file
}

/// What must not come out again of what [`hiding`] put in.
pub(crate) const HIDDEN: [&str; 3] = ["<script>", "50.8503N", "PK\u{3}\u{4}"];

/// The same picture as a file of many other things: with a place, a web page and an archive in it.
pub(crate) fn hiding(picture: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    if picture.starts_with(b"\x89PNG") {
        // After the first chunk, of 25 bytes.
        file.extend_from_slice(&picture[..33]);
        file.extend_from_slice(&chunk(b"tEXt", b"Comment\0<script>alert(1)</script>"));
        file.extend_from_slice(&chunk(b"eXIf", b"II*\0 50.8503N 4.3517E"));
        file.extend_from_slice(&picture[33..]);
    } else {
        file.extend_from_slice(&picture[..2]);
        for (marker, body) in [
            (0xfe, b"<script>alert(1)</script>".as_slice()),
            (0xe1, b"Exif\0\0II*\0 50.8503N 4.3517E"),
            (0xe2, b"ICC_PROFILE\0<script>"),
        ] {
            file.extend_from_slice(&[0xff, marker, 0, u8::try_from(body.len() + 2).unwrap()]);
            file.extend_from_slice(body);
        }
        file.extend_from_slice(&picture[2..]);
    }
    file.extend_from_slice(b"PK\x03\x04 and a web page: <script>alert(1)</script>");
    file
}

fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
    bytes.extend_from_slice(kind);
    bytes.extend_from_slice(body);
    let mut sum = crc32fast::Hasher::new();
    sum.update(kind);
    sum.update(body);
    bytes.extend_from_slice(&sum.finalize().to_be_bytes());
    bytes
}

/// Whether any of `bytes` is one of [`HIDDEN`].
pub(crate) fn hides(bytes: &[u8]) -> bool {
    let there = |word: &str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
    HIDDEN.into_iter().any(there)
}
