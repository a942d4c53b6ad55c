//! Where each field stands in each layout, and the check digits over them.
//!
//! Uses nothing but its parent's errors. Places are counted from 1, both ends included, as ICAO
//! 9303 prints them.

use super::BadMrz;
use super::Checked;

/// The name field: one piece with `<<` between its halves, or two fields (French card).
#[derive(Clone, Copy, Debug)]
pub(super) enum NameField<'a> {
    /// `FAMILY<NAMES<<GIVEN<NAMES<<<`.
    One(&'a [u8]),
    /// Family names in one place, given names in another.
    Two(&'a [u8], &'a [u8]),
}

/// A zone cut into its fields, still as written.
#[derive(Debug)]
pub(super) struct Zone<'a> {
    pub(super) code: &'a [u8],
    pub(super) issuer: &'a [u8],
    pub(super) name: NameField<'a>,
    pub(super) number: &'a [u8],
    number_check: u8,
    pub(super) nationality: &'a [u8],
    pub(super) birth: &'a [u8],
    birth_check: u8,
    pub(super) sex: u8,
    pub(super) expiry: &'a [u8],
    expiry_check: u8,
    /// Optional data that has a check digit of its own (TD3).
    optional: Option<(&'a [u8], u8)>,
    /// Where a number of more than nine characters goes on (TD1, TD2).
    overflow: &'a [u8],
    /// What the composite digit covers, in order, and the digit.
    composite: Option<(Vec<&'a [u8]>, u8)>,
}

/// The filler, which counts as nought.
pub(super) const FILLER: u8 = b'<';

impl<'a> Zone<'a> {
    /// Cuts lines into fields.
    pub(super) fn cut(lines: &'a [impl AsRef<str>]) -> Result<Self, BadMrz> {
        for (place, line) in (1..=3).zip(lines) {
            if !line.as_ref().bytes().all(of_a_zone) {
                return Err(BadMrz::Character { line: place });
            }
        }
        match lines {
            [a, b, c] => match (a.as_ref(), b.as_ref(), c.as_ref()) {
                (a, b, c) if [a, b, c].iter().all(|line| line.len() == 30) => {
                    Ok(Self::td1(a.as_bytes(), b.as_bytes(), c.as_bytes()))
                }
                _ => Err(BadMrz::Shape),
            },
            [a, b] => {
                let (a, b) = (a.as_ref().as_bytes(), b.as_ref().as_bytes());
                match (a.len(), b.len()) {
                    (36, 36) if a.starts_with(b"IDFRA") => Ok(Self::french(a, b)),
                    (36, 36) | (44, 44) => Ok(Self::two_lines(a, b)),
                    _ => Err(BadMrz::Shape),
                }
            }
            _ => Err(BadMrz::Shape),
        }
    }

    fn td1(a: &'a [u8], b: &'a [u8], c: &'a [u8]) -> Self {
        let covered = vec![at(a, 6, 30), at(b, 1, 7), at(b, 9, 15), at(b, 19, 29)];
        Self {
            code: at(a, 1, 2),
            issuer: at(a, 3, 5),
            number: at(a, 6, 14),
            number_check: one(a, 15),
            overflow: at(a, 16, 30),
            birth: at(b, 1, 6),
            birth_check: one(b, 7),
            sex: one(b, 8),
            expiry: at(b, 9, 14),
            expiry_check: one(b, 15),
            nationality: at(b, 16, 18),
            optional: None,
            composite: Some((covered, one(b, 30))),
            name: NameField::One(c),
        }
    }

    /// TD2, TD3, MRV-A and MRV-B share the first 28 places of their second line.
    fn two_lines(a: &'a [u8], b: &'a [u8]) -> Self {
        let width = b.len();
        let visa = a.first() == Some(&b'V');
        let covered = vec![at(b, 1, 10), at(b, 14, 20), at(b, 22, width.saturating_sub(1))];
        Self {
            code: at(a, 1, 2),
            issuer: at(a, 3, 5),
            name: NameField::One(at(a, 6, width)),
            number: at(b, 1, 9),
            number_check: one(b, 10),
            nationality: at(b, 11, 13),
            birth: at(b, 14, 19),
            birth_check: one(b, 20),
            sex: one(b, 21),
            expiry: at(b, 22, 27),
            expiry_check: one(b, 28),
            optional: (width == 44 && !visa).then(|| (at(b, 29, 42), one(b, 43))),
            overflow: if width == 36 && !visa { at(b, 29, 35) } else { &[] },
            composite: (!visa).then(|| (covered, one(b, width))),
        }
    }

    /// The French identity card issued from 1988 to 2021, some valid until 2036: two lines of 36,
    /// but not those of TD2. It states no expiry.
    fn french(a: &'a [u8], b: &'a [u8]) -> Self {
        Self {
            code: at(a, 1, 2),
            issuer: at(a, 3, 5),
            name: NameField::Two(at(a, 6, 30), at(b, 14, 27)),
            number: at(b, 1, 12),
            number_check: one(b, 13),
            nationality: at(a, 3, 5),
            birth: at(b, 28, 33),
            birth_check: one(b, 34),
            sex: one(b, 35),
            expiry: &[],
            expiry_check: FILLER,
            optional: None,
            overflow: &[],
            composite: Some((vec![a, at(b, 1, 35)], one(b, 36))),
        }
    }

    /// The rest of a long document number, without its check digit: in place of that digit stands a
    /// filler, and the optional data begins with the rest (9303-5, 4.2.2 note j).
    pub(super) fn continuation(&self) -> &'a [u8] {
        self.long_number().map_or(&[], |(rest, _)| rest)
    }

    fn long_number(&self) -> Option<(&'a [u8], u8)> {
        let full = self.number_check == FILLER && self.number.last() != Some(&FILLER);
        let end = self.overflow.iter().position(|b| *b == FILLER);
        let written = self.overflow.get(..end.unwrap_or(self.overflow.len()))?;
        let (check, rest) = written.split_last()?;
        full.then_some((rest, *check))
    }

    /// Verifies every check digit, in the order of [`Checked`].
    pub(super) fn verify(&self) -> Result<(), BadMrz> {
        let number_fits = match self.long_number() {
            // Both ways of counting are on cards in use: with the filler that stands in the middle,
            // and without it.
            Some((rest, check)) => {
                fits(&[self.number, rest], check) || fits(&[self.number, b"<", rest], check)
            }
            None => fits(&[self.number], self.number_check),
        };
        let optional_fits = self.optional.is_none_or(|(data, check)| fits(&[data], check));
        let composite_fits = match &self.composite {
            Some((covered, check)) => fits(covered, *check),
            None => true,
        };
        let checks = [
            (number_fits, Checked::DocumentNumber),
            (fits(&[self.birth], self.birth_check), Checked::BirthDate),
            (fits(&[self.expiry], self.expiry_check), Checked::Expiry),
            (optional_fits, Checked::OptionalData),
            (composite_fits, Checked::Composite),
        ];
        match checks.into_iter().find(|(good, _)| !good) {
            Some((_, field)) => Err(BadMrz::CheckDigit(field)),
            None => Ok(()),
        }
    }
}

