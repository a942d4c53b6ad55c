//! TLS with nothing above it: for HTTP/1.1 that no client library would send.
//!
//! Uses `line::dial`.

use std::net::SocketAddr;

use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use rustls::ClientConfig;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use super::line;
use super::line::Answer;
use super::line::Http;
use super::soon;

/// A connection on which bytes are sent as they are.
pub(crate) struct Raw(TlsStream<TcpStream>);

impl Raw {
    pub(crate) async fn open(tls: &ClientConfig, door: SocketAddr) -> Self {
        Self(line::dial(&Http::One.over(tls), door).await.unwrap())
    }

    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        soon(self.0.write_all(bytes.as_ref())).await.unwrap();
        soon(self.0.flush()).await.unwrap();
    }

    /// Sends, not minding that the other side has stopped reading.
    pub(crate) async fn push(&mut self, bytes: impl AsRef<[u8]>) {
        let _ended = soon(self.0.write_all(bytes.as_ref())).await;
        let _ended = soon(self.0.flush()).await;
    }

    /// One answer with a length; `None` when the other side closes instead.
    pub(crate) async fn answer(&mut self) -> Option<Answer> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(soon(self.0.read_u8()).await.ok()?);
        }
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.split("\r\n").filter(|line| !line.is_empty());
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = HeaderMap::new();
        for line in lines {
            let (name, value) = line.split_once(':').unwrap();
            headers.append(
                HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_str(value.trim()).unwrap(),
            );
        }
        let length = headers
            .get("content-length")
            .map_or(0, |value| value.to_str().unwrap().parse().unwrap());
        let mut bytes = vec![0; length];
        soon(self.0.read_exact(&mut bytes)).await.ok()?;
        Some(Answer {
            status,
            headers,
            bytes: bytes.into(),
        })
    }

    /// Whether the other side closes now, with nothing more said.
    pub(crate) async fn closed(&mut self) -> bool {
        matches!(soon(self.0.read(&mut [0; 64])).await, Ok(0) | Err(_))
    }
}
