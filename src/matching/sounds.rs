//! How alike two words sound when one was written in a script that cannot write every sound.
//!
//! Uses `fold`. Kana and Hangul know no difference of l and r, b and v, f and h or p, th and s; they
//! put vowels between consonants and lose an r that closes a syllable. Both words are folded, so the
//! costs below are of sounds. Allocates nothing; most pairs are refused by their consonants alone.

use super::fold::vowel;

/// Most letters compared.
const MOST: usize = 48;
/// Likeness of the consonants below which nothing else is looked at.
const REFUSED: f32 = 0.5;

/// Likeness from 0 to 1 of a text in such a script and one in another, and how many consonants the
/// shorter has.
pub(crate) fn likeness<'a>(
    loose: impl Iterator<Item = &'a u8>,
    full: impl Iterator<Item = &'a u8>,
) -> (f64, usize) {
    let (loose, full) = (Letters::of(loose), Letters::of(full));
    let (a, b) = (loose.consonants(), full.consonants());
    let (most, least) = (a.length.max(b.length), a.length.min(b.length));
    if least == 0 || least * 2 < most {
        return (0.0, 0);
    }
    let consonants = f32::from(count(most));
    if 1.0 - distance(a.get(), b.get()) / consonants < REFUSED {
        return (0.0, 0);
    }
    let vowels = count(loose.length.max(full.length)).saturating_sub(count(most));
    let size = consonants + f32::from(vowels) * 0.2;
    let alike = 1.0 - distance(loose.get(), full.get()) / size;
    (f64::from(alike.max(0.0)), least)
}

fn count(length: usize) -> u8 {
    u8::try_from(length).unwrap_or(u8::MAX)
}

struct Letters {
    letters: [u8; MOST],
    length: usize,
}

impl Letters {
    fn of<'a>(text: impl Iterator<Item = &'a u8>) -> Self {
        let mut out = Self {
            letters: [0; MOST],
            length: 0,
        };
        for (slot, byte) in out.letters.iter_mut().zip(text) {
            *slot = *byte;
            out.length += 1;
        }
        out
    }

    fn get(&self) -> &[u8] {
        self.letters.get(..self.length).unwrap_or_default()
    }

    /// What is left without vowels, without h, and without an r that closes a syllable.
    fn consonants(&self) -> Self {
        let letters = self.get();
        let next = |index: usize| letters.get(index + 1);
        let kept = letters.iter().enumerate().filter(|(index, byte)| {
            let closing = **byte == b'r' && !next(*index).is_some_and(|next| vowel(*next));
            !vowel(**byte) && **byte != b'h' && !closing
        });
        Self::of(kept.map(|(_, byte)| byte))
    }
}

/// The least cost to make one of the other.
#[expect(
    clippy::indexing_slicing,
    reason = "inner loop; every index is at most the length of a text, which is at most MOST"
)]
fn distance(loose: &[u8], full: &[u8]) -> f32 {
    let mut row = [0.0_f32; MOST + 1];
    for (index, _) in full.iter().enumerate() {
        row[index + 1] = row[index] + lost(full, index);
    }
    for (line, sound) in loose.iter().enumerate() {
        let added = added(loose, line);
        let mut corner = row[0];
        row[0] += added;
        for (index, other) in full.iter().enumerate() {
            let best = (corner + exchanged(*sound, *other))
                .min(row[index] + lost(full, index))
                .min(row[index + 1] + added);
            corner = row[index + 1];
            row[index + 1] = best;
        }
    }
    row[full.len()]
}

/// A sound that only the loose script has.
fn added(loose: &[u8], index: usize) -> f32 {
    let before = index.checked_sub(1).and_then(|before| loose.get(before));
    match (loose.get(index), before) {
        (Some(byte), _) if vowel(*byte) => 0.1,
        (Some(b's'), Some(b't')) => 0.2,
        (Some(b'h'), _) => 0.3,
        (Some(b'r'), _) => 0.6,
        _ => 0.9,
    }
}

/// A sound that only the other has.
fn lost(full: &[u8], index: usize) -> f32 {
    let before = index.checked_sub(1).and_then(|before| full.get(before)).copied();
    let opens = full.get(index + 1).is_some_and(|next| vowel(*next));
    match (full.get(index), before) {
        (Some(byte), _) if vowel(*byte) => 0.18,
        (Some(b'h'), _) => 0.15,
        (Some(b'r'), _) if !opens => 0.12,
        (Some(b'g'), Some(b'n')) | (Some(b'g' | b'v'), _) if !opens => 0.3,
        (Some(b'v'), _) => 0.5,
        (Some(b'p' | b'b'), Some(b'm')) => 0.4,
        (Some(b't' | b'd' | b's'), _) if !opens => 0.5,
        (Some(b'r' | b'l'), _) => 0.7,
        _ => 0.9,
    }
}

/// One sound for another.
fn exchanged(loose: u8, full: u8) -> f32 {
    if loose == full {
        return 0.0;
    }
    match (loose, full) {
        (a, b) if vowel(a) && vowel(b) => 0.15,
        (b'r', b'l') | (b'l', b'r') | (b'b', b'v') | (b'v', b'b') => 0.02,
        (b'p' | b'h', b'f') | (b'f', b'h' | b'v') | (b'v', b'f') => 0.12,
        (b's' | b'z' | b'S' | b'C' | b'J', b's' | b'z' | b'S' | b'C' | b'J') => 0.15,
        (b'J' | b'C', b'g' | b'd' | b't') | (b'n', b'm') | (b'm', b'n') => 0.25,
        (b's' | b'z' | b'S', b't' | b'd') | (b't' | b'd', b'z' | b'C' | b'J') => 0.3,
        (b'k' | b'h', b'C' | b'h' | b'k') | (b'k', b'g') | (b'g', b'k') => 0.3,
        (b't', b'd') | (b'd', b't') | (b'b', b'p') | (b'p', b'b') => 0.25,
        (b'u' | b'o', b'v') | (b'i', b'J' | b'l') | (b'h', b'g' | b'J') => 0.35,
        _ => 1.2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::fold::fold;

    fn alike(loose: &str, full: &str) -> f64 {
        let (loose, full) = (fold(loose), fold(full));
        likeness(loose.as_bytes().iter(), full.as_bytes().iter()).0
    }

    #[test]
    fn what_the_script_cannot_write_costs_little_and_another_name_much() {
        assert!(alike("kurofodo", "crawford") > 0.75);
        assert!(alike("sumisu", "smith") > 0.6);
        assert!(alike("kurofodo", "hamilton") < 0.5);
        assert!(alike("", "smith") < 0.1);
    }
}
