//! A search without the gateway around it: the index proposes, `matching` compares.
//!
//! Uses `index` and `matching`, in the two passes of the service: the wide one only where the narrow one
//! found nobody good. On one thread.

use std::time::Duration;
use std::time::Instant;

use lookout::config;
use lookout::domain::alert::Subject;
use lookout::domain::ids::Ordinal;
use lookout::domain::ids::Position;
use lookout::domain::query::Level;
use lookout::index::Bounds;
use lookout::index::Change;
use lookout::index::Entry;
use lookout::index::Index;
use lookout::index::Scratch;
use lookout::index::Snapshot;
use lookout::matching;
use lookout::matching::Pass;
use lookout::matching::Probe;
use lookout::matching::Record;
use lookout::matching::RecordRef;

use crate::Outcome;
use crate::Run;
use crate::gateway;
use crate::table::Table;
use crate::whole_query::share;

pub(crate) fn run(run: &Run, table: &mut Table) -> Outcome<()> {
    table.part(&format!(
        "Search (index and comparison, {} invented persons, one thread)",
        run.listed.alerts.len()
    ));
    let folder = gateway::folder()?;
    let settings = config::Index {
        stale: Duration::from_secs(5),
        commit: Duration::from_millis(200),
        writer_bytes: 64 << 20,
        verify: Duration::from_secs(86_400),
    };
    let opened = Index::open(folder.path(), &settings)?;
    let mut writer = opened.writer;
    let begun = Instant::now();
    let entries = run.listed.alerts.iter().zip(0..).map(|(alert, number)| {
        let Subject::Person(person) = &alert.subject;
        Change::Put(Entry {
            ordinal: Ordinal(number),
            person: Record::of(person).pack(),
        })
    });
    writer.apply(entries)?;
    writer.commit(Position(1), jiff::Timestamp::UNIX_EPOCH)?;
    writer.settle()?;
    table.tell(
        "index of the list, built and merged",
        &format!("{:.1} s", begun.elapsed().as_secs_f64()),
    );

    let snapshot = opened.index.snapshot();
    let mut scratch = Scratch::default();
    let (mut times, mut wide, mut compared) = (Vec::new(), 0, 0);
    for (_, sought) in run.listed.questions().take(run.much(5_000, 500)) {
        let asked = Instant::now();
        let probe = Probe::of(&sought, Level::Standard);
        let mut best = 0.0_f64;
        for pass in Pass::ALL {
            if best >= matching::ENOUGH {
                break;
            }
            wide += usize::from(pass == Pass::Wide);
            let (found, count) = one_pass(&probe, pass, &snapshot, &mut scratch)?;
            best = best.max(found);
            compared += count;
        }
        times.push(asked.elapsed());
    }
    times.sort_unstable();
    let shown = format!(
        "p50 {:.2} ms, p99 {:.2} ms",
        share(&times, 0.5),
        share(&times, 0.99)
    );
    table.tell("a search", &shown);
    let mean = times.iter().sum::<Duration>().as_secs_f64() * 1e6 / times.len() as f64;
    let shown = format!(
        "{mean:.0} µs, {:.0} compared, wide pass in {:.0} %",
        compared as f64 / times.len() as f64,
        wide as f64 * 100.0 / times.len() as f64
    );
    table.tell("a search, mean", &shown);
    Ok(())
}

/// What a pass may cost, as the service has it; the time is more than any takes.
pub(crate) fn bounds(probe: &Probe, pass: Pass) -> Bounds {
    Bounds::of(probe, pass, Instant::now() + Duration::from_secs(10))
}

/// The best probability of a pass, and how many were compared.
fn one_pass(probe: &Probe, pass: Pass, snapshot: &Snapshot, scratch: &mut Scratch) -> Outcome<(f64, usize)> {
    let bounds = bounds(probe, pass);
    let proposals = snapshot.propose(&probe.keys(pass, snapshot), &|_| true, &bounds, scratch)?;
    let mut best = 0.0_f64;
    for proposal in proposals.iter() {
        let record = RecordRef::read(proposal.person).ok_or("a damaged record")?;
        best = best.max(matching::score(probe, &record).probability());
    }
    Ok((best, proposals.len()))
}
