//! A partner's system, as cheap as it can be: what it costs is not what is measured.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::client::Resumption;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::ServerName;
use rustls::pki_types::pem::PemObject;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::Outcome;

/// Who calls, and where.
pub(crate) struct Caller {
    tls: TlsConnector,
    port: u16,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Whether it says when to ask again.
    pub(crate) retry_after: bool,
}

/// A kept connection.
pub(crate) struct Connection<S = TlsStream<TcpStream>> {
    stream: S,
    buffer: Vec<u8>,
    /// Where the body of the last answer begins.
    body: usize,
}

impl Caller {
    /// The sample partner of a gateway that said where it is.
    pub(crate) fn new(ready: &serde_json::Value) -> Outcome<Self> {
        let text = |name: &str| ready[name].as_str().ok_or_else(|| format!("no {name}"));
        let config = client(text("ca")?, text("partner_cert")?, text("partner_key")?)?;
        let port = text("partners")?.rsplit(':').next().ok_or("no port")?.parse()?;
        Ok(Self {
            tls: TlsConnector::from(Arc::new(config)),
            port,
        })
    }

    /// Opens a connection.
    pub(crate) async fn connect(&self) -> Outcome<Connection> {
        let socket = TcpStream::connect(("127.0.0.1", self.port)).await?;
        socket.set_nodelay(true)?;
        let stream = self
            .tls
            .connect(ServerName::try_from("localhost")?, socket)
            .await?;
        Ok(Connection::over(stream))
    }

    /// A read as bytes.
    pub(crate) fn get(&self, path: &str) -> Vec<u8> {
        format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).into_bytes()
    }

    /// A search as bytes.
    pub(crate) fn request(&self, body: &str) -> Vec<u8> {
        format!(
            "POST /v1/persons/search HTTP/1.1\r\nHost: localhost:{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        )
        .into_bytes()
    }
}

/// TLS terms of a client with these files. Nothing is resumed, so that each handshake is a whole one.
pub(crate) fn client(root: &str, chain: &str, key: &str) -> Outcome<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(root)?)?;
    let chain = CertificateDer::pem_file_iter(chain)?.collect::<Result<Vec<_>, _>>()?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_root_certificates(roots)
        .with_client_auth_cert(chain, PrivateKeyDer::from_pem_file(key)?)?;
    config.resumption = Resumption::disabled();
    Ok(config)
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
    /// HTTP/1.1 over a stream that is there already.
    pub(crate) fn over(stream: S) -> Self {
        Self {
            stream,
            buffer: Vec::with_capacity(8 << 10),
            body: 0,
        }
    }

    /// The body of the last answer.
    pub(crate) fn json(&self) -> Outcome<serde_json::Value> {
        Ok(serde_json::from_slice(&self.buffer[self.body..])?)
    }

    /// Sends a request and reads its answer, which must be a 200.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Outcome<()> {
        match self.exchange(request).await?.status {
            200 => Ok(()),
            status => Err(format!("not an answer: {status}").into()),
        }
    }

    /// Sends a request and reads its answer, whatever it is.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> Outcome<Answer> {
        self.stream.write_all(request).await?;
        self.stream.flush().await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the gateway hung up".into());
            }
            let Some(end) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") else {
                continue;
            };
            let head = std::str::from_utf8(&self.buffer[..end])?;
            let value = |name: &str| {
                let lines = head.lines().filter_map(|line| line.split_once(": "));
                lines
                    .clone()
                    .find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value))
            };
            let length: usize = value("content-length").ok_or("no length")?.trim().parse()?;
            if self.buffer.len() >= end + 4 + length {
                let status = head.split(' ').nth(1).ok_or("no status")?.parse()?;
                self.body = end + 4;
                return Ok(Answer {
                    status,
                    retry_after: value("retry-after").is_some(),
                });
            }
        }
    }
}
