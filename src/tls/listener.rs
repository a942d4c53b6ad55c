//! A door's listener: accepts, bounds, hands finished connections on.
//!
//! Uses `handshake`, `arrivals`, `pending`, `slots`. Every task it starts ends with it: at shutdown no socket and
//! no half-made handshake is left.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio::net::TcpListener;
use tokio::net::TcpSocket;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_rustls::server::TlsStream;

use super::arrivals::Arrivals;
use super::doors::Terms;
use super::handshake;
use super::handshake::Outcome;
use super::identity::Claim;
use super::pending::Pending;
use super::slots::Slot;
use super::slots::Slots;
use super::stalling::Stalling;
use crate::config::Connections;

const FIRST_PAUSE: Duration = Duration::from_millis(10);
/// Connections that the system completes and this process has not yet taken.
const BACKLOG: u32 = 1_024;
/// What the system keeps of bytes on their way, each way; it takes twice as much. Its own choice grows
/// to megabytes for a peer that does not read, times every connection.
const KERNEL_BYTES: u32 = 128 << 10;
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// The protocol agreed on. A peer that names none speaks HTTP/1.1.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Alpn {
    /// `http/1.1`.
    Http1,
    /// `h2`.
    Http2,
}

/// A connection whose handshake is done.
#[derive(Debug)]
pub struct Connection {
    /// The encrypted stream.
    pub stream: TlsStream<Stalling<TcpStream>>,
    /// Who it says it is.
    pub claim: Claim,
    /// What it speaks.
    pub alpn: Alpn,
    /// Where it comes from.
    pub address: SocketAddr,
    /// Its place among its address's connections; keep it until the connection ends.
    pub slot: Slot,
}

/// A door that is open but not yet served.
#[derive(Debug)]
pub struct Listener {
    door: &'static str,
    socket: TcpListener,
    bounds: Connections,
    terms: Arc<ArcSwap<Terms>>,
}

impl Listener {
    /// Opens the door called `door` (a label of metrics) at `address`; port 0 takes a free one. New
    /// terms put into `terms` hold from the next handshake.
    ///
    /// # Errors
    /// The system's, when the address cannot be had.
    pub async fn bind(
        address: SocketAddr,
        door: &'static str,
        bounds: Connections,
        terms: Arc<ArcSwap<Terms>>,
    ) -> io::Result<Self> {
        let socket = match address {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        socket.set_reuseaddr(true)?;
        // What is accepted inherits both.
        socket.set_send_buffer_size(KERNEL_BYTES)?;
        socket.set_recv_buffer_size(KERNEL_BYTES)?;
        socket.bind(address)?;
        let socket = socket.listen(BACKLOG)?;
        Ok(Self {
            door,
            socket,
            bounds,
            terms,
        })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// The system's.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Accepts until `stop` says `true` or is dropped, or nobody takes `finished` any more. On return
    /// the port is closed and no handshake goes on.
    pub async fn run(self, finished: mpsc::Sender<Connection>, mut stop: watch::Receiver<bool>) {
        let slots = Slots::new(self.bounds.per_address);
        let pending = Pending::new(self.bounds.pending);
        let mut arrivals = Arrivals::new(self.bounds.handshakes_per_second, self.bounds.handshakes_burst);
        let mut tasks = JoinSet::new();
        let mut pause = FIRST_PAUSE;
        loop {
            // Ended tasks are taken away as they end, or the set would grow without bound.
            while tasks.try_join_next().is_some() {}
            let accepted = tokio::select! {
                biased;
                _ = stop.wait_for(|stop| *stop) => break,
                () = finished.closed() => break,
                accepted = self.socket.accept() => accepted,
                Some(_) = tasks.join_next() => continue,
            };
            match accepted {
                Ok((socket, from)) => {
                    pause = FIRST_PAUSE;
                    if !arrivals.allow(from.ip()) {
                        self.count(Outcome::TooFast);
                    } else if let Some(slot) = slots.take(from.ip()) {
                        tasks.spawn(self.handle(socket, from, slot, &pending, &finished));
                    } else {
                        self.count(Outcome::TooMany);
                    }
                }
                Err(error) if of_the_peer(&error) => {}
                Err(error) => {
                    // Out of descriptors or memory: trying again at once would only spin.
                    tracing::warn!(door = self.door, %error, pause_ms = pause.as_millis(), "cannot accept");
                    tokio::select! {
                        _ = stop.wait_for(|stop| *stop) => break,
                        () = tokio::time::sleep(pause) => {}
                    }
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
        drop(self.socket);
        tasks.shutdown().await;
    }

    fn handle(
        &self,
        socket: TcpStream,
        from: SocketAddr,
        slot: Slot,
        pending: &Pending,
        finished: &mpsc::Sender<Connection>,
    ) -> impl Future<Output = ()> + Send + use<> {
        let mut place = pending.enter();
        let (door, bounds) = (self.door, self.bounds);
        let (terms, finished) = (Arc::clone(&self.terms), finished.clone());
        async move {
            let begun = Instant::now();
            // Answers are small and awaited: never hold one back to fill a packet.
            socket.set_nodelay(true).ok();
            let shaken = tokio::select! {
                shaken = handshake::shake(socket, from, &bounds, || terms.load_full()) => shaken,
                () = place.lost() => Err(Outcome::Evicted.into()),
            };
            match shaken {
                Ok((stream, claim)) => {
                    drop(place);
                    count(door, Outcome::Completed);
                    metrics::histogram!("lookout_handshake_seconds", "door" => door)
                        .record(begun.elapsed().as_secs_f64());
                    let alpn = alpn(&stream);
                    let connection = Connection {
                        stream,
                        claim,
                        alpn,
                        address: from,
                        slot,
                    };
                    // Nobody there to take it: the door is closing, and the connection with it.
                    finished.send(connection).await.ok();
                }
                Err(ended) => {
                    count(door, ended.outcome);
                    if let Some(socket) = ended.refused {
                        tokio::select! {
                            () = handshake::linger(socket) => {}
                            () = place.lost() => {}
                        }
                    }
                }
            }
        }
    }

    fn count(&self, outcome: Outcome) {
        count(self.door, outcome);
    }
}

fn count(door: &'static str, outcome: Outcome) {
    metrics::counter!("lookout_handshakes_total", "door" => door, "outcome" => outcome.word()).increment(1);
}

fn alpn(stream: &TlsStream<Stalling<TcpStream>>) -> Alpn {
    match stream.get_ref().1.alpn_protocol() {
        Some(b"h2") => Alpn::Http2,
        _ => Alpn::Http1,
    }
}

/// Whether an accept failed for this one peer's sake, and the next may well succeed.
fn of_the_peer(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        error.kind(),
        Kind::ConnectionAborted | Kind::ConnectionReset | Kind::Interrupted
    )
}
