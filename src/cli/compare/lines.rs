//! Pairs a line, compared on all cores, answered in their order.
//!
//! Uses `chunks`, `pair`. Every queue is bounded: who writes faster than we compare waits. What is
//! wrong with a line is told by its number and field, never by what stands in it.

use std::io;
use std::io::Read;
use std::num::NonZero;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::SyncSender;
use std::sync::mpsc::sync_channel;
use std::thread;

use serde::Serialize;

use super::chunks::Chunk;
use super::chunks::Chunks;
use super::chunks::MAX_LINE_BYTES;
use super::pair::Pair;
use crate::domain::query::Level;
use crate::feeds;

/// Answers to a piece of the input.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// One line each.
    pub(super) text: Vec<u8>,
    /// How many lines there were.
    pub(super) lines: u64,
    /// How many of them were no pair.
    pub(super) bad: u64,
}

#[derive(Serialize)]
struct Bad {
    error: String,
    line: u64,
}

type Work = (Chunk, SyncSender<Answers>);

/// Answers that come in the order of their lines, while the input is read and compared elsewhere.
pub(super) struct Ordered {
    waiting: Receiver<Receiver<Answers>>,
    reader: thread::JoinHandle<io::Result<()>>,
}

impl Ordered {
    /// Begins to read and to compare.
    pub(super) fn of(input: impl Read + Send + 'static, level: Level) -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let (to_compare, work) = sync_channel::<Work>(2 * cores);
        let (to_write, waiting) = sync_channel(4 * cores);
        let work = Arc::new(Mutex::new(work));
        for _ in 0..cores {
            let work = Arc::clone(&work);
            thread::spawn(move || compare(&work, level));
        }
        let reader = thread::spawn(move || read(input, &to_compare, &to_write));
        Self { waiting, reader }
    }

    /// The next answers; `None` at the end of the input.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub(super) fn next(&mut self) -> io::Result<Option<Answers>> {
        let Ok(answers) = self.waiting.recv() else {
            return Ok(None);
        };
        let lost = |_| io::Error::other("a thread that compares has ended");
        answers.recv().map(Some).map_err(lost)
    }

    /// Whether the input was read to its end; call it when [`Self::next`] has given all.
    ///
    /// # Errors
    /// When it was not.
    pub(super) fn finish(self) -> io::Result<()> {
        let lost = |_| io::Error::other("the thread that reads has ended");
        self.reader.join().map_err(lost)?
    }
}

fn read(
    input: impl Read,
    to_compare: &SyncSender<Work>,
    to_write: &SyncSender<Receiver<Answers>>,
) -> io::Result<()> {
    let mut chunks = Chunks::new(input);
    while let Some(chunk) = chunks.next()? {
        let (answer, answered) = sync_channel(1);
        // Nobody takes it any more: whoever read our answers has gone.
        if to_write.send(answered).is_err() || to_compare.send((chunk, answer)).is_err() {
            break;
        }
    }
    Ok(())
}

fn compare(work: &Mutex<Receiver<Work>>, level: Level) {
    loop {
        let next = work.lock().map(|queue| queue.recv());
        let Ok(Ok((chunk, answer))) = next else { return };
        // The writer may have gone; then the queue ends too.
        let _gone = answer.send(answers(&chunk, level));
    }
}

fn answers(chunk: &Chunk, level: Level) -> Answers {
    let mut answers = Answers::default();
    for (number, line) in chunk.lines() {
        answers.lines += 1;
        let written = match pair(line) {
            Ok(pair) => {
                let compared = pair.compare(level).without_texts();
                serde_json::to_writer(&mut answers.text, &compared)
            }
            Err(error) => {
                answers.bad += 1;
                let bad = Bad { error, line: number };
                serde_json::to_writer(&mut answers.text, &bad)
            }
        };
        // Writing these to memory cannot fail; a line stands for each in any case.
        if written.is_ok() {
            answers.text.push(b'\n');
        }
    }
    answers
}

fn pair(line: &[u8]) -> Result<Pair, String> {
    if line.len() > MAX_LINE_BYTES {
        return Err("must have at most 65,536 bytes".to_owned());
    }
    serde_json::from_slice(line).map_err(|_| {
        feeds::fault::<Pair>(line).unwrap_or_else(|| "must have nothing after the pair".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use serde_json::Value;

    use super::*;

    fn all(input: &str) -> (Vec<Value>, u64) {
        let mut ordered = Ordered::of(Cursor::new(input.to_owned()), Level::Standard);
        let (mut found, mut bad) = (Vec::new(), 0);
        while let Some(answers) = ordered.next().unwrap() {
            let text = String::from_utf8(answers.text).unwrap();
            found.extend(text.lines().map(|line| serde_json::from_str(line).unwrap()));
            bad += answers.bad;
        }
        ordered.finish().unwrap();
        (found, bad)
    }

    #[test]
    fn answers_come_in_the_order_of_the_lines_whatever_core_compared_them() {
        let mut input = String::new();
        for number in 0..20_000 {
            let b = if number % 3 == 0 {
                "Anna Zandstra"
            } else {
                "Tariq Qamaruni"
            };
            input.push_str(&format!("{{\"a\":\"Anna Zandstra\",\"b\":\"{b}\"}}\n"));
        }
        let (found, bad) = all(&input);
        assert_eq!((found.len(), bad), (20_000, 0));
        for (number, answer) in found.iter().enumerate() {
            assert_eq!(
                answer["score"].as_f64().unwrap() > 0.5,
                number % 3 == 0,
                "{number}"
            );
        }
    }

    #[test]
    fn a_bad_line_is_told_in_its_place_by_number_and_field_and_never_repeated() {
        let input = [
            r#"{"a":"Anna Zandstra","b":"Anna Zandstra"}"#,
            "",
            r#"{"a":"Anna Zandstra","b":"Anna Zandstra","a_born":"Zandstra"}"#,
            r#"{"a":"Anna Zandstra"}"#,
            r#"{"a":"Anna Zandstra","b":"Anna Zandstra","Zandstra":1}"#,
            r#"{"a":"Anna Zandstra","b":"Anna Zandstra","b_sex":"Zandstra"}"#,
            "Zandstra",
            r#"{"a":"Anna Zandstra","b":"Anna Zandstra"} Zandstra"#,
            r#"{"a":"Anna Zandstra","b":"Anna Zandstra"}"#,
        ];
        let (found, bad) = all(&input.join("\n"));
        assert_eq!(bad, 6);
        let told = |place: usize, line: u64, words: &str| {
            let text = found[place]["error"].as_str().unwrap();
            assert!(text.contains(words), "{text}");
            assert_eq!(found[place]["line"], line);
            assert!(!text.contains("Zandstra"), "{text}");
        };
        told(1, 3, "a_born: must be YYYY");
        told(2, 4, "missing field `b`");
        told(3, 5, "unknown field; known: one of `a`");
        told(4, 6, "b_sex: must be one of `M`");
        told(5, 7, "must be JSON; it is not at column 1");
        told(6, 8, "nothing after");
        assert_eq!(found[0], found[7]);
        assert!(found[0]["grade"].is_string());
    }
}
