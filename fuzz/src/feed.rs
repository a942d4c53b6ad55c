//! A list of any format, from its first byte to its end.
//!
//! Uses `lookout::feeds`. Every format has this one entry, so a new one is a target of one line.

use lookout::domain::alert::Alert;
use lookout::feeds::FeedError;
use lookout::feeds::Plan;
use lookout::feeds::Reader;

/// Reads `list`. What it gives is written to the journal as JSON and read again at the next start,
/// so it must come back the same; what it refuses is shown on a screen, so it must be plain.
pub fn feed(list: &[u8], plan: Plan) {
    let mut reader = Reader::new(list, plan);
    let (mut alerts, mut rejects) = (0, 0);
    for item in reader.by_ref() {
        match item {
            Ok(alert) => {
                alerts += 1;
                let json = serde_json::to_vec(&alert).expect("an alert is JSON");
                let again: Alert = serde_json::from_slice(&json).expect("its own JSON is read");
                assert_eq!(again, alert);
            }
            Err(reject) => {
                rejects += 1;
                assert!(!reject.reason.chars().any(char::is_control) && reject.reason.len() < 512);
            }
        }
    }
    let counted = reader.tally().clone();
    assert_eq!((counted.alerts, counted.rejected), (alerts, rejects));
    // What does not end as a list ends is told apart from a list; memory does not fail.
    let end = reader.finish();
    assert!(matches!(end, Ok(_) | Err(FeedError::NotWhole { .. })), "{end:?}");
}
