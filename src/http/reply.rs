//! From an answer to its JSON, and the form that its receipt commits to.
//!
//! Uses `service` and `wire`.

use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_DISPOSITION;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::response::Response;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::audit::Receipt;
use crate::domain::photo::PhotoKind;
use crate::service::Answer;
use crate::service::Draft;
use crate::service::Refusal;
use crate::state::CertificateStatus;
use crate::wire::DetailsReply;
use crate::wire::ReceiptReply;
use crate::wire::SearchReply;

/// The receipt of an answer that is no JSON, as JSON.
const RECEIPT: HeaderName = HeaderName::from_static("lookout-receipt");

/// The answer without `receipt` in RFC 8785 canonical form: what the receipt's hash covers.
#[must_use]
pub fn canonical(draft: Draft) -> Option<Vec<u8>> {
    match draft {
        Draft::Search { query, verdict } => {
            serde_json_canonicalizer::to_vec(&SearchReply::of(query, verdict)).ok()
        }
        Draft::Details(details) => serde_json_canonicalizer::to_vec(&DetailsReply::of(*details)).ok(),
    }
}

/// The bytes that were committed to, with the receipt as one more field.
pub(super) fn answer(answer: Answer) -> Result<Response, Refusal> {
    let (mut body, proof) = answer.into_parts();
    let proof = serde_json::to_vec(&receipt(&proof));
    let (Ok(proof), Some(b'}')) = (proof, body.pop()) else {
        return Err(Refusal::Internal("an answer is no JSON object"));
    };
    body.extend_from_slice(b",\"receipt\":");
    body.extend_from_slice(&proof);
    body.push(b'}');
    Ok((
        [(CONTENT_TYPE, HeaderValue::from_static("application/json"))],
        body,
    )
        .into_response())
}

/// An answer that is a photograph: the bytes that were committed to, and the receipt in a header.
pub(super) fn photo(kind: PhotoKind, answer: Answer) -> Result<Response, Refusal> {
    let (file, proof) = answer.into_parts();
    let proof = serde_json::to_string(&receipt(&proof)).ok();
    let proof = proof.and_then(|proof| HeaderValue::try_from(proof).ok());
    let proof = proof.ok_or(Refusal::Internal("a receipt has no header form"))?;
    let mut response = picture(kind, file);
    response.headers_mut().insert(RECEIPT, proof);
    Ok(response)
}

/// A photograph, to be shown and not to be taken for anything else.
pub(super) fn picture(kind: PhotoKind, file: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, kind.media_type()),
        (CONTENT_DISPOSITION, "inline"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    (headers, file).into_response()
}

fn receipt(receipt: &Receipt) -> ReceiptReply {
    ReceiptReply {
        log: receipt.log().to_owned(),
        leaf: receipt.leaf(),
        salt: hex::encode(receipt.salt()),
        hash: hex::encode(receipt.hash()),
        time: receipt.time(),
        signature: BASE64_STANDARD.encode(receipt.signature()),
    }
}

/// A certificate's standing in one word.
pub(super) const fn status_word(status: &CertificateStatus) -> &'static str {
    match status {
        CertificateStatus::Active => "active",
        CertificateStatus::Revoked(_) => "revoked",
    }
}
