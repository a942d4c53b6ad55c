//! The figures of scale: a million invented persons in the real index, the mix of mistakes, one search thread.
//!
//! Uses `scale_build`, `scale_ask` and `scale_fuzzy`. Runs only when named, since it takes minutes:
//! `cargo bench --bench figures -- scale [--persons=200000,1000000]`. Each list is built by this process and
//! asked by another, so that what building took counts neither as resident nor as warm.

use std::process::Command;

use crate::Outcome;
use crate::Run;
use crate::gateway;
use crate::scale_ask::Asked;
use crate::scale_ask::Reply;
use crate::scale_build;
use crate::scale_build::Built;
use crate::table::Table;

/// Lists when none are told.
const PERSONS: [usize; 2] = [200_000, 1_000_000];
/// Begins the word that tells the lists.
const OPTION: &str = "--persons=";
/// Begins the word by which this program asks itself, and parts what follows it.
const ASK: &str = "--ask-scale=";

pub(crate) fn run(run: &Run, table: &mut Table) -> Outcome<()> {
    let mut before: Option<(usize, f64)> = None;
    let sizes = sizes(run)?;
    // Tantivy's own way takes minutes to ask at more.
    let compared = sizes.iter().copied().filter(|size| *size <= 1_000_000).max();
    for persons in sizes {
        table.part(&format!(
            "Scale ({persons} invented persons, one search thread, processor time)"
        ));
        let folder = gateway::folder()?;
        let built = scale_build::build(folder.path(), persons)?;
        eprintln!("{persons} built, asking …");
        let fuzzy = if compared == Some(persons) {
            run.much(200, 20)
        } else {
            0
        };
        let questions = run.much(1_000, 50);
        let told = format!("{ASK}{persons},{questions},{fuzzy},{}", folder.path().display());
        let output = Command::new(std::env::current_exe()?).arg(told).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        let asked: Asked = serde_json::from_slice(&output.stdout)?;
        let mean = found(&asked, table);
        cost(&asked, mean, table);
        if let Some((fewer, less)) = before {
            let ratio = mean / less;
            table.want(
                &format!("mean cost, {fewer} → {persons} persons"),
                "≤ 2 ×",
                &format!("{less:.0} µs → {mean:.0} µs, {ratio:.2} ×"),
                ratio <= 2.0,
            );
        }
        before = Some((persons, mean));
        room(persons, &built, &asked, table);
    }
    Ok(())
}

/// Answers when this program was started to ask: what it found, on standard output.
pub(crate) fn asked_to(words: &[String]) -> Option<Outcome<()>> {
    let told = words.iter().find_map(|word| word.strip_prefix(ASK))?;
    Some(crate::scale_ask::ask_and_tell(told))
}

fn sizes(run: &Run) -> Outcome<Vec<usize>> {
    let Some(told) = run.words.iter().find_map(|word| word.strip_prefix(OPTION)) else {
        return Ok(if run.quick {
            vec![2_000, 10_000]
        } else {
            PERSONS.to_vec()
        });
    };
    let mut sizes = told
        .split(',')
        .map(str::parse)
        .collect::<Result<Vec<usize>, _>>()?;
    sizes.sort_unstable();
    Ok(sizes)
}

/// Rows of what was found; gives the mean microseconds of a question about a listed person.
fn found(asked: &Asked, table: &mut Table) -> f64 {
    let listed: Vec<&Reply> = asked.replies.iter().filter(|reply| reply.listed).collect();
    let all = recall(&listed, 50);
    table.want(
        "recall@50 after scoring, listed persons",
        "≥ 98.5 %",
        &format!("{:.1} % of {}", all.0 * 100.0, listed.len()),
        all.0 >= 0.985,
    );
    table.tell(
        "recall@50 where namesakes that no question tells apart count as one",
        &format!("{:.1} %", all.1 * 100.0),
    );
    table.tell("recall@5", &both(recall(&listed, 5)));
    let mut kinds: Vec<&str> = listed.iter().map(|reply| reply.kind.as_str()).collect();
    kinds.dedup();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let of: Vec<&Reply> = listed
            .iter()
            .copied()
            .filter(|reply| reply.kind == kind)
            .collect();
        table.tell(
            &format!("{kind}: recall@50, @5 (namesakes as one); mean, postings, wide pass"),
            &format!(
                "{}, {}; {:.0} µs, {:.0}, {:.0} %",
                both(recall(&of, 50)),
                both(recall(&of, 5)),
                mean(&of, |reply| reply.micros),
                mean(&of, |reply| reply.postings),
                mean(&of, |reply| f64::from(u8::from(reply.wide))) * 100.0
            ),
        );
    }
    mean(&listed, |reply| reply.micros)
}

