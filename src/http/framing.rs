//! How a request's body is delimited: in the one way that nobody reads otherwise (RFC 9112, 6.1).
//!
//! Uses nothing. hyper refuses what is ambiguous to itself; it takes `chunked` after other codings and
//! `chunked` twice, which another reader in front of or behind it may take differently.

use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::header::TRANSFER_ENCODING;

/// Whether where the body ends, and so where the next request begins, is the same to every reader.
pub(super) fn is_clear(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(TRANSFER_ENCODING).iter();
    let plain = |coding: &HeaderValue| coding.as_bytes().eq_ignore_ascii_case(b"chunked");
    codings.next().is_none_or(plain) && codings.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunked_alone_is_clear_and_nothing_else_is() {
        let clear = |codings: &[&'static str]| {
            let values = codings
                .iter()
                .map(|coding| (TRANSFER_ENCODING, HeaderValue::from_static(coding)));
            is_clear(&values.collect())
        };
        assert!(clear(&[]) && clear(&["chunked"]) && clear(&["Chunked"]));
        for unclear in [
            &["chunked", "chunked"][..],
            &["gzip, chunked"],
            &["chunked, chunked"],
            &["identity"],
            &["identity", "chunked"],
            &["chunked "],
            &[""],
        ] {
            assert!(!clear(unclear), "{unclear:?}");
        }
    }
}
