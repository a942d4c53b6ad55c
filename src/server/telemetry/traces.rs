//! Traces of requests to an OpenTelemetry collector, where the settings name one.
//!
//! Uses the OpenTelemetry crates. Spans wait in a bounded queue that a thread of its own empties: a
//! collector that is slow or gone costs spans and never a request. A span has the request's number,
//! its route, partner, outcome and steps, and nothing of who was asked for. A `traceparent` that a
//! partner sends is not read: whose trace a request belongs to is ours to say.

use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::Protocol;
use opentelemetry_otlp::SpanExporter as Otlp;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_otlp::WithHttpConfig;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::BatchConfigBuilder;
use opentelemetry_sdk::trace::BatchSpanProcessor;
use opentelemetry_sdk::trace::Sampler;
use opentelemetry_sdk::trace::SdkTracerProvider;
use opentelemetry_sdk::trace::SpanData;
use opentelemetry_sdk::trace::SpanExporter;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;

use crate::config::Config;
use crate::service::TRACE;

/// Spans waiting; more are dropped.
const QUEUE: usize = 4_096;
/// Longest wait for the collector, and for the last spans at the end.
const WAIT: Duration = Duration::from_secs(2);

/// The traces of this process, or none. Dropping it sends what waits, for at most `WAIT`.
#[derive(Debug, Default)]
#[must_use = "spans that wait are lost without it"]
pub struct Traces(Option<SdkTracerProvider>);

impl Traces {
    /// What sends spans, and the layer that makes them. Not called from within a runtime: the sender
    /// has one of its own.
    pub(super) fn begin<S>(config: &Config) -> (Self, Option<Box<dyn Layer<S> + Send + Sync>>)
    where
        S: tracing::Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a> + Send + Sync,
    {
        let Some(settings) = &config.traces else {
            return (Self(None), None);
        };
        let client = reqwest::blocking::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(WAIT)
            .build();
        let Ok(client) = client else {
            return (Self(None), None);
        };
        let exporter = Otlp::builder()
            .with_http()
            .with_http_client(client)
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{}/v1/traces", settings.endpoint))
            .with_timeout(WAIT)
            .build();
        let Ok(exporter) = exporter else {
            return (Self(None), None);
        };
        let bounds = BatchConfigBuilder::default()
            .with_max_queue_size(QUEUE)
            .with_max_export_batch_size(512)
            .with_scheduled_delay(Duration::from_secs(1))
            .build();
        let sender = BatchSpanProcessor::builder(Counted(exporter)).with_batch_config(bounds);
        let resource = Resource::builder_empty()
            .with_service_name(settings.service.clone())
            .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .with_attribute(KeyValue::new("service.instance.id", config.node.name.clone()))
            .build();
        let provider = SdkTracerProvider::builder()
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(
                settings.sample,
            ))))
            .with_resource(resource)
            .with_span_processor(sender.build())
            .build();
        let layer = tracing_opentelemetry::layer()
            .with_tracer(provider.tracer("lookout"))
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(Targets::new().with_target(TRACE, tracing::Level::TRACE));
        (Self(Some(provider)), Some(layer.boxed()))
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        if let Some(provider) = self.0.take() {
            // Spans of the last second may be lost; a stop is not held up for them.
            let _lost = provider.shutdown_with_timeout(WAIT);
        }
    }
}

/// Counts what an exporter sends and loses.
#[derive(Debug)]
struct Counted<E>(E);

impl<E: SpanExporter> SpanExporter for Counted<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = batch.len() as u64;
        let sent = self.0.export(batch).await;
        let outcome = if sent.is_ok() { "exported" } else { "failed" };
        metrics::counter!("lookout_trace_spans_total", "outcome" => outcome).increment(spans);
        sent
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.0.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.0.set_resource(resource);
    }
}
