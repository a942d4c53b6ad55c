//! The second pair of eyes: whoever agrees is not whoever proposed.
//!
//! Uses `permit`. Actors are compared as the journal names them: a command's is its user id on this
//! machine, a desk user's the id in the registry. One person who has both counts as two (decision 0018).

use super::permit::NotAllowed;

/// Whether `second` may agree with what `first` has proposed. A schedule or a partner is no person here.
///
/// # Errors
/// [`NotAllowed::SecondPerson`] when they are the same actor, or the second is no person.
pub fn second_person(first: &str, second: &str) -> Result<(), NotAllowed> {
    let person = second.starts_with("staff/") || second.starts_with("local/");
    if first == second || !person {
        Err(NotAllowed::SecondPerson)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_the_second_person_to_oneself() {
        for who in ["staff/op-1", "local/1000"] {
            assert_eq!(second_person(who, who), Err(NotAllowed::SecondPerson));
        }
        assert!(second_person("local/1000", "feed/ofac").is_err());
        for (first, second) in [
            ("staff/op-1", "staff/op-2"),
            ("local/1000", "local/1001"),
            ("staff/op-1", "local/1000"),
        ] {
            assert_eq!(second_person(first, second), Ok(()));
        }
    }
}
