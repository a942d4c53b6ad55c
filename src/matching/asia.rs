//! Greek, Kana, Han and Hangul into Latin letters, where letter by letter is not how it is done.
//!
//! Uses nothing of the project. A word of two or three Han or Hangul characters that stands alone is
//! taken as a family name of one character and the given name; a longer one is left whole.

/// Greek with its letter pairs: μπ is b, ντ at the start is d, ου is u.
pub(crate) fn greek(run: &str) -> String {
    let text: String = any_ascii_lower_greek(run);
    let text = match text.strip_prefix("mp") {
        Some(rest) => format!("b{rest}"),
        None => text,
    };
    let text = match text.strip_prefix("nt") {
        Some(rest) => format!("d{rest}"),
        None => text,
    };
    let text = match text.strip_prefix("gk") {
        Some(rest) => format!("g{rest}"),
        None => text,
    };
    text.replace("oy", "u")
        .replace("eya", "eva")
        .replace("ayr", "avr")
        .replace("ey", "ef")
        .replace("ay", "av")
        .replace("mp", "mb")
        .replace("gk", "ng")
        .replace("gg", "ng")
}

fn any_ascii_lower_greek(run: &str) -> String {
    run.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'β' => "v",
            'η' | 'ή' => "i",
            'χ' => "ch",
            'ξ' => "x",
            other => any_ascii::any_ascii_char(other),
        })
        .collect()
}

/// Hiragana and Katakana by Hepburn, with its small letters; long vowels are not marked.
pub(crate) fn kana(run: &str) -> String {
    let mut out = String::new();
    for c in run.chars() {
        match c {
            'ー' | 'っ' | 'ッ' => {}
            'ゃ' | 'ャ' => glide(&mut out, "a"),
            'ゅ' | 'ュ' => glide(&mut out, "u"),
            'ょ' | 'ョ' => glide(&mut out, "o"),
            'ァ' | 'ぁ' => merge(&mut out, "a"),
            'ィ' | 'ぃ' => merge(&mut out, "i"),
            'ゥ' | 'ぅ' => merge(&mut out, "u"),
            'ェ' | 'ぇ' => merge(&mut out, "e"),
            'ォ' | 'ぉ' => merge(&mut out, "o"),
            other => out.push_str(any_ascii::any_ascii_char(other)),
        }
    }
    // Long vowels once, as passports have them.
    out.replace("ou", "o").replace("oo", "o").replace("uu", "u")
}

fn glide(out: &mut String, vowel: &str) {
    if out.ends_with('i') {
        out.pop();
        if !(out.ends_with('j') || out.ends_with("sh") || out.ends_with("ch")) {
            out.push('y');
        }
    }
    out.push_str(vowel);
}

fn merge(out: &mut String, vowel: &str) {
    // ウィ and its like begin with a w.
    if (out == "u"
        || (out.ends_with('u')
            && out
                .as_bytes()
                .iter()
                .rev()
                .nth(1)
                .is_some_and(|b| b"aeiou".contains(b))))
        && vowel != "u"
    {
        out.pop();
        out.push('w');
    }
    if out.ends_with(['u', 'e', 'i', 'o']) {
        out.pop();
    }
    out.push_str(vowel);
}

/// Han characters by their Chinese reading: family and given name apart where the word stands alone,
/// or whole when long.
pub(crate) fn han(run: &str, alone: bool) -> Vec<String> {
    let syllables: Vec<String> = run
        .chars()
        .map(|c| any_ascii::any_ascii_char(c).to_ascii_lowercase())
        .filter(|syllable| !syllable.is_empty())
        .collect();
    family_given(syllables, alone)
}

/// Hangul by the official romanisation: family and given name apart where the word stands alone, or
/// whole when long.
pub(crate) fn hangul(run: &str, alone: bool) -> Vec<String> {
    let syllables: Vec<String> = run
        .chars()
        .map(|c| any_ascii::any_ascii_char(c).to_ascii_lowercase())
        .filter(|syllable| !syllable.is_empty())
        .collect();
    let parts = family_given(syllables, alone).into_iter();
    // A foreign name's closing consonant takes a vowel, and its l is written by two letters.
    parts
        .map(|part| {
            let part = part.replace("lr", "l");
            match part.strip_suffix("eu") {
                Some(stem) if stem.len() >= 3 => stem.to_owned(),
                _ => part,
            }
        })
        .collect()
}

fn family_given(syllables: Vec<String>, alone: bool) -> Vec<String> {
    match syllables.split_first() {
        Some((family, given)) if alone && (1..=2).contains(&given.len()) => {
            vec![family.clone(), given.concat()]
        }
        _ => vec![syllables.concat()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kana_knows_its_small_letters() {
        assert_eq!(kana("ジョーン"), "jon");
        assert_eq!(kana("クロフォード"), "kurofodo");
        assert_eq!(kana("キョウコ"), "kyoko");
    }

    #[test]
    fn two_to_three_characters_are_family_and_given_name() {
        assert_eq!(hangul("배상문", true), ["bae", "sangmun"]);
        assert_eq!(hangul("윌리엄", false), ["willieom"]);
        assert_eq!(han("李雨", true), ["li", "yu"]);
    }

    #[test]
    fn greek_pairs_of_letters_are_one_sound() {
        assert_eq!(greek("Μπάρης"), "baris");
        assert_eq!(greek("Λουκάς"), "lukas");
    }
}
