//! What the index costs: building, loading, committing, searching (`cargo bench --bench index [ENTRIES]`).
//!
//! Invented keys with the shape of real ones: five tokens an entry out of 100,000 that are as unevenly
//! common as names are (Zipf), seven keys for each token, ten for pairs of them. Searches are of two kinds,
//! as `matching` makes them: narrow (pairs and exact tokens) and wide (60 variants for each token).

use std::error::Error;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use lookout::config;
use lookout::domain::ids::Ordinal;
use lookout::domain::ids::Position;
use lookout::index::Bounds;
use lookout::index::Change;
use lookout::index::Entry;
use lookout::index::Index;
use lookout::index::Scratch;
use lookout::index::Snapshot;
use lookout::matching::KeyGroup;
use lookout::matching::Packed;

/// Names the folder to a second process, which loads and searches it.
const FOLDER: &str = "LOOKOUT_BENCH_FOLDER";
const VOCABULARY: u32 = 100_000;
const TOKENS: usize = 5;
const DELETIONS: u64 = 6;
const RECORD_BYTES: usize = 220;
const SEARCHES: usize = 2_000;

fn main() -> Result<(), Box<dyn Error>> {
    match std::env::var_os(FOLDER) {
        Some(folder) => load_and_search(Path::new(&folder)),
        None => build(),
    }
}

fn settings() -> config::Index {
    let (stale, commit) = (Duration::from_secs(5), Duration::from_millis(200));
    config::Index {
        stale,
        commit,
        writer_bytes: 64 << 20,
        verify: Duration::from_secs(86_400),
    }
}

fn build() -> Result<(), Box<dyn Error>> {
    let entries = std::env::args()
        .filter_map(|word| word.parse().ok())
        .next()
        .unwrap_or(100_000_u32);
    let folder = tempfile::tempdir()?;
    let now = jiff::Timestamp::UNIX_EPOCH;

    let start = Instant::now();
    let mut writer = Index::open(folder.path(), &settings())?.writer;
    writer.apply((0..entries).map(|number| Change::Put(entry(number))))?;
    writer.commit(Position(1), now)?;
    println!("build      {entries} entries: {:?}", start.elapsed());
    let start = Instant::now();
    writer.settle()?;
    println!("settle     {:?}", start.elapsed());

    let mut commits: Vec<Duration> = Vec::new();
    for round in 0..50 {
        let start = Instant::now();
        writer.apply((0..10).map(|step| Change::Put(entry(round * 997 + step))))?;
        writer.commit(Position(u64::from(round) + 2), now)?;
        commits.push(start.elapsed());
    }
    report("commit of 10", &mut commits);
    writer.close()?;
    println!("on disk    {} MiB", size(folder.path())? >> 20);

    // In a process of its own, so that what building took does not count as resident.
    let status = std::process::Command::new(std::env::current_exe()?)
        .env(FOLDER, folder.path())
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err("the searching process failed".into())
    }
}

fn load_and_search(folder: &Path) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let opened = Index::open(folder, &settings())?;
    let snapshot = opened.index.snapshot();
    println!(
        "open       {:?}, {} segments, {} entries",
        start.elapsed(),
        snapshot.segments(),
        snapshot.len()
    );
    println!("resident   {} MiB", resident_mib());
    let start = Instant::now();
    opened.index.verify(&mut || true)?;
    println!("verify     {:?}", start.elapsed());

    search("narrow", &snapshot, |number| narrow(&tokens(number)))?;
    search("narrow miss", &snapshot, |number| {
        narrow(&tokens(number.wrapping_add(3_000_000_000)))
    })?;
    search("wide", &snapshot, |number| wide(&tokens(number)))?;
    search("wide miss", &snapshot, |number| {
        wide(&tokens(number.wrapping_add(3_000_000_000)))
    })?;
    Ok(())
}

