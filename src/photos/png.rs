//! PNG (W3C, third edition): which chunks a picture needs, and whether they decode.
//!
//! Uses flate2 and png, neither of which has unsafe code of its own. Of the compressed pixels exactly as many
//! bytes are kept as they take, and they must come to exactly the picture's size: nothing hides behind them.

use flate2::Decompress;
use flate2::FlushDecompress;
use flate2::Status;

use super::picture::BadPicture;
use super::picture::sides;

/// What every file begins with.
pub(super) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// Most bytes that the decoder may take beside the rows.
const MEMORY: usize = 16 << 20;
/// How much is decompressed at once.
const PIECE: usize = 32 << 10;

const BROKEN: BadPicture = BadPicture("must be a whole PNG");

/// How a picture is laid out.
struct Head {
    width: u32,
    height: u32,
    bits_a_pixel: u64,
    interlaced: bool,
    /// What a pixel says: 0 grey, 2 colours, 3 a colour in a table, 4 and 6 how clear it is as well.
    colour: u8,
}

impl Head {
    fn read(chunk: &[u8]) -> Result<Self, BadPicture> {
        let &[
            w0,
            w1,
            w2,
            w3,
            h0,
            h1,
            h2,
            h3,
            depth,
            colour,
            0,
            0,
            interlaced @ (0 | 1),
        ] = chunk
        else {
            return Err(BROKEN);
        };
        let (width, height) = (
            u32::from_be_bytes([w0, w1, w2, w3]),
            u32::from_be_bytes([h0, h1, h2, h3]),
        );
        sides(width, height)?;
        let channels = match (colour, depth) {
            (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) => 1,
            (4, 8 | 16) => 2,
            (2, 8 | 16) => 3,
            (6, 8 | 16) => 4,
            _ => return Err(BROKEN),
        };
        Ok(Self {
            width,
            height,
            bits_a_pixel: channels * u64::from(depth),
            interlaced: interlaced == 1,
            colour,
        })
    }

    /// Whether the tables of colours and of what is clear have a length that they may have.
    fn fits(&self, palette: Option<&[u8]>, clear: Option<&[u8]>) -> bool {
        let colours = palette.map(|table| table.len() / 3);
        let whole =
            palette.is_none_or(|table| table.len() % 3 == 0 && (1..=256).contains(&(table.len() / 3)));
        let clear = clear.is_none_or(|table| match self.colour {
            0 => table.len() == 2,
            2 => table.len() == 6,
            3 => colours.is_some_and(|most| table.len() <= most),
            _ => false,
        });
        whole && clear && (self.colour != 3 || palette.is_some())
    }

    /// How many bytes the rows come to, each with its filter's number.
    fn size(&self) -> u64 {
        let of = |width: u64, height: u64| match width {
            0 => 0,
            _ => height * (1 + (width * self.bits_a_pixel).div_ceil(8)),
        };
        let (width, height) = (u64::from(self.width), u64::from(self.height));
        if !self.interlaced {
            return of(width, height);
        }
        let passes = [
            (0, 8, 0, 8),
            (4, 8, 0, 8),
            (0, 4, 4, 8),
            (2, 4, 0, 4),
            (0, 2, 2, 4),
            (1, 2, 0, 2),
            (0, 1, 1, 2),
        ];
        let pass = |(left, across, top, down): (u64, u64, u64, u64)| {
            let count = |side: u64, from: u64, each: u64| side.saturating_sub(from).div_ceil(each);
            of(count(width, left, across), count(height, top, down))
        };
        passes.into_iter().map(pass).sum()
    }
}

/// A chunk's kind and content, and the rest of the file.
type Chunk<'a> = ([u8; 4], &'a [u8], &'a [u8]);

/// The chunk that a file begins with.
fn chunk(file: &[u8]) -> Result<Chunk<'_>, BadPicture> {
    let (length, rest) = file.split_first_chunk::<4>().ok_or(BROKEN)?;
    let (kind, after) = rest.split_first_chunk::<4>().ok_or(BROKEN)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| BROKEN)?;
    let (body, after) = after.split_at_checked(length).ok_or(BROKEN)?;
    let (sum, after) = after.split_first_chunk::<4>().ok_or(BROKEN)?;
    if checksum(*kind, body) != u32::from_be_bytes(*sum) {
        return Err(BROKEN);
    }
    Ok((*kind, body, after))
}

