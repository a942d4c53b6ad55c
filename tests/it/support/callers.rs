//! Who stands before a door: partners and officers that the registry knows, and strangers.
//!
//! Uses `line` and `raw`. A caller finds the doors where they are now, also after a restart.

use std::io;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::RwLock;

use lookout::domain::peer::KeyHash;
use lookout::server::Addresses;
use rustls::AlertDescription;
use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::crypto::aws_lc_rs;
use serde_json::Value;
use tokio::io::AsyncReadExt;
use tokio::sync::Mutex;

use super::certificates;
use super::certificates::Minted;
use super::line;
use super::line::Answer;
use super::line::Http;
use super::line::Line;
use super::raw::Raw;
use super::soon;

/// Where the doors are now.
pub(crate) type Doors = Arc<RwLock<Addresses>>;

/// Anybody with a TLS stack.
pub(crate) struct Caller {
    pub(crate) tls: ClientConfig,
    pub(crate) doors: Doors,
}

/// A caller whom no registry knows, with a certificate or without.
pub(crate) struct Stranger(pub(crate) Caller);

/// A partner's system that the registry knows, or knew.
pub(crate) struct Partner {
    pub(crate) caller: Caller,
    pub(crate) key: KeyHash,
    pub(crate) kept: Mutex<Option<Line>>,
}

/// A local user with a certificate.
pub(crate) struct Officer(pub(crate) Caller);

impl Caller {
    /// A caller that trusts the gateway's root and shows this certificate.
    pub(crate) fn new(root: &str, certificate: Option<&Minted>, doors: &Doors) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(certificates::der(root)).unwrap();
        let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots);
        let tls = match certificate {
            None => builder.with_no_client_auth(),
            Some((chain, key)) => {
                let chain = lookout::pki::pem::certificates(chain).unwrap();
                let key = lookout::pki::pem::private_key(key).unwrap();
                builder.with_client_auth_cert(chain, key).unwrap()
            }
        };
        Self {
            tls,
            doors: Arc::clone(doors),
        }
    }

    pub(crate) fn doors(&self) -> Addresses {
        *self.doors.read().unwrap()
    }

    /// A connection of its own to the partners' door.
    pub(crate) async fn line(&self, http: Http) -> Line {
        Line::open(&self.tls, self.doors().partners, http).await.unwrap()
    }

    /// A connection on which bytes are sent as they are.
    pub(crate) async fn raw(&self) -> Raw {
        Raw::open(&self.tls, self.doors().partners).await
    }
}

impl Stranger {
    /// The alert by which the partners' door refuses: in TLS 1.3 it comes when the client reads.
    pub(crate) async fn alert(&self) -> AlertDescription {
        let opened = line::dial(&Arc::new(self.0.tls.clone()), self.0.doors().partners).await;
        let error = match opened {
            Err(error) => error,
            Ok(mut stream) => soon(stream.read(&mut [0; 16])).await.unwrap_err(),
        };
        alert_in(&error)
    }
}

pub(crate) fn alert_in(error: &io::Error) -> AlertDescription {
    match error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<rustls::Error>())
    {
        Some(rustls::Error::AlertReceived(alert)) => *alert,
        _ => panic!("no alert but {error:?}"),
    }
}

impl Partner {
    /// A search over the partner's kept connection, opened anew where the last one has ended.
    pub(crate) async fn search(&self, body: &Value) -> Answer {
        let mut kept = self.kept.lock().await;
        if kept.as_ref().is_none_or(Line::is_closed) {
            *kept = Some(self.line(Http::Two).await);
        }
        kept.as_mut().unwrap().search(body.to_string()).await.unwrap()
    }

    /// The answer to a search that must be answered.
    pub(crate) async fn found(&self, body: &Value) -> Value {
        let answer = self.search(body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }
}

impl Deref for Partner {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl Deref for Officer {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl Deref for Stranger {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}
