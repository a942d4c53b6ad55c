//! TLS on the asking side: 1.3 only, the gateway's root only, and what the gateway says to our
//! certificate.
//!
//! Uses nothing of the house. In TLS 1.3 a client learns that its certificate is refused only after
//! its side of the handshake is done, and an HTTP client loses that alert; `alert` hears it.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use rustls::AlertDescription;
use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::crypto::aws_lc_rs;
use rustls::version::TLS13;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::ServerName;
use rustls_pki_types::pem::PemObject;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::ClientError;

/// Longest wait for an alert.
const WAIT: Duration = Duration::from_secs(3);

/// The terms of a client with these PEM texts: its certificate and chain, its key, the gateway's root.
pub(super) fn config(certificate: &str, key: &str, root: &str) -> Result<ClientConfig, ClientError> {
    let roots = certificates(root).ok_or(ClientError::Identity("the root is not a certificate in PEM"))?;
    let chain = certificates(certificate);
    let chain = chain.ok_or(ClientError::Identity("your certificate is not one in PEM"))?;
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes());
    let key = key.map_err(|_| ClientError::Identity("your private key is not one in PEM"))?;
    let mut trusted = RootCertStore::empty();
    for root in roots {
        let added = trusted.add(root);
        added.map_err(|_| ClientError::Identity("the root is not a certificate that can be trusted"))?;
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let builder = builder.with_protocol_versions(&[&TLS13]);
    let builder = builder.map_err(|_| ClientError::Identity("TLS 1.3 is not to be had"))?;
    let made = builder
        .with_root_certificates(trusted)
        .with_client_auth_cert(chain, key);
    let mut config = made.map_err(|error| {
        ClientError::Identity(match error {
            rustls::Error::InconsistentKeys(_) => "your private key is not your certificate's",
            _ => "your certificate or private key is of a kind that cannot be used",
        })
    })?;
    config.resumption = rustls::client::Resumption::disabled();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// The certificates in a text; none when there is none, or one is damaged.
fn certificates(text: &str) -> Option<Vec<CertificateDer<'static>>> {
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text.as_bytes()).collect();
    all.ok().filter(|all| !all.is_empty())
}

/// The alert by which the gateway ends a connection on which nothing is asked; none if it ends
/// otherwise, or waits for a question.
pub(super) async fn alert(base: &Url, config: &Arc<ClientConfig>) -> Option<AlertDescription> {
    let host = base.host_str()?.trim_start_matches('[').trim_end_matches(']');
    let name = ServerName::try_from(host.to_owned()).ok()?;
    let address = (host, base.port_or_known_default()?);
    let heard = async {
        let stream = TcpStream::connect(address).await?;
        let connector = TlsConnector::from(Arc::clone(config));
        let mut stream = connector.connect(name, stream).await?;
        // A gateway that lets us in may speak HTTP/2 first; then there is no alert.
        stream.read_u8().await
    };
    let error = tokio::time::timeout(WAIT, heard).await.ok()?.err()?;
    match error.get_ref()?.downcast_ref()? {
        rustls::Error::AlertReceived(alert) => Some(*alert),
        _ => None,
    }
}
