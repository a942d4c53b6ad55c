//! Every figure of the score, in nats of log-odds, and the thresholds. One place to tune.
//!
//! Uses nothing. A change here is a change of [`super::VERSION`]; `docs/MATCHING.md` tells how the
//! figures were found.

/// Log-odds before anything was compared.
pub(crate) const BASE: f64 = -8.0;

/// Probability from which a candidate is shown.
pub const POSSIBLE: f64 = 0.5;
/// The same at [`crate::domain::query::Level::Broad`].
pub const POSSIBLE_BROAD: f64 = 0.2;
/// Probability from which little doubt is left.
pub const STRONG: f64 = 0.95;
/// Probability of the best narrow candidate from which the wide pass is not needed.
pub const ENOUGH: f64 = 0.95;

/// What names say.
pub(crate) struct Names {
    /// Most and least a name may say.
    pub(crate) most: f64,
    pub(crate) least: f64,
    /// Share of its weight that a part keeps, by how it agrees.
    pub(crate) folded: f64,
    /// The form of a family name that the other sex bears.
    pub(crate) of_one_family: f64,
    pub(crate) initial: f64,
    pub(crate) joined: f64,
    pub(crate) prefix: f64,
    /// A name written without spaces in another script, by its loose skeleton.
    pub(crate) whole: f64,
    /// What is left of how its parts sound when a name is compared as one word.
    pub(crate) as_one: f64,
    /// Share of its weight that an unmatched part of the query takes away: alone, and when a part of
    /// the record stands unmatched against it.
    pub(crate) query_part: f64,
    pub(crate) conflict: f64,
    pub(crate) conflict_least: f64,
    /// Taken away, at most, for a part that hardly agrees.
    pub(crate) doubtful: f64,
    /// The same for a part of the record, and the most all of them take away.
    pub(crate) record_part: f64,
    pub(crate) record_patronymic: f64,
    pub(crate) record_parts_most: f64,
    /// Taken away when an unmatched part of the record says more than any matched one, by so many nats.
    pub(crate) untold: f64,
    pub(crate) telling: f64,
    /// When every part of both sides agrees.
    pub(crate) complete: f64,
    /// Most that one matched part says: of a query of one, of one against a name of one, of more.
    pub(crate) single: f64,
    pub(crate) mononym: f64,
    pub(crate) one_of_many: f64,
    /// Most that a weak alias says.
    pub(crate) weak_alias: f64,
    /// An alias against the primary name.
    pub(crate) alias: f64,
    /// Family and given names exchanged where both sides tell them apart.
    pub(crate) exchanged: f64,
}

pub(crate) const NAMES: Names = Names {
    most: 15.0,
    least: -5.0,
    folded: 0.97,
    of_one_family: 0.86,
    initial: 0.6,
    joined: 0.9,
    prefix: 0.75,
    whole: 0.48,
    as_one: 0.9,
    query_part: 0.45,
    conflict: 1.0,
    conflict_least: 6.0,
    doubtful: 4.0,
    record_part: 0.12,
    record_patronymic: 0.05,
    record_parts_most: 1.8,
    untold: 1.5,
    telling: 1.0,
    complete: 2.4,
    single: 4.0,
    mononym: 6.5,
    one_of_many: 2.0,
    weak_alias: 6.0,
    alias: -0.1,
    exchanged: -0.2,
};

/// What birth dates say.
pub(crate) struct Dates {
    pub(crate) same_day: f64,
    pub(crate) same_first_january: f64,
    pub(crate) same_month: f64,
    pub(crate) same_year: f64,
    pub(crate) within_span: f64,
    pub(crate) near_span: f64,
    pub(crate) swapped: f64,
    pub(crate) one_digit: f64,
    pub(crate) one_digit_of_year: f64,
    pub(crate) other_day: f64,
    pub(crate) other_month: f64,
    pub(crate) same_birthday_near_year: f64,
    pub(crate) one_year: f64,
    pub(crate) one_year_loose: f64,
    pub(crate) two_years: f64,
    pub(crate) two_years_loose: f64,
    pub(crate) three_years: f64,
    pub(crate) three_years_loose: f64,
    pub(crate) far: f64,
    pub(crate) far_loose: f64,
}

