//! A list that a server gives.
//!
//! Uses `address`, `spool`. One host, no proxy, no cookies, nothing that is compressed; a time limit on
//! each step and a bound on the whole.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Certificate;
use reqwest::Client;
use reqwest::Response;
use reqwest::Url;
use reqwest::header::ETAG;
use reqwest::header::HeaderName;
use reqwest::header::IF_MODIFIED_SINCE;
use reqwest::header::IF_NONE_MATCH;
use reqwest::header::LAST_MODIFIED;
use reqwest::redirect::Policy;

use super::address::Forbidden;
use super::address::Resolver;
use super::files::SIGNATURE;
use super::signature;
use super::signature::Signed;
use super::spool::Spool;
use crate::domain::feed_run::Failing;
use crate::domain::feed_run::ListMark;
use crate::domain::feed_source::Address;
use crate::domain::feed_source::FilePath;
use crate::feeds;
use crate::service::FeedProgress;
use crate::service::Fetched;

/// Longest wait for a connection, for the next bytes, and for a whole file.
const CONNECT: Duration = Duration::from_secs(10);
const NEXT: Duration = Duration::from_secs(30);
const WHOLE: Duration = Duration::from_secs(30 * 60);
/// How often it is looked whether the run was told to end.
const LOOK: Duration = Duration::from_millis(200);
/// Most turns to another place of the same host.
const TURNS: usize = 5;
/// Longest word of a server's about its list, in bytes.
const MAX_WORD: usize = 200;

/// A server that has a list.
pub(super) struct Remote {
    client: Client,
    url: Url,
}

impl Remote {
    pub(super) fn new(address: &Address, ca: Option<&FilePath>, private: bool) -> Result<Self, Failing> {
        let url = Url::parse(address.as_str()).map_err(|_| Failing::Unreachable)?;
        let same = Policy::custom(|turn| {
            let first = turn.previous().first();
            let host = |url: &Url| {
                let port = url.port_or_known_default();
                (url.scheme().to_owned(), url.host_str().map(str::to_owned), port)
            };
            let stays = first.is_some_and(|first| host(first) == host(turn.url()));
            if stays && turn.previous().len() <= TURNS {
                turn.follow()
            } else {
                turn.stop()
            }
        });
        let mut builder = Client::builder()
            .redirect(same)
            .no_proxy()
            .referer(false)
            .dns_resolver(Arc::new(Resolver { private }))
            .https_only(url.scheme() == "https")
            .connect_timeout(CONNECT)
            .read_timeout(NEXT)
            .timeout(WHOLE);
        if let Some(ca) = ca {
            builder = builder.tls_certs_only(certificates(ca)?);
        }
        let client = builder.build().map_err(|_| Failing::Unreachable)?;
        Ok(Self { client, url })
    }