fn cost(asked: &Asked, mean_listed: f64, table: &mut Table) {
    let (listed, strangers): (Vec<&Reply>, Vec<&Reply>) =
        asked.replies.iter().partition(|reply| reply.listed);
    let late = high(&listed, 0.99, |reply| reply.micros) / 1e3;
    table.want(
        "processor time a query, listed persons, mean",
        "≤ 350 µs",
        &format!("{mean_listed:.0} µs"),
        mean_listed <= 350.0,
    );
    table.want("the same, p99", "≤ 2 ms", &format!("{late:.2} ms"), late <= 2.0);
    table.tell(
        "postings a query, listed persons",
        &spread(&listed, |reply| reply.postings),
    );
    table.tell(
        "compared a query, listed persons",
        &spread(&listed, |reply| reply.compared),
    );
    table.tell(
        "processor time a query, strangers, mean and p99",
        &format!(
            "{:.0} µs, {:.2} ms",
            mean(&strangers, |reply| reply.micros),
            high(&strangers, 0.99, |reply| reply.micros) / 1e3
        ),
    );
    table.tell(
        "postings a query, strangers",
        &spread(&strangers, |reply| reply.postings),
    );
    let median = high(&strangers, 0.5, |reply| reply.candidates);
    table.want(
        "candidates for a stranger, median",
        "0",
        &format!(
            "{median:.0} (mean {:.1})",
            mean(&strangers, |reply| reply.candidates)
        ),
        median == 0.0,
    );
    if let Some(fuzzy) = &asked.fuzzy {
        let ratio = fuzzy.micros / fuzzy.ours_micros;
        table.want(
            &format!(
                "tantivy's FuzzyTermQuery (≤ 2 edits, 200 best, without scoring them) on a sample of {}",
                fuzzy.asked
            ),
            "≥ 15 × slower",
            &format!(
                "{ratio:.1} ×: {:.0} µs against {:.0} µs with scoring; recall@50 after our scoring {:.1} % against {:.1} %",
                fuzzy.micros,
                fuzzy.ours_micros,
                fuzzy.found * 100.0,
                fuzzy.ours_found * 100.0
            ),
            ratio >= 15.0,
        );
    }
}

fn room(persons: usize, built: &Built, asked: &Asked, table: &mut Table) {
    let each = |bytes: u64| bytes as f64 / persons as f64;
    let resident = each(asked.resident);
    table.want(
        "resident for a million persons (growth of a process that opens the index and is asked)",
        "≤ 250 MB",
        &format!("{resident:.0} MB"),
        resident <= 250.0,
    );
    let kinds: Vec<String> = built
        .files
        .iter()
        .map(|(kind, bytes)| format!("{kind} {:.1}", each(*bytes)))
        .collect();
    let all: u64 = built.files.values().sum();
    table.tell(
        "files of the index, bytes a person",
        &format!("{:.1}: {}", each(all), kinds.join(", ")),
    );
    table.tell(
        "keys a person; bytes of its record",
        &format!("{:.1}; {:.1}", each(built.keys), each(built.records)),
    );
    let shown = format!(
        "{:.1} s of processor time, {:.1} s gone by with the preparing ({:.1} s of processor time)",
        built.indexing, built.gone_by, built.preparing
    );
    if persons == 1_000_000 {
        table.want("index build alone", "≤ 20 s", &shown, built.indexing <= 20.0);
    } else {
        table.tell("index build alone", &shown);
    }
    table.want(
        &format!("open to the first right answer ({} segments)", asked.segments),
        "≤ 1 s",
        &format!("{:.2} s", asked.first),
        asked.first <= 1.0,
    );
}

/// The share found among the first `rank`, strictly and with those that fit the question as well not counted.
fn recall(replies: &[&Reply], rank: usize) -> (f64, f64) {
    let share = |place: fn(&Reply) -> Option<usize>| {
        mean(replies, |reply| {
            f64::from(u8::from(place(reply).is_some_and(|place| place < rank)))
        })
    };
    (share(|reply| reply.rank), share(|reply| reply.better))
}

fn both((strict, as_one): (f64, f64)) -> String {
    format!("{:.1} % ({:.1} %)", strict * 100.0, as_one * 100.0)
}

fn spread(replies: &[&Reply], of: impl Fn(&Reply) -> f64) -> String {
    format!(
        "mean {:.0}, p99 {:.0}",
        mean(replies, &of),
        high(replies, 0.99, &of)
    )
}

fn mean(replies: &[&Reply], of: impl Fn(&Reply) -> f64) -> f64 {
    replies.iter().map(|reply| of(reply)).sum::<f64>() / replies.len().max(1) as f64
}

/// What this part of the replies stays within.
fn high(replies: &[&Reply], part: f64, of: impl Fn(&Reply) -> f64) -> f64 {
    let mut all: Vec<f64> = replies.iter().map(|reply| of(reply)).collect();
    all.sort_by(f64::total_cmp);
    let place = (all.len().saturating_sub(1) as f64 * part) as usize;
    all.get(place).copied().unwrap_or_default()
}
