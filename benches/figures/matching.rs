//! What it costs to compare a question with a listed person.
//!
//! Uses `matching`. Two kinds of pair: the person who was meant, spelt with the usual mistakes, and somebody
//! else. The median of rounds, since others use the machine too.

use std::hint::black_box;
use std::time::Instant;

use lookout::domain::alert::Subject;
use lookout::domain::query::Level;
use lookout::matching::Probe;
use lookout::matching::Record;
use lookout::matching::RecordRef;
use lookout::matching::score;

use crate::Outcome;
use crate::Run;
use crate::table::Table;

/// Questions of a round.
const QUESTIONS: usize = 1_000;

pub(crate) fn run(run: &Run, table: &mut Table) -> Outcome<()> {
    table.part(&format!(
        "Matching (median of {} rounds, one core)",
        run.much(21, 3)
    ));
    let packed = |subject: &Subject| {
        let Subject::Person(person) = subject;
        Record::of(person).pack().unindexed()
    };
    let meant: Vec<_> = run.listed.questions().take(QUESTIONS).collect();
    let probes: Vec<_> = meant
        .iter()
        .map(|(_, sought)| Probe::of(sought, Level::Standard))
        .collect();
    let own: Vec<_> = meant.iter().map(|(alert, _)| packed(&alert.subject)).collect();
    let shifted = own.iter().cycle().skip(7);

    let likely: Vec<_> = probes.iter().zip(&own).collect();
    let strangers: Vec<_> = probes.iter().zip(shifted).take(probes.len()).collect();
    for (what, pairs) in [
        ("a pair: the person meant", likely),
        ("a pair: somebody else", strangers),
    ] {
        let nanoseconds = median(run, || {
            for (probe, record) in &pairs {
                let record = RecordRef::read(record.packed()).ok_or("a damaged record")?;
                black_box(score(probe, &record).log_odds());
            }
            Ok(pairs.len())
        })?;
        table.tell(what, &format!("{nanoseconds:.0} ns"));
    }
    let sought: Vec<_> = meant.iter().map(|(_, sought)| sought).collect();
    let nanoseconds = median(run, || {
        for sought in &sought {
            black_box(Probe::of(sought, Level::Standard));
        }
        Ok(sought.len())
    })?;
    table.tell("preparing a question", &format!("{:.1} µs", nanoseconds / 1e3));
    Ok(())
}

/// Nanoseconds for one of what a round does so many of.
fn median(run: &Run, mut round: impl FnMut() -> Outcome<usize>) -> Outcome<f64> {
    let mut times = Vec::new();
    for _ in 0..run.much(21, 3) {
        let begun = Instant::now();
        let count = round()?;
        times.push(begun.elapsed().as_secs_f64() * 1e9 / count as f64);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}
