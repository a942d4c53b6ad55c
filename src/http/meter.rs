//! Requests counted and timed: by door, route, partner and outcome.
//!
//! Uses `service`. No label is a text of a caller's: a route is its template, a partner is known only
//! once its registered key has been proven, an outcome is `ok` or a problem's code.

use std::sync::Arc;
use std::time::Duration;

use metrics::Histogram;

use crate::domain::ids::PartnerId;
use crate::service::Counters;

/// A route that no template names.
pub(super) const NO_ROUTE: &str = "none";
/// Whoever is no partner, or not known to be one.
pub(super) const NO_PARTNER: &str = "none";

/// Partner, route, outcome.
type Labels = (Option<PartnerId>, &'static str, &'static str);

/// The handles of a door.
#[derive(Clone, Debug)]
pub(super) struct Meter(Arc<Handles>);

#[derive(Debug)]
struct Handles {
    door: &'static str,
    seconds: Vec<(&'static str, Histogram)>,
    requests: Counters<Labels>,
}

impl Meter {
    /// Those of the door `door`, whose routes are `routes`: method and template.
    pub(super) fn of(door: &'static str, routes: &[(&'static str, &'static str)]) -> Self {
        let mut names: Vec<_> = routes.iter().map(|(_, path)| *path).collect();
        names.sort_unstable();
        names.dedup();
        names.push(NO_ROUTE);
        let histogram = |route| {
            let seconds = metrics::histogram!("lookout_request_seconds", "door" => door, "route" => route);
            (route, seconds)
        };
        Self(Arc::new(Handles {
            door,
            seconds: names.into_iter().map(histogram).collect(),
            requests: Counters::default(),
        }))
    }

    /// The door.
    pub(super) fn door(&self) -> &'static str {
        self.0.door
    }

    /// The template of a matched path.
    pub(super) fn route(&self, matched: Option<&str>) -> &'static str {
        let known = |path: &str| self.0.seconds.iter().find(|(route, _)| *route == path);
        matched.and_then(known).map_or(NO_ROUTE, |(route, _)| route)
    }

    /// Counts a request that was answered.
    pub(super) fn answered(
        &self,
        partner: Option<PartnerId>,
        route: &'static str,
        outcome: &'static str,
        took: Duration,
    ) {
        if let Some((_, seconds)) = self.0.seconds.iter().find(|(name, _)| *name == route) {
            seconds.record(took);
        }
        let door = self.0.door;
        self.0
            .requests
            .add((partner, route, outcome), |(partner, route, outcome)| {
                let partner = partner
                    .as_ref()
                    .map_or_else(|| NO_PARTNER.to_owned(), ToString::to_string);
                metrics::counter!(
                    "lookout_requests_total",
                    "door" => door, "route" => *route, "partner" => partner, "outcome" => *outcome
                )
            });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_no_template_is_no_route() {
        let meter = Meter::of("partners", &[("GET", "/a"), ("POST", "/a"), ("GET", "/b/{id}")]);
        assert_eq!(meter.route(Some("/b/{id}")), "/b/{id}");
        assert_eq!(meter.route(Some("/b/1")), NO_ROUTE);
        assert_eq!(meter.route(None), NO_ROUTE);
        assert_eq!(meter.0.seconds.len(), 3);
    }

    /// What counting a request costs: `cargo test --release --lib counting_a_request -- --ignored --nocapture`.
    #[test]
    #[ignore = "a measurement"]
    fn counting_a_request_costs_little() {
        const TIMES: u32 = 1_000_000;
        let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
        metrics::with_local_recorder(&recorder, || {
            let meter = Meter::of("partners", &[("POST", "/v1/persons/search")]);
            let steps = crate::service::Metrics::default();
            let partner: PartnerId = "nl-kmar".parse().unwrap();
            let begun = std::time::Instant::now();
            for _ in 0..TIMES {
                let route = meter.route(Some("/v1/persons/search"));
                meter.answered(Some(partner.clone()), route, "ok", Duration::from_micros(300));
            }
            println!("a request counted: {:?}", begun.elapsed() / TIMES);
            let begun = std::time::Instant::now();
            for _ in 0..TIMES {
                for (step, _) in crate::service::Step::ALL {
                    steps.run(*step, || ());
                }
            }
            println!("nine steps timed: {:?}", begun.elapsed() / TIMES);
        });
    }
}
