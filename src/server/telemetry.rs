//! Logs and metrics: installed once a process.
//!
//! Uses tracing-subscriber and the Prometheus exporter. Log lines have fields and no personal data;
//! names, dates and documents go to the audit log or nowhere.

use std::sync::Arc;
use std::sync::OnceLock;

use metrics_exporter_prometheus::PrometheusBuilder;
use metrics_exporter_prometheus::PrometheusHandle;
use tracing_subscriber::EnvFilter;

use crate::config;

/// Bounds of every histogram of seconds: from 100 µs to 5 s.
const SECONDS: [f64; 14] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];
/// Bounds of the histogram of postings read.
const POSTINGS: [f64; 8] = [10.0, 100.0, 1e3, 3e3, 1e4, 3e4, 1e5, 1e6];

/// The process's metrics.
#[derive(Clone, Debug)]
pub struct Telemetry(PrometheusHandle);

impl Telemetry {
    /// Installs the metrics recorder; a second call in a process gives the first's again.
    #[must_use]
    pub fn install() -> Self {
        static INSTALLED: OnceLock<PrometheusHandle> = OnceLock::new();
        let handle = INSTALLED.get_or_init(|| {
            let builder = PrometheusBuilder::new();
            let builder = builder
                .set_buckets_for_metric(
                    metrics_exporter_prometheus::Matcher::Suffix("_seconds".to_owned()),
                    &SECONDS,
                )
                .and_then(|builder| {
                    let postings = metrics_exporter_prometheus::Matcher::Suffix("_postings".to_owned());
                    builder.set_buckets_for_metric(postings, &POSTINGS)
                })
                .unwrap_or_else(|_| PrometheusBuilder::new());
            let recorder = builder.build_recorder();
            let handle = recorder.handle();
            if metrics::set_global_recorder(recorder).is_err() {
                tracing::warn!("another metrics recorder is installed; /metrics stays empty");
            }
            handle
        });
        Self(handle.clone())
    }

    /// Renders them in Prometheus' text form.
    #[must_use]
    pub fn render(&self) -> crate::http::Render {
        let handle = self.0.clone();
        Arc::new(move || handle.render())
    }

    /// Drains what histograms have gathered; without it they would grow while nobody asks.
    pub(super) fn upkeep(&self) {
        self.0.run_upkeep();
    }

    /// Begins logging to standard error. Nothing happens where a subscriber is installed already.
    pub fn log(settings: &config::Log) {
        let filter = EnvFilter::try_new(&settings.filter).unwrap_or_else(|_| EnvFilter::new("info"));
        let builder = tracing_subscriber::fmt()
            .with_env_filter(filter)
            // What cannot be logged is not told on standard error either: that is where it failed, and
            // printing there on a full disk panics, in the middle of a request.
            .log_internal_errors(false)
            .with_writer(std::io::stderr);
        let _already = if settings.json {
            builder.json().try_init()
        } else {
            builder.try_init()
        };
    }
}
