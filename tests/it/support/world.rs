//! A gateway in a world of its own: home, authority, clock, partners, alerts.
//!
//! Uses `lookout::server`. Everything goes through the use cases that commands use, and everything is
//! gone when the test ends.

use std::path::Path;
use std::sync::Arc;
use std::sync::RwLock;

use jiff::tz::TimeZone;
use lookout::access::Action;
use lookout::access::ManageRegistry;
use lookout::access::Permit;
use lookout::access::WriteAlerts;
use lookout::audit;
use lookout::config;
use lookout::config::Config;
use lookout::config::Home;
use lookout::domain::alert::Alert;
use lookout::domain::clock::Clock;
use lookout::domain::partner::Allowance;
use lookout::domain::partner::CandidateField;
use lookout::domain::partner::Certificate;
use lookout::domain::partner::DetailField;
use lookout::domain::partner::Explain;
use lookout::domain::partner::MaxCandidates;
use lookout::domain::partner::Profile;
use lookout::domain::partner::Role;
use lookout::domain::partner::Staff;
use lookout::domain::peer::PeerName;
use lookout::domain::query::Level;
use lookout::pki::files::Files;
use lookout::pki::issuer;
use lookout::pki::pem;
use lookout::server::Running;
use lookout::server::Telemetry;
use lookout::server::complete_keys;
use lookout::service::NewPartner;
use lookout::service::Services;
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::Mutex;

use super::LONG;
use super::alerts;
use super::callers::Caller;
use super::callers::Doors;
use super::callers::Officer;
use super::callers::Partner;
use super::callers::Stranger;
use super::certificates::Mint;
use super::certificates::Minted;
use super::clock::StillClock;
use super::quiet;
use super::quiet::Shared;

/// The user that local commands act for.
const USER: u32 = 1000;

pub(crate) struct World {
    folder: TempDir,
    pub(crate) config: Arc<Config>,
    pub(crate) clock: Arc<StillClock>,
    /// Signs for the gateway's own authority whatever a test asks for.
    pub(crate) mint: Mint,
    doors: Doors,
    running: Option<Running>,
    _quiet: Shared,
}

impl World {
    /// A gateway with the alerts of [`alerts::all`], searchable.
    pub(crate) async fn start() -> Self {
        Self::with(&[]).await
    }

    /// The same with settings as the environment would give them: `("LOOKOUT_LIMITS__BURST", "3")`.
    pub(crate) async fn with(settings: &[(&str, &str)]) -> Self {
        let world = Self::empty(settings).await;
        let today = world.clock.now().to_zoned(TimeZone::UTC).date();
        world.import(alerts::all(today)).await;
        world
    }

    /// A gateway that lists nobody.
    pub(crate) async fn empty(settings: &[(&str, &str)]) -> Self {
        let quiet = quiet::shared().await;
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let fixed = [
            ("LOOKOUT_DOORS__PARTNERS__LISTEN", "127.0.0.1:0"),
            ("LOOKOUT_DOORS__ENROLMENT__LISTEN", "127.0.0.1:0"),
            ("LOOKOUT_DOORS__DESK__LISTEN", "127.0.0.1:0"),
            ("LOOKOUT_DOORS__OPS__LISTEN", "127.0.0.1:0"),
            ("LOOKOUT_INDEX__WRITER_MIB", "16"),
            ("LOOKOUT_INDEX__COMMIT_MS", "10"),
            // Debug builds on a busy machine: no test is about these bounds unless it sets them.
            ("LOOKOUT_SEARCH__DEADLINE_MS", "10000"),
            ("LOOKOUT_SEARCH__WAIT_MS", "10000"),
            ("LOOKOUT_INDEX__STALE_MS", "60000"),
            ("LOOKOUT_CONNECTIONS__FIRST_BYTE_MS", "10000"),
        ];
        let variables = fixed.iter().chain(settings);
        let variables = variables.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let config = Arc::new(config::load(&home.settings(), false, variables).unwrap());
        let clock = Arc::new(StillClock::new());
        complete_keys(&home, &config, clock.as_ref()).unwrap();
        let authority = Files::under(home.certs()).authority();
        let read = |name: &str| std::fs::read_to_string(authority.join(name)).unwrap();
        let mint = Mint::over(
            &read("root.pem"),
            &read("issuing.pem"),
            &read("issuing.key"),
            &config.node.trust_domain,
            clock.now(),
        );
        let telemetry = Telemetry::install();
        let started = Running::start(&home, Arc::clone(&config), clock.clone(), &telemetry);
        let running = started.await.unwrap();
        let doors = Arc::new(RwLock::new(*running.addresses()));
        let world = Self {
            folder,
            config,
            clock,
            mint,
            doors,
            running: Some(running),
            _quiet: quiet,
        };
        world.put_profile(world.profile("partner")).await;
        world
    }

