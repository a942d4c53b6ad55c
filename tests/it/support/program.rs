//! The program itself as a process: started at a home, asked, stopped or killed.
//!
//! Uses `callers`. Its doors take free ports; its log goes to a file in the home.

use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::RwLock;

use axum::http::Method;
use bytes::Bytes;
use http_body_util::BodyExt;
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use lookout::config::Home;
use lookout::pki::files::Files;
use lookout::pki::issuer;
use lookout::pki::pem;
use lookout::server::Addresses;
use rustix::process::Pid;
use rustix::process::Resource;
use rustix::process::Rlimit;
use rustix::process::Signal;
use serde_json::Value;
use serde_json::json;

use super::callers::Caller;
use super::certificates::Mint;
use super::certificates::Minted;
use super::metrics;
use super::metrics::Scrape;
use super::quiet;
use super::quiet::Shared;
use super::soon;

/// The trust domain of a home with no settings.
const DOMAIN: &str = "lookout.local";

/// A running process; killed when dropped.
pub(crate) struct Program {
    child: Child,
    home: Home,
    /// What it printed when it was ready.
    pub(crate) ready: Value,
    _quiet: Shared,
}

/// Starts the program without waiting for it.
pub(crate) fn spawn(command: &str, home: &Path) -> Child {
    launch(&[], command, home, &[])
}

/// The same under another program that keeps its process id, such as `strace -D`.
pub(crate) fn spawn_under(above: &[&str], command: &str, home: &Path) -> Child {
    launch(above, command, home, &[])
}

fn launch(above: &[&str], command: &str, home: &Path, settings: &[(&str, &str)]) -> Child {
    let log = File::options()
        .create(true)
        .append(true)
        .open(home.join("stderr.log"))
        .unwrap();
    // Ignored by the shell, the signal of a file that may not grow stays ignored: see `file_limit`.
    let mut program = Command::new("sh");
    program.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
    program.args(above).arg(env!("CARGO_BIN_EXE_lookout"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LOOKOUT_")) {
        program.env_remove(name);
    }
    for door in ["PARTNERS", "ENROLMENT", "DESK", "OPS"] {
        program.env(format!("LOOKOUT_DOORS__{door}__LISTEN"), "127.0.0.1:0");
    }
    program
        .env("LOOKOUT_CONNECTIONS__FIRST_BYTE_MS", "10000")
        .env("LOOKOUT_LOG__FILTER", "lookout=debug")
        .env("LOOKOUT_SEARCH__DEADLINE_MS", "10000")
        .env("LOOKOUT_SEARCH__WAIT_MS", "10000")
        .envs(settings.iter().copied());
    program.args([command, "--json", "--home"]).arg(home);
    program
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .unwrap()
}

impl Program {
    /// Starts a command that prints one line of JSON when it is ready, and waits for that.
    pub(crate) async fn start(command: &str, home: &Path) -> Self {
        Self::start_with(command, home, &[]).await
    }

    /// The same with settings as the environment gives them.
    pub(crate) async fn start_with(command: &str, home: &Path, settings: &[(&str, &str)]) -> Self {
        let _quiet = quiet::shared().await;
        let child = launch(&[], command, home, settings);
        Self::ready(child, home).await.unwrap_or_else(|_| {
            let log = std::fs::read_to_string(home.join("stderr.log")).unwrap();
            panic!("{command} did not become ready: {log}")
        })
    }

    /// A process that was started, once it is ready.
    ///
    /// # Errors
    /// How it ended, when it ended before.
    pub(crate) async fn ready(mut child: Child, home: &Path) -> Result<Self, ExitStatus> {
        let quiet = quiet::shared().await;
        let output = child.stdout.take().unwrap();
        let line = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            BufReader::new(output).read_line(&mut line).unwrap();
            line
        });
        let line = soon(line).await.unwrap();
        let Ok(ready) = serde_json::from_str(&line) else {
            let wait = tokio::task::spawn_blocking(move || child.wait().unwrap());
            return Err(soon(wait).await.unwrap());
        };
        Ok(Self {
            child,
            home: Home::at(home),
            ready,
            _quiet: quiet,
        })
    }

    /// Whether it has ended by itself, and how.
    pub(crate) fn has_ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// A caller with the sample partner's certificate.
    pub(crate) fn partner(&self) -> Caller {
        let files = Files::under(self.home.certs());
        let read = |extension| std::fs::read_to_string(files.client("sample-partner", extension)).unwrap();
        self.caller(&(read("pem"), read("key")))
    }

    /// A caller with a certificate of the test's own making.
    pub(crate) fn caller(&self, certificate: &Minted) -> Caller {
        let root = Files::under(self.home.certs()).authority().join("root.pem");
        let root = std::fs::read_to_string(root).unwrap();
        let address = |door: &str| {
            let port = self.ready[door].as_str().unwrap().rsplit(':').next().unwrap();
            SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse().unwrap()))
        };
        let doors = Addresses {
            partners: address("partners"),
            enrolment: address("enrolment"),
            desk: address("desk"),
            ops: address("ops"),
        };
        Caller::new(&root, Some(certificate), &Arc::new(RwLock::new(doors)))
    }

    /// What the ops door says at a path.
    pub(crate) async fn ops(&self, path: &str) -> (u16, String) {
        let url = format!("{}{path}", self.ready["ops"].as_str().unwrap());
        let answer = soon(reqwest::get(url)).await.unwrap();
        (answer.status().as_u16(), soon(answer.text()).await.unwrap())
    }

    /// The status of `/readyz`, and what it says of one part.
    pub(crate) async fn readyz(&self, part: &str) -> (u16, Value) {
        let (status, text) = self.ops("/readyz").await;
        (status, metrics::part(&serde_json::from_str(&text).unwrap(), part))
    }

    /// What `/metrics` says.
    pub(crate) async fn scrape(&self) -> Scrape {
        Scrape::of(&self.ops("/metrics").await.1)
    }

    /// Lets no file of its grow beyond this many bytes from now on, or all again: a full disk.
    pub(crate) fn file_limit(&self, bytes: Option<u64>) {
        let limit = Rlimit {
            current: bytes,
            maximum: None,
        };
        rustix::process::prlimit(Some(Pid::from_child(&self.child)), Resource::Fsize, limit).unwrap();
    }

    /// Its resident memory, bytes.
    pub(crate) fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let resident = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .unwrap();
        let kib: u64 = resident.trim().trim_end_matches(" kB").parse().unwrap();
        kib << 10
    }

    /// What it has logged, for a failing test to show.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.home.path().join("stderr.log")).unwrap()
    }

    /// Ends it as the power would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) async fn stop(self, signal: Signal) -> ExitStatus {
        self.signal(signal);
        self.ended().await
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let pid = Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).unwrap();
    }

    pub(crate) async fn ended(mut self) -> ExitStatus {
        soon(tokio::task::spawn_blocking(move || self.child.wait().unwrap()))
            .await
            .unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Ended already where a test has waited for it.
        let _gone = self.child.kill();
        let _status = self.child.wait();
    }
}

