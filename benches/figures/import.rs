//! What an import takes from those who ask meanwhile: a second list is read into a node that answers from
//! the first, beside one search every hundredth of a second.
//!
//! Uses `gateway` and `caller`. The index's lag is read at the ops door, as a monitor would.

use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use crate::Outcome;
use crate::Run;
use crate::caller::Caller;
use crate::gateway;
use crate::gateway::Gateway;
use crate::listed::Listed;
use crate::open_loop::Until;
use crate::table::Table;
use crate::whole_query::share;

/// From one search to the next.
const EVERY: Duration = Duration::from_millis(10);
/// From one look at the lag to the next.
const LOOK: Duration = Duration::from_millis(50);
/// Longest that anything is waited for.
const LONG: Duration = Duration::from_secs(120);

pub(crate) fn run(run: &Run, table: &mut Table) -> Outcome<()> {
    let persons = run.listed.alerts.len();
    table.part(&format!(
        "An import beside searches ({persons} invented persons, and as many again)"
    ));
    let home = gateway::folder()?;
    let (first, second) = (home.path().join("first.jsonl"), home.path().join("second.jsonl"));
    run.listed.write(&first)?;
    Listed::others(persons)?.write(&second)?;
    let gateway = Gateway::quickstart(home.path())?;
    gateway::import(home.path(), &first)?;
    gateway::settle(gateway.id())?;

    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let caller = Arc::new(Caller::new(&gateway.ready)?);
    let bodies = run.listed.bodies();
    let requests: Arc<Vec<_>> = Arc::new(bodies.iter().map(|body| caller.request(body)).collect());
    let quiet = Until::default();
    let asking = runtime.spawn(ask(Arc::clone(&caller), Arc::clone(&requests), quiet.clone()));
    std::thread::sleep(Duration::from_millis(run.much(5_000, 500) as u64));
    quiet.end();
    let alone = runtime.block_on(asking)??;

    let busy = Until::default();
    let asking = runtime.spawn(ask(caller, requests, busy.clone()));
    let ops = gateway.ready["ops"].as_str().ok_or("no ops door")?.to_owned();
    let looking = std::thread::spawn({
        let busy = busy.clone();
        move || worst_lag(&ops, &busy)
    });
    let started = Instant::now();
    let imported = gateway::import(home.path(), &second);
    let seconds = started.elapsed().as_secs_f64();
    busy.end();
    imported?;
    let beside = runtime.block_on(asking)??;
    let lag = looking.join().map_err(|_| "the look at the lag failed")??;
    gateway.stop()?;

    table.tell(
        "the import, beside 100 searches/s",
        &format!("{seconds:.1} s, {:.0} alerts/s", persons as f64 / seconds),
    );
    table.want(
        "the index behind the journal, at most",
        "≤ 1 s",
        &format!("{lag:.2} s"),
        lag <= 1.0,
    );
    let (without, with) = (share(&alone, 0.99), share(&beside, 0.99));
    table.want(
        "p99 of the searches since due, without and with it",
        "≤ 2 ×",
        &format!(
            "{without:.1} ms, {with:.1} ms, {:.1} × (p50 {:.1} ms, {:.1} ms)",
            with / without,
            share(&alone, 0.5),
            share(&beside, 0.5)
        ),
        with <= 2.0 * without,
    );
    Ok(())
}

/// Asks at fixed times until told to stop; gives the sorted times from when each was due.
async fn ask(caller: Arc<Caller>, requests: Arc<Vec<Vec<u8>>>, until: Until) -> Outcome<Vec<Duration>> {
    let mut connection = caller.connect().await?;
    let mut times = Vec::new();
    let begun = tokio::time::Instant::now();
    for (number, request) in (1..).zip(requests.iter().cycle()) {
        let due = begun + EVERY * number;
        tokio::time::sleep_until(due).await;
        if until.ended() || begun.elapsed() > LONG {
            break;
        }
        connection.ask(request).await?;
        times.push(due.elapsed());
    }
    times.sort_unstable();
    Ok(times)
}

/// The greatest lag that the ops door tells of until the end, seconds.
fn worst_lag(ops: &str, until: &Until) -> Outcome<f64> {
    let address = ops.strip_prefix("http://").ok_or("no address of the ops door")?;
    let mut worst = 0.0_f64;
    while !until.ended() {
        let mut socket = TcpStream::connect(address)?;
        socket.set_read_timeout(Some(LONG))?;
        write!(
            socket,
            "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )?;
        let mut page = String::new();
        socket.read_to_string(&mut page)?;
        let mut lines = page.lines();
        let lag = lines
            .find_map(|line| line.strip_prefix("lookout_index_lag_seconds "))
            .ok_or("no lag told")?;
        worst = worst.max(lag.trim().parse()?);
        std::thread::sleep(LOOK);
    }
    Ok(worst)
}
