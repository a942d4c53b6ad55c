//! The log under hostile names: in the first words of TLS, in certificates, in requests. Whatever they
//! hold, each line is one event of the gateway's own, in either form.
//!
//! The filter lets through all that rustls says, which logs names before anybody knows whose they are.

use jiff::Timestamp;
use lookout::pki::pem;
use rcgen::CertificateParams;
use rcgen::DnType;
use rustix::process::Signal;
use rustls::AlertDescription as Alert;
use serde_json::Value;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::logs;
use crate::support::callers::Stranger;
use crate::support::hello;
use crate::support::line::BOTH;
use crate::support::line::Http;
use crate::support::program;
use crate::support::program::Program;
use crate::support::soon;

/// The form of the log that a program is started with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    Pretty,
    Json,
}

/// What a forged line would say of its origin, if a reader took it for one.
const FORGED: &str = "forged::line";
/// The longest line that is written, with some room; bytes.
const LONGEST: usize = 6 << 10;

/// Texts that break out of a line, an object or a terminal.
const TEXTS: [&str; 5] = [
    "gate\r\n2026-01-01T00:00:00.000000Z ERROR forged::line: all is well\n",
    "gate\n{\"timestamp\":\"2026-01-01T00:00:00Z\",\"level\":\"ERROR\",\"target\":\"forged::line\",\"fields\":{}}\n",
    "\"}}\n{\"timestamp\":\"2026-01-01T00:00:00Z\",\"level\":\"ERROR\",\"target\":\"forged::line\"}\n",
    "\u{1b}[2J\u{1b}[1;31m\u{1b}]0;title\u{7}\u{8}\u{8}\u{c}\u{b}\t\u{0}\u{7f}",
    "\u{9b}31m\u{85}\u{2028}\u{2029}\u{202e}\u{2066}forged::line",
];

async fn start(home: &std::path::Path, form: Form) -> Program {
    let settings = [
        ("LOOKOUT_LOG__FILTER", "debug,rustls=trace"),
        (
            "LOOKOUT_LOG__FORMAT",
            match form {
                Form::Pretty => "pretty",
                Form::Json => "json",
            },
        ),
    ];
    Program::start_with("quickstart", home, &settings).await
}

/// Fails unless each line is one event of the program's own; how many there are.
fn sound(program: &Program, form: Form) -> usize {
    let log = program.log();
    let steers = |c: char| (c.is_control() && c != '\n') || "\u{2028}\u{2029}\u{202e}\u{2066}".contains(c);
    assert!(!log.contains(steers), "{form:?}: {log:?}");
    for line in log.split_terminator('\n') {
        assert!(line.len() < LONGEST, "{form:?}, {} bytes: {line}", line.len());
        let (time, level, target) = match form {
            Form::Json => {
                let object: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
                let text = |name: &str| object[name].as_str().unwrap_or_default().to_owned();
                (text("timestamp"), text("level"), text("target"))
            }
            Form::Pretty => {
                let mut words = line.split_ascii_whitespace().map(str::to_owned);
                let mut word = || words.next().unwrap_or_default();
                (word(), word(), word())
            }
        };
        assert!(time.parse::<Timestamp>().is_ok(), "{form:?}: {line}");
        let levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"];
        assert!(levels.contains(&level.as_str()), "{form:?}: {line}");
        assert!(!target.starts_with(FORGED), "{form:?}: {line}");
    }
    log.lines().count()
}

