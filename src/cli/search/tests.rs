//! Tests of `lookout search`, at homes of their own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use jiff::Timestamp;

use super::*;
use crate::config::Config;
use crate::config::Home;
use crate::domain::peer::PeerName;
use crate::pki::Authority;
use crate::pki::authority::NewAuthority;
use crate::pki::files::Files;
use crate::pki::files::ROOT_CERTIFICATE;
use crate::server::Running;
use crate::server::Telemetry;
use crate::server::complete_keys;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    arguments: Arguments,
}

fn arguments(line: &[&str]) -> Result<Arguments, clap::Error> {
    Line::try_parse_from([&["search"], line].concat()).map(|line| line.arguments)
}

fn now() -> Timestamp {
    "2026-11-23T04:18:00Z".parse().unwrap()
}

#[test]
fn options_become_the_request_that_the_api_describes() {
    let line = [
        "--family",
        "Janssen",
        "--given",
        "P",
        "--born",
        "1980-05",
        "--nationality",
        "NLD",
        "--sex",
        "M",
        "--document",
        "passport:NX1234567:NL",
        "--document",
        "id-card:123",
        "--level",
        "broad",
        "--limit",
        "7",
        "--reference",
        "NL-1",
        "--user",
        "kmar-1",
    ];
    let request = arguments(&line).unwrap().request(now()).unwrap();
    let expected = serde_json::json!({
        "purpose": "border-check", "reference": "NL-1", "requester": { "user": "kmar-1" },
        "person": { "family": "Janssen", "given": "P", "birth_date": "1980-05", "nationality": ["NL"], "sex": "M",
            "documents": [{ "type": "passport", "number": "NX1234567", "country": "NL" },
                          { "type": "id-card", "number": "123" }] },
        "options": { "level": "broad", "limit": 7 } });
    assert_eq!(serde_json::to_value(request).unwrap(), expected);
}

#[test]
fn a_reference_is_made_up_with_the_day_and_four_digits() {
    let request = arguments(&["--name", "Ann Vale"])
        .unwrap()
        .request(now())
        .unwrap();
    let reference = request.reference.as_str();
    let random = reference.strip_prefix("CLI-20261123-").unwrap();
    assert!(
        random.len() == 4 && random.bytes().all(|b| b.is_ascii_hexdigit()),
        "{reference}"
    );
}

#[test]
fn wrong_options_are_refused_before_anything_is_sent() {
    for wrong in [
        &["--name", "-"][..],
        &["--name", "Ann", "--family", "Vale"],
        &["--name", "Ann", "--born", "17.05.1980"],
        &["--name", "Ann", "--sex", "W"],
        &["--name", "Ann", "--limit", "51"],
        &["--name", "Ann", "--reference", "two words"],
    ] {
        assert!(arguments(wrong).is_err(), "{wrong:?}");
    }
}

/// A gateway with an authority that was made ten days ago.
struct World {
    folder: tempfile::TempDir,
    authority: Authority,
    config: Arc<Config>,
    running: Running,
}

#[derive(Debug)]
struct TenDaysAgo;

impl Clock for TenDaysAgo {
    fn now(&self) -> Timestamp {
        SystemClock.now() - Duration::from_secs(10 * 86_400)
    }
}

