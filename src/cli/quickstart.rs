//! `lookout quickstart`: from an empty folder to a first answer.
//!
//! Uses `server` and `sample`. Run again, it reuses what is there.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use serde_json::Value;
use serde_json::json;

use super::failure::Failure;
use super::home::At;
use super::out;
use super::sample;
use super::serve::Told;
use super::serve::raise_limit;
use super::serve::runtime;
use super::serve::until_told;
use crate::config::Config;
use crate::config::Home;
use crate::domain::clock::Clock;
use crate::domain::partner::Certificate;
use crate::pki::files::Files;
use crate::pki::files::ROOT_CERTIFICATE;
use crate::server::Running;
use crate::server::SystemClock;
use crate::server::Telemetry;
use crate::server::complete_keys;
use crate::service::Retention;
use crate::service::Services;

/// Longest wait for the sample alerts to be searchable.
const INDEX_WAIT: Duration = Duration::from_secs(30);

/// Make a home with keys, a sample partner and sample alerts; open all doors; print a first query.
///
/// Everything is made under the home (certs/live, index/live, var) and reused the next time. The
/// sample's people are invented. Stop it with Ctrl-C; `lookout serve` then goes on without the sample
/// being looked at again.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  lookout quickstart
  lookout quickstart --home /tmp/lookout

Exit codes: 0 told to stop, and stopped; 1 cannot start, or a disk failed; 2 wrong usage or settings.")]
pub(super) struct Arguments {
    #[command(flatten)]
    at: At,
    /// Print one line of JSON when ready
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let config = arguments.at.settings()?;
    let mut shown = Config::clone(&config);
    shown.log.filter = quiet(&shown.log.filter);
    let _traces = Telemetry::log(&shown);
    raise_limit();
    runtime()?.block_on(start(arguments, config))
}

/// A first run is read by a person: only what they must know, unless the settings ask for more.
fn quiet(filter: &str) -> String {
    if filter == "info" {
        "warn".to_owned()
    } else {
        filter.to_owned()
    }
}

async fn start(arguments: &Arguments, config: Arc<Config>) -> Result<ExitCode, Failure> {
    let home = arguments.at.home();
    let clock = Arc::new(SystemClock);
    let keys = |error: crate::server::NoKeys| Failure::because("cannot make the keys", &error);
    let authority = complete_keys(&home, &config, clock.as_ref()).map_err(keys)?;
    let certificates = sample::certificates(&home, &config, &authority, clock.now())?;
    let telemetry = Telemetry::install();
    let started = Running::start(&home, config, clock, &telemetry).await;
    let running = started.map_err(|error| {
        Failure::because("cannot start", &error).hint(
            "if a port is taken, choose another: LOOKOUT_DOORS__PARTNERS__LISTEN=127.0.0.1:9443 (0 takes a free one)",
        )
    })?;
    let mut told = Told::listen()?;
    tracing::debug!("the sample is entered");
    let alerts = tokio::select! {
        entered = enter(running.services(), certificates) => entered?,
        () = told.wait() => {
            tracing::warn!("told to stop before the sample was in: quickstart goes on with it the next time");
            running.stop().await;
            return Ok(ExitCode::SUCCESS);
        }
    };
    let ready = Ready::of(&running, &home, alerts);
    if arguments.json {
        out::json(&ready.json())?;
    } else {
        out::say(&ready.text())?;
    }
    until_told(running, told).await
}

/// Enters what the sample needs, as far as it is not there; how many alerts, once they can be searched.
async fn enter(services: &Arc<Services>, certificates: [Certificate; 2]) -> Result<usize, Failure> {
    let user = rustix::process::getuid().as_raw();
    sample::register(services, user, certificates).await?;
    let alerts = sample::alerts(services, user).await?;
    // Some of the sample are past their last day: what the clock does to them is done when this is ready.
    let mut memory = Retention::default();
    while services.retain(&mut memory).await {}
    if !services.indexed(services.state().position(), INDEX_WAIT).await {
        return Err(Failure::new("the sample alerts are not searchable")
            .hint("look at the log; try `lookout reindex`"));
    }
    Ok(alerts)
}

