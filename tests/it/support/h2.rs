//! HTTP/2 frames as they are, for what no client library would send (RFC 9113).
//!
//! Uses `line`. A reader of its own takes what comes, so that neither side waits for the other.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::io::ReadHalf;
use tokio::io::WriteHalf;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_rustls::client::TlsStream;

use super::callers::Caller;
use super::line;
use super::line::Http;
use super::soon;

pub(crate) const DATA: u8 = 0;
pub(crate) const HEADERS: u8 = 1;
pub(crate) const RST_STREAM: u8 = 3;
pub(crate) const SETTINGS: u8 = 4;
pub(crate) const PING: u8 = 6;
const GOAWAY: u8 = 7;
pub(crate) const WINDOW_UPDATE: u8 = 8;
pub(crate) const CONTINUATION: u8 = 9;

pub(crate) const END_STREAM: u8 = 1;
pub(crate) const END_HEADERS: u8 = 4;
const ACK: u8 = 1;

/// What the other side has said so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heard {
    /// Heads of answers.
    pub(crate) heads: usize,
    /// Bytes of their bodies.
    pub(crate) data: usize,
    pub(crate) resets: usize,
    /// The error of its last GOAWAY.
    pub(crate) goaway: Option<u32>,
    pub(crate) closed: bool,
}

/// A connection on which frames are sent as they are.
pub(crate) struct Frames {
    out: WriteHalf<TlsStream<TcpStream>>,
    heard: watch::Receiver<Heard>,
}

/// One frame.
pub(crate) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut bytes = length[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend_from_slice(payload);
    bytes
}

/// A request's header block: literals without index and without Huffman's code (RFC 7541, 6.2.2).
pub(crate) fn head(post: bool, path: &str) -> Vec<u8> {
    let mut block = vec![if post { 0x83 } else { 0x82 }, 0x87];
    let mut literal = |index: &[u8], value: &str| {
        block.extend_from_slice(index);
        block.push(u8::try_from(value.len()).unwrap());
        block.extend_from_slice(value.as_bytes());
    };
    literal(&[0x04], path);
    literal(&[0x01], "localhost");
    if post {
        literal(&[0x0f, 0x10], "application/json");
    }
    block
}

impl Frames {
    /// Opens a connection to the partners' door with these settings, as (identifier, value).
    pub(crate) async fn open(caller: &Caller, source: IpAddr, settings: &[(u16, u32)]) -> io::Result<Self> {
        let tls = Http::Two.over(&caller.tls);
        let stream = line::dial_from(&tls, source, caller.doors().partners).await?;
        let (read, mut out) = tokio::io::split(stream);
        let (tell, heard) = watch::channel(Heard::default());
        tokio::spawn(hear(read, tell));
        let mut first = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
        let mut payload = Vec::new();
        for (identifier, value) in settings {
            payload.extend(identifier.to_be_bytes());
            payload.extend(value.to_be_bytes());
        }
        first.extend(frame(SETTINGS, 0, 0, &payload));
        first.extend(frame(SETTINGS, ACK, 0, &[]));
        soon(out.write_all(&first)).await?;
        soon(out.flush()).await?;
        Ok(Self { out, heard })
    }

    /// Sends, unless the other side has ended the connection.
    pub(crate) async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        soon(async {
            self.out.write_all(bytes).await?;
            self.out.flush().await
        })
        .await
    }

    pub(crate) fn heard(&self) -> Heard {
        self.heard.borrow().clone()
    }

    /// Whether what was heard becomes so within `longest`; the end of the connection ends the wait.
    pub(crate) async fn hears(&mut self, longest: Duration, so: impl FnMut(&Heard) -> bool) -> bool {
        let waiting = self.heard.wait_for(so);
        matches!(tokio::time::timeout(longest, waiting).await, Ok(Ok(_)))
    }

    /// Whether the other side ends the connection within `longest`.
    pub(crate) async fn ends(&mut self, longest: Duration) -> bool {
        self.hears(longest, |heard| heard.closed || heard.goaway.is_some())
            .await
    }
}

/// Reads frames until the end.
async fn hear(mut read: ReadHalf<TlsStream<TcpStream>>, tell: watch::Sender<Heard>) {
    let mut payload = Vec::new();
    loop {
        let mut start = [0; 9];
        if read.read_exact(&mut start).await.is_err() {
            break;
        }
        let length = u32::from_be_bytes([0, start[0], start[1], start[2]]);
        payload.resize(length as usize, 0);
        if read.read_exact(&mut payload).await.is_err() {
            break;
        }
        tell.send_modify(|heard| match start[3] {
            HEADERS => heard.heads += 1,
            DATA => heard.data += payload.len(),
            RST_STREAM => heard.resets += 1,
            GOAWAY => heard.goaway = Some(u32::from_be_bytes(payload[4..8].try_into().unwrap())),
            _ => {}
        });
    }
    tell.send_modify(|heard| heard.closed = true);
}
