//! The contract: OpenAPI 3.1, generated from the code's types.
//!
//! Uses `wire`. `complete` adds what the types cannot say. Tested with schemathesis, whose every check
//! is on (`.ci/suites`).

mod complete;
#[cfg(test)]
mod tests;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use bytes::Bytes;
use utoipa::OpenApi;

use crate::domain::ids::PurposeCode;
use crate::wire;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Lookout, partners' door",
        description = "Asks whether a person is wanted. Every call needs a client certificate that the gateway's registry knows.",
        version = "1",
    ),
    paths(
        paths::search,
        paths::details,
        paths::photo,
        paths::report_hit,
        paths::hit,
        paths::purposes,
        paths::usage,
        paths::openapi
    ),
    components(schemas(wire::Problem))
)]
struct Contract;

/// What utoipa reads; the handlers are in `partners`. Statuses that every operation has are not here
/// but in `complete`.
mod paths {
    #![expect(dead_code, reason = "only the attributes of these functions are used")]

    use crate::wire;

    /// Ask whether a person is wanted.
    #[utoipa::path(
        post,
        path = "/v1/persons/search",
        tag = "searches",
        request_body = wire::SearchRequest,
        responses(
            (status = 200, description = "The answer, with its receipt", body = wire::SearchReply),
            (status = 408, description = "The body came too slowly", body = wire::Problem, content_type = "application/problem+json"),
            (status = 413, description = "The body is too large", body = wire::Problem, content_type = "application/problem+json"),
            (status = 415, description = "The body is not JSON", body = wire::Problem, content_type = "application/problem+json"),
            (status = 422, description = "More listed people share what was given than can be compared", body = wire::Problem, content_type = "application/problem+json"),
        ),
    )]
    pub(super) fn search() {}

    /// See an alert in full, as far as the profile goes, that a search of one's own has returned.
    #[utoipa::path(
        get,
        path = "/v1/alerts/{alert}",
        tag = "alerts",
        params(wire::AlertPath, wire::ClaimQuery),
        responses(
            (status = 200, description = "The alert, with its receipt", body = wire::DetailsReply),
            (status = 404, description = "No search of yours has returned this alert in the last 24 hours, or it answers you no more", body = wire::Problem, content_type = "application/problem+json"),
        ),
    )]
    pub(super) fn details() {}

    /// See a photograph of an alert, as the alert in full names it.
    #[utoipa::path(
        get,
        path = "/v1/alerts/{alert}/photos/{sha256}",
        tag = "alerts",
        params(wire::PhotoPath, wire::ClaimQuery),
        responses(
            (status = 200, description = "The file; its receipt, which commits to it, is in lookout-receipt"),
            (status = 404, description = "As for the alert in full; or no such photograph, or your profile sees none", body = wire::Problem, content_type = "application/problem+json"),
        ),
    )]
    pub(super) fn photo() {}

    /// Report a hit made in the field.
    #[utoipa::path(
        post,
        path = "/v1/alerts/{alert}/hits",
        tag = "alerts",
        params(wire::AlertPath, wire::ClaimQuery),
        request_body = wire::HitRequest,
        responses(
            (status = 201, description = "It is durable; the owner and the contact point have it", body = wire::HitReply),
            (status = 404, description = "As for the alert in full", body = wire::Problem, content_type = "application/problem+json"),
            (status = 408, description = "The body came too slowly", body = wire::Problem, content_type = "application/problem+json"),
            (status = 413, description = "The body is too large", body = wire::Problem, content_type = "application/problem+json"),
            (status = 415, description = "The body is not JSON", body = wire::Problem, content_type = "application/problem+json"),
        ),
    )]
    pub(super) fn report_hit() {}

    /// Where a hit of one's own stands.
    #[utoipa::path(
        get,
        path = "/v1/hits/{hit}",
        tag = "alerts",
        params(wire::HitPath),
        responses(
            (status = 200, description = "Where it stands", body = wire::HitReply),
            (status = 404, description = "No hit of yours has this number", body = wire::Problem, content_type = "application/problem+json"),
        ),
    )]
    pub(super) fn hit() {}

    /// Purposes this partner may ask for.
    #[utoipa::path(
        get,
        path = "/v1/purposes",
        tag = "self",
        responses((status = 200, description = "The purposes", body = wire::PurposesReply)),
    )]
    pub(super) fn purposes() {}

    /// Limits, what is left of them, and certificates.
    #[utoipa::path(
        get,
        path = "/v1/usage",
        tag = "self",
        responses(
            (status = 200, description = "The partner's own use", body = wire::UsageReply),
            (status = 404, description = "Only a partner has limits of its own", body = wire::Problem, content_type = "application/problem+json"),
        ),
    )]
    pub(super) fn usage() {}

    /// This document.
    #[utoipa::path(
        get,
        path = "/v1/openapi.json",
        tag = "self",
        responses((status = 200, description = "The contract", body = serde_json::Value)),
    )]
    pub(super) fn openapi() {}
}

/// The document of a door whose searches are for these purposes. Made once a door and kept.
#[derive(Clone, Debug)]
pub(super) struct Document(Bytes);

impl Document {
    pub(super) fn of<'a>(purposes: impl IntoIterator<Item = &'a PurposeCode>) -> Self {
        // Neither step fails for a document of our own types; the tests read the result.
        let bare = serde_json::to_value(Contract::openapi()).unwrap_or_default();
        let purposes = purposes.into_iter().map(PurposeCode::as_str).collect();
        Self(complete::complete(bare, purposes).to_string().into())
    }

    pub(super) fn answer(&self) -> impl IntoResponse {
        ([(CONTENT_TYPE, "application/json")], self.0.clone())
    }
}
