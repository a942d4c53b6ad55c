//! The settings file as it is written: what serde sees, and nothing else does.
//!
//! Uses `domain`. Every key has its default here; every check stands in `TryFrom`.

use std::collections::HashSet;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use serde::Deserialize;

use super::Alerts;
use super::Config;
use super::ConfigError;
use super::Connections;
use super::Door;
use super::Doors;
use super::Index;
use super::Limits;
use super::Log;
use super::Node;
use super::Purpose;
use super::Search;
use super::hits::HitsTable;
use super::photos::PhotosTable;
use super::purposes;
use super::retention;
use super::traces::TracesTable;
use crate::domain::alert::Category;
use crate::domain::alert::Contact;
use crate::domain::partner::Allowance;

/// Mirrors the TOML file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    node: NodeTable,
    doors: DoorsTable,
    connections: ConnectionsTable,
    limits: LimitsTable,
    search: SearchTable,
    index: IndexTable,
    log: LogTable,
    hits: HitsTable,
    photos: PhotosTable,
    traces: TracesTable,
    alerts: AlertsTable,
    purposes: Option<Vec<Purpose>>,
}

/// A table of settings: each key with its type and its default.
macro_rules! table {
    ($name:ident { $($key:ident: $kind:ty = $default:expr,)* }) => {
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        struct $name { $($key: $kind,)* }

        impl Default for $name {
            fn default() -> Self {
                Self { $($key: $default,)* }
            }
        }
    };
}

table!(NodeTable {
    name: String = "local".to_owned(),
    trust_domain: String = "lookout.local".to_owned(),
    contact: Option<Contact> = None,
});
table!(DoorsTable {
    partners: DoorTable = DoorTable::default(),
    enrolment: DoorTable = DoorTable::default(),
    desk: DoorTable = DoorTable::default(),
    ops: DoorTable = DoorTable::default(),
});
table!(DoorTable {
    listen: Option<SocketAddr> = None,
    hosts: Option<Vec<String>> = None,
});
table!(ConnectionsTable {
    first_byte_ms: u64 = 1_000,
    handshake_ms: u64 = 5_000,
    head_ms: u64 = 5_000,
    body_ms: u64 = 5_000,
    write_stall_ms: u64 = 10_000,
    idle_seconds: u64 = 120,
    age_seconds: u64 = 600,
    established: usize = 8_192,
    handshakes_per_second: u32 = 50,
    handshakes_burst: u32 = 200,
    per_address: usize = 256,
    pending: usize = 1_024,
    drain_ms: u64 = 10_000,
});
table!(LimitsTable {
    per_second: u32 = 50,
    burst: u32 = 100,
});
table!(SearchTable {
    concurrent: Option<usize> = None,
    queue: usize = 1_024,
    wait_ms: u64 = 400,
    deadline_ms: u64 = 250,
});
table!(IndexTable {
    stale_ms: u64 = 5_000,
    commit_ms: u64 = 200,
    writer_mib: usize = 64,
    verify_hours: u64 = 24,
});
table!(LogTable {
    format: String = "pretty".to_owned(),
    filter: String = "info".to_owned(),
});
table!(AlertsTable {
    second_eyes: Vec<Category> = Alerts::SECOND_EYES.to_vec(),
    grace_days: u32 = 30,
    withdrawn_days: u32 = 365,
    clock_doubt_hours: u32 = 24,
});

impl TryFrom<File> for Config {
    type Error = ConfigError;

    fn try_from(file: File) -> Result<Self, ConfigError> {
        Ok(Self {
            node: node(file.node)?,
            doors: doors(file.doors)?,
            connections: connections(&file.connections)?,
            limits: limits(&file.limits)?,
            search: search(&file.search)?,
            index: index(&file.index)?,
            retention: retention::check(
                file.alerts.grace_days,
                file.alerts.withdrawn_days,
                file.alerts.clock_doubt_hours,
            )?,
            log: log(file.log)?,
            hits: file.hits.check()?,
            photos: file.photos.check()?,
            traces: file.traces.check()?,
            alerts: alerts(file.alerts)?,
            purposes: match file.purposes {
                None => purposes::defaults(),
                Some(list) if distinct(&list) => list,
                Some(_) => return Err(rule("purposes", "a list of at least one purpose, each code once")),
            },
        })
    }
}

