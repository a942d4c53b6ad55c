//! The problem that a bad body becomes.
//!
//! Uses `http::fuzzing`. Whatever was sent, a caller gets one small document of RFC 9457 whose words
//! are ours.

use lookout::domain::alert::Alert;
use lookout::domain::partner::Profile;
use lookout::http::fuzzing;
use lookout::service::Fault;
use lookout::wire;
use lookout::wire::control;

/// Longest document, bytes.
const MOST_BYTES: usize = 4096;
/// Stands in values among the seeds; no document may repeat it.
const SECRET: &str = "Achterberg";

/// Reads `bytes` as each kind of body in turn (the first byte chooses), and checks what is answered
/// when it is none.
pub fn problem(bytes: &[u8]) {
    let Some((kind, body)) = bytes.split_first() else {
        return;
    };
    let fault: Option<Fault> = match kind % 6 {
        0 => crate::search(body).err(),
        1 => fuzzing::read::<Vec<Alert>>(body).err(),
        2 => fuzzing::read::<Profile>(body).err(),
        3 => fuzzing::read::<control::NewPartnerFields>(body).err(),
        4 => fuzzing::read::<control::NewStaffFields>(body).err(),
        _ => fuzzing::read::<control::ReasonFields>(body).err(),
    };
    let Some(fault) = fault else { return };
    let sent = fuzzing::problem(fault);
    assert!(sent.len() <= MOST_BYTES, "{} bytes", sent.len());
    let document: wire::Problem = serde_json::from_slice(&sent).expect("a problem document");
    assert_eq!((document.status, document.code.as_str()), (400, "malformed"));
    let field = document.field.as_deref().unwrap_or_default();
    for text in [document.title.as_str(), &document.detail, field] {
        assert!(!text.chars().any(char::is_control), "{text:?}");
    }
    // A plain name of a field that is not known is told as it stands; a value never is.
    assert!(field.contains(SECRET) || !document.detail.contains(SECRET), "{document:?}");
}
