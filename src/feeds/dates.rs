//! Birth dates as lists write them in English: `12 Jan 1970`, `Mar 1970`, `circa 1960`, `1960 to 1965`.
//!
//! Uses `domain`. `BirthDate` has no "about", so that an approximate year becomes a span of years:
//! taken as exact, it would speak against the very person it is about.

use super::tally::Note;
use super::tally::Notes;
use super::tally::note;
use crate::domain::date::BIRTH_YEARS;
use crate::domain::date::BirthDate;

/// Years either way that "circa" stands for. Neither list says; a span of five years is what their
/// own ranges usually have.
const CIRCA: i16 = 2;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Words that make what follows an approximation.
const ABOUT: [&str; 6] = ["circa", "c.", "ca.", "approximately", "approx.", "about"];
/// Words that say too little to change anything.
const IDLE: [&str; 5] = ["between", "early", "mid", "mid-", "late"];

/// The date or span that a text says; none when it is of no known form, which is noted.
pub(super) fn birth_date(text: &str, notes: &mut Notes) -> Option<BirthDate> {
    let date = parse(text);
    match date {
        None => note(notes, Note::BirthDateDropped),
        Some((_, true)) => note(notes, Note::BirthDateSpanned),
        Some((_, false)) => {}
    }
    date.map(|(date, _)| date)
}

/// The span of years around a date that is only about right.
pub(super) fn around(date: BirthDate, notes: &mut Notes) -> BirthDate {
    note(notes, Note::BirthDateSpanned);
    widened(date)
}

/// The span from the first year of one date to the last of another.
pub(super) fn between(from: BirthDate, to: BirthDate) -> Option<BirthDate> {
    if from == to {
        return Some(from);
    }
    let ((first, _), (_, last)) = (from.years(), to.years());
    match first.cmp(&last) {
        std::cmp::Ordering::Less => Some(BirthDate::Years(first, last)),
        std::cmp::Ordering::Equal => Some(BirthDate::Year(first)),
        std::cmp::Ordering::Greater => None,
    }
}

fn widened(date: BirthDate) -> BirthDate {
    let (first, last) = date.years();
    BirthDate::Years(
        first.saturating_sub(CIRCA).max(*BIRTH_YEARS.start()),
        last.saturating_add(CIRCA).min(*BIRTH_YEARS.end()),
    )
}

/// The date, and whether it was approximate.
fn parse(text: &str) -> Option<(BirthDate, bool)> {
    // Longer ones are no dates; the words of those are not worth counting.
    if text.len() > 100 {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let (said, remark) = match lower.split_once('(') {
        Some((said, remark)) => (said, remark),
        None => (lower.as_str(), ""),
    };
    let mut about = remark.starts_with("approx") || remark.starts_with("circa");
    let words: Vec<&str> = said
        .split_whitespace()
        .filter(|word| {
            about |= ABOUT.contains(word);
            !ABOUT.contains(word) && !IDLE.contains(word)
        })
        .collect();
    let said = words.join(" ");
    let span = [" to ", " and ", " - ", "/"].iter().find_map(|between| {
        let (from, to) = said.split_once(between)?;
        Some((single(from)?, single(to)?))
    });
    let years = || {
        said.split_once('-')
            .and_then(|(from, to)| Some((year(from)?, year(to)?)))
    };
    let date = match span.or_else(years) {
        Some((from, to)) => between(from, to)?,
        None => single(&said)?,
    };
    Some(if about {
        (widened(date), true)
    } else {
        (date, false)
    })
}

/// One date: `1970`, `1960s`, `jan 1970`, `12 jan 1970`, `jan 12, 1970`, `1970-01-12`.
fn single(text: &str) -> Option<BirthDate> {
    let parts: Vec<&str> = text
        .split([' ', ','])
        .map(|part| part.trim_matches('.'))
        .filter(|part| !part.is_empty())
        .collect();
    match *parts.as_slice() {
        [only] => decade(only).or_else(|| iso(only)),
        [month_name, year] => format!("{year}-{:02}", month(month_name)?).parse().ok(),
        [a, b, year] => {
            let (day, month) = match month(b) {
                Some(month) => (a, month),
                None => (b, month(a)?),
            };
            let day: u8 = day.parse().ok()?;
            format!("{year}-{month:02}-{day:02}").parse().ok()
        }
        _ => None,
    }
}

fn year(text: &str) -> Option<BirthDate> {
    let text = text.trim();
    (text.len() == 4).then(|| text.parse().ok())?
}

fn decade(text: &str) -> Option<BirthDate> {
    let year = text.strip_suffix("0s")?;
    format!("{year}0/{year}9").parse().ok()
}

/// As ISO 8601 writes it: the time and the zone cut off, months and days of nought taken for "not
/// known".
fn iso(text: &str) -> Option<BirthDate> {
    let day = text.split('t').next()?;
    let day = day.get(..10).unwrap_or(day);
    day.trim_end_matches("-00").parse().ok()
}

fn month(name: &str) -> Option<usize> {
    let name = name.trim_end_matches('.');
    let short = name.get(..3)?;
    let known = name.len() == 3
        || [
            "january",
            "february",
            "march",
            "april",
            "june",
            "july",
            "august",
            "sept",
            "september",
            "october",
            "november",
            "december",
        ]
        .contains(&name);
    let place = MONTHS.iter().position(|month| *month == short)?;
    known.then_some(place + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<String> {
        birth_date(text, &mut Notes::new()).map(|date| date.to_string())
    }

    #[test]
    fn the_forms_of_the_lists_are_read() {
        for (text, expected) in [
            ("12 Jan 1970", "1970-01-12"),
            ("2 September 1970", "1970-09-02"),
            ("May 4, 1970", "1970-05-04"),
            ("Mar 1970", "1970-03"),
            ("1970", "1970"),
            ("1960 to 1965", "1960/1965"),
            ("1960-1965", "1960/1965"),
            ("between 1960 and 1965", "1960/1965"),
            ("Apr 1957 to Jul 1957", "1957"),
            ("12 Jan 1970 to 15 Mar 1972", "1970/1972"),
            ("circa 1960", "1958/1962"),
            ("1960 (approximate)", "1958/1962"),
            ("circa 1960-1965", "1958/1967"),
            ("late 1960s", "1960/1969"),
            ("1970-01-12", "1970-01-12"),
            ("1970-01-12T00:00:00", "1970-01-12"),
            ("1970-01-12-05:00", "1970-01-12"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_dropped_and_noted() {
        for text in [
            "",
            "unknown",
            "31 Feb 1970",
            "12 Jan 70",
            "1965 to 1960",
            "12/01/1970",
            "circa",
        ] {
            let mut notes = Notes::new();
            assert_eq!(birth_date(text, &mut notes), None, "{text}");
            assert_eq!(notes, Notes::from([(Note::BirthDateDropped, 1)]));
        }
        let mut notes = Notes::new();
        birth_date("circa 1960", &mut notes);
        assert_eq!(notes, Notes::from([(Note::BirthDateSpanned, 1)]));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,30}|(circa|[0-9]{1,5}|Jan|to|-|s| |/|é){0,9}") {
            if let Some((date, _)) = parse(&text) {
                prop_assert_eq!(date.to_string().parse::<BirthDate>(), Ok(date));
            }
        }
    }
}
