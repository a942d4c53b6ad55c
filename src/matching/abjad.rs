//! Arabic and Hebrew script into Latin letters.
//!
//! Uses `forms`. Own tables, written from the alphabets: the usual libraries drop ayn and read every
//! waw as a consonant. Short vowels are not written in these scripts and are not invented here.

use super::forms;

/// Words that begin like the article and are names without it, up to here: Elias, Alexander, Albert.
const NO_ARTICLE: &[&str] = &[
    "الياس",
    "الیاس",
    "الكس",
    "الکس",
    "البرت",
    "البير",
    "البان",
    "الفريد",
    "الفرد",
    "الفونس",
    "الفارو",
    "الفيس",
    "اليزا",
    "اليسا",
    "اليسون",
    "الينا",
    "الين",
    "اليك",
    "الان",
    "الانا",
    "الن",
    "الدو",
    "الما",
    "الهام",
    "الناز",
    "الونسو",
    "الون",
    "التون",
    "السا",
    "اللا",
    "الوند",
];

/// An Arabic word as the parts it is written with in Latin letters: the article stands apart.
pub(crate) fn arabic_words(run: &str) -> Vec<String> {
    if let Some(latin) = forms::latin(run) {
        return vec![latin.to_owned()];
    }
    let rest = run.strip_prefix("ال").filter(|rest| rest.chars().count() >= 3);
    match rest {
        Some(rest) if !NO_ARTICLE.iter().any(|name| run.starts_with(name)) => {
            let name = forms::latin(rest).map_or_else(|| arabic(rest), str::to_owned);
            vec!["al".to_owned(), name]
        }
        _ => vec![arabic(run)],
    }
}

/// Arabic, Persian, Urdu and Kurdish letters.
pub(crate) fn arabic(run: &str) -> String {
    let letters: Vec<char> = run.chars().filter(|c| !silent(*c)).collect();
    // Letters that only Persian and its neighbours use: there dad, dhal and tha are z, z and s.
    let persian = letters
        .iter()
        .any(|c| matches!(c, 'ی' | 'ک' | 'پ' | 'چ' | 'ژ' | 'گ'));
    let mut out = String::with_capacity(letters.len());
    for (index, &c) in letters.iter().enumerate() {
        let first = index == 0;
        let before_alif = matches!(letters.get(index + 1), Some('ا' | 'آ' | 'ى'));
        let after_alif = index > 0 && matches!(letters.get(index - 1), Some('ا' | 'آ'));
        out.push_str(match c {
            'ض' | 'ذ' if persian => "z",
            'ث' if persian => "s",
            'و' | 'ؤ' | 'ۆ' | 'ۇ' if first || before_alif || after_alif => "w",
            'و' | 'ؤ' | 'ۆ' | 'ۇ' => "u",
            'ي' | 'ی' | 'ئ' | 'ې' if first || before_alif => "y",
            'ي' | 'ی' | 'ئ' | 'ې' | 'ے' => "i",
            other => arabic_letter(other),
        });
    }
    out
}

const fn silent(c: char) -> bool {
    matches!(c, '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}' | 'ء')
}

fn arabic_letter(c: char) -> &'static str {
    match c {
        'ا' | 'أ' | 'إ' | 'آ' | 'ٱ' | 'ع' | 'ى' | 'ة' | 'ە' => "a",
        'ب' => "b",
        'پ' => "p",
        'ت' | 'ط' | 'ٹ' => "t",
        'ث' => "th",
        'ج' => "j",
        'چ' => "ch",
        'ح' | 'ه' | 'ہ' | 'ھ' | 'ۀ' => "h",
        'خ' => "kh",
        'د' | 'ض' | 'ڈ' => "d",
        'ذ' => "dh",
        'ر' | 'ڑ' | 'ڕ' => "r",
        'ز' | 'ظ' => "z",
        'ژ' => "zh",
        'س' | 'ص' => "s",
        'ش' => "sh",
        'غ' => "gh",
        'ف' => "f",
        'ڤ' => "v",
        'ق' => "q",
        'ك' | 'ک' => "k",
        'گ' => "g",
        'ل' | 'ڵ' => "l",
        'م' => "m",
        'ن' | 'ں' => "n",
        other => any_ascii::any_ascii_char(other),
    }
}

/// Hebrew and Yiddish letters.
pub(crate) fn hebrew(run: &str) -> String {
    let letters: Vec<char> = run
        .chars()
        .filter(|c| !matches!(c, '\u{0591}'..='\u{05C7}' | '׳' | '״'))
        .collect();
    let mut out = String::with_capacity(letters.len());
    for (index, &c) in letters.iter().enumerate() {
        let first = index == 0;
        let last = index + 1 == letters.len();
        let doubled = letters.get(index + 1) == Some(&c);
        let follows = index > 0 && letters.get(index - 1) == Some(&c);
        out.push_str(match c {
            'ו' | 'י' if follows => "",
            'ו' if first || doubled => "v",
            'ו' => "o",
            'י' if first || doubled => "y",
            'י' => "i",
            'ה' if last && !first => "a",
            'פ' if first => "p",
            'כ' if first => "k",
            other => hebrew_letter(other),
        });
    }
    out
}

fn hebrew_letter(c: char) -> &'static str {
    match c {
        'א' | 'ע' => "a",
        'ב' => "b",
        'ג' => "g",
        'ד' => "d",
        'ה' => "h",
        'ז' => "z",
        'ח' => "h",
        'ט' | 'ת' => "t",
        'כ' | 'ק' => "k",
        'ך' => "kh",
        'ל' => "l",
        'מ' | 'ם' => "m",
        'נ' | 'ן' => "n",
        'ס' => "s",
        'פ' | 'ף' => "f",
        'צ' | 'ץ' => "ts",
        'ר' => "r",
        'ש' => "sh",
        other => any_ascii::any_ascii_char(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_keeps_ayn_and_reads_long_vowels_as_vowels() {
        assert_eq!(arabic("معروف"), "maruf");
        assert_eq!(arabic("يوسف"), "yusf");
        assert_eq!(arabic("وليد"), "wlid");
        assert_eq!(arabic("خدیجة"), "khdija");
    }

    #[test]
    fn hebrew_reads_vav_and_yod_by_their_place() {
        assert_eq!(hebrew("דוד"), "dod");
        assert_eq!(hebrew("יוסף"), "yosf");
        assert_eq!(hebrew("משה"), "msha");
    }
}
