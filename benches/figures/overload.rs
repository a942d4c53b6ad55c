//! Ten times what can be served, offered on a fixed schedule (SECURITY 6, R15).
//!
//! Uses `gateway`, `caller` and `open_loop`. Searches are slow by real work, thousands of namesakes to compare, one search at a time on one core, so that the
//! other is left for the gateway and this generator. The capacity is measured in the same run, before and
//! after, since the machine is not the same from minute to minute.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::Outcome;
use crate::Run;
use crate::caller::Caller;
use crate::gateway;
use crate::gateway::Gateway;
use crate::listed;
use crate::listed::Listed;
use crate::open_loop::Got;
use crate::open_loop::Offered;
use crate::open_loop::Until;
use crate::table::Table;
use crate::whole_query::share;

/// People of one name: a search compares them all.
const NAMESAKES: usize = 16_000;
/// Connections of the flood: more than may wait, so that a refusal always finds one free.
const CONNECTIONS: usize = 96;
/// Connections that measure the capacity: somebody always waits, and nobody is refused.
const CLOSED: usize = 4;
/// How much more is offered than can be served.
const TIMES: f64 = 10.0;

pub(crate) fn run(run: &Run, table: &mut Table) -> Outcome<()> {
    table.part("Overload (open loop, one search at a time, its capacity measured in the same run)");
    let home = gateway::folder()?;
    let list = home.path().join("namesakes.jsonl");
    let namesakes = Listed::namesakes(NAMESAKES);
    namesakes.write(&list)?;
    let first = Gateway::quickstart(home.path())?;
    gateway::import(home.path(), &list)?;
    first.stop()?;
    let lookout::domain::alert::Subject::Person(person) = &namesakes.alerts[0].subject;
    let body = listed::search(&serde_json::json!({ "name": person.names[0].form.display() }));

    // What is measured is the queue, not the deadline of a single search on a busy machine.
    let settings = [
        ("LOOKOUT_SEARCH__CONCURRENT", "1"),
        ("LOOKOUT_SEARCH__DEADLINE_MS", "2000"),
    ];
    let gateway = Gateway::with(home.path(), &settings)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let lasting = Duration::from_secs(run.much(20, 4) as u64);
    let measured = runtime.block_on(async {
        let caller = Caller::new(&gateway.ready)?;
        let request: Arc<[u8]> = caller.request(&body).into();
        let before = capacity(&caller, &request, lasting / 2).await?;
        let flood = Offered {
            rate: before * TIMES,
            connections: CONNECTIONS,
            lasting,
        };
        let requests = Arc::new(vec![request.to_vec()]);
        let flood = flood.send(&caller, &requests, &Until::default()).await?;
        let after = capacity(&caller, &request, lasting / 2).await?;
        Outcome::Ok(((before, after), flood))
    })?;
    gateway.stop()?;
    judge(run, measured.0, &measured.1, lasting, table)
}

/// Searches a second when each caller waits for its answer.
async fn capacity(caller: &Caller, request: &Arc<[u8]>, lasting: Duration) -> Outcome<f64> {
    let mut tasks = tokio::task::JoinSet::new();
    let begun = Instant::now();
    for _ in 0..CLOSED {
        let mut connection = caller.connect().await?;
        let request = Arc::clone(request);
        tasks.spawn(async move {
            let mut answered = 0;
            while begun.elapsed() < lasting {
                connection.ask(&request).await?;
                answered += 1;
            }
            Outcome::Ok(answered)
        });
    }
    let mut answered = 0;
    while let Some(done) = tasks.join_next().await {
        answered += done??;
    }
    Ok(f64::from(answered) / begun.elapsed().as_secs_f64())
}

/// A quick run is short and may meet others' work: it looks for what is wrong in kind.
fn judge(
    run: &Run,
    (before, after): (f64, f64),
    flood: &[Got],
    lasting: Duration,
    table: &mut Table,
) -> Outcome<()> {
    let (least, longest, soon) = if run.quick {
        (0.7, 1_000.0, 100.0)
    } else {
        (0.9, 500.0, 20.0)
    };
    let sorted = |status: u16| {
        let of = flood.iter().filter(|got| got.status == status);
        let mut times: Vec<_> = of.map(|got| got.after).collect();
        times.sort_unstable();
        times
    };
    let (accepted, refused) = (sorted(200), sorted(503));
    if accepted.len() + refused.len() != flood.len() {
        return Err("an answer was neither 200 nor 503".into());
    }
    if refused.is_empty() {
        return Err("nobody was refused: that was no overload".into());
    }
    let capacity = f64::midpoint(before, after);
    table.tell(
        "capacity before and after, closed loop",
        &format!("{before:.1}/s, {after:.1}/s"),
    );
    let offered = flood.len() as f64 / lasting.as_secs_f64();
    table.tell("answered under 10 × the capacity", &format!("{offered:.0}/s"));
    let goodput = accepted.len() as f64 / lasting.as_secs_f64();
    let part = goodput / capacity;
    let shown = format!("{goodput:.1}/s, {:.0} %", part * 100.0);
    table.want(
        "goodput",
        &format!("≥ {:.0} % of the capacity", least * 100.0),
        &shown,
        part >= least,
    );
    let (p50, p99) = (share(&accepted, 0.5), share(&accepted, 0.99));
    table.want(
        "accepted, p99 since due (p50)",
        &format!("≤ {longest} ms"),
        &format!("{p99:.0} ms ({p50:.0} ms)"),
        p99 <= longest,
    );
    let (p50, p99) = (share(&refused, 0.5), share(&refused, 0.99));
    table.want(
        "refused, p99 since due (p50)",
        &format!("≤ {soon} ms"),
        &format!("{p99:.1} ms ({p50:.2} ms)"),
        p99 <= soon,
    );
    let told = flood
        .iter()
        .filter(|got| got.status == 503 && got.retry_after)
        .count();
    let shown = format!("{told} of {}", refused.len());
    table.want("refusals with Retry-After", "all", &shown, told == refused.len());
    Ok(())
}