const fn of_a_zone(b: u8) -> bool {
    b.is_ascii_uppercase() || b.is_ascii_digit() || b == FILLER
}

/// Whether a check digit fits what it covers; a filler stands for nought where nothing is written.
fn fits(covered: &[&[u8]], check: u8) -> bool {
    let empty = covered.iter().all(|part| part.iter().all(|b| *b == FILLER));
    match check {
        b'0'..=b'9' => check_digit(covered) == check - b'0',
        FILLER => empty,
        _ => false,
    }
}

/// Weights 7, 3, 1 modulo 10; A is 10 and Z is 35 (9303-3, 4.9).
pub(super) fn check_digit(covered: &[&[u8]]) -> u8 {
    let values = covered.iter().copied().flatten().map(|b| match b {
        b'0'..=b'9' => u32::from(b - b'0'),
        b'A'..=b'Z' => u32::from(b - b'A') + 10,
        _ => 0,
    });
    let sum: u32 = values
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(v, w)| v * w)
        .sum();
    u8::try_from(sum % 10).unwrap_or_default()
}

fn at(line: &[u8], first: usize, last: usize) -> &[u8] {
    line.get(first.saturating_sub(1)..last).unwrap_or_default()
}

fn one(line: &[u8], place: usize) -> u8 {
    at(line, place, place).first().copied().unwrap_or(FILLER)
}
