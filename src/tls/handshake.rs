//! One handshake, from an accepted socket to a `Connection`, each wait bounded.
//!
//! Uses `doors`, `identity`, `listener`'s types. A refused peer gets its alert: the socket lingers
//! until the peer has read it (SECURITY 0.5), for else a reset would overtake it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::AlertDescription;
use rustls::CertificateError;
use rustls::Error;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio::time::timeout;
use tokio::time::timeout_at;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::doors::Terms;
use super::identity;
use super::identity::Claim;
use super::judge::Strictness;
use super::stalling::Stalling;
use crate::config::Connections;

const LINGER: Duration = Duration::from_millis(500);
const LINGER_BYTES: usize = 64 * 1024;

/// How a handshake ended: the words of the metric `lookout_handshakes_total`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Outcome {
    Completed,
    /// Nothing came, in time or at all.
    Silent,
    TimedOut,
    /// Gave way to a newcomer.
    Evicted,
    /// Its address begins handshakes faster than it may.
    TooFast,
    /// Its address has all its connections.
    TooMany,
    NoCertificate,
    Expired,
    UnknownAuthority,
    BadCertificate,
    /// Broke off, or a peer that speaks something else, an old version, an unknown protocol.
    NotAgreed,
    /// The peer refused us.
    Refused,
    BrokenOff,
}

impl Outcome {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Silent => "silent",
            Self::TimedOut => "timed-out",
            Self::Evicted => "evicted",
            Self::TooFast => "too-fast",
            Self::TooMany => "too-many",
            Self::NoCertificate => "no-certificate",
            Self::Expired => "expired",
            Self::UnknownAuthority => "unknown-authority",
            Self::BadCertificate => "bad-certificate",
            Self::NotAgreed => "not-agreed",
            Self::Refused => "refused-by-peer",
            Self::BrokenOff => "broken-off",
        }
    }

    fn of(error: &std::io::Error) -> Self {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
        match inner {
            None => Self::BrokenOff,
            Some(Error::NoCertificatesPresented) => Self::NoCertificate,
            Some(Error::InvalidCertificate(CertificateError::Expired)) => Self::Expired,
            Some(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => Self::UnknownAuthority,
            Some(Error::InvalidCertificate(_)) => Self::BadCertificate,
            Some(Error::AlertReceived(AlertDescription::CloseNotify)) => Self::BrokenOff,
            Some(Error::AlertReceived(_)) => Self::Refused,
            Some(_) => Self::NotAgreed,
        }
    }
}

/// A handshake that came to nothing.
pub(super) struct Ended {
    pub(super) outcome: Outcome,
    /// The socket of a peer that has been sent an alert and is to be given time to read it.
    pub(super) refused: Option<Stalling<TcpStream>>,
}

impl From<Outcome> for Ended {
    fn from(outcome: Outcome) -> Self {
        Self {
            outcome,
            refused: None,
        }
    }
}

/// Waits for the first byte, makes the handshake on the terms of that moment, and judges the peer.
pub(super) async fn shake(
    socket: TcpStream,
    from: SocketAddr,
    bounds: &Connections,
    terms: impl FnOnce() -> Arc<Terms>,
) -> Result<(TlsStream<Stalling<TcpStream>>, Claim), Ended> {
    let deadline = Instant::now() + bounds.handshake;
    match timeout(bounds.first_byte, socket.peek(&mut [0])).await {
        Ok(Ok(1..)) => {}
        _ => return Err(Outcome::Silent.into()),
    }
    let terms = terms();
    let accept = TlsAcceptor::from(Arc::clone(&terms.server))
        .accept(Stalling::new(socket, bounds.write_stall))
        .into_fallible();
    let stream = match timeout_at(deadline, accept).await {
        Err(_) => return Err(Outcome::TimedOut.into()),
        Ok(Err((error, socket))) => {
            return Err(Ended {
                outcome: Outcome::of(&error),
                refused: Some(socket),
            });
        }
        Ok(Ok(stream)) => stream,
    };
    let claim = identity::claim(stream.get_ref().1, &terms, from.ip());
    let required = matches!(&terms.judging, Some((_, Strictness::Required)));
    if required && !matches!(claim, Claim::Good(_)) {
        // The handshake let it through a moment ago: it expired in between.
        return Err(Outcome::Expired.into());
    }
    Ok((stream, claim))
}

/// Closes our half, then reads what the peer still sends until it closes, so that no reset makes it
/// lose the alert.
pub(super) async fn linger(mut socket: Stalling<TcpStream>) {
    let drain = async {
        socket.shutdown().await?;
        let mut scrap = [0; 4096];
        let mut left = LINGER_BYTES;
        while left > 0 {
            match socket.read(&mut scrap).await? {
                0 => break,
                read => left = left.saturating_sub(read),
            }
        }
        Ok::<(), std::io::Error>(())
    };
    // The peer was refused; how its socket ends is of no interest.
    timeout(LINGER, drain).await.ok();
}
