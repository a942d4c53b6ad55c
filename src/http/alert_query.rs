//! The query of a list of alerts: `owner`, `category`, `state`, `until`, `after`, `limit`.
//!
//! Uses `service`. All that is wrong with it is told at once, and never what was sent.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::domain::ids::Ordinal;
use crate::service::AlertFilter;
use crate::service::Fault;
use crate::service::Page;
use crate::service::Refusal;
use crate::service::Stands;

/// Alerts on a page, unless told otherwise, and at most.
const USUAL: usize = 50;
const MOST: usize = 200;

/// What was asked for, or all that is wrong with how.
pub(super) struct AlertQuery(pub(super) Result<(AlertFilter, Page), Refusal>);

impl<S: Sync> FromRequestParts<S> for AlertQuery {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        // Nothing that may stand in it has a character that is written in another way in a query.
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        Ok(Self(read(pairs)))
    }
}

fn read<'q>(pairs: impl Iterator<Item = (&'q str, &'q str)>) -> Result<(AlertFilter, Page), Refusal> {
    let mut faults = Vec::new();
    let mut filter = AlertFilter::default();
    let mut page = Page {
        after: None,
        limit: USUAL,
    };
    let mut seen: Vec<&str> = Vec::new();
    for (name, value) in pairs {
        let mut need = |good: bool, rule: &str| {
            if !good {
                faults.push(Fault::field(name, rule));
            }
        };
        match name {
            "owner" => {
                filter.owner = value.parse().ok();
                need(filter.owner.is_some(), "must be an owner's id");
            }
            "category" => {
                filter.category = coded(value);
                need(filter.category.is_some(), "must be a category");
            }
            "state" => {
                filter.stands = Stands::ALL.into_iter().find(|stands| stands.word() == value);
                need(
                    filter.stands.is_some(),
                    "must be in-force, hidden, lapsed or held",
                );
            }
            "until" => {
                filter.until = value.parse().ok();
                need(filter.until.is_some(), "must be a day, YYYY-MM-DD");
            }
            "after" => {
                page.after = value.parse().ok().map(Ordinal);
                need(page.after.is_some(), "must be what the page before gave as next");
            }
            "limit" => {
                let limit = value.parse().ok().filter(|limit| (1..=MOST).contains(limit));
                page.limit = limit.unwrap_or(USUAL);
                need(limit.is_some(), "must be 1 to 200");
            }
            _ => faults.push(Fault::field(
                "",
                "must have only owner, category, state, until, after and limit in its query",
            )),
        }
        if seen.contains(&name) {
            faults.push(Fault::field(known(name), "must stand once"));
        }
        seen.push(name);
    }
    if faults.is_empty() {
        Ok((filter, page))
    } else {
        Err(Refusal::Faulty(faults))
    }
}

/// A name of our own, never the caller's.
fn known(name: &str) -> &'static str {
    let names = ["owner", "category", "state", "until", "after", "limit"];
    names.into_iter().find(|known| *known == name).unwrap_or_default()
}

fn coded<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(word.into()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Result<(AlertFilter, Page), Vec<String>> {
        read(pairs.iter().copied()).map_err(|refusal| match refusal {
            Refusal::Faulty(faults) => faults.into_iter().map(|fault| fault.field).collect(),
            other => panic!("{other}"),
        })
    }

    #[test]
    fn a_query_is_read_whole_or_told_all_that_is_wrong_with_it() {
        let (filter, page) = asked(&[
            ("owner", "BE-FEDPOL"),
            ("category", "missing"),
            ("state", "hidden"),
            ("until", "2026-12-01"),
            ("after", "7"),
            ("limit", "200"),
        ])
        .unwrap();
        assert_eq!(filter.owner.unwrap().as_str(), "BE-FEDPOL");
        assert_eq!(filter.stands, Some(Stands::Hidden));
        assert_eq!((page.after, page.limit), (Some(Ordinal(7)), 200));
        assert_eq!(asked(&[]).unwrap().1.limit, USUAL);
        let wrong = [
            ("owner", "a b"),
            ("category", "Achterberg"),
            ("state", "x"),
            ("until", "soon"),
            ("after", "-1"),
            ("limit", "201"),
            ("Achterberg", "1"),
            ("limit", "5"),
        ];
        let told = asked(&wrong).unwrap_err();
        assert_eq!(
            told,
            [
                "owner", "category", "state", "until", "after", "limit", "", "limit"
            ]
        );
    }
}
