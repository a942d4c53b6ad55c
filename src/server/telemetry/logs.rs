//! The log: to standard error, pretty or JSON, with a filter that can be changed while it runs.
//!
//! Uses tracing-subscriber, `lines`, `traces`. Installed once a process, before its runtime. Names, dates
//! and documents go to the audit log or nowhere.

use std::sync::OnceLock;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::Layer;
use tracing_subscriber::Registry;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::reload;
use tracing_subscriber::util::SubscriberInitExt;

use super::lines::Form;
use super::lines::Harmless;
use super::traces::Traces;
use crate::config::Config;
use crate::service::BadFilter;
use crate::service::LogFilter;

static FILTER: OnceLock<reload::Handle<EnvFilter, Registry>> = OnceLock::new();

/// The process's log, as a command changes it.
#[derive(Clone, Copy, Debug)]
pub(in crate::server) struct Log;

/// Begins to log, and to trace where the settings say so. Nothing happens where a subscriber is
/// installed already.
pub(super) fn install(config: &Config) -> Traces {
    let (filter, handle) = reload::Layer::new(parse(&config.log.filter).unwrap_or_default());
    // Colours would be control characters in a file or a journal.
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false);
    let lines = if config.log.json {
        let form = Form::Json;
        let lines = lines.json().map_event_format(|format| Harmless { format, form });
        lines.with_filter(filter).boxed()
    } else {
        let form = Form::Pretty;
        let lines = lines.map_event_format(|format| Harmless { format, form });
        lines.with_filter(filter).boxed()
    };
    // Kept behind: what makes the exporter logs before there is a log.
    let (traces, spans) = Traces::begin(config);
    if tracing_subscriber::registry()
        .with(lines)
        .with(spans)
        .try_init()
        .is_ok()
    {
        let _first = FILTER.set(handle);
    }
    traces
}

impl LogFilter for Log {
    fn show(&self) -> Option<String> {
        FILTER.get()?.with_current(ToString::to_string).ok()
    }

    fn check(&self, filter: &str) -> Result<(), BadFilter> {
        parse(filter).map(|_| ())
    }

    fn set(&self, filter: &str) -> Result<(), BadFilter> {
        let handle = FILTER.get().ok_or(BadFilter)?;
        handle.reload(parse(filter)?).map_err(|_| BadFilter)
    }
}

fn parse(filter: &str) -> Result<EnvFilter, BadFilter> {
    EnvFilter::try_new(filter).map_err(|_| BadFilter)
}
