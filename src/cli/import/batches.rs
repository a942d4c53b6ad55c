//! One list, batch by batch: each is durable when the next one begins.
//!
//! Uses `feeds` and `link`. Memory is bounded by the batch, whatever the list's length.

use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Instant;

use indicatif::ProgressBar;
use tokio::signal::unix::SignalKind;
use tokio::signal::unix::signal;
use tokio::task::JoinHandle;

use super::photos::Photos;
use super::rejects::Rejects;
use crate::cli::failure::Failure;
use crate::cli::link::Link;
use crate::cli::out;
use crate::domain::alert::Alert;
use crate::domain::ids::Position;
use crate::feeds::FeedError;
use crate::feeds::Plan;
use crate::feeds::Reader;
use crate::feeds::Reject;
use crate::feeds::Tally;
use crate::wire::control::ImportReply;

/// Most alerts in a batch.
const BATCH: usize = 2_000;
/// A batch ends when so many bytes of the list were read for it: the control socket takes 64 MiB.
const BATCH_BYTES: u64 = 8 << 20;
/// Bytes read from the file at once.
const BUFFER: usize = 256 * 1024;

/// Whether Ctrl-C was pressed, or the import told to end.
#[derive(Clone)]
pub(super) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Listens for Ctrl-C and for SIGTERM from now on. The first one ends the import after the batch
    /// under way, the second one at once.
    pub(super) fn on_interrupt() -> Result<Self, Failure> {
        let stop = Self(Arc::new(AtomicBool::new(false)));
        let told = stop.clone();
        let signal = |kind| signal(kind).map_err(|error| Failure::because("cannot wait for Ctrl-C", &error));
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        // Ends with the process: it owns nothing but the flag.
        tokio::spawn(async move {
            while tokio::select! { told = interrupt.recv() => told, told = terminate.recv() => told }
                .is_some()
            {
                if told.0.swap(true, Ordering::Relaxed) {
                    std::process::exit(130);
                }
            }
        });
        Ok(stop)
    }

    fn told(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What became of one list.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) new: u64,
    pub(super) changed: u64,
    pub(super) unchanged: u64,
    /// Different, and left alone since a person has changed them.
    pub(super) kept: u64,
    /// Not entered again, since a person has withdrawn them.
    pub(super) withdrawn: u64,
    /// Not entered again, since they were erased.
    pub(super) erased: u64,
    /// Photographs that alerts refer to and whose files are not there.
    pub(super) photos_missing: u64,
    /// Files of photographs that the node did not take, and why.
    pub(super) photos_refused: Vec<String>,
    /// The reader's counts as of the last batch that is durable.
    pub(super) tally: Tally,
    /// The journal's position after the last batch.
    pub(super) position: Position,
    /// Whether searches find all of it: the index had that position when the node said so.
    pub(super) indexed: bool,
    pub(super) interrupted: bool,
    /// Why the node took no more of it; the batch under way then may be stored or not.
    pub(super) lost: Option<Failure>,
    /// Why the list was not read to its end.
    pub(super) broken: Option<FeedError>,
}

impl Counts {
    /// Whether it ended before the list did.
    pub(super) const fn stopped(&self) -> bool {
        self.interrupted || self.lost.is_some() || self.broken.is_some()
    }
}

/// How a list is to be taken.
pub(super) struct How {
    /// Alerts that people have changed are replaced.
    pub(super) force: bool,
    /// The end of the list waits for the index.
    pub(super) wait: bool,
}

