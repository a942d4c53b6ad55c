//! Family names that differ by the sex of the bearer: Ivanov and Ivanova, Novák and Nováková.
//!
//! Uses nothing. Works on folded words. Whether the two are of one sex is said by the field that holds
//! it, not by the name.

/// Endings of a man's and of a woman's family name, as they fold, the longest first.
const ENDINGS: &[(&str, &str)] = &[
    // Lithuanian wives and daughters.
    ("as", "ene"),
    ("is", "ene"),
    ("us", "ene"),
    ("as", "aite"),
    ("is", "ite"),
    ("us", "ute"),
    // Slavic.
    ("ski", "skaia"),
    ("ski", "ska"),
    ("Ski", "Skaia"),
    ("ki", "ka"),
    ("ni", "na"),
    ("", "ova"),
    // A fleeting e: Hájek, Hájková.
    ("ek", "kova"),
    ("a", "ova"),
    ("ov", "ova"),
    ("ev", "eva"),
    ("in", "ina"),
    ("oi", "aia"),
    ("i", "aia"),
    // Greek; a final ou folds to ov.
    ("os", "ov"),
    ("os", "u"),
    ("is", "i"),
    ("as", "a"),
    ("is", "ov"),
];

/// Shortest family name that is bent.
const SHORTEST: usize = 5;

/// Whether one is the other's form for a woman.
pub(crate) fn of_one_family(a: &[u8], b: &[u8]) -> bool {
    if a.len().min(b.len()) < SHORTEST || a.get(..3) != b.get(..3) || a.len().abs_diff(b.len()) > 3 {
        return false;
    }
    let bent = |man: &[u8], woman: &[u8]| {
        ENDINGS.iter().any(|(his, hers)| {
            let stem = man.strip_suffix(his.as_bytes());
            stem.is_some_and(|stem| stem.len() >= 3 && woman.strip_suffix(hers.as_bytes()) == Some(stem))
        })
    };
    bent(a, b) || bent(b, a)
}

/// A man's form of a name that ends as only women's do and is longer than his; none of any other.
pub(crate) fn of_a_man(fold: &str) -> Option<&str> {
    let stem = fold.strip_suffix("ova")?;
    (stem.len() >= SHORTEST - 1).then_some(stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::fold::fold;

    #[test]
    fn a_family_name_meets_the_form_that_women_bear() {
        let one = |a: &str, b: &str| {
            let (a, b) = (fold(a), fold(b));
            of_one_family(a.as_bytes(), b.as_bytes()) && of_one_family(b.as_bytes(), a.as_bytes())
        };
        for (his, hers) in [
            ("zandekov", "zandekova"),
            ("kromalski", "kromalska"),
            ("kromalskiy", "kromalskaya"),
            ("horvak", "horvakova"),
            ("svobota", "svobotova"),
            ("horvilek", "horvilkova"),
            ("tolnykin", "tolnykina"),
            ("papalukopoulos", "papalukopoulou"),
            ("vasilakis", "vasilaki"),
            ("brazlauskas", "brazlauskiene"),
            ("brazlauskas", "brazlauskaite"),
        ] {
            assert!(one(his, hers), "{his} {hers}");
        }
        assert!(!one("zandekov", "zandekin") && !one("marin", "marta") && !one("ivo", "iva"));
        assert_eq!(of_a_man(&fold("horvakova")), Some("horvak"));
    }
}
