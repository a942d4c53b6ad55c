//! When the gateway's own certificates end.
//!
//! Uses `authority`, `service`.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::server::authority::Own;
use crate::service::Fit;
use crate::service::Part;

/// A certificate of ours that ends sooner is a warning.
const NEAR: SignedDuration = SignedDuration::from_hours(14 * 24);

/// What `/readyz` says of them.
pub(super) fn part(certificates: &[Own], now: Timestamp) -> Part {
    let ended = |own: &&Own| own.not_after < now;
    let text = |own: &Own, word: &str| format!("{} {word} {}", own.name, own.not_after);
    if let Some(own) = certificates.iter().filter(|own| own.needed()).find(ended) {
        return Part::new("certificates", Fit::NotReady, "expired", text(own, "ended at"));
    }
    if let Some(own) = certificates.iter().find(ended) {
        return Part::new("certificates", Fit::Warning, "expired", text(own, "ended at"));
    }
    match certificates.iter().min_by_key(|own| own.not_after) {
        Some(own) if own.not_after.duration_since(now) < NEAR => {
            Part::new("certificates", Fit::Warning, "near-expiry", text(own, "ends at"))
        }
        Some(own) => Part::ok("certificates", format!("first to end: {}", text(own, "at"))),
        None => Part::ok("certificates", "none"),
    }
}

/// Sets their gauges.
pub(super) fn gauge(certificates: &[Own]) {
    for own in certificates {
        metrics::gauge!("lookout_certificate_expiry_timestamp_seconds", "certificate" => own.name)
            .set(own.not_after.as_second() as f64);
    }
}
