//! The scripts of India into Latin letters: consonants carry a vowel unless a sign says otherwise.
//!
//! Uses nothing of the project. Their blocks in Unicode are laid out alike, so one table by place in the block serves
//! Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Telugu, Kannada and Malayalam.

const BLOCK: u32 = 0x80;
const FIRST: u32 = 0x0900;
const LAST: u32 = 0x0D7F;
const BENGALI: u32 = 0x0980;
const NUKTA: u32 = 0x3C;
const VIRAMA: u32 = 0x4D;
/// The nasal of Gurmukhi.
const TIPPI: u32 = 0x70;

/// A run of one of these scripts. A final vowel that is not written is not said.
pub(crate) fn indic(run: &str) -> String {
    let letters: Vec<char> = run.chars().collect();
    let mut out = String::new();
    for (index, c) in letters.iter().enumerate() {
        let Some((place, block)) = place(*c) else {
            out.push_str(any_ascii::any_ascii_char(*c));
            continue;
        };
        let follows = |ahead: usize| letters.get(index + ahead).and_then(|c| self::place(*c));
        let dotted = follows(1).is_some_and(|(place, _)| place == NUKTA);
        match consonant(place, block == BENGALI, dotted) {
            Some(text) => {
                out.push_str(text);
                let next = follows(1 + usize::from(dotted)).map(|(place, _)| place);
                let last = index + 1 + usize::from(dotted) >= letters.len();
                if !last && !next.is_some_and(|place| place == VIRAMA || sign(place).is_some()) {
                    out.push(if block == BENGALI { 'o' } else { 'a' });
                }
            }
            None => match (place, follows(1).map(|(place, _)| place)) {
                (0x01 | 0x02 | TIPPI, Some(0x2A..=0x2E)) => out.push('m'),
                (0x01 | 0x02 | TIPPI, _) => out.push('n'),
                _ => out.push_str(sign(place).or_else(|| vowel(place)).unwrap_or_default()),
            },
        }
    }
    out
}

/// Place in its block, and the block.
fn place(c: char) -> Option<(u32, u32)> {
    let code = u32::from(c);
    (FIRST..=LAST)
        .contains(&code)
        .then(|| (code % BLOCK, code - code % BLOCK))
}

fn consonant(place: u32, bengali: bool, dotted: bool) -> Option<&'static str> {
    Some(match (place, dotted) {
        (0x1C, true) => "z",
        (0x2B, true) => "f",
        (0x21, true) => "r",
        (0x22, true) => "rh",
        (0x2F, false) if bengali => "j",
        (0x15, _) => "k",
        (0x16, _) => "kh",
        (0x17, _) => "g",
        (0x18, _) => "gh",
        (0x19, _) => "ng",
        (0x1A | 0x1B, _) => "ch",
        (0x1C, _) => "j",
        (0x1D, _) => "jh",
        (0x1E | 0x23 | 0x28 | 0x29, _) => "n",
        (0x1F | 0x24, _) => "t",
        (0x20 | 0x25, _) => "th",
        (0x21 | 0x26, _) => "d",
        (0x22 | 0x27, _) => "dh",
        (0x2A, _) => "p",
        (0x2B, _) => "ph",
        (0x2C, _) => "b",
        (0x2D, _) => "bh",
        (0x2E, _) => "m",
        (0x2F, _) => "y",
        (0x30 | 0x31, _) => "r",
        (0x32..=0x34, _) => "l",
        (0x35, _) => "v",
        (0x36 | 0x37, _) => "sh",
        (0x38, _) => "s",
        (0x39, _) => "h",
        _ => return None,
    })
}

/// Vowels written as letters of their own.
const fn vowel(place: u32) -> Option<&'static str> {
    Some(match place {
        0x05 | 0x06 => "a",
        0x07 | 0x08 => "i",
        0x09 | 0x0A => "u",
        0x0B => "ri",
        0x0D..=0x0F => "e",
        0x10 => "ai",
        0x11..=0x13 => "o",
        0x14 => "au",
        0x03 => "h",
        0x66..=0x6F => return digit(place),
        _ => return None,
    })
}

const fn digit(place: u32) -> Option<&'static str> {
    Some(match place - 0x66 {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4 => "4",
        5 => "5",
        6 => "6",
        7 => "7",
        8 => "8",
        _ => "9",
    })
}

/// Vowels written as signs on a consonant.
const fn sign(place: u32) -> Option<&'static str> {
    Some(match place {
        0x3E => "a",
        0x3F | 0x40 => "i",
        0x41 | 0x42 => "u",
        0x43 => "ri",
        0x45..=0x47 => "e",
        0x48 => "ai",
        0x49..=0x4B => "o",
        0x4C => "au",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consonants_carry_a_vowel_unless_a_sign_says_otherwise() {
        assert_eq!(indic("कृष्णमाचारी"), "krishnamachari");
        assert_eq!(indic("भंडारे"), "bhandare");
        assert_eq!(indic("विजय"), "vijay");
        assert_eq!(indic("সরল"), "sorol");
        assert_eq!(indic("ਸਿੰਘ"), "singh");
    }
}
