//! Asks an index built by `scale_build`, in a process of its own, and tells what became of each question.
//!
//! Uses `index`, `matching`, `eval`. The two passes and the bounds of the service, every alert visible,
//! without the explanations of what is shown. A question's cost is the lesser of two rounds over all.

use std::path::Path;
use std::time::Instant;

use lookout::domain::ids::Ordinal;
use lookout::domain::query::Level;
use lookout::domain::query::SoughtPerson;
use lookout::eval::noise;
use lookout::eval::noise::Noise;
use lookout::eval::persons;
use lookout::index::Index;
use lookout::index::Scratch;
use lookout::index::Snapshot;
use lookout::matching;
use lookout::matching::Pass;
use lookout::matching::Probe;
use lookout::matching::RecordRef;
use serde::Deserialize;
use serde::Serialize;

use crate::Outcome;
use crate::clock;
use crate::finding;
use crate::listed::SEED;
use crate::scale_build;
use crate::scale_fuzzy;
use crate::scale_fuzzy::Fuzzy;

/// What a list was asked.
#[derive(Deserialize, Serialize)]
pub(crate) struct Asked {
    /// Seconds from the opening of the index to the first right answer.
    pub(crate) first: f64,
    /// Segments of the index.
    pub(crate) segments: usize,
    /// Bytes by which this process grew for the index and the searches.
    pub(crate) resident: u64,
    /// What became of each question.
    pub(crate) replies: Vec<Reply>,
    /// The same by tantivy's own means, for a sample.
    pub(crate) fuzzy: Option<Fuzzy>,
}

/// What became of a question.
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Reply {
    pub(crate) kind: String,
    /// Whether a listed person was meant.
    pub(crate) listed: bool,
    /// Place of the person meant, from 0.
    pub(crate) rank: Option<usize>,
    /// How many fit the question better than the person meant.
    pub(crate) better: Option<usize>,
    pub(crate) micros: f64,
    pub(crate) postings: f64,
    pub(crate) compared: f64,
    pub(crate) candidates: f64,
    pub(crate) wide: bool,
}

/// One question.
pub(crate) struct Question {
    pub(crate) kind: Noise,
    pub(crate) meant: Ordinal,
    pub(crate) sought: SoughtPerson,
}

/// Asks as told: persons, questions of a kind, sample for tantivy, folder.
pub(crate) fn ask_and_tell(told: &str) -> Outcome<()> {
    let mut words = told.splitn(4, ',');
    let mut number = || words.next().unwrap_or_default().parse::<usize>();
    let (persons, each, sample) = (number()?, number()?, number()?);
    let asked = ask(Path::new(words.next().unwrap_or_default()), persons, each, sample)?;
    Ok(serde_json::to_writer(std::io::stdout().lock(), &asked)?)
}

fn ask(folder: &Path, persons: usize, each: usize, sample: usize) -> Outcome<Asked> {
    let questions = questions(persons, each)?;
    let empty = resident()?;
    let begun = Instant::now();
    let opened = Index::open(folder, &scale_build::settings())?;
    let snapshot = opened.index.snapshot();
    let mut scratch = Scratch::default();
    let exact = questions.iter().find(|question| question.kind == Noise::Exact);
    let first = answer(exact.ok_or("no questions")?, &snapshot, &mut scratch)?;
    let seconds = begun.elapsed().as_secs_f64();
    if first.better.is_none_or(|better| better > 0) {
        return Err("the first answer was wrong".into());
    }
    let mut replies = round(&questions, &snapshot, &mut scratch)?;
    let resident = resident()?.saturating_sub(empty);
    for (reply, again) in replies
        .iter_mut()
        .zip(round(&questions, &snapshot, &mut scratch)?)
    {
        reply.micros = reply.micros.min(again.micros);
    }
    let fuzzy = (sample > 0).then(|| scale_fuzzy::ask(persons, sample, &questions, &replies));
    Ok(Asked {
        first: seconds,
        segments: snapshot.segments(),
        resident,
        replies,
        fuzzy: fuzzy.transpose()?,
    })
}

/// As many of each kind, about persons spread over the list, in turns.
fn questions(persons: usize, each: usize) -> Outcome<Vec<Question>> {
    let kinds = Noise::ALL;
    let wanted = each * kinds.len();
    let mut questions = Vec::with_capacity(wanted);
    for (turn, kind) in kinds.into_iter().cycle().take(wanted).enumerate() {
        let number = usize::try_from(turn as u64 * persons as u64 / wanted as u64)?;
        let alert = persons::alert(SEED, number).ok_or("a person could not be invented")?;
        let sought = noise::query(&alert, kind, turn as u64).ok_or("no question")?;
        questions.push(Question {
            kind,
            meant: Ordinal(u32::try_from(number)?),
            sought,
        });
    }
    Ok(questions)
}

fn round(questions: &[Question], snapshot: &Snapshot, scratch: &mut Scratch) -> Outcome<Vec<Reply>> {
    questions
        .iter()
        .map(|question| answer(question, snapshot, scratch))
        .collect()
}

fn answer(question: &Question, snapshot: &Snapshot, scratch: &mut Scratch) -> Outcome<Reply> {
    let begun = clock::thread();
    let probe = Probe::of(&question.sought, Level::Standard);
    let mut seen = std::collections::HashSet::new();
    let mut compared = Vec::new();
    let (mut best, mut candidates, mut wide, mut postings) = (0.0_f64, 0, false, 0);
    for pass in Pass::ALL {
        if best >= matching::ENOUGH {
            break;
        }
        wide |= pass == Pass::Wide;
        let bounds = finding::bounds(&probe, pass);
        let proposals = snapshot.propose(&probe.keys(pass, snapshot), &|_| true, &bounds, scratch)?;
        postings += proposals.postings();
        for proposal in proposals.iter() {
            if !seen.insert(proposal.ordinal) {
                continue;
            }
            let record = RecordRef::read(proposal.person).ok_or("a damaged record")?;
            if let Some(score) = matching::candidate(&probe, &record) {
                best = best.max(score.probability());
                candidates += 1;
            }
            compared.push((proposal.ordinal, record));
        }
    }
    let micros = (clock::thread() - begun).as_secs_f64() * 1e6;
    // Also those that are no candidates have a rank, which the service does not work out.
    let mut scored: Vec<(f64, Ordinal)> = compared
        .iter()
        .map(|(ordinal, record)| (matching::score(&probe, record).log_odds(), *ordinal))
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let listed = question.kind != Noise::Unlisted;
    let rank = scored
        .iter()
        .position(|(_, ordinal)| listed && *ordinal == question.meant);
    let better = rank.map(|rank| {
        let own = scored[rank].0;
        scored.iter().filter(|(other, _)| *other > own).count()
    });
    Ok(Reply {
        kind: format!("{:?}", question.kind),
        listed,
        rank,
        better,
        micros,
        postings: postings as f64,
        compared: compared.len() as f64,
        candidates: f64::from(candidates),
        wide,
    })
}

fn resident() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.ok_or("no VmRSS")?.trim().trim_end_matches(" kB");
    Ok(kibibytes.parse::<u64>()? << 10)
}
