//! Step two at the partners' door: an alert in full.
//!
//! Uses `claim` and `service`. Each handler reads, calls one use case, writes.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::admitted::Admitted;
use super::claim::Claimed;
use super::problem::Problem;
use super::reply;
use crate::access::ReadDetails;
use crate::service::Services;

pub(super) async fn show(
    Admitted(permit): Admitted<ReadDetails>,
    State(services): State<Arc<Services>>,
    Claimed(named): Claimed,
) -> Result<Response, Problem> {
    match named {
        Ok(named) => {
            let answer = services.details(permit, named.claim).await?;
            reply::answer(answer).map_err(|refusal| Problem::of(&refusal))
        }
        Err(refusal) => Err(services.reject(permit, refusal).await.into()),
    }
}
