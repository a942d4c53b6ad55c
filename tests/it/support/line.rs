//! One connection to a door, kept: requests over it, and its end.
//!
//! Uses hyper's client, since it neither retries nor opens another connection behind a test's back.

use std::io;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::Method;
use axum::http::Request;
use bytes::Bytes;
use http_body_util::BodyExt;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper::client::conn::http2;
use hyper_util::rt::TokioExecutor;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use rustls_pki_types::ServerName;
use serde_json::Value;
use tokio::net::TcpSocket;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::soon;

/// Which protocol is spoken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Http {
    /// HTTP/1.1.
    One,
    /// HTTP/2.
    Two,
}

impl Http {
    /// A client's settings with this protocol as the only one it offers.
    pub(crate) fn over(self, tls: &ClientConfig) -> Arc<ClientConfig> {
        let mut tls = tls.clone();
        tls.alpn_protocols = vec![match self {
            Self::One => b"http/1.1".to_vec(),
            Self::Two => b"h2".to_vec(),
        }];
        Arc::new(tls)
    }
}

/// Both, for tests of what holds in either.
pub(crate) const BOTH: [Http; 2] = [Http::One, Http::Two];

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Bytes,
}

/// A kept connection.
pub(crate) struct Line {
    sender: Sender,
    end: JoinHandle<()>,
    host: String,
}

enum Sender {
    One(http1::SendRequest<Full<Bytes>>),
    Two(http2::SendRequest<Full<Bytes>>),
}

/// Opens TLS to a door under the name `localhost`.
pub(crate) async fn dial(tls: &Arc<ClientConfig>, door: SocketAddr) -> io::Result<TlsStream<TcpStream>> {
    let socket = soon(TcpStream::connect(door)).await?;
    secure(tls, socket).await
}

/// A socket from an address of this machine's choosing: 127.0.0.x are as many clients.
pub(crate) async fn plain_from(source: IpAddr, door: SocketAddr) -> io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::new(source, 0))?;
    soon(socket.connect(door)).await
}

/// The same with TLS.
pub(crate) async fn dial_from(
    tls: &Arc<ClientConfig>,
    source: IpAddr,
    door: SocketAddr,
) -> io::Result<TlsStream<TcpStream>> {
    secure(tls, plain_from(source, door).await?).await
}

/// Begins TLS on a socket under the name `localhost`.
pub(crate) async fn secure(tls: &Arc<ClientConfig>, socket: TcpStream) -> io::Result<TlsStream<TcpStream>> {
    // Or each body would wait 40 ms for the acknowledgement of its head.
    socket.set_nodelay(true)?;
    let name = ServerName::try_from("localhost").unwrap();
    soon(TlsConnector::from(Arc::clone(tls)).connect(name, socket)).await
}

impl Line {
    pub(crate) async fn open(tls: &ClientConfig, door: SocketAddr, http: Http) -> io::Result<Self> {
        Self::over(dial(&http.over(tls), door).await?, door, http).await
    }

    /// Speaks HTTP over TLS that is there already.
    pub(crate) async fn over(stream: TlsStream<TcpStream>, door: SocketAddr, http: Http) -> io::Result<Self> {
        let stream = TokioIo::new(stream);
        let (sender, end) = match http {
            Http::One => {
                let (sender, connection) = http1::handshake(stream).await.map_err(io::Error::other)?;
                let end = tokio::spawn(async move { drop(connection.await) });
                (Sender::One(sender), end)
            }
            Http::Two => {
                let handshake = http2::handshake(TokioExecutor::new(), stream).await;
                let (sender, connection) = handshake.map_err(io::Error::other)?;
                let end = tokio::spawn(async move { drop(connection.await) });
                (Sender::Two(sender), end)
            }
        };
        let host = format!("localhost:{}", door.port());
        Ok(Self { sender, end, host })
    }

    /// A request with a method, a path and headers of the test's choice.
    pub(crate) async fn request(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> hyper::Result<Answer> {
        let request = Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap());
        let mut request = match self.sender {
            Sender::One(_) => request.uri(path).header("host", &self.host),
            Sender::Two(_) => request.uri(format!("https://{}{path}", self.host)),
        };
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body.into())).unwrap();
        let exchange = async {
            let response = match &mut self.sender {
                Sender::One(sender) => {
                    sender.ready().await?;
                    sender.send_request(request).await?
                }
                Sender::Two(sender) => {
                    sender.ready().await?;
                    sender.send_request(request).await?
                }
            };
            let (parts, body) = response.into_parts();
            Ok(Answer {
                status: parts.status.as_u16(),
                headers: parts.headers,
                bytes: body.collect().await?.to_bytes(),
            })
        };
        soon(exchange).await
    }

    pub(crate) async fn get(&mut self, path: &str) -> hyper::Result<Answer> {
        self.request("GET", path, &[], "").await
    }

    /// A search; the body is sent as it is.
    pub(crate) async fn search(&mut self, body: impl Into<Bytes>) -> hyper::Result<Answer> {
        let json = [("content-type", "application/json")];
        self.request("POST", "/v1/persons/search", &json, body).await
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.end.is_finished()
    }

    /// Whether the other side closes the idle connection within `longest`.
    pub(crate) async fn closed_within(&mut self, longest: Duration) -> bool {
        tokio::time::timeout(longest, &mut self.end).await.is_ok()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.end.abort();
    }
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The stable word of a problem document.
    pub(crate) fn code(&self) -> String {
        let problem = self.json();
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{self:?}"
        );
        assert_eq!(problem["status"], self.status, "{self:?}");
        problem["code"].as_str().unwrap().to_owned()
    }

    /// A header that stands at most once.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        assert!(
            self.headers.get_all(name).iter().count() <= 1,
            "{name} stands twice"
        );
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}
