//! How far ahead somebody looks: `7d`, `4m`.
//!
//! Uses nothing of the house.

use jiff::Span;
use jiff::ToSpan;

/// A time ahead: `7d`, `2w`, `4m`, `1y`.
pub(super) fn ahead(text: &str) -> Result<Span, String> {
    const FORM: &str = "must be a number from 1 to 999 with d, w, m or y, such as 4m";
    let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or(FORM)?;
    let digits = !number.is_empty() && number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit());
    let number: i32 = digits.then(|| number.parse().ok()).flatten().ok_or(FORM)?;
    match unit {
        _ if number == 0 => Err(FORM.to_owned()),
        "d" => Ok(number.days()),
        "w" => Ok(number.weeks()),
        "m" => Ok(number.months()),
        "y" => Ok(number.years()),
        _ => Err(FORM.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;

    #[test]
    fn a_time_ahead_is_a_number_and_a_unit() {
        let today = Date::constant(2026, 11, 23);
        for (text, day) in [
            ("7d", "2026-11-30"),
            ("2w", "2026-12-07"),
            ("4m", "2027-03-23"),
            ("1y", "2027-11-23"),
        ] {
            assert_eq!(
                today.saturating_add(ahead(text).unwrap()).to_string(),
                day,
                "{text}"
            );
        }
        for bad in ["", "m", "0d", "4", "-4m", "4mm", "4 m", "1000d", "4é"] {
            assert!(ahead(bad).is_err(), "{bad}");
        }
    }
}
