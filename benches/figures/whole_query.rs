//! What a caller sees: boots the real program with a home of its own, imports the invented list, starts it
//! again, and asks over real mutual TLS on kept connections, with the audit log on.
//!
//! Uses `gateway` and `caller`. Wanted are the figures of issue 2.

use std::time::Duration;
use std::time::Instant;

use crate::Outcome;
use crate::Run;
use crate::caller::Caller;
use crate::gateway;
use crate::gateway::Gateway;
use crate::table::Table;

/// Connections of the throughput figure.
const CONNECTIONS: usize = 64;

pub(crate) fn run(run: &Run, table: &mut Table) -> Outcome<()> {
    let persons = run.listed.alerts.len();
    table.part(&format!("The whole query ({persons} invented persons)"));
    let home = gateway::folder()?;
    let list = home.path().join("generated.jsonl");
    run.listed.write(&list)?;

    let first = Gateway::quickstart(home.path())?;
    let ready = first.ready_after.as_secs_f64();
    table.want(
        "empty home to ready (`quickstart`)",
        "≤ 2 s",
        &format!("{ready:.2} s"),
        ready <= 2.0,
    );
    let started = Instant::now();
    gateway::import(home.path(), &list)?;
    let seconds = started.elapsed().as_secs_f64();
    let rate = persons as f64 / seconds;
    table.want(
        &format!("import of {persons} into the running node"),
        "≥ 20,000/s",
        &format!("{seconds:.1} s, {rate:.0} alerts/s"),
        rate >= 20_000.0,
    );
    first.stop()?;

    let gateway = Gateway::quickstart(home.path())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let bodies = run.listed.bodies();
    runtime.block_on(async {
        let caller = Caller::new(&gateway.ready)?;
        let mut connection = caller.connect().await?;
        connection.ask(&caller.request(&bodies[0])).await?;
        let first = gateway.started.elapsed().as_secs_f64();
        table.want(
            "start with the list to the first right answer",
            "≤ 1 s",
            &format!("{first:.2} s"),
            first <= 1.0,
        );
        sequential(&caller, &bodies, run.much(5_000, 200), table).await?;
        let sustained = Duration::from_secs(run.much(10, 1) as u64);
        self::sustained(&caller, &bodies, sustained, table).await
    })?;
    let resident = gateway.resident_bytes()? as f64 / 1e6;
    table.want(
        "resident after that",
        "≤ 300 MB",
        &format!("{resident:.0} MB"),
        resident <= 300.0,
    );
    gateway.stop()
}

async fn sequential(caller: &Caller, bodies: &[String], count: usize, table: &mut Table) -> Outcome<()> {
    let mut connection = caller.connect().await?;
    let mut times = Vec::with_capacity(count);
    for body in bodies.iter().cycle().take(count) {
        let request = caller.request(body);
        let asked = Instant::now();
        connection.ask(&request).await?;
        times.push(asked.elapsed());
    }
    times.sort_unstable();
    let at = |part| share(&times, part);
    table.want(
        "one kept connection, p50",
        "≤ 3 ms",
        &format!("{:.2} ms", at(0.5)),
        at(0.5) <= 3.0,
    );
    let shown = format!("{:.1} ms ({:.1} ms)", at(0.99), at(1.0));
    table.want(
        "one kept connection, p99 (worst)",
        "≤ 20 ms",
        &shown,
        at(0.99) <= 20.0,
    );
    Ok(())
}

/// The time, in milliseconds, within which this part of the sorted `times` lies.
pub(crate) fn share(times: &[Duration], part: f64) -> f64 {
    let place = (times.len().saturating_sub(1) as f64 * part) as usize;
    times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1e3)
}

async fn sustained(caller: &Caller, bodies: &[String], lasting: Duration, table: &mut Table) -> Outcome<()> {
    let until = Instant::now() + lasting;
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..CONNECTIONS {
        let mut connection = caller.connect().await?;
        let requests: Vec<_> = bodies
            .iter()
            .skip(number * 61 % bodies.len())
            .take(400)
            .map(|body| caller.request(body))
            .collect();
        tasks.spawn(async move {
            let mut times = Vec::new();
            for request in requests.iter().cycle() {
                if Instant::now() >= until {
                    break;
                }
                let asked = Instant::now();
                connection.ask(request).await?;
                times.push(asked.elapsed());
            }
            Outcome::Ok(times)
        });
    }
    let mut times = Vec::new();
    while let Some(done) = tasks.join_next().await {
        times.extend(done??);
    }
    times.sort_unstable();
    let rate = times.len() as f64 / lasting.as_secs_f64();
    let shown = format!(
        "{rate:.0}/s, p50 {:.1} ms, p99 {:.1} ms",
        share(&times, 0.5),
        share(&times, 0.99)
    );
    table.want(
        &format!("{CONNECTIONS} connections, sustained {} s", lasting.as_secs()),
        "≥ 1,000/s",
        &shown,
        rate >= 1_000.0,
    );
    Ok(())
}
