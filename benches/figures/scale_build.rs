//! The index of a list too large to be held: persons are invented, prepared and let go by the thousand.
//!
//! Uses `index` and `clock`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use lookout::config;
use lookout::domain::alert::Subject;
use lookout::domain::ids::Ordinal;
use lookout::domain::ids::Position;
use lookout::domain::person::Person;
use lookout::eval::persons;
use lookout::index::Change;
use lookout::index::Entry;
use lookout::index::Index;
use lookout::matching::Record;

use crate::Outcome;
use crate::clock;
use crate::listed::SEED;

/// Persons prepared at once.
const CHUNK: usize = 10_000;

/// What building took.
pub(crate) struct Built {
    /// Keys in all.
    pub(crate) keys: u64,
    /// Bytes of records in all.
    pub(crate) records: u64,
    /// Bytes of the folder by kind of file.
    pub(crate) files: BTreeMap<String, u64>,
    /// Processor seconds of inventing and preparing.
    pub(crate) preparing: f64,
    /// Processor seconds of everything else.
    pub(crate) indexing: f64,
    /// Seconds from the first person to the last merge.
    pub(crate) gone_by: f64,
}

/// What the program starts with.
pub(crate) fn settings() -> config::Index {
    config::Index {
        stale: Duration::from_secs(5),
        commit: Duration::from_millis(200),
        writer_bytes: 64 << 20,
        verify: Duration::from_secs(86_400),
    }
}

/// The person of a number.
pub(crate) fn person(number: usize) -> Outcome<Person> {
    let alert = persons::alert(SEED, number).ok_or("a person could not be invented")?;
    let Subject::Person(person) = alert.subject;
    Ok(person)
}

/// Builds the index of the first persons into the folder, merged to the end.
pub(crate) fn build(folder: &Path, persons: usize) -> Outcome<Built> {
    let (begun, used) = (Instant::now(), clock::process());
    let mut writer = Index::open(folder, &settings())?.writer;
    let (mut keys, mut records, mut preparing) = (0, 0, Duration::ZERO);
    for first in (0..persons).step_by(CHUNK) {
        let before = clock::thread();
        let mut chunk = Vec::with_capacity(CHUNK);
        for number in first..persons.min(first + CHUNK) {
            let person = Record::of(&person(number)?).pack();
            keys += person.keys.len() as u64;
            records += person.record.len() as u64;
            let ordinal = Ordinal(u32::try_from(number)?);
            chunk.push(Change::Put(Entry { ordinal, person }));
        }
        preparing += clock::thread() - before;
        writer.apply(chunk)?;
    }
    // A second commit, of nothing, as the program makes when a list is in: then it merges to the end.
    for position in [1, 2] {
        writer.commit(Position(position), jiff::Timestamp::UNIX_EPOCH)?;
    }
    writer.settle()?;
    writer.close()?;
    let used = clock::process() - used;
    Ok(Built {
        keys,
        records,
        files: files(folder)?,
        preparing: preparing.as_secs_f64(),
        indexing: used.saturating_sub(preparing).as_secs_f64(),
        gone_by: begun.elapsed().as_secs_f64(),
    })
}

fn files(folder: &Path) -> Outcome<BTreeMap<String, u64>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let kind = path
            .extension()
            .map_or("none", |kind| kind.to_str().unwrap_or("none"));
        *files.entry(kind.to_owned()).or_default() += entry.metadata()?.len();
    }
    Ok(files)
}