/// What a door answers to first words that ask for this name: the kind of record and, of an alert, its
/// level and description.
async fn greeted(program: &Program, door: std::net::SocketAddr, name: &[u8]) -> [u8; 3] {
    let mut socket = soon(TcpStream::connect(door)).await.unwrap();
    let hello = hello::naming(program.partner().tls, name);
    soon(socket.write_all(&hello)).await.unwrap();
    let mut answer = [0; 7];
    soon(socket.read_exact(&mut answer)).await.unwrap();
    [answer[0], answer[5], answer[6]]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_server_name_is_refused_and_forges_no_log_line() {
    let mut hostile: Vec<Vec<u8>> = TEXTS.map(|text| text.as_bytes().to_vec()).to_vec();
    hostile.push(b"\xff\xfe\x9b\xc3(\n\xed\xa0\x80".to_vec());
    hostile.push(Vec::new());
    hostile.push("A\n\u{1b}[31m".repeat(2_000).into_bytes());
    // Good characters, and four times as long as a name may be.
    hostile.push(b"long.".repeat(200));
    for form in [Form::Pretty, Form::Json] {
        let folder = tempfile::tempdir().unwrap();
        let program = start(folder.path(), form).await;
        let doors = program.partner().doors();
        for door in [doors.partners, doors.enrolment, doors.desk] {
            for name in &hostile {
                let answer = greeted(&program, door, name).await;
                // A fatal alert: illegal_parameter, and decode_error where there is no name at all.
                let alert = if name.is_empty() { 50 } else { 47 };
                assert_eq!(answer, [21, 2, alert], "{form:?}: {}", name.escape_ascii());
            }
            // A name in order that is not ours: what is asked of decides, the host of the request.
            assert_eq!(greeted(&program, door, b"forged.line.example").await[0], 22);
        }
        sound(&program, form);
        let log = program.log();
        assert!(
            log.matches(FORGED).count() >= 9,
            "the names did not reach the log"
        );
        // Who behaves is served.
        let mut line = program.partner().line(Http::Two).await;
        assert_eq!(line.get("/v1/purposes").await.unwrap().status, 200);
        drop(line);
        assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    }
}

/// The parameters of a good client certificate but for its common name.
fn called(mut made: CertificateParams, name: &str) -> CertificateParams {
    made.distinguished_name.push(DnType::CommonName, name);
    made
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_names_in_certificates_give_no_right_and_forge_no_log_line() {
    for form in [Form::Pretty, Form::Json] {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path();
        let program = start(home, form).await;
        let mint = program::mint(home);
        let mut requests = 0;
        for (number, text) in TEXTS.iter().enumerate() {
            // The subject is nobody's identity: it neither helps nor harms.
            for (system, registered) in [("known", true), ("unknown", false)] {
                let made = mint.client(&format!("partner/xx-hostile/{system}-{number}"));
                let minted = mint.sign(&called(made, text));
                if registered {
                    program::register(home, &mint, "xx-hostile", &minted).await;
                }
                for http in BOTH {
                    let mut line = program.caller(&minted).line(http).await;
                    let answer = line.get("/v1/purposes").await.unwrap();
                    requests += 1;
                    if registered {
                        assert_eq!(answer.status, 200, "{text:?}");
                    } else {
                        assert_eq!(answer.code(), "certificate-unknown", "{text:?}");
                    }
                }
            }
            // The URI is, and one that is not of the form is no name. IA5: what ASCII has of it.
            let path: String = text.chars().filter(char::is_ascii).collect();
            let minted = mint.good(&format!("partner/xx-hostile/{path}"));
            assert_refused(&program, &minted, Alert::CertificateUnknown).await;
        }
        let long = "\u{1b}[31m\n".repeat(1_000);
        let minted = mint.good(&format!("partner/xx-hostile/{long}"));
        assert_refused(&program, &minted, Alert::CertificateUnknown).await;
        let minted = mint.sign(&called(mint.client("partner/xx-hostile/long"), &long.repeat(4)));
        assert!(pem::certificates(&minted.0).unwrap()[0].len() > 16 << 10);
        assert_refused(&program, &minted, Alert::BadCertificate).await;
        let lines = sound(&program, form);
        assert!(lines > requests, "{lines} lines of {requests} requests");
        assert!(program.log().contains("client certificate refused"));
        assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    }
}

async fn assert_refused(program: &Program, minted: &(String, String), alert: Alert) {
    let stranger = Stranger(program.caller(minted));
    assert_eq!(stranger.alert().await, alert);
    // The desk lets anybody finish the handshake, and then gives nobody anything.
    let desk = stranger.doors().desk;
    if let Ok(mut line) = crate::support::line::Line::open(&stranger.tls, desk, Http::One).await {
        let answer = line.get("/").await;
        assert!(answer.is_err() || answer.is_ok_and(|answer| answer.status >= 400));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_requests_forge_no_line_of_the_pretty_log_either() {
    for text in TEXTS {
        let folder = tempfile::tempdir().unwrap();
        let program = start(folder.path(), Form::Pretty).await;
        logs::ask(&program, text, "Quirijnsen, Xanthippe").await;
        assert!(sound(&program, Form::Pretty) > 8);
        assert!(!program.log().contains("Quirijnsen"));
        assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    }
}
