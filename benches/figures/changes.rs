//! Single changes of alerts into a list of a million, beside searches, and how long until searches show them.
//!
//! Uses `gateway`, `open_loop` and `changer`. Runs only when named, since the list takes minutes to enter:
//! `cargo bench --bench figures -- changes`. The import is the figure of a bulk import with nothing else
//! running.

use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use crate::Outcome;
use crate::Run;
use crate::caller::Caller;
use crate::changer::Changer;
use crate::changer::Took;
use crate::gateway;
use crate::gateway::Gateway;
use crate::listed;
use crate::listed::Listed;
use crate::open_loop::Got;
use crate::open_loop::Offered;
use crate::open_loop::Until;
use crate::table::Table;
use crate::whole_query::share;

/// Searches a second beside the changes.
const RATE: f64 = 500.0;
/// Their connections.
const CONNECTIONS: usize = 32;
/// Of whom the questions are.
const ASKED: usize = 20_000;
/// Longest that the index may take to merge what was imported.
const SETTLED: Duration = Duration::from_secs(900);

pub(crate) fn run(run: &Run, table: &mut Table) -> Outcome<()> {
    let persons = run.much(1_000_000, 20_000);
    table.part(&format!("Single changes ({persons} invented persons)"));
    let home = gateway::folder()?;
    let list = home.path().join("generated.jsonl");
    listed::generate(persons, &list)?;
    let gateway = Gateway::quickstart(home.path())?;
    let started = Instant::now();
    gateway::import(home.path(), &list)?;
    let seconds = started.elapsed().as_secs_f64();
    let rate = persons as f64 / seconds;
    table.want(
        &format!("import of {persons}, nothing else running"),
        "≥ 30,000/s",
        &format!("{seconds:.1} s, {rate:.0} alerts/s"),
        run.quick || rate >= 30_000.0,
    );
    gateway::settle_within(gateway.id(), SETTLED)?;

    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let bodies = Listed::of(ASKED).bodies();
    let (alone, beside, searches) = runtime.block_on(async {
        let caller = Caller::new(&gateway.ready)?;
        let requests: Arc<Vec<_>> = Arc::new(bodies.iter().map(|body| caller.request(body)).collect());
        let mut changer = Changer::new(home.path(), &gateway.ready).await?;
        for _ in 0..run.much(20, 3) {
            changer.round().await?;
        }
        let alone = std::mem::take(&mut changer.took);
        let until = Until::default();
        let searching = tokio::spawn({
            let until = until.clone();
            let offered = Offered {
                rate: RATE,
                connections: CONNECTIONS,
                lasting: Duration::from_secs(600),
            };
            async move { offered.send(&caller, &requests, &until).await }
        });
        for _ in 0..run.much(200, 5) {
            changer.round().await?;
        }
        until.end();
        Outcome::Ok((alone, changer.took, searching.await??))
    })?;
    gateway.stop()?;
    tell("alone", &alone, table);
    tell("beside 500 searches/s", &beside, table);
    judge(run, &beside, &searches, table);
    Ok(())
}

/// All of them, sorted.
fn sorted<'a>(times: impl Iterator<Item = &'a Duration>) -> Vec<Duration> {
    let mut times: Vec<Duration> = times.copied().collect();
    times.sort_unstable();
    times
}

/// What the changes took, by their kind.
fn tell(when: &str, took: &Took, table: &mut Table) {
    let by_kind = took.acknowledged.iter().map(|(kind, times)| {
        let times = sorted(times.iter());
        format!("{kind} {:.1} ({:.1})", share(&times, 0.5), share(&times, 0.99))
    });
    table.tell(
        &format!("acknowledged {when}, median (p99) ms by kind"),
        &by_kind.collect::<Vec<_>>().join(", "),
    );
}

fn judge(run: &Run, took: &Took, searches: &[Got], table: &mut Table) {
    let all = sorted(took.acknowledged.values().flatten());
    let (p50, p99) = (share(&all, 0.5), share(&all, 0.99));
    table.want(
        &format!(
            "acknowledged beside 500 searches/s, median of {} (p99)",
            all.len()
        ),
        "≤ 20 ms",
        &format!("{p50:.1} ms ({p99:.1} ms)"),
        run.quick || p50 <= 20.0,
    );
    table.tell(
        "acknowledged before the index had it; not acknowledged",
        &format!("{}; {}", took.behind, took.refused),
    );
    let visible = sorted(took.visible.iter());
    let (p50, p99) = (share(&visible, 0.5), share(&visible, 0.99));
    table.want(
        &format!("seen by searches since, p99 of {} (p50, worst)", visible.len()),
        "≤ 1 s",
        &format!("{p99:.1} ms ({p50:.1} ms, {:.1} ms)", share(&visible, 1.0)),
        p99 <= 1_000.0,
    );
    let answered = searches.iter().filter(|got| got.status == 200);
    let mut times: Vec<_> = answered.map(|got| got.after).collect();
    times.sort_unstable();
    // A name that too many share is answered too: that more of it must be given.
    let common = searches.iter().filter(|got| got.status == 422).count();
    let refused = searches.len() - times.len() - common;
    table.want(
        &format!(
            "searches beside, {} answered, {common} too common: refused",
            times.len()
        ),
        "0",
        &format!("{refused} (and {} of those that looked)", took.unanswered),
        run.quick || refused + took.unanswered == 0,
    );
    table.tell(
        "searches beside, p99 since due (p50)",
        &format!("{:.1} ms ({:.1} ms)", share(&times, 0.99), share(&times, 0.5)),
    );
}