fn distinct(purposes: &[Purpose]) -> bool {
    let codes: HashSet<_> = purposes.iter().map(|purpose| &purpose.code).collect();
    !purposes.is_empty() && codes.len() == purposes.len()
}

fn rule(field: &'static str, rule: &'static str) -> ConfigError {
    ConfigError::Rule { field, rule }
}

fn node(table: NodeTable) -> Result<Node, ConfigError> {
    let plain = |text: &str, more: &[u8]| {
        (1..=63).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || more.contains(&b))
    };
    if !plain(&table.name, b"-") {
        return Err(rule("node.name", "1 to 63 of a-z 0-9 -"));
    }
    if !plain(&table.trust_domain, b"-.") {
        return Err(rule("node.trust_domain", "a host name of a-z 0-9 - ."));
    }
    let contact = match table.contact {
        Some(contact) => contact,
        None => Contact {
            unit: "Contact point"
                .parse()
                .map_err(|_| rule("node.contact.unit", "a text"))?,
            phone: None,
            mail: None,
            hours: None,
        },
    };
    Ok(Node {
        name: table.name,
        trust_domain: table.trust_domain,
        contact,
    })
}

fn doors(table: DoorsTable) -> Result<Doors, ConfigError> {
    let everywhere = Ipv4Addr::UNSPECIFIED;
    let here = Ipv4Addr::LOCALHOST;
    let doors = Doors {
        partners: door(table.partners, (everywhere, 8443).into(), "doors.partners.hosts")?,
        enrolment: door(
            table.enrolment,
            (everywhere, 8444).into(),
            "doors.enrolment.hosts",
        )?,
        desk: door(table.desk, (here, 8445).into(), "doors.desk.hosts")?,
        ops: door(table.ops, (here, 9464).into(), "doors.ops.hosts")?,
    };
    if !doors.ops.listen.ip().is_loopback() {
        return Err(rule(
            "doors.ops.listen",
            "a loopback address, since this door has no lock",
        ));
    }
    Ok(doors)
}

fn door(table: DoorTable, listen: SocketAddr, field: &'static str) -> Result<Door, ConfigError> {
    let hosts = table
        .hosts
        .unwrap_or_else(|| vec!["localhost".into(), "127.0.0.1".into(), "::1".into()]);
    let hosts: Vec<String> = hosts.into_iter().map(|host| host.to_ascii_lowercase()).collect();
    if hosts.is_empty()
        || hosts
            .iter()
            .any(|host| host.is_empty() || host.contains(['/', '@', ' ']))
    {
        return Err(rule(
            field,
            "a list of at least one host name or address, without port",
        ));
    }
    Ok(Door {
        listen: table.listen.unwrap_or(listen),
        hosts,
    })
}

fn milliseconds(
    value: u64,
    range: std::ops::RangeInclusive<u64>,
    field: &'static str,
    text: &'static str,
) -> Result<Duration, ConfigError> {
    if range.contains(&value) {
        Ok(Duration::from_millis(value))
    } else {
        Err(rule(field, text))
    }
}

