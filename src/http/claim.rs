//! Which alert and by which query: the path and the query part of step two's routes.
//!
//! Uses `service`. What cannot be the id of an alert is told as an alert that is not there.

use std::collections::HashMap;

use axum::extract::FromRequestParts;
use axum::extract::Path;
use axum::http::request::Parts;

use crate::domain::ids::AlertId;
use crate::domain::ids::QueryId;
use crate::domain::photo::PhotoHash;
use crate::service::Claim;
use crate::service::Fault;
use crate::service::Refusal;

/// What a request to one of step two's routes names, or why it names nothing; to be read after the
/// caller was admitted, and told by the use case's own refusal.
pub(super) struct Claimed(pub(super) Result<Named, Refusal>);

/// What a request names.
pub(super) struct Named {
    /// An alert with the query that returned it.
    pub(super) claim: Claim,
    /// One of the alert's photographs, where the route has one.
    pub(super) photo: Option<PhotoHash>,
}

fn part<T: std::str::FromStr>(path: &HashMap<String, String>, name: &str) -> Result<T, Refusal> {
    path.get(name)
        .and_then(|text| text.parse().ok())
        .ok_or(Refusal::NotFound)
}

impl<S: Send + Sync> FromRequestParts<S> for Claimed {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        // A path that is not UTF-8 once it is decoded names nothing either.
        let path = Path::<HashMap<String, String>>::from_request_parts(parts, state).await;
        let path = path.map_or_else(|_| HashMap::new(), |Path(path)| path);
        let named = query(parts.uri.query()).and_then(|query| {
            let alert: AlertId = part(&path, "alert")?;
            Ok(Named {
                claim: Claim { alert, query },
                photo: part(&path, "sha256").ok(),
            })
        });
        Ok(Self(named))
    }
}

/// The one parameter there is. Its value needs no escaping, so an escaped one is not read.
fn query(text: Option<&str>) -> Result<QueryId, Refusal> {
    text.and_then(|text| text.strip_prefix("query="))
        .and_then(|id| id.parse().ok())
        .ok_or_else(|| {
            let rule = "must be given once and alone, as the `query` of the search that returned the alert";
            Refusal::Malformed(Fault::field("query", rule))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_part_is_one_number_and_nothing_else() {
        let good = "query=01KAR0000000000000000000Q7";
        assert!(query(Some(good)).is_ok());
        for bad in [
            "",
            "query=",
            "query=01kar0000000000000000000q7",
            "query=01KAR0000000000000000000Q7&query=01KAR0000000000000000000Q7",
            "query=01KAR0000000000000000000Q7&all=1",
            "all=1&query=01KAR0000000000000000000Q7",
            "Query=01KAR0000000000000000000Q7",
        ] {
            assert!(matches!(query(Some(bad)), Err(Refusal::Malformed(_))), "{bad}");
        }
        assert!(query(None).is_err());
    }
}