    /// Stops the gateway and starts it again at the same home.
    pub(crate) async fn restart(&mut self) {
        self.stop_and(|_| ()).await;
    }

    /// The same, with something done to its home meanwhile.
    pub(crate) async fn stop_and(&mut self, meanwhile: impl FnOnce(&Home)) {
        self.stop().await;
        meanwhile(&self.home());
        let (home, telemetry) = (self.home(), Telemetry::install());
        let started = Running::start(&home, Arc::clone(&self.config), self.clock.clone(), &telemetry);
        let running = started.await.unwrap();
        *self.doors.write().unwrap() = *running.addresses();
        self.running = Some(running);
        self.settled().await;
    }

    /// Stops the gateway; its home stays.
    pub(crate) async fn stop(&mut self) {
        self.running.take().unwrap().stop().await;
    }

    pub(crate) fn home(&self) -> Home {
        Home::at(self.folder.path())
    }

    pub(crate) fn doors(&self) -> lookout::server::Addresses {
        *self.doors.read().unwrap()
    }

    pub(crate) fn services(&self) -> &Arc<Services> {
        self.running.as_ref().unwrap().services()
    }

    pub(crate) async fn permit<A: Action>(&self) -> Permit<A> {
        self.services().admit_local::<A>(USER).await.unwrap()
    }

    /// Enters alerts and waits until they are searchable.
    pub(crate) async fn import(&self, alerts: Vec<Alert>) {
        let permit = self.permit::<WriteAlerts>().await;
        self.services().import(permit, alerts).await.unwrap();
        self.settled().await;
    }

    /// Waits until the index has what the journal has.
    pub(crate) async fn settled(&self) {
        let services = self.services();
        assert!(services.indexed(services.positions().journal, LONG).await);
    }

    /// A profile with every right, explanations as codes, and limits that no test reaches.
    pub(crate) fn profile(&self, id: &str) -> Profile {
        use CandidateField as Field;
        Profile {
            id: id.parse().unwrap(),
            purposes: self
                .config
                .purposes
                .iter()
                .map(|purpose| purpose.code.clone())
                .collect(),
            level: Level::Broad,
            max_candidates: MaxCandidates::MOST,
            explain: Explain::Codes,
            fields: vec![
                Field::Category,
                Field::Cautions,
                Field::Owner,
                Field::Contact,
                Field::Dates,
                Field::Matched,
            ],
            details: DetailField::ALL.into(),
            allowance: Some(Allowance {
                per_second: 10_000.try_into().unwrap(),
                burst: 20_000.try_into().unwrap(),
            }),
        }
    }

    pub(crate) async fn put_profile(&self, profile: Profile) {
        let permit = self.permit::<ManageRegistry>().await;
        self.services().put_profile(permit, profile).await.unwrap();
        self.settled().await;
    }

    /// A partner with the profile of [`World::profile`] and one system, `gate-1`.
    pub(crate) async fn partner(&self, id: &str) -> Partner {
        self.client(id, "gate-1", "partner").await
    }

    /// A partner under a profile of its own.
    pub(crate) async fn partner_under(&self, id: &str, profile: Profile) -> Partner {
        let name = profile.id.to_string();
        self.put_profile(profile).await;
        self.client(id, "gate-1", &name).await
    }

    /// One more system of a partner.
    pub(crate) async fn client(&self, id: &str, client: &str, profile: &str) -> Partner {
        let minted = self.mint.good(&format!("partner/{id}/{client}"));
        self.registered(&minted, profile).await
    }