    /// Fetches the list, unless the server says that it is `known`.
    pub(super) async fn fetch<'a>(
        &self,
        spool: impl Fn() -> Result<Spool<'a>, Failing>,
        beside: bool,
        known: Option<&ListMark>,
        progress: &FeedProgress,
    ) -> Result<Fetched, Failing> {
        let fetching = async {
            let Some(list) = self.ask(&self.url, known).await? else {
                return Ok(Fetched::NotModified);
            };
            let word = |name: HeaderName| {
                let word = list.headers().get(name)?.to_str().ok()?;
                (word.len() <= MAX_WORD).then(|| word.to_owned())
            };
            let (etag, modified) = (word(ETAG), word(LAST_MODIFIED));
            let mut spool = spool()?;
            self.take(&mut spool, &self.url, list, false).await?;
            for (number, url) in self.beside(beside).into_iter().enumerate() {
                // The aliases must be there; what the remarks have no room for need not.
                match self.ask(&url, None).await {
                    Ok(Some(response)) => self.take(&mut spool, &url, response, true).await?,
                    Err(Failing::Status) if number > 0 => {}
                    Ok(None) => return Err(Failing::Status),
                    Err(failing) => return Err(failing),
                }
            }
            Ok(Fetched::List(spool.finish(etag, modified)))
        };
        tokio::select! {
            fetched = fetching => fetched,
            () = told_to_stop(progress) => Err(Failing::Unreadable),
        }
    }

    /// The addresses of what stands beside the list.
    fn beside(&self, wanted: bool) -> Vec<Url> {
        let name = self.url.path().rsplit('/').next().unwrap_or_default();
        let Some((stem, end)) = name.rsplit_once('.').filter(|_| wanted) else {
            return Vec::new();
        };
        let names = feeds::beside(&stem.to_lowercase());
        let upper = stem.bytes().any(|b| b.is_ascii_uppercase());
        let names = names.into_iter().map(|name| match upper {
            true => format!("{}.{end}", name.to_uppercase()),
            false => format!("{name}.{end}"),
        });
        names.filter_map(|name| self.url.join(&name).ok()).collect()
    }

    /// Asks for a file; none when it is the one that is known.
    async fn ask(&self, url: &Url, known: Option<&ListMark>) -> Result<Option<Response>, Failing> {
        let mut request = self.client.get(url.clone());
        if let Some(known) = known {
            if let Some(etag) = &known.etag {
                request = request.header(IF_NONE_MATCH, etag);
            } else if let Some(modified) = &known.modified {
                request = request.header(IF_MODIFIED_SINCE, modified);
            }
        }
        let response = request.send().await.map_err(|error| why(&error))?;
        match response.status().as_u16() {
            200 => Ok(Some(response)),
            304 if known.is_some() => Ok(None),
            300..=399 => Err(Failing::Redirected),
            _ => Err(Failing::Status),
        }
    }

    async fn take(
        &self,
        spool: &mut Spool<'_>,
        url: &Url,
        mut response: Response,
        beside: bool,
    ) -> Result<(), Failing> {
        let signed = match spool.key() {
            None => None,
            Some(key) => Some(Signed::new(key, &self.signature(url).await?)?),
        };
        let name = url.path().rsplit('/').next().unwrap_or_default().to_owned();
        let mut taking = spool.begin(name, beside, signed.as_ref())?;
        // A body that ends before its announced length, or without its last chunk, is an error here.
        while let Some(bytes) = response.chunk().await.map_err(|error| why(&error))? {
            tokio::task::block_in_place(|| taking.take(&bytes))?;
        }
        taking.end()
    }

    async fn signature(&self, url: &Url) -> Result<String, Failing> {
        let mut url = url.clone();
        url.set_path(&format!("{}{SIGNATURE}", url.path()));
        let mut response = match self.ask(&url, None).await {
            Ok(Some(response)) => response,
            Ok(None) | Err(Failing::Status) => return Err(Failing::Unsigned),
            Err(failing) => return Err(failing),
        };
        let mut text = Vec::new();
        while let Some(bytes) = response.chunk().await.map_err(|error| why(&error))? {
            text.extend_from_slice(&bytes);
            if text.len() as u64 > signature::MAX_BYTES {
                return Err(Failing::BadSignature);
            }
        }
        String::from_utf8(text).map_err(|_| Failing::BadSignature)
    }
}

fn certificates(path: &FilePath) -> Result<Vec<Certificate>, Failing> {
    let failed = |error: &dyn Error| {
        tracing::warn!(%error, "a feed's file of certificates cannot be used");
        Failing::Unreachable
    };
    let text = std::fs::read(path.as_str()).map_err(|error| failed(&error))?;
    Certificate::from_pem_bundle(&text).map_err(|error| failed(&error))
}

async fn told_to_stop(progress: &FeedProgress) {
    while !progress.is_stopping() {
        tokio::time::sleep(LOOK).await;
    }
}

/// Why there is no answer. The error's own text names the address, which the log may have.
fn why(error: &reqwest::Error) -> Failing {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if one.is::<Forbidden>() {
            return Failing::Forbidden;
        }
        cause = one.source();
    }
    tracing::warn!(%error, "a feed's server gave no list");
    if error.is_timeout() {
        Failing::TimedOut
    } else if error.is_body() || error.is_decode() {
        Failing::NotWhole
    } else {
        Failing::Unreachable
    }
}