fn connections(table: &ConnectionsTable) -> Result<Connections, ConfigError> {
    if !(10..=86_400).contains(&table.age_seconds) {
        return Err(rule("connections.age_seconds", "10 to 86400"));
    }
    if !(1..=100_000).contains(&table.per_address) {
        return Err(rule("connections.per_address", "1 to 100000"));
    }
    if !(1..=100_000).contains(&table.pending) {
        return Err(rule("connections.pending", "1 to 100000"));
    }
    if !(1..=1_000_000).contains(&table.established) {
        return Err(rule("connections.established", "1 to 1000000"));
    }
    if !(1..=86_400).contains(&table.idle_seconds) {
        return Err(rule("connections.idle_seconds", "1 to 86400"));
    }
    let wait = 10..=60_000;
    Ok(Connections {
        first_byte: milliseconds(
            table.first_byte_ms,
            wait.clone(),
            "connections.first_byte_ms",
            "10 to 60000",
        )?,
        handshake: milliseconds(
            table.handshake_ms,
            wait.clone(),
            "connections.handshake_ms",
            "10 to 60000",
        )?,
        head: milliseconds(table.head_ms, wait.clone(), "connections.head_ms", "10 to 60000")?,
        body: milliseconds(table.body_ms, wait.clone(), "connections.body_ms", "10 to 60000")?,
        write_stall: milliseconds(
            table.write_stall_ms,
            wait.clone(),
            "connections.write_stall_ms",
            "10 to 60000",
        )?,
        idle: Duration::from_secs(table.idle_seconds),
        age: Duration::from_secs(table.age_seconds),
        established: table.established,
        handshakes_per_second: rate(table.handshakes_per_second, "connections.handshakes_per_second")?,
        handshakes_burst: rate(table.handshakes_burst, "connections.handshakes_burst")?,
        per_address: table.per_address,
        pending: table.pending,
        drain: milliseconds(table.drain_ms, wait, "connections.drain_ms", "10 to 60000")?,
    })
}

fn rate(count: u32, field: &'static str) -> Result<NonZeroU32, ConfigError> {
    let count = NonZeroU32::new(count).filter(|count| count.get() <= 100_000);
    count.ok_or_else(|| rule(field, "1 to 100000"))
}

fn limits(table: &LimitsTable) -> Result<Limits, ConfigError> {
    let per_second = rate(table.per_second, "limits.per_second")?;
    let burst = rate(table.burst, "limits.burst")?;
    Ok(Limits {
        default: Allowance { per_second, burst },
    })
}

fn search(table: &SearchTable) -> Result<Search, ConfigError> {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let concurrent = table.concurrent.unwrap_or(cores);
    if !(1..=1_024).contains(&concurrent) {
        return Err(rule("search.concurrent", "1 to 1024"));
    }
    if !(1..=100_000).contains(&table.queue) {
        return Err(rule("search.queue", "1 to 100000"));
    }
    Ok(Search {
        concurrent,
        queue: table.queue,
        wait: milliseconds(table.wait_ms, 1..=10_000, "search.wait_ms", "1 to 10000")?,
        deadline: milliseconds(table.deadline_ms, 1..=10_000, "search.deadline_ms", "1 to 10000")?,
    })
}

fn index(table: &IndexTable) -> Result<Index, ConfigError> {
    if !(16..=4_096).contains(&table.writer_mib) {
        return Err(rule("index.writer_mib", "16 to 4096"));
    }
    if !(1..=720).contains(&table.verify_hours) {
        return Err(rule("index.verify_hours", "1 to 720"));
    }
    Ok(Index {
        stale: milliseconds(table.stale_ms, 2_000..=60_000, "index.stale_ms", "2000 to 60000")?,
        commit: milliseconds(table.commit_ms, 10..=1_000, "index.commit_ms", "10 to 1000")?,
        writer_bytes: table.writer_mib << 20,
        verify: Duration::from_secs(table.verify_hours * 3_600),
    })
}

fn alerts(table: AlertsTable) -> Result<Alerts, ConfigError> {
    let once: HashSet<_> = table.second_eyes.iter().collect();
    if once.len() != table.second_eyes.len() {
        return Err(rule("alerts.second_eyes", "a list of categories, each once"));
    }
    Ok(Alerts {
        second_eyes: table.second_eyes,
    })
}

fn log(table: LogTable) -> Result<Log, ConfigError> {
    let json = match table.format.as_str() {
        "json" => true,
        "pretty" => false,
        _ => return Err(rule("log.format", "`json` or `pretty`")),
    };
    if tracing_subscriber::EnvFilter::try_new(&table.filter).is_err() {
        return Err(rule("log.filter", "a filter such as `info` or `lookout=debug`"));
    }
    Ok(Log {
        json,
        filter: table.filter,
    })
}
