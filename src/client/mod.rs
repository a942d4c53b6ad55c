//! The other side: what a partner's system does against a gateway.
//!
//! May name `domain`, `config`, `wire`; no server room. TLS 1.3 with the partner's certificate and the
//! gateway's own root, nobody else's.

mod error;
mod tls;

use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use rustls::ClientConfig;

pub use self::error::ClientError;
use crate::wire::SearchReply;
use crate::wire::SearchRequest;

/// Longest wait for an answer.
const WAIT: Duration = Duration::from_secs(10);

/// A partner's connection to a gateway.
#[derive(Clone, Debug)]
pub struct Gateway {
    base: Url,
    tls: Arc<ClientConfig>,
    http: reqwest::Client,
}

impl Gateway {
    /// A connection to the gateway at `address`, with these PEM texts: the client's certificate and
    /// chain, its key, and the gateway's root.
    ///
    /// # Errors
    /// When one of them cannot be used.
    pub fn new(address: &str, certificate: &str, key: &str, root: &str) -> Result<Self, ClientError> {
        let base = Url::parse(address).map_err(|_| ClientError::Address)?;
        if base.scheme() != "https" {
            return Err(ClientError::Address);
        }
        let tls = tls::config(certificate, key, root)?;
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls.clone())
            .https_only(true)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .timeout(WAIT)
            .build()
            .map_err(|_| ClientError::Identity("the HTTP client cannot be made"))?;
        Ok(Self {
            base,
            tls: Arc::new(tls),
            http,
        })
    }

    /// Asks whether a person is wanted.
    ///
    /// # Errors
    /// When there is no answer, or a refusal.
    pub async fn search(&self, request: &SearchRequest) -> Result<SearchReply, ClientError> {
        let address = self
            .base
            .join("/v1/persons/search")
            .map_err(|_| ClientError::Address)?;
        let sent = self.http.post(address).json(request).send().await;
        let response = match sent.map_err(ClientError::of) {
            Ok(response) => response,
            Err(ClientError::Connection(cause)) => return Err(self.why(cause).await),
            Err(error) => return Err(error),
        };
        let status = response.status();
        let body = response.bytes().await.map_err(ClientError::of)?;
        if status.is_success() {
            serde_json::from_slice(&body).map_err(|_| ClientError::Form(status))
        } else {
            let problem = serde_json::from_slice(&body).map_err(|_| ClientError::Form(status))?;
            Err(ClientError::Refused(Box::new(problem)))
        }
    }

    /// Why a connection broke off that had been made: most often because of our certificate.
    async fn why(&self, cause: reqwest::Error) -> ClientError {
        let alert = tls::alert(&self.base, &self.tls).await;
        match alert.and_then(error::of_alert) {
            Some(refused) => refused,
            None => ClientError::Connection(cause),
        }
    }
}
