//! Records a second that callers share by group commit, beside the bare rate of the same disk.
//!
//! Uses `audit`. The disk is asked first: its syncs a second are what one caller alone could get.

use std::io::Write;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use lookout::audit::AuditLog;
use lookout::audit::Commitment;
use lookout::audit::LogKey;
use lookout::audit::Record;
use lookout::audit::SqliteAudit;
use lookout::domain::clock::Clock;
use lookout::domain::ids::QueryId;
use lookout::server::SystemClock;

use crate::Outcome;
use crate::Run;
use crate::gateway;
use crate::table::Table;
use crate::whole_query::share;

/// Callers at once.
const CALLERS: usize = 64;

pub(crate) fn run(run: &Run, table: &mut Table) -> Outcome<()> {
    table.part(&format!(
        "Audit log ({CALLERS} callers, group commit, every record durable)"
    ));
    let lasting = Duration::from_millis(run.much(5_000, 300) as u64);
    let folder = gateway::folder()?;
    let (alone, each) = syncs(folder.path(), lasting)?;
    table.tell(
        "bare append of 512 bytes and fdatasync, one by one",
        &format!("{alone:.0}/s, p99 {:.1} ms", share(&each, 0.99)),
    );
    let clock = Arc::new(SystemClock);
    let log = SqliteAudit::open(
        folder.path(),
        "lookout/bench-1".to_owned(),
        LogKey::generate()?,
        clock,
    )?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (rate, times) = runtime.block_on(commits(Arc::new(log), lasting))?;
    let shown = format!(
        "{rate:.0}/s, p50 {:.1} ms, p99 {:.1} ms",
        share(&times, 0.5),
        share(&times, 0.99)
    );
    table.want("records", "≥ 2,000/s", &shown, rate >= 2_000.0);
    table.tell("records for each bare sync", &format!("{:.1}", rate / alone));
    Ok(())
}

/// Appends and syncs one by one.
fn syncs(folder: &std::path::Path, lasting: Duration) -> Outcome<(f64, Vec<Duration>)> {
    let mut file = std::fs::File::create(folder.join("bare"))?;
    let mut times = Vec::new();
    let begun = Instant::now();
    while begun.elapsed() < lasting {
        let asked = Instant::now();
        file.write_all(&[7; 512])?;
        file.sync_data()?;
        times.push(asked.elapsed());
    }
    let rate = times.len() as f64 / begun.elapsed().as_secs_f64();
    times.sort_unstable();
    Ok((rate, times))
}

async fn commits(log: Arc<SqliteAudit>, lasting: Duration) -> Outcome<(f64, Vec<Duration>)> {
    let begun = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for caller in 0..CALLERS {
        let log = Arc::clone(&log);
        tasks.spawn(async move {
            let mut times = Vec::new();
            while begun.elapsed() < lasting {
                let record = record(caller as u128)?;
                let asked = Instant::now();
                log.commit(record).await?;
                times.push(asked.elapsed());
            }
            Outcome::Ok(times)
        });
    }
    let mut times = Vec::new();
    while let Some(done) = tasks.join_next().await {
        times.extend(done??);
    }
    let rate = times.len() as f64 / begun.elapsed().as_secs_f64();
    times.sort_unstable();
    Ok((rate, times))
}

/// One of the size of a search's.
fn record(random: u128) -> Outcome<Record> {
    let now = SystemClock.now();
    Ok(Record {
        time: now,
        actor: "partner/nl-kmar/gate-1".to_owned(),
        address: Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        request: QueryId::new(now, random),
        action: "search-persons",
        outcome: "no_hit".to_owned(),
        body: serde_json::json!({
            "asked": {
                "purpose": "border-check", "reference": "BENCH-1", "user": "bench", "unit": null,
                "names": ["Wilhelmina Achterberg"], "birth_date": "1951-03-09", "nationality": [], "sex": null,
                "documents": [], "level": "standard", "limit": 5,
            },
            "disclosed": [], "position": 100_560, "matching": 1,
        }),
        answer: Some(Commitment::to(b"{}")?),
    })
}