impl World {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let mut config = Arc::unwrap_or_clone(At::folder(folder.path()).settings().unwrap());
        let free = SocketAddr::from(([127, 0, 0, 1], 0));
        let doors = &mut config.doors;
        for door in [
            &mut doors.partners,
            &mut doors.enrolment,
            &mut doors.desk,
            &mut doors.ops,
        ] {
            door.listen = free;
            door.hosts = vec!["localhost".to_owned()];
        }
        let config = Arc::new(config);
        let authority = complete_keys(&home, &config, &TenDaysAgo).unwrap();
        let clock = Arc::new(SystemClock);
        let running = Running::start(&home, Arc::clone(&config), clock, &Telemetry::install()).await;
        let running = running.unwrap();
        Self {
            folder,
            authority,
            config,
            running,
        }
    }

    fn root(&self) -> String {
        let files = Files::under(Home::at(self.folder.path()).certs());
        std::fs::read_to_string(files.authority().join(ROOT_CERTIFICATE)).unwrap()
    }

    fn address(&self) -> String {
        format!("https://localhost:{}", self.running.addresses().partners.port())
    }

    /// What comes of a search with a certificate by this authority, good for so long from `since` on.
    async fn ask(
        &self,
        by: &Authority,
        since: &dyn Clock,
        days: u64,
        root: &str,
        address: &str,
    ) -> ClientError {
        let name = PeerName::Partner("nl-kmar".parse().unwrap(), "gate-1".parse().unwrap());
        let life = Duration::from_secs(days * 86_400);
        let made = by
            .client_with_key(&name, &self.config.node.trust_domain, life, since.now())
            .unwrap();
        let gateway = Gateway::new(address, &made.issued.chain_pem(), &made.key_pem(), root).unwrap();
        let request = arguments(&["--name", "Ann Vale"])
            .unwrap()
            .request(now())
            .unwrap();
        gateway.search(&request).await.unwrap_err()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_the_gateway_or_not_let_in_is_told_apart() {
    let world = World::start().await;
    let (root, address) = (world.root(), world.address());
    let stranger = NewAuthority::make("elsewhere", TenDaysAgo.now())
        .unwrap()
        .authority;
    let other_root = crate::pki::pem::encode("CERTIFICATE", stranger.root());

    let own = &world.authority;
    let error = world.ask(own, &SystemClock, 5, &other_root, &address).await;
    assert_eq!(
        error.to_string(),
        "the gateway's certificate is not from this root"
    );
    let by_number = address.replace("localhost", "127.0.0.1");
    let error = world.ask(own, &SystemClock, 5, &root, &by_number).await;
    assert_eq!(
        error.to_string(),
        "the gateway's certificate is for another host name"
    );

    let error = world.ask(own, &TenDaysAgo, 5, &root, &address).await;
    assert_eq!(
        error.to_string(),
        "your certificate was refused: expired, or not valid yet"
    );
    let error = world.ask(&stranger, &SystemClock, 5, &root, &address).await;
    assert_eq!(
        error.to_string(),
        "your certificate was refused: its issuer is not known to the gateway"
    );

    // Good, and registered nowhere: the handshake is let through, and the answer says so.
    let error = world.ask(own, &SystemClock, 5, &root, &address).await;
    assert!(
        matches!(&error, ClientError::Refused(problem) if problem.code == "certificate-unknown"),
        "{error:?}"
    );
    world.running.stop().await;
}

#[tokio::test]
async fn nobody_at_the_address_is_told_in_a_few_words() {
    let made = NewAuthority::make("elsewhere", SystemClock.now())
        .unwrap()
        .authority;
    let name = PeerName::Staff("ann".parse().unwrap());
    let life = Duration::from_secs(86_400);
    let with_key = made
        .client_with_key(&name, "x.example", life, SystemClock.now())
        .unwrap();
    let root = crate::pki::pem::encode("CERTIFICATE", made.root());
    // Port 1 is free everywhere: nobody but root may listen there, and nobody does.
    let address = "https://localhost:1";
    let gateway = Gateway::new(address, &with_key.issued.chain_pem(), &with_key.key_pem(), &root).unwrap();
    let request = arguments(&["--name", "Ann Vale"])
        .unwrap()
        .request(now())
        .unwrap();
    let error = gateway.search(&request).await.unwrap_err();
    let text = format!("{:?}", failure(&error, address));
    assert!(
        text.contains("no connection to https://localhost:1: Connection refused"),
        "{text}"
    );
    assert!(matches!(
        Gateway::new("http://localhost:1", "", "", ""),
        Err(ClientError::Address)
    ));
}
