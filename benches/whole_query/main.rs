//! What a caller sees: `cargo bench --bench whole_query [PERSONS]` (100,000 unless told).
//!
//! Boots the real program with a home of its own, imports invented persons, starts it again, and asks
//! over real mutual TLS on kept connections, with the audit log on. Client and server share the
//! machine, so the figures are pessimistic. Prints the rows of docs/BENCHMARKS.md.

#![expect(
    clippy::indexing_slicing,
    reason = "a benchmark that panics has failed, and says where"
)]

mod caller;
mod gateway;

use std::error::Error;
use std::io::Write;
use std::time::Duration;
use std::time::Instant;

use lookout::domain::alert::Alert;
use lookout::domain::person::NameForm;
use lookout::eval::noise;
use lookout::eval::noise::Noise;
use lookout::eval::persons;

use caller::Caller;
use gateway::Gateway;

/// What the generator begins with: the same list on every machine.
const SEED: u64 = 20_261_123;
/// Requests of the latency figure.
const SEQUENTIAL: usize = 5_000;
/// Connections and time of the throughput figure.
const CONNECTIONS: usize = 64;
const SUSTAINED: Duration = Duration::from_secs(10);

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let persons = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(100_000);
    let home = tempfile::tempdir()?;
    let list = home.path().join("generated.jsonl");
    let alerts: Vec<Alert> = persons::alerts(SEED, persons).collect();
    let mut file = std::io::BufWriter::new(std::fs::File::create(&list)?);
    for alert in &alerts {
        serde_json::to_writer(&mut file, alert)?;
        file.write_all(b"\n")?;
    }
    file.flush()?;
    drop(file);

    let empty = tempfile::tempdir()?;
    let started = Instant::now();
    Gateway::quickstart(empty.path())?.stop()?;
    row(
        "empty home to ready, and stopped again",
        &format!("{:.2} s", started.elapsed().as_secs_f64()),
    );

    let first = Gateway::quickstart(home.path())?;
    row(
        "empty home to ready",
        &format!("{:.2} s", first.ready_after.as_secs_f64()),
    );
    let started = Instant::now();
    gateway::import(home.path(), &list)?;
    let seconds = started.elapsed().as_secs_f64();
    row(
        &format!("import of {persons} into the running node"),
        &format!("{seconds:.1} s, {:.0} alerts/s", persons as f64 / seconds),
    );
    first.stop()?;

    let gateway = Gateway::quickstart(home.path())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let bodies = bodies(&alerts);
    runtime.block_on(async {
        let caller = Caller::new(&gateway.ready)?;
        let mut connection = caller.connect().await?;
        connection.ask(&caller.request(&bodies[0])).await?;
        row(
            "start to first right answer",
            &format!("{:.2} s", gateway.started.elapsed().as_secs_f64()),
        );
        sequential(&caller, &bodies).await?;
        sustained(&caller, &bodies).await?;
        row(
            "resident after that",
            &format!("{:.0} MB", gateway.resident_bytes()? as f64 / 1e6),
        );
        Outcome::Ok(())
    })?;
    gateway.stop()
}

fn row(what: &str, figure: &str) {
    println!("| {what} | {figure} |");
}

/// Queries with the usual mistakes, and as many about people who are not listed.
fn bodies(alerts: &[Alert]) -> Vec<String> {
    let kinds = Noise::ALL.into_iter().cycle();
    let step = (alerts.len() / SEQUENTIAL).max(1);
    let chosen = alerts.iter().step_by(step).zip(kinds).zip(0_u64..);
    chosen
        .filter_map(|((alert, kind), seed)| body(alert, kind, seed))
        .collect()
}

fn body(alert: &Alert, kind: Noise, seed: u64) -> Option<String> {
    let sought = noise::query(alert, kind, seed)?;
    let NameForm::Whole(name) = &sought.names.first()?.form else {
        return None;
    };
    let mut person = serde_json::json!({ "name": name });
    if let Some(born) = sought.birth_date {
        person["birth_date"] = born.to_string().into();
    }
    let body = serde_json::json!({
        "purpose": "border-check", "reference": "BENCH-1", "requester": { "user": "bench" }, "person": person,
    });
    Some(body.to_string())
}

async fn sequential(caller: &Caller, bodies: &[String]) -> Outcome<()> {
    let mut connection = caller.connect().await?;
    let mut times = Vec::with_capacity(SEQUENTIAL);
    for body in bodies.iter().cycle().take(SEQUENTIAL) {
        let request = caller.request(body);
        let asked = Instant::now();
        connection.ask(&request).await?;
        times.push(asked.elapsed());
    }
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    row(
        "one kept connection, p50 / p99 / worst",
        &format!("{:.2} / {:.2} / {:.1} ms", at(0.5), at(0.99), at(1.0)),
    );
    Ok(())
}

async fn sustained(caller: &Caller, bodies: &[String]) -> Outcome<()> {
    let until = Instant::now() + SUSTAINED;
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
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    let rate = times.len() as f64 / SUSTAINED.as_secs_f64();
    row(
        &format!("{CONNECTIONS} connections"),
        &format!(
            "{rate:.0} searches/s, p50 {:.1} ms, p99 {:.1} ms",
            at(0.5),
            at(0.99)
        ),
    );
    Ok(())
}
