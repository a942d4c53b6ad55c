//! Parts written together against one written whole.
//!
//! Uses `edit`'s idea of likeness in its plainest form: equal, or one letter apart. Allocates nothing.

use super::fold::MAX_FOLD;
use super::fold::vowel;

/// Whether the parts one after another read like `whole`, up to one letter when it is long enough.
pub(crate) fn alike<'a>(parts: impl Iterator<Item = &'a [u8]> + Clone, whole: &[u8]) -> bool {
    // Most windows are of another length altogether; letters meeting at a seam may fall together.
    let (count, letters) = parts
        .clone()
        .fold((0, 0), |(count, letters), part| (count + 1, letters + part.len()));
    if letters > whole.len() + count || letters + 1 < whole.len() {
        return false;
    }
    let mut buffer = [0_u8; MAX_FOLD * 3];
    let mut length = 0;
    for part in parts {
        for byte in part {
            // Folding has made doubled letters one within a part; here they may meet.
            if length > 0 && buffer.get(length - 1) == Some(byte) {
                continue;
            }
            let Some(slot) = buffer.get_mut(length) else {
                return false;
            };
            *slot = *byte;
            length += 1;
        }
    }
    let text = buffer.get(..length).unwrap_or_default();
    if text.len().abs_diff(whole.len()) > 1 || whole.len() < 3 {
        return false;
    }
    text == whole || (whole.len() >= 6 && one_apart(text, whole))
}

/// The same by consonants alone, where a side's script leaves vowels out.
pub(crate) fn vowelless<'a>(parts: impl Iterator<Item = &'a [u8]>, whole: &[u8]) -> bool {
    let consonant = |byte: &&u8| !vowel(**byte) && **byte != b'h';
    // Doubled letters are one within a part; at a seam they may be one too.
    let mut left = whole.iter().filter(consonant).peekable();
    let (mut count, mut last) = (0, None);
    for byte in parts.flatten().filter(consonant) {
        if left.peek() == Some(&byte) {
            left.next();
        } else if last != Some(byte) {
            return false;
        }
        count += 1;
        last = Some(byte);
    }
    left.peek().is_none() && count >= 4
}

/// Whether one letter more, less or other makes them equal.
fn one_apart(a: &[u8], b: &[u8]) -> bool {
    let same_start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let same_end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    same_start + same_end + 1 >= a.len().max(b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_together_read_like_the_whole() {
        let alike =
            |parts: &[&str], whole: &str| alike(parts.iter().map(|part| part.as_bytes()), whole.as_bytes());
        assert!(alike(&["vee", "beng"], "veebeng") || alike(&["ve", "beng"], "vebeng"));
        assert!(alike(&["al", "hafaJi"], "alhafaJi"));
        assert!(alike(&["al", "hafaJi"], "alhafaJa"));
        assert!(!alike(&["al", "hafaJi"], "hafaJi"));
        assert!(!alike(&["a", "b"], "ab"));
        let bare = |parts: &[&str], whole: &str| {
            vowelless(parts.iter().map(|part| part.as_bytes()), whole.as_bytes())
        };
        assert!(bare(&["hamid", "reza"], "hmidrza"));
        assert!(bare(&["karim", "malik"], "krimalk"));
        assert!(!bare(&["hamid", "reza"], "hmidrzk") && !bare(&["ali", "reza"], "alrza"));
    }
}