pub(crate) const DATES: Dates = Dates {
    same_day: 5.0,
    same_first_january: 2.6,
    same_month: 3.0,
    same_year: 2.0,
    within_span: 1.0,
    near_span: -0.6,
    swapped: 2.8,
    one_digit: 2.2,
    one_digit_of_year: 0.5,
    other_day: -1.2,
    other_month: -2.5,
    same_birthday_near_year: 1.5,
    one_year: -3.5,
    one_year_loose: -0.4,
    two_years: -5.0,
    two_years_loose: -2.0,
    three_years: -9.5,
    three_years_loose: -7.0,
    far: -13.0,
    far_loose: -11.0,
};

/// What documents, sex and nationality say.
pub(crate) struct Others {
    pub(crate) same_document: f64,
    pub(crate) same_number: f64,
    pub(crate) confusable_number: f64,
    pub(crate) other_document: f64,
    pub(crate) other_national_number: f64,
    pub(crate) same_sex: f64,
    pub(crate) other_sex: f64,
    pub(crate) same_nationality: f64,
    pub(crate) other_nationality: f64,
}

pub(crate) const OTHERS: Others = Others {
    same_document: 14.0,
    same_number: 6.0,
    confusable_number: 6.0,
    other_document: -1.5,
    other_national_number: -3.0,
    same_sex: 0.3,
    other_sex: -2.5,
    same_nationality: 0.8,
    other_nationality: -1.0,
};

/// Share of its weight that a part keeps when it is another form of the same name, by how many forms
/// the group has: spellings of one name say more than what is John in all languages.
pub(crate) const fn equivalent(forms: usize) -> f64 {
    match forms {
        ..=6 => 0.9,
        7..=14 => 0.86,
        15..=30 => 0.82,
        _ => 0.78,
    }
}

/// Share of its weight that a part keeps when `edits` letters differ and the longer side has
/// `length`; zero is no agreement.
pub(crate) const fn edited(edits: u32, length: usize) -> f64 {
    match (edits, length) {
        (1, 3) => 0.3,
        (1, 4) => 0.6,
        (1, 5) => 0.72,
        (1, 6 | 7) => 0.8,
        (1, 8..) => 0.86,
        (2, 5) => 0.3,
        (2, 6) => 0.42,
        (2, 7) => 0.52,
        (2, 8 | 9) => 0.62,
        (2, 10..) => 0.72,
        (3, 8) => 0.25,
        (3, 9 | 10) => 0.35,
        (3, 11..) => 0.5,
        _ => 0.0,
    }
}

/// What is left of [`edited`] when the one letter that differs is neither a neighbour on the keyboard
/// nor a like sound: then it is more often another name.
pub(crate) const UNLIKE_LETTER: f64 = 0.25;
/// The same when both sides are known names.
pub(crate) const KNOWN_APART: f64 = 0.3;

/// The same when the skeletons are equal, by the number of consonants and of edits; `letters` when
/// the consonants are the same letters and not only of one class.
pub(crate) const fn skeletal(consonants: u32, edits: u32, letters: bool) -> f64 {
    match (letters, consonants, edits) {
        (true, 3, 0..=2) => 0.72,
        (true, 3, 3) => 0.4,
        (true, 4.., 0..=2) => 0.84,
        (true, 4.., 3) => 0.65,
        (true, 4.., 4..) => 0.5,
        (false, 3, 0..=1) => 0.7,
        (false, 3, 2) => 0.35,
        (false, 4.., 0..=2) => 0.72,
        (false, 4.., 3..) => 0.45,
        _ => 0.0,
    }
}

/// The same when a side is written without vowels.
pub(crate) const fn vowelless(consonants: u32, letters: bool) -> f64 {
    match (consonants, letters) {
        (0 | 1, _) => 0.2,
        (2, true) => 0.6,
        (2, false) => 0.5,
        (_, true) => 0.85,
        (_, false) => 0.75,
    }
}

/// The same when a side is in Kana or Hangul, by how alike they sound and how many consonants agree.
pub(crate) fn sounding(alike: f64, consonants: usize) -> f64 {
    let share = ((alike - 0.5) * 1.6).clamp(0.0, 0.78);
    match consonants {
        0 => 0.0,
        1 => share * 0.6,
        2 => share * 0.85,
        _ => share,
    }
}
