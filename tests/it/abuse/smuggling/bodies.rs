//! Payloads whose body could end in two places, with what they get.

use super::Case;
use super::Then::Closes;
use super::Then::GoesOn;
use super::case;

/// The start of a search, up to its headers of length.
macro_rules! post {
    ($rest:literal) => {
        concat!(
            "POST /v1/persons/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n",
            $rest
        )
    };
}

pub(super) const CASES: &[Case] = &[
    // Two lengths.
    case(
        "length and chunks",
        post!("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "chunks and length",
        post!("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "two lengths, different",
        post!("Content-Length: 0\r\nContent-Length: 44\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "two lengths, equal",
        post!("Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}"),
        &[400],
        GoesOn,
    ),
    case(
        "a list of lengths",
        post!("Content-Length: 2, 2\r\n\r\n{}"),
        &[400],
        Closes,
    ),
    case(
        "a negative length",
        post!("Content-Length: -1\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "a length with a sign",
        post!("Content-Length: +2\r\n\r\n{}"),
        &[400],
        Closes,
    ),
    case(
        "a length in hexadecimal",
        post!("Content-Length: 0x2\r\n\r\n{}"),
        &[400],
        Closes,
    ),
    case(
        "a length beyond 64 bits",
        post!("Content-Length: 99999999999999999999999999\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "a huge length",
        post!("Content-Length: 9223372036854775807\r\n\r\n"),
        &[413],
        Closes,
    ),
    case(
        "an empty length",
        post!("Content-Length:\r\n\r\n{}"),
        &[400],
        Closes,
    ),
    // Codings.
    case(
        "an unknown coding",
        post!("Transfer-Encoding: x\r\n\r\n0\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "chunked and then another",
        post!("Transfer-Encoding: chunked, x\r\n\r\n0\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "chunked behind another",
        post!("Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "chunked twice",
        post!("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "chunked with a vertical tab",
        post!("Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "chunked in quotes",
        post!("Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "space before the colon",
        post!("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "an underscored length",
        post!("Content_Length: 5\r\nContent-Length: 2\r\n\r\n{}"),
        &[400],
        GoesOn,
    ),
    case(
        "an identity coding",
        post!("Transfer-Encoding: identity\r\n\r\n"),
        &[400],
        Closes,
    ),
    // Chunks.
    case(
        "chunks as they should be",
        post!("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
        &[400],
        GoesOn,
    ),
    case(
        "a chunk size that is none",
        post!("Transfer-Encoding: chunked\r\n\r\nz\r\n{}\r\n0\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "a negative chunk size",
        post!("Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "a chunk size of 17 digits",
        post!("Transfer-Encoding: chunked\r\n\r\n00000000000000002\r\n{}\r\n0\r\n\r\n"),
        &[400],
        GoesOn,
    ),
    case(
        "a chunk longer than it says",
        post!("Transfer-Encoding: chunked\r\n\r\n2\r\n{} \r\n0\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "a chunk extension with a bare line feed",
        post!("Transfer-Encoding: chunked\r\n\r\n2;a\n{}\r\n0\r\n\r\n"),
        &[400],
        Closes,
    ),
    case(
        "a trailer that is a length",
        post!("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nContent-Length: 44\r\n\r\n"),
        &[400],
        GoesOn,
    ),
];
