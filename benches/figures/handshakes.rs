//! Full mutual handshakes a second through our listener, beside bare rustls with the same keys.
//!
//! Uses `tls` and the keys of a fresh home. Both serve in this process, turn by turn in short rounds, so
//! that what the machine does besides falls on both alike; a handshake counts when the server has it.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use arc_swap::ArcSwap;
use lookout::config::Connections;
use lookout::config::Home;
use lookout::pki::files::Files;
use lookout::pki::pem;
use lookout::server::SystemClock;
use lookout::tls::Ask;
use lookout::tls::Listener;
use lookout::tls::Terms;
use lookout::tls::Trust;
use rustls::ClientConfig;
use rustls::ServerConfig;
use rustls::pki_types::ServerName;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::TlsConnector;

use crate::Outcome;
use crate::Run;
use crate::caller;
use crate::gateway;
use crate::gateway::Gateway;
use crate::table::Table;

/// Clients at once.
const CLIENTS: usize = 8;

pub(crate) fn run(run: &Run, table: &mut Table) -> Outcome<()> {
    table
        .part("Full mutual handshakes (TLS 1.3, X25519MLKEM768, P-256; client and server on the same cores)");
    let home = gateway::folder()?;
    // For the keys that it makes.
    Gateway::quickstart(home.path())?.stop()?;
    let keys = Keys::read(&Files::under(Home::at(home.path()).certs()))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let rounds = run.much(10, 2);
    let lasting = Duration::from_millis(run.much(1_000, 200) as u64);
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    runtime.block_on(async {
        for _ in 0..rounds {
            ours.push(through_ours(&keys, lasting).await?);
            bare.push(through_bare(&keys, lasting).await?);
        }
        Outcome::Ok(())
    })?;
    let median = |rates: &mut Vec<f64>| {
        rates.sort_by(f64::total_cmp);
        rates[rates.len() / 2]
    };
    let (ours, bare) = (median(&mut ours), median(&mut bare));
    table.want(
        "through our listener",
        "≥ 250/s",
        &format!("{ours:.0}/s"),
        ours >= 250.0,
    );
    table.tell("bare rustls", &format!("{bare:.0}/s"));
    let ratio = ours / bare;
    table.want("ratio", "≥ 0.9", &format!("{ratio:.2}"), ratio >= 0.9);
    Ok(())
}

/// What both sides have.
struct Keys {
    chain: String,
    key: String,
    authorities: Vec<rustls::pki_types::CertificateDer<'static>>,
    client: Arc<ClientConfig>,
}

impl Keys {
    fn read(files: &Files) -> Outcome<Self> {
        let read = lookout::pki::files::read;
        let authority = files.authority();
        let root = authority.join(lookout::pki::files::ROOT_CERTIFICATE);
        let issuing = authority.join(lookout::pki::files::ISSUING_CERTIFICATE);
        let path = |path: std::path::PathBuf| path.display().to_string();
        let (chain, key) = (
            files.client("sample-partner", "pem"),
            files.client("sample-partner", "key"),
        );
        Ok(Self {
            chain: read(&files.door_chain("partners"))?,
            key: read(&files.door_key("partners"))?,
            authorities: vec![
                pem::certificate(&read(&root)?)?,
                pem::certificate(&read(&issuing)?)?,
            ],
            client: Arc::new(caller::client(&path(root), &path(chain), &path(key))?),
        })
    }
}

async fn through_ours(keys: &Keys, lasting: Duration) -> Outcome<f64> {
    let trust = Trust {
        authorities: keys.authorities.clone(),
        domain: "lookout.local".to_owned(),
    };
    let door = pem::keyed(&keys.chain, &keys.key)?;
    let terms = Terms::new(door, Ask::Required(trust), Arc::new(SystemClock))?;
    let terms = Arc::new(ArcSwap::from_pointee(terms));
    let listener = Listener::bind(([127, 0, 0, 1], 0).into(), "bench", bounds(), terms).await?;
    let port = listener.address()?.port();
    let (finished, connections) = mpsc::channel(64);
    let (stop, stopped) = watch::channel(false);
    let serving = tokio::spawn(listener.run(finished, stopped));
    let counting = tokio::spawn(counted(connections));
    let seconds = dial(keys, port, lasting).await?;
    stop.send_replace(true);
    serving.await?;
    Ok(f64::from(counting.await?) / seconds)
}

async fn through_bare(keys: &Keys, lasting: Duration) -> Outcome<f64> {
    let mut roots = rustls::RootCertStore::empty();
    for authority in &keys.authorities {
        roots.add(authority.clone())?;
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let judge =
        rustls::server::WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_client_cert_verifier(judge.build()?)
        .with_single_cert(pem::certificates(&keys.chain)?, pem::private_key(&keys.key)?)?;
    config.send_tls13_tickets = 0;
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let port = listener.local_addr()?.port();
    let (finished, connections) = mpsc::channel(64);
    let serving = tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let (acceptor, finished) = (acceptor.clone(), finished.clone());
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(socket).await {
                    // Nobody counts any more.
                    let _late = finished.send(stream).await;
                }
            });
        }
    });
    let counting = tokio::spawn(counted(connections));
    let seconds = dial(keys, port, lasting).await?;
    serving.abort();
    Ok(f64::from(counting.await?) / seconds)
}

/// Makes connection after connection, each until the server hangs up; how long that took, in seconds.
async fn dial(keys: &Keys, port: u16, lasting: Duration) -> Outcome<f64> {
    let begun = Instant::now();
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..CLIENTS {
        let connector = TlsConnector::from(Arc::clone(&keys.client));
        clients.spawn(async move {
            while begun.elapsed() < lasting {
                let socket = TcpStream::connect(("127.0.0.1", port)).await?;
                let mut stream = connector
                    .connect(ServerName::try_from("localhost")?, socket)
                    .await?;
                // Hung up without a farewell, which is what a dropped connection is.
                let _end = stream.read(&mut [0; 1]).await;
            }
            Outcome::Ok(())
        });
    }
    while let Some(done) = clients.join_next().await {
        done??;
    }
    Ok(begun.elapsed().as_secs_f64())
}

/// How many connections came; each is closed as it comes.
async fn counted<T>(mut connections: mpsc::Receiver<T>) -> u32 {
    let mut count = 0;
    while connections.recv().await.is_some() {
        count += 1;
    }
    count
}

fn bounds() -> Connections {
    let long = Duration::from_secs(10);
    Connections {
        first_byte: long,
        handshake: long,
        head: long,
        body: long,
        age: long,
        write_stall: long,
        idle: long,
        per_address: 1_000,
        established: 1_000,
        // Not what is measured here.
        handshakes_per_second: NonZeroU32::MAX,
        handshakes_burst: NonZeroU32::MAX,
        pending: 1_000,
        drain: long,
    }
}