/// What a person, or a harness, needs next.
struct Ready {
    partners: String,
    enrolment: String,
    desk: String,
    ops: String,
    ca: String,
    partner_cert: String,
    partner_key: String,
    officer_cert: String,
    officer_key: String,
    officer_p12: String,
    alerts: usize,
    search: String,
}

impl Ready {
    fn of(running: &Running, home: &Home, alerts: usize) -> Self {
        let files = &Files::under(home.certs());
        let at = running.addresses();
        let path = |path: std::path::PathBuf| path.display().to_string();
        Self {
            partners: format!("https://localhost:{}", at.partners.port()),
            enrolment: format!("https://localhost:{}", at.enrolment.port()),
            desk: format!("https://localhost:{}", at.desk.port()),
            ops: format!("http://{}", at.ops),
            ca: path(files.authority().join(ROOT_CERTIFICATE)),
            partner_cert: path(files.client(sample::PARTNER, "pem")),
            partner_key: path(files.client(sample::PARTNER, "key")),
            officer_cert: path(files.client(sample::OFFICER, "pem")),
            officer_key: path(files.client(sample::OFFICER, "key")),
            officer_p12: path(files.client(sample::OFFICER, "p12")),
            alerts,
            search: search(running, home),
        }
    }

    fn json(&self) -> Value {
        json!({
            "partners": self.partners,
            "enrolment": self.enrolment,
            "desk": self.desk,
            "ops": self.ops,
            "ca": self.ca,
            "partner_cert": self.partner_cert,
            "partner_key": self.partner_key,
            "officer_cert": self.officer_cert,
            "officer_key": self.officer_key,
            "alerts": self.alerts,
            "example_hit": example_hit(),
            "example_no_hit": example_no_hit(),
        })
    }

    fn curl(&self, body: &Value) -> String {
        format!(
            "curl --cacert {} --cert {} --key {} \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}' \\\n  {}/v1/persons/search",
            self.ca, self.partner_cert, self.partner_key, self.partners
        )
    }

    fn text(&self) -> String {
        let Self {
            partners,
            enrolment,
            desk,
            ops,
            ca,
            partner_cert,
            officer_p12,
            alerts,
            search,
            ..
        } = self;
        let (hit, no_hit) = (self.curl(&example_hit()), self.curl(&example_no_hit()));
        let password = sample::P12_PASSWORD;
        format!(
            "\
Lookout is ready: {alerts} invented alerts, all doors open.

Ask for somebody who is wanted:

{hit}

And for somebody who is not:

{no_hit}

Or with this program:

{search}

Doors         partners  {partners}
              enrolment {enrolment} (nothing behind it yet)
              desk      {desk} (nothing behind it yet)
              ops       {ops}/readyz
Certificates  root      {ca}
              partner   {partner_cert} and .key
              officer   {officer_p12} (password: {password})
Stop          Ctrl-C"
        )
    }
}

/// The first query by this program, as short as it can be: what the home and its settings say is left out.
fn search(running: &Running, home: &Home) -> String {
    // As this program was called: a newcomer has not installed it.
    let program = std::env::args().next().unwrap_or_else(|| "lookout".to_owned());
    let mut line = format!("{program} search --name 'Pieter Jansen' --born 1980-05-17");
    if home.path() != std::path::Path::new(".") {
        line.push_str(&format!(" --home {}", home.path().display()));
    }
    if running.services().config().doors.partners.listen.port() == 0 {
        let port = running.addresses().partners.port();
        line.push_str(&format!(" --gateway https://localhost:{port}"));
    }
    line
}

/// A query that finds an alert of the sample: another spelling of the name, the same birth date.
fn example_hit() -> Value {
    json!({
        "purpose": "border-check",
        "reference": "NL-2026-000123",
        "requester": { "user": "kmar-7781" },
        "person": { "name": "Jansen, Pieter", "birth_date": "1980-05-17" },
    })
}

/// A query that finds nobody.
fn example_no_hit() -> Value {
    json!({
        "purpose": "border-check",
        "reference": "NL-2026-000124",
        "requester": { "user": "kmar-7781" },
        "person": { "name": "Achterberg, Wilhelmina", "birth_date": "1951-03-09" },
    })
}
