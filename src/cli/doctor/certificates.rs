//! The doors' certificates and the authority: good now, for long enough, for the right names and keys.
//!
//! Uses `pki`.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rustls_pki_types::CertificateDer;

use super::finding::Finding;
use super::patient::Patient;
use crate::cli::out::quoted;
use crate::config::Door;
use crate::pki::Authority;
use crate::pki::files;
use crate::pki::files::Files;
use crate::pki::issuer;
use crate::pki::pem;
use crate::pki::server;
use crate::pki::server::ServerCertificate;

const CHECK: &str = "certificate";
/// A longer remaining life of the issuing authority is no reason for a word.
const AUTHORITY_DAYS: i64 = 180;

pub(super) fn check(patient: &Patient<'_>) -> Vec<Finding> {
    let files = Files::under(patient.home.certs());
    let mut findings = authority(patient, &files);
    if let Ok(config) = &patient.config {
        let doors = &config.doors;
        for (name, settings) in [
            ("partners", &doors.partners),
            ("enrolment", &doors.enrolment),
            ("desk", &doors.desk),
        ] {
            findings.push(door(patient, &files, name, settings));
        }
    }
    findings
}

fn authorities(files: &Files) -> Vec<CertificateDer<'static>> {
    let read = |name| files::read(&files.authority().join(name)).and_then(|text| pem::certificate(&text));
    [files::ISSUING_CERTIFICATE, files::ROOT_CERTIFICATE]
        .into_iter()
        .filter_map(|name| read(name).ok())
        .collect()
}

fn authority(patient: &Patient<'_>, files: &Files) -> Vec<Finding> {
    let why = "without it no certificate is made or renewed: put back a copy (docs/OPERATIONS.md, Lost key)";
    let authority = match Authority::load(&files.authority()) {
        Ok(authority) => authority,
        Err(error) => return vec![Finding::error("authority", words(&error), why)],
    };
    let mut findings = Vec::new();
    let end = authority.not_after();
    let days = days(patient.now, end);
    findings.push(if days < 0 {
        let why = "every certificate it issued is refused: docs/OPERATIONS.md, Expired certificate";
        Finding::error(
            "authority",
            format!("the issuing authority ended on {}", day(end)),
            why,
        )
    } else if days < AUTHORITY_DAYS {
        let why = "nothing it issues lives longer than it does: plan its successor";
        Finding::warning(
            "authority",
            format!("the issuing authority ends on {}, in {days} days", day(end)),
            why,
        )
    } else {
        Finding::ok("authority", format!("good until {}", day(end)))
    });
    let root_key = files.authority().join(files::ROOT_KEY);
    if root_key.exists() {
        let path = quoted(&root_key);
        let why = "whoever takes it can make an authority of their own that partners trust; a running node never reads it";
        findings.push(
            Finding::warning("authority", "the root's private key lies on this machine", why).cure(format!(
                "cp {path} /media/offline/lookout-root.key && shred -u {path}"
            )),
        );
    }
    findings
}

fn door(patient: &Patient<'_>, files: &Files, name: &'static str, settings: &Door) -> Finding {
    let own = authorities(files);
    let restart = if patient.is_running() {
        "; then restart the node, which reads certificates when it starts"
    } else {
        ""
    };
    let renew = patient.command(&format!("cert renew-server {name}"));
    let broken = |what: String| {
        let why = format!("the door {name} cannot open with it{restart}");
        Finding::error(CHECK, format!("{name}: {what}"), why).cure(renew.clone())
    };
    let chain = files::read(&files.door_chain(name));
    let chain = match chain.and_then(|text| pem::certificates(&text)) {
        Ok(chain) => chain,
        Err(error) => return broken(words(&error)),
    };
    let key = files::read(&files.door_key(name));
    let keyed = key.and_then(|key| pem::keyed(&pem::encode_chain(&chain), &key));
    if let Err(error) = keyed {
        return broken(words(&error));
    }
    let read = chain.first().map(|leaf| ServerCertificate::read(leaf));
    let Some(Ok(certificate)) = read else {
        return broken("it cannot be read".to_owned());
    };
    let ours = chain
        .first()
        .is_some_and(|leaf| issuer::issuer_of(leaf, &own).is_some());
    // A certificate of somebody else's authority is renewed where it came from.
    let cure = |finding: Finding| {
        if ours {
            finding.cure(renew.clone())
        } else {
            finding
        }
    };
    if let Some(place) = server::unsigned(&chain, &own) {
        let what = format!(
            "{name}: certificate {} of the chain is not signed by the one after it",
            place + 1
        );
        let why = format!(
            "clients cannot follow the chain to an authority they trust: put the right ones into {}{restart}",
            files.door_chain(name).display()
        );
        return Finding::error(CHECK, what, why).cure(renew);
    }
    if !certificate.is_valid(patient.now) {
        let (state, at) = if patient.now < certificate.not_before {
            ("is not good before", certificate.not_before)
        } else {
            ("expired on", certificate.not_after)
        };
        let why = format!("clients refuse the gateway{restart}");
        return cure(Finding::error(CHECK, format!("{name}: {state} {}", day(at)), why));
    }
    let missing = certificate.missing(&settings.hosts);
    if !missing.is_empty() {
        let why = format!("clients that call it by that name refuse the gateway{restart}");
        return cure(Finding::error(
            CHECK,
            format!("{name}: not made out to {}", missing.join(", ")),
            why,
        ));
    }
    let days = days(patient.now, certificate.not_after);
    if certificate.is_due(patient.now) {
        let by_itself = if ours {
            "the next start renews it by itself"
        } else {
            "renew it where it came from"
        };
        let what = format!(
            "{name}: expires on {}, in {days} days",
            day(certificate.not_after)
        );
        return cure(Finding::warning(CHECK, what, format!("{by_itself}{restart}")));
    }
    Finding::ok(
        CHECK,
        format!(
            "{name}: good until {}, for {}",
            day(certificate.not_after),
            certificate.names.join(", ")
        ),
    )
}

/// An error with its causes, in a line.
pub(super) fn words(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

fn day(instant: Timestamp) -> String {
    instant.to_zoned(TimeZone::UTC).date().to_string()
}

fn days(now: Timestamp, end: Timestamp) -> i64 {
    now.duration_until(end).as_hours().div_euclid(24)
}