/// A request over a home's control socket, as commands make it; `None` where nobody answers.
pub(crate) async fn control(home: &Path, path: &str, body: &Value) -> Option<(u16, Value)> {
    asked(home, Method::POST, path, ("application/json", body.to_string())).await
}

/// A reading over a home's control socket, which must answer.
pub(crate) async fn shown(home: &Path, path: &str) -> (u16, Value) {
    let nothing = ("application/json", Bytes::new());
    asked(home, Method::GET, path, nothing).await.unwrap()
}

/// A file over a home's control socket, which must answer.
pub(crate) async fn sent(home: &Path, path: &str, kind: &str, file: Vec<u8>) -> (u16, Value) {
    asked(home, Method::POST, path, (kind, file)).await.unwrap()
}

async fn asked(
    home: &Path,
    method: Method,
    path: &str,
    (kind, body): (&str, impl Into<Bytes>),
) -> Option<(u16, Value)> {
    let socket = Home::at(home).control_socket();
    let stream = tokio::net::UnixStream::connect(socket).await.ok()?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .ok()?;
    let connection = tokio::spawn(connection);
    let request = axum::http::Request::builder()
        .method(method)
        .uri(path)
        .header("host", "localhost")
        .header("content-type", kind)
        .body(Full::new(body.into()))
        .unwrap();
    let response = soon(sender.send_request(request)).await.ok()?;
    let status = response.status().as_u16();
    let bytes = soon(response.into_body().collect()).await.ok()?.to_bytes();
    connection.abort();
    Some((status, serde_json::from_slice(&bytes).unwrap()))
}

/// A home's authority, in the hands of the test.
pub(crate) fn mint(home: &Path) -> Mint {
    let folder = Files::under(Home::at(home).certs()).authority();
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    Mint::over(
        &read("root.pem"),
        &read("issuing.pem"),
        &read("issuing.key"),
        DOMAIN,
        jiff::Timestamp::now(),
    )
}

/// Registers a certificate of this partner's; its key's hash.
pub(crate) async fn register(home: &Path, mint: &Mint, partner: &str, minted: &Minted) -> String {
    register_under(home, mint, partner, "sample", minted).await
}

/// The same for a partner under this profile.
pub(crate) async fn register_under(
    home: &Path,
    mint: &Mint,
    partner: &str,
    profile: &str,
    minted: &Minted,
) -> String {
    let chain = pem::certificates(&minted.0).unwrap();
    let certificate = issuer::record(&chain, &mint.authorities(), DOMAIN).unwrap();
    let new = json!({
        "partner": { "id": partner, "name": "A partner", "profile": profile },
        "certificate": certificate,
    });
    let (status, reply) = control(home, "/partners", &new).await.unwrap();
    assert_eq!(status, 200, "{reply}");
    certificate.key.to_string()
}

/// A command of the program at a home, as it is typed: `&["reindex", "--json"]`.
pub(crate) async fn command(home: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lookout"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("LOOKOUT_")) {
        command.env_remove(name);
    }
    command.args(arguments).arg("--home").arg(home);
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}
