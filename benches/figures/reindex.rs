//! What a rebuild of the index takes, and what it takes from those who ask meanwhile: `lookout reindex` at a
//! node that answers two hundred searches a second from a million alerts.
//!
//! Uses `gateway` and `caller`. Apart, since its list alone takes minutes to read in.

use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use crate::Outcome;
use crate::Run;
use crate::caller::Caller;
use crate::gateway;
use crate::gateway::Gateway;
use crate::listed::Listed;
use crate::table::Table;
use crate::whole_query::share;

/// Connections that ask in turn, so that one late answer holds up a quarter of the questions.
const LINES: u32 = 4;
/// From one search to the next, all lines together: two hundred a second.
const EVERY: Duration = Duration::from_millis(5);
/// Longest that anything is waited for.
const LONG: Duration = Duration::from_secs(600);

pub(crate) fn run(run: &Run, table: &mut Table) -> Outcome<()> {
    let persons = run.much(1_000_000, 5_000);
    table.part(&format!("A rebuild beside searches ({persons} invented persons)"));
    let home = gateway::folder()?;
    let list = home.path().join("list.jsonl");
    Listed::stream(persons, &list)?;
    let gateway = Gateway::quickstart(home.path())?;
    gateway::import(home.path(), &list)?;
    std::fs::remove_file(&list)?;
    gateway::settle(gateway.id())?;

    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let caller = Arc::new(Caller::new(&gateway.ready)?);
    let asked = Listed::of(run.much(2_000, 500));
    let bodies = asked.bodies();
    let requests: Arc<Vec<_>> = Arc::new(bodies.iter().map(|body| caller.request(body)).collect());
    let quiet = Load::start(&runtime, &caller, &requests);
    std::thread::sleep(Duration::from_millis(run.much(10_000, 500) as u64));
    let (alone, alone_failed) = quiet.end(&runtime)?;

    let before = gateway.resident_bytes()?;
    let load = Load::start(&runtime, &caller, &requests);
    let started = Instant::now();
    let mut most = before;
    let mut rebuild = reindex(home.path())?;
    let status = loop {
        most = most.max(gateway.resident_bytes()?);
        match rebuild.try_wait()? {
            Some(status) => break status,
            None if started.elapsed() > LONG => return Err("the rebuild does not end".into()),
            None => std::thread::sleep(Duration::from_millis(100)),
        }
    };
    let seconds = started.elapsed().as_secs_f64();
    let (beside, failed) = load.end(&runtime)?;
    if !status.success() {
        return Err("the rebuild failed".into());
    }
    gateway.stop()?;

    table.want(
        "the rebuild, from the command to its end, beside 200 searches/s",
        "≤ 60 s",
        &format!("{seconds:.1} s, {:.0} alerts/s", persons as f64 / seconds),
        seconds <= 60.0,
    );
    table.want(
        "searches that failed meanwhile",
        "0",
        &format!(
            "{failed} of {} ({alone_failed} of {} without it)",
            beside.len() as u64 + failed,
            alone.len() as u64 + alone_failed
        ),
        failed == 0,
    );
    table.tell(
        "p50, p99 of the searches since due, without and with it",
        &format!(
            "{:.1} ms, {:.1} ms; {:.1} ms, {:.1} ms",
            share(&alone, 0.5),
            share(&alone, 0.99),
            share(&beside, 0.5),
            share(&beside, 0.99)
        ),
    );
    table.tell(
        "resident memory before it and at most",
        &format!("{} MiB, {} MiB", before >> 20, most >> 20),
    );
    Ok(())
}

fn reindex(home: &Path) -> Outcome<std::process::Child> {
    Ok(Command::new(env!("CARGO_BIN_EXE_lookout"))
        .args(["reindex", "--json", "--home"])
        .arg(home)
        .stdout(Stdio::null())
        .spawn()?)
}

/// Searches at fixed times, over several connections.
struct Load {
    until: Arc<AtomicBool>,
    failed: Arc<AtomicU64>,
    lines: Vec<tokio::task::JoinHandle<Outcome<Vec<Duration>>>>,
}

impl Load {
    fn start(runtime: &tokio::runtime::Runtime, caller: &Arc<Caller>, requests: &Arc<Vec<Vec<u8>>>) -> Self {
        let (until, failed) = (Arc::<AtomicBool>::default(), Arc::<AtomicU64>::default());
        let lines = (0..LINES).map(|line| {
            let (until, failed) = (Arc::clone(&until), Arc::clone(&failed));
            let (caller, requests) = (Arc::clone(caller), Arc::clone(requests));
            runtime.spawn(async move {
                let mut connection = caller.connect().await?;
                let mut times = Vec::new();
                let begun = tokio::time::Instant::now() + EVERY * line;
                let mine = requests
                    .iter()
                    .cycle()
                    .skip(line as usize)
                    .step_by(LINES as usize);
                for (number, request) in (1..).zip(mine) {
                    let due = begun + EVERY * LINES * number;
                    tokio::time::sleep_until(due).await;
                    if until.load(Ordering::Relaxed) || begun.elapsed() > LONG {
                        break;
                    }
                    match connection.exchange(request).await?.status {
                        200 => times.push(due.elapsed()),
                        // Too common a name is told so, whatever is being built (decision 0008).
                        422 => {}
                        _ => {
                            failed.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                }
                Ok(times)
            })
        });
        Self {
            lines: lines.collect(),
            until,
            failed,
        }
    }

    /// Ends it; the sorted times from when each was due, and how many were not answered.
    fn end(self, runtime: &tokio::runtime::Runtime) -> Outcome<(Vec<Duration>, u64)> {
        self.until.store(true, Ordering::Relaxed);
        let mut times = Vec::new();
        for line in self.lines {
            times.extend(runtime.block_on(line)??);
        }
        times.sort_unstable();
        Ok((times, self.failed.load(Ordering::Relaxed)))
    }
}
