//! What a request costs the gateway's processors, by the kind of thread that does the work.
//!
//! Uses `threads`. The program is a process of its own, so the client's work is not in it. `worker` threads
//! do TLS, HTTP, admission and JSON: the gateway's overhead. `blocking` threads do the searches, `audit`
//! the records. The index's merges after the import are waited for: they are no request's.

use crate::Outcome;
use crate::Run;
use crate::caller::Caller;
use crate::gateway;
use crate::gateway::Gateway;
use crate::table::Table;
use crate::threads::Used;

/// Kept connections, each with one request at a time.
const CONNECTIONS: usize = 8;

pub(crate) fn run(run: &Run, table: &mut Table) -> Outcome<()> {
    table.part(&format!(
        "Processor time a request ({CONNECTIONS} kept connections, {} invented persons)",
        run.listed.alerts.len()
    ));
    let home = gateway::folder()?;
    let list = home.path().join("generated.jsonl");
    run.listed.write(&list)?;
    let first = Gateway::quickstart(home.path())?;
    gateway::import(home.path(), &list)?;
    first.stop()?;
    let gateway = Gateway::quickstart(home.path())?;
    gateway::settle(gateway.id())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let each = run.much(2_500, 100);
    let (searches, reads) = runtime.block_on(async {
        let caller = Caller::new(&gateway.ready)?;
        let searches: Vec<_> = run
            .listed
            .bodies()
            .iter()
            .map(|body| caller.request(body))
            .collect();
        let reads = [caller.get("/v1/purposes")];
        let mut used = Vec::new();
        for requests in [&searches[..], &reads] {
            // Connections are made, and what is made once is made, before the first look.
            let mut connections = Vec::new();
            for _ in 0..CONNECTIONS {
                connections.push(caller.connect().await?);
            }
            let connections = ask(connections, requests, each / 5).await?;
            let before = Used::by(gateway.id())?;
            ask(connections, requests, each).await?;
            used.push(Used::by(gateway.id())?.since(&before, each * CONNECTIONS));
        }
        let reads = used.pop().ok_or("no reads")?;
        Outcome::Ok((used.pop().ok_or("no searches")?, reads))
    })?;
    gateway.stop()?;
    let of = |kind: &str| searches.get(kind).copied().unwrap_or_default();
    for kind in ["worker", "blocking", "audit"] {
        if of(kind) == 0.0 {
            return Err(format!("no thread is called {kind}").into());
        }
    }
    let all: f64 = searches.values().sum();
    let overhead = all - of("blocking") - of("audit");
    table.want(
        "a search: all but the search itself and the audit log",
        "≤ 40 µs",
        &format!("{overhead:.1} µs"),
        overhead <= 40.0,
    );
    let parts: Vec<_> = searches
        .iter()
        .filter(|(_, microseconds)| **microseconds >= 0.05)
        .map(|(kind, microseconds)| format!("{kind} {microseconds:.1}"))
        .collect();
    table.tell("a search, by the kind of thread, µs", &parts.join(", "));
    let whole: f64 = reads.values().sum();
    table.tell("`GET /v1/purposes`, the whole process", &format!("{whole:.1} µs"));
    Ok(())
}

/// Asks so many times on each connection, at the same time; gives the connections back.
async fn ask(
    connections: Vec<crate::caller::Connection>,
    requests: &[Vec<u8>],
    each: usize,
) -> Outcome<Vec<crate::caller::Connection>> {
    let mut tasks = tokio::task::JoinSet::new();
    for (number, mut connection) in connections.into_iter().enumerate() {
        let from = number * 61 % requests.len();
        let requests: Vec<_> = requests
            .iter()
            .cycle()
            .skip(from)
            .take(each.min(400))
            .cloned()
            .collect();
        tasks.spawn(async move {
            for request in requests.iter().cycle().take(each) {
                connection.ask(request).await?;
            }
            Outcome::Ok(connection)
        });
    }
    let mut connections = Vec::new();
    while let Some(done) = tasks.join_next().await {
        connections.push(done??);
    }
    Ok(connections)
}
