//! JPEG (ITU-T T.81): which segments a picture needs, and whether they decode.
//!
//! Uses `exif` and zune-jpeg, which is built without any unsafe code. Tables, frame and scans are copied as
//! they are, so that each pixel is the same; what tells how colours are meant is written anew; everything else
//! is left out, and so is what follows the end.

use zune_core::bytestream::ZCursor;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::exif;
use super::picture::BadPicture;
use super::picture::sides;

/// Most scans: each may touch every pixel. Programs write ten or so.
const MAX_SCANS: usize = 40;
/// Most bytes of tables: a picture needs some hundred for each scan.
const MAX_TABLES: usize = 64 << 10;
/// Most pixels of a side that the format can say.
const LONGEST: usize = 65_535;

const BROKEN: BadPicture = BadPicture("must be a whole JPEG");
const KIND: BadPicture =
    BadPicture("must be a baseline or progressive JPEG of 8 bits, in grey or three colours");

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const DQT: u8 = 0xdb;
const DHT: u8 = 0xc4;
const DRI: u8 = 0xdd;

/// What is read of a file, from the front.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8, BadPicture> {
        let (first, rest) = self.0.split_first().ok_or(BROKEN)?;
        self.0 = rest;
        Ok(*first)
    }

    /// The next marker, with the fill bytes before it taken away.
    fn marker(&mut self) -> Result<u8, BadPicture> {
        if self.byte()? != 0xff {
            return Err(BROKEN);
        }
        loop {
            match self.byte()? {
                0xff => {}
                0 => return Err(BROKEN),
                marker => return Ok(marker),
            }
        }
    }

    /// A segment's content, after its length.
    fn segment(&mut self) -> Result<&'a [u8], BadPicture> {
        let length = usize::from(u16::from_be_bytes([self.byte()?, self.byte()?]));
        let length = length.checked_sub(2).ok_or(BROKEN)?;
        let (segment, rest) = self.0.split_at_checked(length).ok_or(BROKEN)?;
        self.0 = rest;
        Ok(segment)
    }

    /// Coded data up to the next marker that is none of its own, as it is.
    fn coded(&mut self) -> Result<&'a [u8], BadPicture> {
        let mut at = 0;
        loop {
            let rest = self.0.get(at..).ok_or(BROKEN)?;
            let next = rest.iter().position(|byte| *byte == 0xff).ok_or(BROKEN)?;
            match rest.get(next + 1).ok_or(BROKEN)? {
                0 | 0xd0..=0xd7 => at += next + 2,
                _ => {
                    let (coded, rest) = self.0.split_at_checked(at + next).ok_or(BROKEN)?;
                    self.0 = rest;
                    return Ok(coded);
                }
            }
        }
    }
}

/// What is found beside the pixels.
#[derive(Default)]
struct Found {
    jfif: bool,
    /// How Adobe's programs say which colours are meant.
    transform: Option<u8>,
    orientation: Option<u8>,
    /// The sides are known.
    framed: bool,
    scans: usize,
    tables: usize,
    /// What is kept, from the first table to the last scan.
    kept: Vec<u8>,
}

impl Found {
    fn keep(&mut self, marker: u8, segment: &[u8]) -> Result<(), BadPicture> {
        let length = u16::try_from(segment.len() + 2).map_err(|_| BROKEN)?;
        self.kept.extend_from_slice(&[0xff, marker]);
        self.kept.extend_from_slice(&length.to_be_bytes());
        self.kept.extend_from_slice(segment);
        Ok(())
    }

    fn table(&mut self, marker: u8, segment: &[u8]) -> Result<(), BadPicture> {
        self.tables += segment.len();
        if self.tables > MAX_TABLES {
            return Err(BadPicture("must not have more tables than a picture needs"));
        }
        self.keep(marker, segment)
    }

    fn frame(&mut self, marker: u8, segment: &[u8]) -> Result<(), BadPicture> {
        let &[bits, h1, h2, w1, w2, colours, ..] = segment else {
            return Err(BROKEN);
        };
        if self.framed || segment.len() != 6 + 3 * usize::from(colours) {
            return Err(BROKEN);
        }
        if bits != 8 || !matches!(colours, 1 | 3) {
            return Err(KIND);
        }
        let side = |high, low| u32::from(u16::from_be_bytes([high, low]));
        sides(side(w1, w2), side(h1, h2))?;
        self.framed = true;
        self.keep(marker, segment)
    }

    fn scan(&mut self, head: &[u8], reader: &mut Reader<'_>) -> Result<(), BadPicture> {
        let colours = usize::from(*head.first().ok_or(BROKEN)?);
        if !self.framed || head.len() != 4 + 2 * colours {
            return Err(BROKEN);
        }
        self.scans += 1;
        if self.scans > MAX_SCANS {
            return Err(BadPicture("must not have more scans than a picture needs"));
        }
        self.keep(SOS, head)?;
        self.kept.extend_from_slice(reader.coded()?);
        Ok(())
    }

    fn written(self) -> Vec<u8> {
        let mut file = vec![0xff, SOI];
        if self.jfif {
            // Version 1.1, no unit, one to one, no small picture in it.
            file.extend_from_slice(b"\xff\xe0\x00\x10JFIF\0\x01\x01\x00\x00\x01\x00\x01\x00\x00");
        }
        if let Some(transform) = self.transform {
            file.extend_from_slice(b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00");
            file.push(transform);
        }
        if let Some(orientation) = self.orientation {
            file.extend_from_slice(&exif::segment(orientation));
        }
        file.extend_from_slice(&self.kept);
        file.extend_from_slice(&[0xff, EOI]);
        file
    }
}

/// The file with only what its pixels need.
pub(super) fn clean(file: &[u8]) -> Result<Vec<u8>, BadPicture> {
    let mut reader = Reader(file);
    if reader.marker()? != SOI {
        return Err(BROKEN);
    }
    let mut found = Found::default();
    loop {
        match reader.marker()? {
            EOI if found.scans > 0 => return Ok(found.written()),
            marker @ 0xc0..=0xc2 => found.frame(marker, reader.segment()?)?,
            marker @ (DHT | DQT | DRI) => found.table(marker, reader.segment()?)?,
            SOS => {
                let head = reader.segment()?;
                found.scan(head, &mut reader)?;
            }
            0xe0 => found.jfif |= reader.segment()?.starts_with(b"JFIF\0"),
            0xe1 => {
                let segment = reader.segment()?;
                found.orientation = found.orientation.or_else(|| exif::orientation(segment));
            }
            0xee => {
                let adobe = reader.segment()?.strip_prefix(b"Adobe");
                let transform = adobe.and_then(|rest| rest.get(6)).copied();
                found.transform = transform.filter(|code| *code <= 2).or(found.transform);
            }
            // Other programs' own segments, and comments.
            0xe2..=0xef | 0xfe => drop(reader.segment()?),
            // Lossless, hierarchical or arithmetic coding, and the height in a place of its own.
            0xc3..=0xcf | 0xdc | 0xde | 0xdf => return Err(KIND),
            _ => return Err(BROKEN),
        }
    }
}

/// Decodes a whole file. Its pixels.
pub(super) fn decode(file: &[u8]) -> Result<Vec<u8>, BadPicture> {
    let options = DecoderOptions::new_safe()
        .set_strict_mode(true)
        .set_max_width(LONGEST)
        .set_max_height(LONGEST)
        .jpeg_set_max_scans(MAX_SCANS);
    let decoded = JpegDecoder::new_with_options(ZCursor::new(file), options).decode();
    decoded.map_err(|_| BadPicture("must be a JPEG that can be decoded to its last pixel"))
}
