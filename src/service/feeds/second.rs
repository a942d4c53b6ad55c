//! The second person: who may agree with what another has said.
//!
//! Uses nothing. An actor is a person as the journal names one: `staff/admin-1`, `local/1000`.

/// Whether `second` is somebody else than `first`, and a person at all: a schedule agrees with nothing.
pub(super) fn is_another(first: &str, second: &str) -> bool {
    let person = second.starts_with("staff/") || second.starts_with("local/");
    person && first != second
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_another_than_themselves_and_a_schedule_is_nobody() {
        assert!(is_another("local/1000", "local/1001"));
        assert!(is_another("local/1000", "staff/admin-1"));
        assert!(!is_another("staff/admin-1", "staff/admin-1"));
        assert!(!is_another("local/1000", "feed/ofac"));
    }
}