    /// Registers a partner's certificate that a test has made.
    pub(crate) async fn registered(&self, minted: &Minted, profile: &str) -> Partner {
        let certificate = self.record(minted);
        let key = certificate.key;
        let PeerName::Partner(id, _) = &certificate.name else {
            panic!("no partner's name")
        };
        let text = format!(r#"{{"id":"{id}","name":"Partner {id}","profile":"{profile}"}}"#);
        let partner = serde_json::from_str(&text).unwrap();
        let permit = self.permit::<ManageRegistry>().await;
        let new = NewPartner { partner, certificate };
        self.services().put_partner(permit, new).await.unwrap();
        // Facts that are no alerts move the index's position too, and so the answers' bytes.
        self.settled().await;
        Partner {
            caller: self.caller(Some(minted)),
            key,
            kept: Mutex::default(),
        }
    }

    /// An officer, whose profile would let it search.
    pub(crate) async fn officer(&self, id: &str) -> Officer {
        let minted = self.mint.good(&format!("staff/{id}"));
        let staff = Staff {
            id: id.parse().unwrap(),
            role: Role::Officer,
            profile: "partner".parse().unwrap(),
            owners: None,
        };
        let permit = self.permit::<ManageRegistry>().await;
        self.services()
            .put_staff(permit, staff, self.record(&minted))
            .await
            .unwrap();
        Officer(self.caller(Some(&minted)))
    }

    /// A local user of a role who enters alerts for these owners; for every one where none is named.
    pub(crate) async fn staff(&self, id: &str, role: Role, owners: &[&str]) -> Officer {
        let minted = self.mint.good(&format!("staff/{id}"));
        let owners = owners.iter().map(|owner| owner.parse().unwrap());
        let owners: Vec<_> = owners.collect();
        let staff = Staff {
            id: id.parse().unwrap(),
            role,
            profile: "partner".parse().unwrap(),
            owners: (!owners.is_empty()).then_some(owners),
        };
        let permit = self.permit::<ManageRegistry>().await;
        let certificate = self.record(&minted);
        let put = self.services().put_staff(permit, staff, certificate).await;
        put.unwrap();
        Officer(self.caller(Some(&minted)))
    }

    /// Somebody whom the registry does not know.
    pub(crate) fn stranger(&self, certificate: Option<&Minted>) -> Stranger {
        Stranger(self.caller(certificate))
    }

    fn caller(&self, certificate: Option<&Minted>) -> Caller {
        Caller::new(self.mint.root_pem(), certificate, &self.doors)
    }

    fn record(&self, minted: &Minted) -> Certificate {
        let chain = pem::certificates(&minted.0).unwrap();
        issuer::record(&chain, &self.mint.authorities(), &self.config.node.trust_domain).unwrap()
    }

    pub(crate) async fn revoke(&self, partner: &Partner) {
        let permit = self.permit::<ManageRegistry>().await;
        let reason = "key lost".parse().unwrap();
        self.services().revoke(permit, partner.key, reason).await.unwrap();
    }

    pub(crate) async fn suspend(&self, id: &str) {
        let permit = self.permit::<ManageRegistry>().await;
        let reason = "under inquiry".parse().unwrap();
        self.services()
            .suspend(permit, id.parse().unwrap(), reason)
            .await
            .unwrap();
    }

    pub(crate) async fn resume(&self, id: &str) {
        let permit = self.permit::<ManageRegistry>().await;
        self.services().resume(permit, id.parse().unwrap()).await.unwrap();
    }

    /// The audit records of an actor and of all below it, oldest first: `partner/nl-kmar`.
    pub(crate) fn records(&self, actor: &str) -> Vec<Value> {
        let filter = audit::Filter {
            actor: Some(actor.to_owned()),
            limit: 100_000,
            ..Default::default()
        };
        let entries = audit::read(&self.home().audit(), &filter).unwrap();
        entries.into_iter().map(|entry| entry.record.unwrap()).collect()
    }

    /// The public half of the key that signs receipts and the log's head.
    pub(crate) fn log_key(&self) -> audit::PublicKey {
        log_key(&self.home())
    }
}

/// The public half of a home's log key: the last 32 bytes of an Ed25519 SubjectPublicKeyInfo.
pub(crate) fn log_key(home: &Home) -> audit::PublicKey {
    use rustls_pki_types::SubjectPublicKeyInfoDer;
    use rustls_pki_types::pem::PemObject;
    let path = Files::under(home.certs()).log_public_key();
    let der = SubjectPublicKeyInfoDer::from_pem_file(path).unwrap();
    audit::PublicKey(*der.last_chunk().unwrap())
}

/// Checks a home's audit log whole, and gives what was found.
pub(crate) fn audit_is_sound(home: &Path) -> audit::Report {
    let home = Home::at(home);
    let report = audit::verify(&home.audit(), Some(&log_key(&home))).unwrap();
    assert!(report.is_sound(), "{report:?}");
    report
}
