//! The contract: OpenAPI 3.1, generated from the code's types.
//!
//! Uses `wire`. Tested with schemathesis (`docs/API.md`).

use std::sync::OnceLock;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use utoipa::OpenApi;

use crate::wire;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Lookout, partners' door",
        description = "Asks whether a person is wanted. Every call needs a client certificate that the gateway's registry knows.",
        version = "1",
    ),
    paths(paths::search, paths::purposes, paths::usage, paths::openapi),
    components(schemas(wire::Problem))
)]
struct Contract;

/// What utoipa reads; the handlers are in `partners`.
mod paths {
    #![expect(dead_code, reason = "only the attributes of these functions are used")]

    use crate::wire;

    /// Ask whether a person is wanted.
    #[utoipa::path(
        post,
        path = "/v1/persons/search",
        request_body = wire::SearchRequest,
        responses(
            (status = 200, description = "The answer, with its receipt", body = wire::SearchReply),
            (status = 400, description = "A field is malformed", body = wire::Problem, content_type = "application/problem+json"),
            (status = 403, description = "Not let in, or not in the profile", body = wire::Problem, content_type = "application/problem+json"),
            (status = 408, description = "The body came too slowly", body = wire::Problem, content_type = "application/problem+json"),
            (status = 413, description = "The body is too large", body = wire::Problem, content_type = "application/problem+json"),
            (status = 415, description = "The body is not JSON", body = wire::Problem, content_type = "application/problem+json"),
            (status = 421, description = "Not a host of this door", body = wire::Problem, content_type = "application/problem+json"),
            (status = 429, description = "Over the limit", body = wire::Problem, content_type = "application/problem+json"),
            (status = 503, description = "No true and recorded answer can be given now", body = wire::Problem, content_type = "application/problem+json"),
        ),
    )]
    pub(super) fn search() {}

    /// Purposes this partner may ask for.
    #[utoipa::path(
        get,
        path = "/v1/purposes",
        responses(
            (status = 200, description = "The purposes", body = wire::PurposesReply),
            (status = 403, description = "Not let in", body = wire::Problem, content_type = "application/problem+json"),
            (status = 429, description = "Over the limit", body = wire::Problem, content_type = "application/problem+json"),
        ),
    )]
    pub(super) fn purposes() {}

    /// Limits, what is left of them, and certificates.
    #[utoipa::path(
        get,
        path = "/v1/usage",
        responses(
            (status = 200, description = "The partner's own use", body = wire::UsageReply),
            (status = 403, description = "Not let in", body = wire::Problem, content_type = "application/problem+json"),
            (status = 429, description = "Over the limit", body = wire::Problem, content_type = "application/problem+json"),
        ),
    )]
    pub(super) fn usage() {}

    /// This document.
    #[utoipa::path(
        get,
        path = "/v1/openapi.json",
        responses(
            (status = 200, description = "The contract", body = serde_json::Value),
            (status = 403, description = "Not let in", body = wire::Problem, content_type = "application/problem+json"),
            (status = 429, description = "Over the limit", body = wire::Problem, content_type = "application/problem+json"),
        ),
    )]
    pub(super) fn openapi() {}
}

/// The document as an answer; made once.
pub(super) fn document() -> impl IntoResponse {
    static DOCUMENT: OnceLock<String> = OnceLock::new();
    let text = DOCUMENT.get_or_init(|| Contract::openapi().to_json().unwrap_or_default());
    ([(CONTENT_TYPE, "application/json")], text.as_str())
}
