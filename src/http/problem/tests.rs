//! Every refusal as its document (SECURITY 4, row 24): a change to any of them is seen here.

use std::fmt::Write;

use super::*;
use crate::access::OverLimit;
use crate::audit::AuditError;
use crate::domain::ids::Position;
use crate::domain::partner::Allowance;
use crate::service::NotReady;

fn refusals() -> Vec<Refusal> {
    let malformed = |kind| {
        Refusal::Malformed(Fault {
            kind,
            ..Fault::field("person.name", "must be a text")
        })
    };
    let allowance = Allowance {
        per_second: std::num::NonZeroU32::MIN,
        burst: std::num::NonZeroU32::MIN,
    };
    let wait = Duration::from_millis(1_500);
    let mut refusals = Vec::new();
    refusals.extend(
        [
            Unfit::CertificateUnknown,
            Unfit::CertificateMismatch,
            Unfit::CertificateRevoked,
            Unfit::CertificateExpired,
            Unfit::PartnerUnknown,
            Unfit::PartnerSuspended,
            Unfit::StaffSuspended,
        ]
        .map(Refusal::Unfit),
    );
    refusals.extend(
        [
            NotAllowed::Action,
            NotAllowed::Purpose,
            NotAllowed::Level,
            NotAllowed::Owner,
            NotAllowed::SecondPerson,
        ]
        .map(Refusal::NotAllowed),
    );
    refusals.extend(
        [
            FaultKind::Field,
            FaultKind::TooLarge,
            FaultKind::MediaType,
            FaultKind::TooSlow,
        ]
        .map(malformed),
    );
    refusals.push(Refusal::Faulty(vec![
        Fault::field("alert.owner", "must be given"),
        Fault::field("reason", "must be given"),
    ]));
    refusals.extend([
        Refusal::OverLimit(OverLimit {
            allowance,
            retry_after: wait,
        }),
        Refusal::Busy { retry_after: wait },
        Refusal::TooCommon,
        Refusal::CrossSite,
        Refusal::NoVersion,
        Refusal::WrongMethod,
        Refusal::Deadline,
        Refusal::NotReady(NotReady::Building),
        Refusal::NotRecorded(AuditError::Busy),
        Refusal::Conflict { actual: Position(7) },
        Refusal::NotFound,
        Refusal::NotStored,
        Refusal::Internal("the search thread ended"),
    ]);
    refusals
}

fn bytes(refusal: &Refusal) -> Vec<u8> {
    serde_json::to_vec(&Problem::of(refusal).document).unwrap()
}

#[test]
fn every_refusal_is_told_in_one_shape_and_these_words() {
    let mut told = String::new();
    for refusal in refusals() {
        let Problem {
            document,
            retry_after,
            ..
        } = Problem::of(&refusal);
        assert_eq!(document.kind, format!("urn:lookout:problem:{}", document.code));
        assert_eq!(document.code, refusal.code());
        let waits = matches!(document.status, 429 | 503);
        assert_eq!(retry_after.is_some(), waits, "{}", document.code);
        writeln!(
            told,
            "{} {} | {} | {} | {}",
            document.status,
            document.code,
            document.title,
            document.detail,
            document.field.as_deref().unwrap_or("-"),
        )
        .unwrap();
    }
    insta::assert_snapshot!(told);
}

#[test]
fn what_is_wrong_inside_makes_no_difference_outside() {
    let of = |error| bytes(&Refusal::NotRecorded(error));
    let one = of(AuditError::Busy);
    for error in [
        AuditError::NotWritten,
        AuditError::Unknown,
        AuditError::Stopped,
        AuditError::NoRandom,
        AuditError::Tampered,
    ] {
        assert_eq!(of(error), one);
    }
    assert_eq!(
        bytes(&Refusal::Internal("a thread ended")),
        bytes(&Refusal::Internal("a lock is poisoned"))
    );
}
