//! The doors over real sockets: each refusal with its alert, each bound, each reload.
//!
//! Uses the mint of `tests/it/support`. Every wait has an end; no test sleeps for its result.

mod bounds;
mod counts;
mod descriptors;
mod openssl;
mod refusals;
mod sessions;

use std::net::IpAddr;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use jiff::Timestamp;
use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::crypto::aws_lc_rs;
use rustls_pki_types::ServerName;
use tokio::io::AsyncReadExt;
use tokio::net::TcpSocket;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::doors::Ask;
use super::doors::Terms;
use super::doors::Trust;
use super::listener::Connection;
use super::listener::Listener;
use crate::config::Connections;
use crate::domain::clock::Clock;
use crate::pki::certificates;
use crate::pki::certificates::Mint;
use crate::pki::certificates::Minted;
use crate::pki::pem;

const DOMAIN: &str = "lookout.test";
const LONG: Duration = Duration::from_secs(10);

/// Bounds that no test runs into by accident.
const WIDE: Connections = Connections {
    first_byte: LONG,
    handshake: LONG,
    head: LONG,
    body: LONG,
    write_stall: LONG,
    idle: LONG,
    age: LONG,
    established: 10_000,
    handshakes_per_second: NonZeroU32::new(10_000).unwrap(),
    handshakes_burst: NonZeroU32::new(10_000).unwrap(),
    per_address: 1000,
    pending: 1000,
    drain: LONG,
};

#[derive(Debug)]
struct Fixed(Timestamp);

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        self.0
    }
}

fn now() -> Timestamp {
    // The server's clock is held still here; the client side of rustls reads the machine's, so the
    // two must agree about the server's certificate.
    Timestamp::now()
}

#[derive(Clone, Copy, Debug)]
enum Mode {
    Required,
    Requested,
    Nothing,
}

fn terms(mint: &Mint, mode: Mode, at: Timestamp) -> Terms {
    let trust = Trust {
        authorities: mint.authorities(),
        domain: DOMAIN.into(),
    };
    terms_with(mint, trust, mode, at)
}

fn terms_with(mint: &Mint, trust: Trust, mode: Mode, at: Timestamp) -> Terms {
    let (chain, key) = mint.server(&["localhost"]);
    let ask = match mode {
        Mode::Required => Ask::Required(trust),
        Mode::Requested => Ask::Requested(trust),
        Mode::Nothing => Ask::Nothing,
    };
    Terms::new(pem::keyed(&chain, &key).unwrap(), ask, Arc::new(Fixed(at))).unwrap()
}

/// A door that is served: connections come out of `finished`.
struct Door {
    address: SocketAddr,
    terms: Arc<ArcSwap<Terms>>,
    finished: mpsc::Receiver<Connection>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Door {
    async fn open(terms: Terms, bounds: Connections) -> Self {
        let terms = Arc::new(ArcSwap::from_pointee(terms));
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let listener = Listener::bind(any, "test", bounds, Arc::clone(&terms))
            .await
            .unwrap();
        let address = listener.address().unwrap();
        let (sender, finished) = mpsc::channel(64);
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(listener.run(sender, stopped));
        Self {
            address,
            terms,
            finished,
            stop,
            task,
        }
    }

    async fn next(&mut self) -> Connection {
        timeout(LONG, self.finished.recv()).await.unwrap().unwrap()
    }

    async fn close(self) {
        self.stop.send(true).unwrap();
        timeout(LONG, self.task).await.unwrap().unwrap();
    }
}

/// A client's settings: the door's root, and a certificate if it has one.
fn client(mint: &Mint, certificate: Option<&Minted>) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(certificates::der(mint.root_pem())).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    let Some((chain, key)) = certificate else {
        return builder.with_no_client_auth();
    };
    let chain = pem::certificates(chain).unwrap();
    builder
        .with_client_auth_cert(chain, pem::private_key(key).unwrap())
        .unwrap()
}

async fn dial(config: ClientConfig, door: SocketAddr) -> std::io::Result<TlsStream<TcpStream>> {
    dial_shared(&Arc::new(config), door).await
}

async fn dial_shared(config: &Arc<ClientConfig>, door: SocketAddr) -> std::io::Result<TlsStream<TcpStream>> {
    let socket = TcpStream::connect(door).await?;
    let name = ServerName::try_from("localhost").unwrap();
    timeout(LONG, TlsConnector::from(Arc::clone(config)).connect(name, socket))
        .await
        .unwrap()
}

/// A plain socket from an address of this machine's choosing.
async fn plain_from(source: IpAddr, door: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::new(source, 0)).unwrap();
    socket.connect(door).await.unwrap()
}

/// Whether the other side has closed, cleanly or not, within `LONG`.
async fn closed(stream: &mut TcpStream) -> bool {
    matches!(timeout(LONG, stream.read(&mut [0; 16])).await, Ok(Ok(0) | Err(_)))
}
