//! Step two at the partners' door: a photograph of an alert.
//!
//! Uses `claim` and `service`. What is no hash names a photograph that is not there.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::admitted::Admitted;
use super::claim::Claimed;
use super::problem::Problem;
use super::reply;
use crate::access::ReadDetails;
use crate::service::Refusal;
use crate::service::Services;

pub(super) async fn show(
    Admitted(permit): Admitted<ReadDetails>,
    State(services): State<Arc<Services>>,
    Claimed(named): Claimed,
) -> Result<Response, Problem> {
    let named = named.and_then(|named| Ok((named.claim, named.photo.ok_or(Refusal::NotFound)?)));
    match named {
        Ok((claim, hash)) => {
            let (kind, answer) = services.photo(permit, claim, hash).await?;
            reply::photo(kind, answer).map_err(|refusal| Problem::of(&refusal))
        }
        Err(refusal) => Err(services.reject(permit, refusal).await.into()),
    }
}
