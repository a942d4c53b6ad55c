//! `Admitted<A>`: certificate verified, partner active, token spent, action allowed.
//!
//! Uses `service`. It stands first among a handler's arguments, so that the body of a refused caller
//! is never read.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::headers::Notes;
use super::problem::Problem;
use crate::access::Action;
use crate::access::Permit;
use crate::domain::ids::QueryId;
use crate::domain::peer::Peer;
use crate::service::Services;

/// Leave to do `A` once, for the peer at the other end.
pub(super) struct Admitted<A>(pub(super) Permit<A>);

impl<A: Action> FromRequestParts<Arc<Services>> for Admitted<A> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, services: &Arc<Services>) -> Result<Self, Problem> {
        let missing = || {
            // The listener and `headers::number` put both in; a route without them was put together wrongly.
            tracing::error!("a request has no peer or no number");
            let status = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
            Problem::new(
                status,
                "internal",
                "A fault of ours",
                "Tell the contact point when it happened.",
            )
        };
        let peer = parts.extensions.get::<Arc<Peer>>().ok_or_else(missing)?;
        let request = parts.extensions.get::<QueryId>().ok_or_else(missing)?;
        let notes = parts.extensions.get::<Notes>().ok_or_else(missing)?;
        if let Some(partner) = services.holder(peer) {
            notes.partner(partner);
        }
        let (permit, rate) = services.admit::<A>(peer, request).await.map_err(|refused| {
            if let crate::service::Refusal::OverLimit(over) = refused.refusal() {
                notes.rate(crate::access::Rate {
                    allowance: over.allowance,
                    remaining: 0,
                });
            }
            Problem::from(refused)
        })?;
        if let Some(rate) = rate {
            notes.rate(rate);
        }
        Ok(Self(permit))
    }
}
