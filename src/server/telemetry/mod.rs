//! Logs, metrics and traces: installed once a process.
//!
//! Uses tracing-subscriber, the Prometheus exporter and OpenTelemetry. `names` lists every metric.

mod lines;
mod logs;
mod metric;
mod names;
mod traces;

pub(super) use logs::Log;
pub use metric::Kind;
pub use metric::Metric;
pub use names::METRICS;
pub use traces::Traces;

use std::sync::Arc;
use std::sync::OnceLock;

use metrics_exporter_prometheus::BuildError;
use metrics_exporter_prometheus::Matcher;
use metrics_exporter_prometheus::PrometheusBuilder;
use metrics_exporter_prometheus::PrometheusHandle;

use crate::config::Config;
use crate::matching;

/// Bounds of every histogram of seconds: a step of a search takes from 10 µs on.
const SECONDS: [f64; 17] = [
    0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
    0.5, 1.0, 5.0,
];
/// Bounds of the histogram of postings read.
const POSTINGS: [f64; 8] = [10.0, 100.0, 1e3, 3e3, 1e4, 3e4, 1e5, 1e6];
/// Bounds of histograms of jobs in a group.
const JOBS: [f64; 8] = [1.0, 2.0, 4.0, 8.0, 16.0, 64.0, 256.0, 1024.0];

/// The process's metrics.
#[derive(Clone, Debug)]
pub struct Telemetry(PrometheusHandle);

impl Telemetry {
    /// Installs the metrics recorder; a second call in a process gives the first's again.
    #[must_use]
    pub fn install() -> Self {
        static INSTALLED: OnceLock<PrometheusHandle> = OnceLock::new();
        let handle = INSTALLED.get_or_init(|| {
            let builder = buckets().unwrap_or_else(|_| PrometheusBuilder::new());
            let recorder = builder.build_recorder();
            let handle = recorder.handle();
            if metrics::set_global_recorder(recorder).is_err() {
                tracing::warn!("another metrics recorder is installed; /metrics stays empty");
            }
            names::describe();
            let version = env!("CARGO_PKG_VERSION");
            metrics::gauge!("lookout_build_info", "version" => version, "matching" => matching::VERSION.to_string()).set(1.0);
            handle
        });
        Self(handle.clone())
    }

    /// Renders them in Prometheus' text form.
    #[must_use]
    pub fn render(&self) -> crate::http::Render {
        let handle = self.0.clone();
        let process = metrics_process::Collector::default();
        Arc::new(move || {
            process.collect();
            handle.render()
        })
    }

    /// Drains what histograms have gathered; without it they would grow while nobody asks.
    pub(super) fn upkeep(&self) {
        self.0.run_upkeep();
    }

    /// Begins to log to standard error, and to trace where the settings say so. Keep what is returned
    /// until the process ends. Nothing happens where a subscriber is installed already. Not for a
    /// thread of a runtime.
    pub fn log(config: &Config) -> Traces {
        logs::install(config)
    }
}

fn buckets() -> Result<PrometheusBuilder, BuildError> {
    let suffix = |text: &str| Matcher::Suffix(text.to_owned());
    PrometheusBuilder::new()
        .set_buckets_for_metric(suffix("_seconds"), &SECONDS)?
        .set_buckets_for_metric(suffix("_postings"), &POSTINGS)?
        .set_buckets_for_metric(suffix("_jobs"), &JOBS)
}
