//! A partner's system, as cheap as it can be: what it costs is not what is measured.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::ServerName;
use rustls::pki_types::pem::PemObject;
use tokio::io::AsyncReadExt;
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

/// A kept connection.
pub(crate) struct Connection {
    stream: TlsStream<TcpStream>,
    buffer: Vec<u8>,
}

impl Caller {
    /// The sample partner of a gateway that said where it is.
    pub(crate) fn new(ready: &serde_json::Value) -> Outcome<Self> {
        let text = |name: &str| ready[name].as_str().ok_or_else(|| format!("no {name}"));
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(text("ca")?)?)?;
        let chain = CertificateDer::pem_file_iter(text("partner_cert")?)?.collect::<Result<Vec<_>, _>>()?;
        let key = PrivateKeyDer::from_pem_file(text("partner_key")?)?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13])?
            .with_root_certificates(roots)
            .with_client_auth_cert(chain, key)?;
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
        Ok(Connection {
            stream,
            buffer: Vec::with_capacity(8 << 10),
        })
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

impl Connection {
    /// Sends a request and reads its answer, which must be a 200.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Outcome<()> {
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
            let head = std::str::from_utf8(&self.buffer[..end])?.to_ascii_lowercase();
            if !head.starts_with("http/1.1 200") {
                return Err(format!("not an answer: {}", head.lines().next().unwrap_or_default()).into());
            }
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .ok_or("no length")?;
            if self.buffer.len() >= end + 4 + length.trim().parse::<usize>()? {
                return Ok(());
            }
        }
    }
}
