//! The home and its settings: are they there, can they be read, does somebody have the home?
//!
//! Uses `patient`.

use std::os::unix::fs::PermissionsExt;

use super::finding::Finding;
use super::patient::Patient;
use super::patient::Standing;
use crate::cli::out::quoted;

pub(super) fn check(patient: &Patient<'_>) -> Vec<Finding> {
    let mut findings = home(patient);
    findings.push(match &patient.config {
        Ok(config) => Finding::ok(
            "settings",
            format!(
                "good: node {}, trust domain {}",
                config.node.name, config.node.trust_domain
            ),
        ),
        Err(text) => Finding::error(
            "settings",
            text.clone(),
            "the node does not start with these: mend the line that is named, then look again",
        )
        .cure(patient.command("check-config")),
    });
    let file = patient.at.file();
    let mode = std::fs::metadata(&file).map(|metadata| metadata.permissions().mode());
    if mode.is_ok_and(|mode| mode & 0o022 != 0) {
        findings.push(
            Finding::warning(
                "settings",
                format!("{} can be written by others than its owner", file.display()),
                "whoever may write it says where the node listens and what it trusts",
            )
            .cure(format!("chmod go-w {}", quoted(&file))),
        );
    }
    findings
}

fn home(patient: &Patient<'_>) -> Vec<Finding> {
    let home = &patient.home;
    let place = home.path().display();
    match std::fs::read_dir(home.certs()) {
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            let why = "its files are for the node's own user: look as that user, or as root";
            return vec![Finding::error("home", format!("{place} cannot be read"), why)];
        }
        Err(_) => {
            let why = "keys, journal and audit log live under the home; name its folder with --home DIR, or make one";
            let finding = Finding::error("home", format!("there is no node at {place}"), why);
            return vec![finding.cure(patient.command("quickstart"))];
        }
        Ok(_) => {}
    }
    vec![match &patient.standing {
        Standing::Stopped => Finding::ok("home", format!("{place}, no node is running")),
        Standing::Running { status, .. } => match &status.not_ready {
            None => Finding::ok("home", format!("{place}, its node is running and ready")),
            Some(reason) => Finding::error(
                "home",
                format!("{place}, its node is running and NOT READY: {reason}"),
                "searches are answered with 503 until it is: docs/OPERATIONS.md, Run books",
            )
            .cure(patient.command("status")),
        },
        Standing::Silent => Finding::warning(
            "home",
            format!("{place} is in use by a process that does not answer"),
            "a node that is starting, or a command at work; if it stays so, the process hangs",
        )
        .cure(format!("fuser -v {}", quoted(&home.lock()))),
    }]
}
