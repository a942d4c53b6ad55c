//! The same questions by tantivy's own means: a text field of name tokens, and each token of the question
//! within two edits.
//!
//! Uses tantivy as a project without an index room of its own would. What it proposes is compared by
//! `matching` outside the time taken, so the time is less than such a project would need.

use std::time::Duration;

use lookout::domain::ids::Ordinal;
use lookout::domain::query::Level;
use lookout::eval::noise::Noise;
use lookout::matching;
use lookout::matching::Probe;
use lookout::matching::Record;
use lookout::matching::RecordRef;
use serde::Deserialize;
use serde::Serialize;
use tantivy::TantivyDocument;
use tantivy::Term;
use tantivy::collector::TopDocs;
use tantivy::query::BooleanQuery;
use tantivy::query::FuzzyTermQuery;
use tantivy::query::Occur;
use tantivy::query::Query;
use tantivy::schema::FAST;
use tantivy::schema::Field;
use tantivy::schema::Schema;
use tantivy::schema::TEXT;

use crate::Outcome;
use crate::clock;
use crate::scale_ask::Question;
use crate::scale_ask::Reply;
use crate::scale_build;

/// Candidates taken, as many as ours.
const CANDIDATES: usize = 200;
/// Letters from which a token may differ by two, and by one.
const LONG: usize = 5;
const SHORT: usize = 3;

/// Means over the sample.
#[derive(Deserialize, Serialize)]
pub(crate) struct Fuzzy {
    pub(crate) asked: usize,
    /// Processor time of a question here, and of the same questions through the index room.
    pub(crate) micros: f64,
    pub(crate) ours_micros: f64,
    /// Share of the persons meant among the first 50 after scoring, here and there.
    pub(crate) found: f64,
    pub(crate) ours_found: f64,
}

/// Builds the index in memory and asks every so manieth question about a listed person.
pub(crate) fn ask(
    persons: usize,
    sample: usize,
    questions: &[Question],
    replies: &[Reply],
) -> Outcome<Fuzzy> {
    let mut schema = Schema::builder();
    let name = schema.add_text_field("name", TEXT);
    let number = schema.add_u64_field("number", FAST);
    let index = tantivy::Index::create_in_ram(schema.build());
    let mut writer = index.writer_with_num_threads(1, 256 << 20)?;
    for place in 0..persons {
        let mut document = TantivyDocument::new();
        for form in &scale_build::person(place)?.names {
            document.add_text(name, form.form.display());
        }
        document.add_u64(number, place as u64);
        writer.add_document(document)?;
    }
    writer.commit()?;
    // One segment, as ours is merged.
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.wait_merging_threads()?;

    let searcher = index.reader()?.searcher();
    let asked: Vec<(&Question, &Reply)> = questions
        .iter()
        .zip(replies)
        .filter(|(question, _)| question.kind != Noise::Unlisted)
        .collect();
    // A step that is prime to the kinds, so that all of them are met.
    let step = (asked.len() / sample).max(1) | 1;
    let chosen: Vec<_> = asked.into_iter().step_by(step).take(sample).collect();
    let mut used = Duration::ZERO;
    let (mut found, mut ours_found, mut ours_micros) = (0, 0, 0.0);
    for (question, reply) in &chosen {
        let query = query(name, question);
        let begun = clock::thread();
        let top = TopDocs::with_limit(CANDIDATES).order_by_score();
        let hits = searcher.search(&query, &top)?;
        let mut numbers = Vec::with_capacity(hits.len());
        for (_, address) in hits {
            let segment = searcher.segment_reader(address.segment_ord);
            let column = segment.fast_fields().u64("number")?;
            numbers.extend(column.first(address.doc_id));
        }
        used += clock::thread() - begun;
        found += usize::from(rank(question, &numbers)?.is_some_and(|rank| rank < 50));
        ours_found += usize::from(reply.rank.is_some_and(|rank| rank < 50));
        ours_micros += reply.micros;
    }
    let count = chosen.len().max(1) as f64;
    Ok(Fuzzy {
        asked: chosen.len(),
        micros: used.as_secs_f64() * 1e6 / count,
        ours_micros: ours_micros / count,
        found: found as f64 / count,
        ours_found: ours_found as f64 / count,
    })
}

fn query(name: Field, question: &Question) -> BooleanQuery {
    let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for sought in &question.sought.names {
        let shown = sought.form.display().to_lowercase();
        for token in shown
            .split(|c: char| !c.is_alphanumeric())
            .filter(|token| !token.is_empty())
        {
            let distance = match token.chars().count() {
                LONG.. => 2,
                SHORT.. => 1,
                _ => 0,
            };
            let term = Term::from_field_text(name, token);
            parts.push((Occur::Should, Box::new(FuzzyTermQuery::new(term, distance, true))));
        }
    }
    BooleanQuery::new(parts)
}

/// Place of the person meant among what was proposed, by our score.
fn rank(question: &Question, numbers: &[u64]) -> Outcome<Option<usize>> {
    let probe = Probe::of(&question.sought, Level::Standard);
    let mut scored = Vec::with_capacity(numbers.len());
    for &number in numbers {
        let packed = Record::of(&scale_build::person(usize::try_from(number)?)?)
            .pack()
            .unindexed();
        let record = RecordRef::read(packed.packed()).ok_or("a damaged record")?;
        scored.push((
            matching::score(&probe, &record).log_odds(),
            Ordinal(u32::try_from(number)?),
        ));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    Ok(scored.iter().position(|(_, ordinal)| *ordinal == question.meant))
}
