//! `lookout serve`: the doors of a node, open until a signal.
//!
//! Uses `server`.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use clap::Args;
use rustix::process::Resource;
use rustix::process::Rlimit;
use serde_json::json;
use tokio::signal::unix::Signal;
use tokio::signal::unix::SignalKind;
use tokio::signal::unix::signal;

use super::failure::Failure;
use super::home::At;
use super::out;
use crate::server::Running;
use crate::server::Supervisor;
use crate::server::SystemClock;
use crate::server::Telemetry;

/// Open all doors of the node at a home, until SIGINT or SIGTERM.
///
/// Prints where the doors are once they are open. Keys are not made here: a new home begins with
/// `lookout quickstart`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout serve --home /var/lib/lookout
  lookout serve --home /var/lib/lookout --config /etc/lookout/lookout.toml

Exit codes: 0 told to stop, and stopped; 1 cannot start, or a disk failed; 2 wrong usage or settings.")]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    /// Print one line of JSON when the doors are open
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let config = arguments.at.settings()?;
    // Kept to the end: it sends the last spans.
    let _traces = Telemetry::log(&config);
    raise_limit();
    runtime()?.block_on(async {
        let telemetry = Telemetry::install();
        let started = Running::start(&arguments.at.home(), config, Arc::new(SystemClock), &telemetry).await;
        let running = started.map_err(|error| Failure::because("cannot start", &error))?;
        let told = Told::listen()?;
        let at = running.addresses();
        if arguments.json {
            let urls = json!({
                "partners": format!("https://localhost:{}", at.partners.port()),
                "enrolment": format!("https://localhost:{}", at.enrolment.port()),
                "desk": format!("https://localhost:{}", at.desk.port()),
                "ops": format!("http://{}", at.ops),
            });
            out::json(&urls)?;
        } else {
            out::say(&format!(
                "Open: partners {}, enrolment {}, desk {}, ops {}.",
                at.partners, at.enrolment, at.desk, at.ops
            ))?;
        }
        until_told(running, told).await
    })
}

/// The runtime of commands that wait. Its threads are told apart by their names, so that a look at the
/// process says what works: `worker` does connections, `blocking` searches and files.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let started = AtomicUsize::new(0);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        // The workers are started with the runtime, before anything can ask for another thread.
        .thread_name_fn(move || match started.fetch_add(1, Ordering::Relaxed) {
            worker if worker < workers => format!("worker-{worker}"),
            other => format!("blocking-{}", other - workers),
        })
        .enable_all()
        .build()
        .map_err(|error| Failure::because("cannot start the runtime", &error))
}

/// Raises the number of files this process may have open to the highest its user may: shells begin
/// with 1,024, for programs of the time of select(2).
pub(super) fn raise_limit() {
    let limit = rustix::process::getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    if let Err(error) = rustix::process::setrlimit(Resource::Nofile, raised) {
        tracing::warn!(%error, "the limit of open files stays as it was");
    }
}

/// The signals that end a node. One that comes before somebody waits is kept.
pub(super) struct Told {
    terminate: Signal,
    interrupt: Signal,
}

impl Told {
    /// Listens from now on: until then a signal ends the process at once.
    pub(super) fn listen() -> Result<Self, Failure> {
        let signal = |kind| signal(kind).map_err(|error| Failure::because("cannot wait for signals", &error));
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Waits for SIGTERM or SIGINT.
    pub(super) async fn wait(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Serves until a signal, or until a disk has failed.
pub(super) async fn until_told(running: Running, mut told: Told) -> Result<ExitCode, Failure> {
    let supervisor = Supervisor::start(Arc::clone(running.services()));
    let disk = tokio::select! {
        () = told.wait() => false,
        () = running.failed() => true,
    };
    if disk {
        // Nobody knows what is stored after a failed sync: nothing more is written, a restart reads.
        return Err(Failure::new("a disk failed under the journal or the audit log")
            .hint("look at the system's log, mend the disk, start again"));
    }
    drop(supervisor);
    running.stop().await;
    Ok(ExitCode::SUCCESS)
}