fn search(
    name: &str,
    snapshot: &Snapshot,
    groups: impl Fn(u32) -> Vec<KeyGroup>,
) -> Result<(), Box<dyn Error>> {
    let entries = u32::try_from(snapshot.len())?;
    let mut scratch = Scratch::default();
    let mut times = Vec::new();
    let (mut postings, mut keys) = (0, 0);
    for number in 0..SEARCHES {
        let groups = groups(u32::try_from(mix(number as u64) % u64::from(entries))?);
        keys += groups.iter().map(|group| group.keys.len()).sum::<usize>();
        let start = Instant::now();
        let deadline = start + Duration::from_secs(1);
        let bounds = Bounds {
            candidates: 200,
            tied: 200,
            alone: 0,
            floor: u16::MAX,
            postings: 2_000_000,
            deadline,
        };
        let visible = |ordinal: Ordinal| ordinal.0 != 17;
        let proposals = snapshot.propose(&groups, &visible, &bounds, &mut scratch)?;
        std::hint::black_box(
            proposals
                .iter()
                .map(|proposal| proposal.person.record.len())
                .sum::<usize>(),
        );
        postings += proposals.postings();
        times.push(start.elapsed());
    }
    report(name, &mut times);
    println!(
        "           {} keys, {} postings a search",
        keys / SEARCHES,
        postings / SEARCHES as u64
    );
    Ok(())
}

fn report(name: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let mean = times.iter().sum::<Duration>() / u32::try_from(times.len()).unwrap_or(1);
    let at = |percent: usize| {
        times
            .get(times.len() * percent / 100)
            .copied()
            .unwrap_or_default()
    };
    println!("{name:<11}mean {mean:?}, p50 {:?}, p99 {:?}", at(50), at(99));
}

fn entry(number: u32) -> Entry {
    let tokens = tokens(number);
    let mut keys: Vec<u64> = tokens
        .iter()
        .flat_map(|token| (0..=DELETIONS).map(|d| key(*token, d)))
        .collect();
    keys.extend(pairs(&tokens));
    let person = Packed {
        keys,
        tokens: Vec::new(),
        record: vec![number as u8; RECORD_BYTES],
    };
    Entry {
        ordinal: Ordinal(number),
        person,
    }
}

fn tokens(number: u32) -> Vec<u64> {
    (0..TOKENS as u64)
        .map(|place| zipf(mix(u64::from(number) * 31 + place)))
        .collect()
}

fn pairs(tokens: &[u64]) -> Vec<u64> {
    let tokens = || tokens.iter().enumerate();
    tokens()
        .flat_map(|(i, a)| {
            tokens()
                .filter(move |(j, _)| i < *j)
                .map(|(_, b)| mix(a.min(b) << 32 | a.max(b)))
        })
        .collect()
}

fn narrow(tokens: &[u64]) -> Vec<KeyGroup> {
    let tokens = tokens.get(..3).unwrap_or(tokens);
    let pairs = pairs(tokens).into_iter().map(|pair| KeyGroup {
        keys: vec![(pair, 200)],
        parts: 2,
        cut: false,
    });
    pairs
        .chain(tokens.iter().map(|token| KeyGroup {
            keys: vec![(key(*token, 0), 100)],
            parts: 1,
            cut: false,
        }))
        .collect()
}

fn wide(tokens: &[u64]) -> Vec<KeyGroup> {
    let tokens = tokens.get(..3).unwrap_or(tokens);
    let variants = |token: u64| (0..60).map(move |d| (key(token, d), if d == 0 { 200 } else { 100 }));
    tokens
        .iter()
        .map(|token| KeyGroup {
            keys: variants(*token).collect(),
            parts: 1,
            cut: false,
        })
        .collect()
}

fn key(token: u64, variant: u64) -> u64 {
    mix(token.wrapping_mul(1_000).wrapping_add(variant))
}

/// A token of the vocabulary, the n-th with a weight of about 1/n.
fn zipf(random: u64) -> u64 {
    let share = (random >> 11) as f64 / (1_u64 << 53) as f64;
    f64::from(VOCABULARY).powf(share) as u64
}

fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn size(folder: &Path) -> std::io::Result<u64> {
    std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.metadata()?.len()))
        .sum()
}

fn resident_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok())
        .unwrap_or_default()
        / 1024
}
