//! Birth dates compared: what a pair of dates says for or against one person.
//!
//! Uses `weights`. A missing date says nothing. The first of January is taken for a year alone,
//! since offices write it when they know no more.

use crate::domain::date::BirthDate;
use crate::domain::verdict::Reason;

use super::record::DATE;
use super::weights::DATES;

/// A date as known, in plain numbers; zero is not known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Known {
    first: i16,
    last: i16,
    month: i8,
    day: i8,
}

impl Known {
    /// From a domain date.
    pub(crate) fn of(date: &BirthDate) -> Self {
        let (first, last) = date.years();
        let (month, day) = match *date {
            BirthDate::Day(date) => (date.month(), date.day()),
            BirthDate::Month(_, month) => (month, 0),
            BirthDate::Year(_) | BirthDate::Years(..) => (0, 0),
        };
        Self {
            first,
            last,
            month,
            day,
        }
    }

    /// From a record.
    pub(crate) fn read(bytes: [u8; DATE]) -> Self {
        let [form, _, a, b, c, d] = bytes;
        let first = i16::from_le_bytes([a, b]);
        let (last, month, day) = match form {
            3 => (i16::from_le_bytes([c, d]), 0, 0),
            _ => (first, c.cast_signed(), d.cast_signed()),
        };
        Self {
            first,
            last,
            month,
            day,
        }
    }

    const fn year_only(self) -> bool {
        self.month == 0 || (self.month == 1 && self.day == 1)
    }

    /// What the two say: why, and the log of the likelihood ratio.
    pub(crate) fn compare(self, other: Self) -> (Reason, f64) {
        // A record's bytes may hold years that no date has.
        let apart = self.first.saturating_sub(other.last);
        let apart = apart.max(other.first.saturating_sub(self.last)).max(0);
        if self.first != self.last || other.first != other.last {
            return match apart {
                0 => (Reason::WithinSpan, DATES.within_span),
                1 | 2 => (Reason::CloseYear, DATES.near_span),
                _ => (Reason::OtherDate, Self::years_apart(apart, false)),
            };
        }
        if self == other && self.day != 0 {
            let certain = !self.year_only();
            return (
                Reason::SameDay,
                if certain {
                    DATES.same_day
                } else {
                    DATES.same_first_january
                },
            );
        }
        if self.year_only() || other.year_only() {
            return match apart {
                0 => (Reason::SameYear, DATES.same_year),
                1 => (Reason::CloseYear, DATES.one_year_loose),
                2 => (Reason::CloseYear, DATES.two_years_loose),
                _ => (Reason::OtherDate, Self::years_apart(apart, false)),
            };
        }
        if self.day == 0 || other.day == 0 {
            return match (apart, self.month == other.month) {
                (0, true) => (Reason::SameMonth, DATES.same_month),
                (0, false) => (Reason::OtherDate, DATES.other_month),
                (1 | 2, _) => (Reason::CloseYear, DATES.one_year),
                _ => (Reason::OtherDate, Self::years_apart(apart, true)),
            };
        }
        self.compare_days(other, apart)
    }

    fn compare_days(self, other: Self, apart: i16) -> (Reason, f64) {
        let same_month = self.month == other.month;
        let same_day = self.day == other.day;
        let swapped = self.month == other.day && self.day == other.month;
        if apart == 0 && swapped {
            return (Reason::DayMonthSwapped, DATES.swapped);
        }
        let digits = digits_apart(self.first, other.first)
            + digits_apart(self.month.into(), other.month.into())
            + digits_apart(self.day.into(), other.day.into());
        if digits == 1 {
            let value = if apart == 0 {
                DATES.one_digit
            } else {
                DATES.one_digit_of_year
            };
            return (Reason::OneDigitOff, value);
        }
        match apart {
            0 if same_month || same_day => (Reason::OtherDate, DATES.other_day),
            0 => (Reason::OtherDate, DATES.other_month),
            1 | 2 if same_month && same_day => (Reason::CloseYear, DATES.same_birthday_near_year),
            1 => (Reason::CloseYear, DATES.one_year),
            2 => (Reason::CloseYear, DATES.two_years),
            _ => (Reason::OtherDate, Self::years_apart(apart, true)),
        }
    }

    fn years_apart(apart: i16, certain: bool) -> f64 {
        match (apart, certain) {
            (..=2, _) => DATES.two_years,
            (3..=5, false) => DATES.three_years_loose,
            (3..=5, true) => DATES.three_years,
            (_, false) => DATES.far_loose,
            (_, true) => DATES.far,
        }
    }
}

fn digits_apart(a: i16, b: i16) -> u32 {
    let (mut a, mut b, mut count) = (a, b, 0);
    while a != 0 || b != 0 {
        count += u32::from(a % 10 != b % 10);
        a /= 10;
        b /= 10;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_that_no_date_has_are_far_apart_and_no_overflow() {
        let known = Known::of(&"1980-05-17".parse().unwrap());
        for bytes in [
            [0, 0, 0, 0x80, 1, 1],
            [3, 0, 0, 0x80, 0xFF, 0x7F],
            [0, 0, 0xFF, 0x7F, 0x80, 0x7F],
        ] {
            let odd = Known::read(bytes);
            assert_eq!(known.compare(odd), odd.compare(known));
        }
    }

    fn said(a: &str, b: &str) -> (Reason, f64) {
        let known = |text: &str| Known::of(&text.parse().unwrap());
        let forth = known(a).compare(known(b));
        assert_eq!(
            forth,
            known(b).compare(known(a)),
            "{a} {b}: both directions say the same"
        );
        forth
    }

    #[test]
    fn each_kind_of_difference_has_its_reason() {
        for (a, b, reason) in [
            ("1980-05-17", "1980-05-17", Reason::SameDay),
            ("1980-05", "1980-05-17", Reason::SameMonth),
            ("1980", "1980-05-17", Reason::SameYear),
            ("1980-01-01", "1980-05-17", Reason::SameYear),
            ("1978/1982", "1980-05-17", Reason::WithinSpan),
            ("1981/1982", "1980-05-17", Reason::CloseYear),
            ("1980-05-07", "1980-07-05", Reason::DayMonthSwapped),
            ("1980-05-17", "1980-05-19", Reason::OneDigitOff),
            ("1980-05-17", "1990-05-17", Reason::OneDigitOff),
            ("1980-05-17", "1981-11-02", Reason::CloseYear),
            ("1980", "1982", Reason::CloseYear),
            ("1980-05-17", "1980-11-02", Reason::OtherDate),
            ("1980-05-17", "1994-11-02", Reason::OtherDate),
        ] {
            assert_eq!(said(a, b).0, reason, "{a} {b}");
        }
    }

    #[test]
    fn the_less_alike_two_dates_are_the_less_they_say() {
        let ladder = [
            said("1980-05-17", "1980-05-17"),
            said("1980-05-07", "1980-07-05"),
            said("1980", "1980-05-17"),
            said("1980", "1981-05-17"),
            said("1980-05-17", "1982-11-02"),
            said("1980-05-17", "1984-11-02"),
            said("1980-05-17", "1994-11-02"),
        ];
        assert!(ladder.windows(2).all(|pair| pair[0].1 > pair[1].1), "{ladder:?}");
    }
}