fn checksum(kind: [u8; 4], body: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&kind);
    sum.update(body);
    sum.finalize()
}

fn write(file: &mut Vec<u8>, kind: [u8; 4], body: &[u8]) -> Result<(), BadPicture> {
    let length = u32::try_from(body.len()).map_err(|_| BROKEN)?;
    file.extend_from_slice(&length.to_be_bytes());
    file.extend_from_slice(&kind);
    file.extend_from_slice(body);
    file.extend_from_slice(&checksum(kind, body).to_be_bytes());
    Ok(())
}

/// The file with only what its pixels need.
pub(super) fn clean(file: &[u8]) -> Result<Vec<u8>, BadPicture> {
    let rest = file.strip_prefix(&SIGNATURE).ok_or(BROKEN)?;
    let (kind, first, mut rest) = chunk(rest)?;
    if kind != *b"IHDR" {
        return Err(BROKEN);
    }
    let head = Head::read(first)?;
    let (mut palette, mut clear) = (None, None);
    let (mut pixels, mut ended) = (Vec::new(), false);
    loop {
        let (kind, body, after) = chunk(rest)?;
        rest = after;
        match &kind {
            b"IDAT" if !ended => pixels.extend_from_slice(body),
            b"IEND" if !pixels.is_empty() => break,
            b"PLTE" if palette.is_none() && pixels.is_empty() => palette = Some(body),
            b"tRNS" if clear.is_none() && pixels.is_empty() => clear = Some(body),
            // What a decoder may leave out says so by a small letter.
            [first, ..] if first.is_ascii_lowercase() => {}
            _ => return Err(BROKEN),
        }
        ended = ended || (kind != *b"IDAT" && !pixels.is_empty());
    }
    pixels.truncate(taken(&pixels, head.size())?);
    let mut cleaned = SIGNATURE.to_vec();
    write(&mut cleaned, *b"IHDR", first)?;
    if !head.fits(palette, clear) {
        return Err(BROKEN);
    }
    // Where the pixels are colours themselves, a table of them is a hint for old screens.
    if let Some(palette) = palette.filter(|_| head.colour == 3) {
        write(&mut cleaned, *b"PLTE", palette)?;
    }
    if let Some(clear) = clear {
        write(&mut cleaned, *b"tRNS", clear)?;
    }
    write(&mut cleaned, *b"IDAT", &pixels)?;
    write(&mut cleaned, *b"IEND", b"")?;
    Ok(cleaned)
}

/// How many bytes of `pixels` the compressed stream takes, which must come to `size`.
fn taken(pixels: &[u8], size: u64) -> Result<usize, BadPicture> {
    let mut stream = Decompress::new(true);
    let mut piece = vec![0; PIECE];
    loop {
        let taken = usize::try_from(stream.total_in()).map_err(|_| BROKEN)?;
        let rest = pixels.get(taken..).ok_or(BROKEN)?;
        let before = (stream.total_in(), stream.total_out());
        let status = stream.decompress(rest, &mut piece, FlushDecompress::None);
        if stream.total_out() > size {
            return Err(BadPicture("must hold as many pixels as it says"));
        }
        match status.map_err(|_| BROKEN)? {
            Status::StreamEnd if stream.total_out() == size => {
                return usize::try_from(stream.total_in()).map_err(|_| BROKEN);
            }
            Status::StreamEnd => return Err(BadPicture("must hold as many pixels as it says")),
            _ if before == (stream.total_in(), stream.total_out()) => return Err(BROKEN),
            _ => {}
        }
    }
}

/// Decodes a whole file, row by row.
pub(super) fn decode(file: &[u8]) -> Result<(), BadPicture> {
    let decoded = |_| BadPicture("must be a PNG that can be decoded to its last pixel");
    let limits = png::Limits { bytes: MEMORY };
    let decoder = png::Decoder::new_with_limits(std::io::Cursor::new(file), limits);
    let mut reader = decoder.read_info().map_err(decoded)?;
    while reader.next_row().map_err(decoded)?.is_some() {}
    reader.finish().map_err(decoded)
}