/// Sends a list to the node.
pub(super) async fn import(
    link: &Link,
    path: &Path,
    plan: Plan,
    bar: &ProgressBar,
    stop: &Stop,
    (rejects, photos): (&mut Rejects, &mut Photos),
    how: &How,
) -> Result<Counts, Failure> {
    let file = File::open(path);
    let file = file.map_err(|error| Failure::because(format!("cannot read {}", path.display()), &error))?;
    let route = match plan {
        Plan::Lookout => "/alerts".to_owned(),
        // Their dates are those of this reading.
        Plan::Ftm(_) | Plan::OfacSdn(..) | Plan::UnSc(_) => "/alerts/listed".to_owned(),
    };
    let route = if how.force { route + "?force=true" } else { route };
    let input = BufReader::with_capacity(BUFFER, bar.wrap_read(file));
    let reader = Reader::new(input, plan);
    let mut counts = Counts::default();
    let started = Instant::now();
    // While the node stores one batch, the next is read.
    let mut reading = read_on(reader, bar.clone());
    loop {
        let (mut batch, reader) = reading
            .await
            .map_err(|error| Failure::because("reading the list ended badly", &error))?;
        for reject in &batch.rejects {
            if let Err(failure) = rejects.put(reject) {
                counts.lost = Some(failure);
                return Ok(counts);
            }
        }
        let next = match batch.last {
            true => Next::End(Box::new(reader)),
            false => Next::Reading(read_on(reader, bar.clone())),
        };
        // An empty batch at the end asks for the position, and whether the index has it.
        if !batch.alerts.is_empty() || batch.last {
            if let Err(failure) = photos
                .give(link, &mut batch.alerts, &mut counts.photos_refused)
                .await
            {
                counts.lost = Some(failure);
                return Ok(counts);
            }
            let waiting = [route.as_str(), if how.force { "&" } else { "?" }, "wait=index"].concat();
            let route = if batch.last && how.wait { &waiting } else { &route };
            let reply: ImportReply = match link.post(route, &batch.alerts).await {
                Ok(reply) => reply,
                Err(failure) => {
                    counts.lost = Some(failure);
                    return Ok(counts);
                }
            };
            counts.new += reply.new as u64;
            counts.changed += reply.changed as u64;
            counts.unchanged += reply.unchanged as u64;
            counts.kept += reply.kept as u64;
            counts.withdrawn += reply.withdrawn as u64;
            counts.erased += reply.erased as u64;
            counts.photos_missing += reply.photos_missing as u64;
            counts.position = reply.position;
            counts.indexed = reply.indexed;
        }
        counts.tally = batch.tally;
        let rate = counts.tally.alerts as f64 / started.elapsed().as_secs_f64().max(0.001);
        bar.set_message(format!(
            "{} alerts, {}/s",
            out::count(counts.tally.alerts),
            out::count(rate as u64)
        ));
        match next {
            Next::End(reader) => {
                counts.broken = reader.finish().err();
                return Ok(counts);
            }
            Next::Reading(_) if stop.told() => {
                counts.interrupted = true;
                return Ok(counts);
            }
            Next::Reading(next) => reading = next,
        }
    }
}

/// What follows a batch.
enum Next<R> {
    End(Box<Reader<R>>),
    Reading(JoinHandle<(Batch, Reader<R>)>),
}

/// A part of a list.
struct Batch {
    alerts: Vec<Alert>,
    rejects: Vec<Reject>,
    /// The reader's counts after it.
    tally: Tally,
    /// Whether the list is at its end.
    last: bool,
}

/// Reads the next batch on a thread for that.
fn read_on<R: BufRead + Send + 'static>(
    mut reader: Reader<R>,
    bar: ProgressBar,
) -> JoinHandle<(Batch, Reader<R>)> {
    tokio::task::spawn_blocking(move || (fill(&mut reader, &bar), reader))
}

fn fill(reader: &mut Reader<impl BufRead>, bar: &ProgressBar) -> Batch {
    let mut alerts = Vec::with_capacity(BATCH);
    let mut rejects = Vec::new();
    let start = bar.position();
    let mut last = false;
    while alerts.len() < BATCH && bar.position() - start < BATCH_BYTES {
        match reader.next() {
            Some(Ok(alert)) => alerts.push(alert),
            Some(Err(reject)) => rejects.push(reject),
            None => {
                last = true;
                break;
            }
        }
    }
    let tally = reader.tally().clone();
    Batch {
        alerts,
        rejects,
        tally,
        last,
    }
}
