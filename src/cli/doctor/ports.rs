//! The doors' addresses: free while the node is stopped, answering while it runs; and how many
//! connections the process may hold.
//!
//! Uses the standard library's sockets. What is bound is given up at once and nothing is listened to.

use std::io::ErrorKind;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::time::Duration;

use rustix::process::Resource;

use super::finding::Finding;
use super::patient::Patient;
use super::patient::Standing;
use crate::config::Config;

const CHECK: &str = "port";
/// Longest wait for a door of a running node.
const ANSWER: Duration = Duration::from_secs(2);
/// Descriptors beside the connections under way: databases, index, log, open connections.
const BESIDE: u64 = 1_024;

pub(super) fn check(patient: &Patient<'_>) -> Vec<Finding> {
    let Ok(config) = &patient.config else {
        return Vec::new();
    };
    let doors = doors(config);
    let mut findings: Vec<Finding> = Vec::new();
    for (place, (name, address)) in doors.iter().enumerate() {
        // Port 0 takes a free one each time.
        if address.port() == 0 {
            findings.push(Finding::ok(CHECK, format!("{name}: whichever is free")));
            continue;
        }
        let same = doors
            .iter()
            .take(place)
            .find(|(_, other)| collide(*other, *address));
        findings.push(match (same, &patient.standing) {
            (Some((other, _)), _) => Finding::error(
                CHECK,
                format!("{name}: {address} is the address of {other} too"),
                format!("one of them cannot open: set doors.{name}.listen in the settings"),
            )
            .cure(patient.command("check-config")),
            (None, Standing::Running { .. }) => answers(patient, name, *address),
            (None, _) => free(patient, name, *address),
        });
    }
    findings.push(limit(patient, config));
    findings
}

fn doors(config: &Config) -> [(&'static str, SocketAddr); 4] {
    let doors = &config.doors;
    [
        ("partners", doors.partners.listen),
        ("enrolment", doors.enrolment.listen),
        ("desk", doors.desk.listen),
        ("ops", doors.ops.listen),
    ]
}

fn collide(one: SocketAddr, other: SocketAddr) -> bool {
    let all = |address: SocketAddr| address.ip().is_unspecified();
    one.port() == other.port() && (one.ip() == other.ip() || all(one) || all(other))
}

fn free(patient: &Patient<'_>, name: &str, address: SocketAddr) -> Finding {
    let told = match TcpListener::bind(address) {
        Ok(_) => return Finding::ok(CHECK, format!("{name}: {address} is free")),
        Err(error) => error,
    };
    let what = format!("{name}: {address}: {told}");
    let port = address.port();
    match told.kind() {
        ErrorKind::AddrInUse => {
            let why = format!(
                "the door cannot open: stop what listens there (this names it), or set doors.{name}.listen to another port"
            );
            Finding::error(CHECK, what, why).cure(format!("ss -ltnp 'sport = :{port}'"))
        }
        ErrorKind::PermissionDenied => {
            let why = "a port below 1024 needs a right that a plain user has not: take a higher one, or give the unit AmbientCapabilities=CAP_NET_BIND_SERVICE";
            Finding::error(CHECK, what, why).cure(patient.command("check-config"))
        }
        ErrorKind::AddrNotAvailable => {
            let why = "this machine has no such address: set doors.*.listen to one of its own";
            Finding::error(CHECK, what, why).cure("ip -brief address")
        }
        _ => Finding::error(CHECK, what, "the door cannot open").cure(patient.command("check-config")),
    }
}

fn answers(patient: &Patient<'_>, name: &str, address: SocketAddr) -> Finding {
    let here = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::from(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::from(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    match TcpStream::connect_timeout(&SocketAddr::new(here, address.port()), ANSWER) {
        Ok(_) => Finding::ok(CHECK, format!("{name}: {address} answers")),
        Err(error) => Finding::error(
            CHECK,
            format!("{name}: {address} does not answer: {error}"),
            "the node runs and its door is shut, or it was started with other settings or variables than these",
        )
        .cure(patient.command("check-config")),
    }
}

/// Whether as many handshakes as the settings allow can be under way.
fn limit(patient: &Patient<'_>, config: &Config) -> Finding {
    let doors = 3;
    let needed = (config.connections.pending as u64)
        .saturating_mul(doors)
        .saturating_add(BESIDE);
    let (limit, whose) = match &patient.standing {
        Standing::Running { pid: Some(pid), .. } => match of_process(*pid) {
            Some(limit) => (limit, "the running node"),
            None => return Finding::ok("limits", "the running node's are not readable by this user"),
        },
        _ => {
            // The start raises the limit to the highest this user may have.
            let own = rustix::process::getrlimit(Resource::Nofile).maximum;
            (own.unwrap_or(u64::MAX), "a node started from here")
        }
    };
    judge(limit, needed, whose)
}

fn judge(limit: u64, needed: u64, whose: &str) -> Finding {
    if limit < needed {
        let why = format!(
            "the settings allow handshakes and files that need {needed}: callers are refused when they run out (LimitNOFILE= in the unit, or a lower connections.pending)"
        );
        return Finding::warning("limits", format!("{whose} may have {limit} files open"), why)
            .cure(format!("ulimit -n {needed}"));
    }
    Finding::ok(
        "limits",
        format!("{whose} may have {limit} files open, {needed} are needed"),
    )
}

/// The soft limit of another process, as the kernel tells it to its owner.
fn of_process(pid: i32) -> Option<u64> {
    let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).ok()?;
    let line = limits.lines().find(|line| line.starts_with("Max open files"))?;
    match line.split_whitespace().nth(3)? {
        "unlimited" => Some(u64::MAX),
        number => number.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Severity;
    use super::*;

    #[test]
    fn addresses_collide_where_one_of_them_is_all() {
        let at = |text: &str| text.parse().unwrap();
        assert!(collide(at("0.0.0.0:1"), at("127.0.0.1:1")));
        assert!(!collide(at("127.0.0.2:1"), at("127.0.0.1:1")));
        assert!(!collide(at("0.0.0.0:1"), at("0.0.0.0:2")));
    }

    #[test]
    fn a_limit_below_what_the_settings_need_is_told() {
        assert_eq!(judge(4_095, 4_096, "it").severity, Severity::Warning);
        assert_eq!(judge(4_096, 4_096, "it").severity, Severity::Ok);
    }

    #[test]
    fn a_process_is_told_its_own_limit() {
        let own = rustix::process::getrlimit(Resource::Nofile).current;
        let pid = i32::try_from(std::process::id()).unwrap();
        assert_eq!(of_process(pid), Some(own.unwrap_or(u64::MAX)));
    }
}
