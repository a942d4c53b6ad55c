//! `?wait=index`: whether the acknowledgement of a change waits until searches find what it made.
//!
//! Uses `service`. Read before anything is changed, so that a slip in it changes nothing. A change is
//! durable and stands in the state either way; the index follows by itself (DESIGN 3).

use std::time::Duration;

use super::problem::Problem;
use crate::access::Action;
use crate::access::Permit;
use crate::domain::ids::Position;
use crate::service::Fault;
use crate::service::Refusal;
use crate::service::Services;

/// Longest wait: a change is searchable within it (DESIGN 7).
const LONGEST: Duration = Duration::from_secs(1);

/// What an acknowledgement waits for beside the journal and the state.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Wait {
    /// Nothing.
    #[default]
    Not,
    /// The index, at most [`LONGEST`].
    Index,
}

/// What the query of a change says.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Asked {
    /// What the acknowledgement waits for.
    pub(super) wait: Wait,
    /// Whether a list replaces what people have changed.
    pub(super) force: bool,
}

impl Wait {
    /// Reads the query of a change that takes nothing but `wait`.
    pub(super) async fn read<A: Action>(
        services: &Services,
        permit: Permit<A>,
        query: Option<&str>,
    ) -> Result<(Permit<A>, Self), Problem> {
        match read(query) {
            Ok(Asked { wait, force: false }) => Ok((permit, wait)),
            Ok(_) => Err(services.reject(permit, unknown()).await.into()),
            Err(refusal) => Err(services.reject(permit, refusal).await.into()),
        }
    }

    /// Whether the index has reached a position, now or when the wait is over.
    pub(super) async fn indexed(self, services: &Services, position: Position) -> bool {
        let longest = match self {
            Self::Not => Duration::ZERO,
            Self::Index => LONGEST,
        };
        services.indexed(position, longest).await
    }
}

/// Reads the query of a change.
pub(super) fn read(query: Option<&str>) -> Result<Asked, Refusal> {
    let mut asked = Asked::default();
    let pairs = query.unwrap_or_default().split('&');
    for pair in pairs.filter(|pair| !pair.is_empty()) {
        match pair.split_once('=').unwrap_or((pair, "")) {
            ("wait", "index") => asked.wait = Wait::Index,
            ("wait", _) => return Err(Refusal::Faulty(vec![Fault::field("wait", "must be index")])),
            ("force", "true") => asked.force = true,
            _ => return Err(unknown()),
        }
    }
    Ok(asked)
}

fn unknown() -> Refusal {
    Refusal::Faulty(vec![Fault::field(
        "",
        "has something in its query that this change does not take; wait=index may stand there",
    )])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_of_a_change_says_what_is_waited_for_and_nothing_unknown() {
        let both = Asked {
            wait: Wait::Index,
            force: true,
        };
        assert_eq!(read(None).unwrap(), Asked::default());
        assert_eq!(read(Some("")).unwrap(), Asked::default());
        assert_eq!(read(Some("wait=index")).unwrap().wait, Wait::Index);
        assert_eq!(read(Some("force=true&wait=index")).unwrap(), both);
        for bad in [
            "wait",
            "wait=",
            "wait=state",
            "force=1",
            "Achterberg=1",
            "wait=index&x",
        ] {
            let refusal = read(Some(bad)).unwrap_err();
            assert!(matches!(refusal, Refusal::Faulty(_)), "{bad}");
        }
    }
}
