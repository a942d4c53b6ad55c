//! From an answer to its JSON, and the form that its receipt commits to.
//!
//! Uses `service` and `wire`.

use axum::Json;
use axum::response::IntoResponse;
use axum::response::Response;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::audit::Receipt;
use crate::service::Answer;
use crate::service::Draft;
use crate::state::CertificateStatus;
use crate::wire::ReceiptReply;
use crate::wire::SearchReply;

/// The answer without `receipt` in RFC 8785 canonical form: what the receipt's hash covers.
#[must_use]
pub fn canonical(draft: &Draft) -> Option<Vec<u8>> {
    serde_json_canonicalizer::to_vec(&SearchReply::of(draft.query.clone(), &draft.verdict)).ok()
}

pub(super) fn answer(answer: &Answer) -> Response {
    let draft = answer.draft();
    let mut reply = SearchReply::of(draft.query.clone(), &draft.verdict);
    reply.receipt = Some(receipt(answer.receipt()));
    Json(reply).into_response()
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
