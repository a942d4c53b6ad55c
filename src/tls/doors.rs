//! The TLS terms of a door: its certificate, what it asks of the client, and the settings that every
//! door shares (DESIGN 4, SECURITY 5).
//!
//! Uses `judge`, `pki::pem`. Terms are immutable; a reload puts new ones into the door's `ArcSwap`,
//! and connections already open keep the old. Nothing is shared between two terms: no session, no
//! ticket, no cache.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::crypto::aws_lc_rs;
use rustls::crypto::aws_lc_rs::kx_group;
use rustls::server::NoServerSessionStorage;
use rustls::time_provider::TimeProvider;
use rustls::version::TLS13;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::UnixTime;

use super::judge::Judge;
use super::judge::Strictness;
use super::judge::Verifier;
use crate::domain::clock::Clock;
use crate::pki::pem::Keyed;

/// Whose clients a door believes.
#[derive(Clone, Debug)]
pub struct Trust {
    /// Certificates of authorities, roots and issuing ones; a client may send its own alone.
    pub authorities: Vec<CertificateDer<'static>>,
    /// Host part of the SPIFFE ids.
    pub domain: String,
}

/// What a door asks of its clients.
#[derive(Clone, Debug)]
pub enum Ask {
    /// A good certificate, or the handshake fails: the partners' door.
    Required(Trust),
    /// A certificate if there is one; what is wrong with it is told afterwards: the desk.
    Requested(Trust),
    /// Nothing: the enrolment door.
    Nothing,
}

/// Why a door cannot be opened on these terms.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A door that asks for certificates trusts no authority, so nobody could come in.
    #[error("the door trusts no authority")]
    NoAuthority,
    /// rustls refuses the certificate, the key, or an authority.
    #[error("these TLS settings cannot be used")]
    Refused(#[source] rustls::Error),
}

/// The TLS terms of a door.
#[derive(Clone)]
pub struct Terms {
    pub(super) server: Arc<ServerConfig>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) judging: Option<(Arc<Judge>, Strictness)>,
}

impl Terms {
    /// Puts together the terms of a door with this certificate and key.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn new(own: Keyed, ask: Ask, clock: Arc<dyn Clock>) -> Result<Self, TlsError> {
        let provider = Arc::new(provider());
        let judging = match ask {
            Ask::Required(trust) => Some((trust, Strictness::Required)),
            Ask::Requested(trust) => Some((trust, Strictness::Requested)),
            Ask::Nothing => None,
        };
        let judging = judging
            .map(|(trust, strictness)| Ok((Arc::new(Judge::new(trust, Arc::clone(&provider))?), strictness)))
            .transpose()?;
        let time: Arc<dyn TimeProvider> = Arc::new(Time(Arc::clone(&clock)));
        let builder = ServerConfig::builder_with_details(provider, time)
            .with_protocol_versions(&[&TLS13])
            .map_err(TlsError::Refused)?;
        let builder = match &judging {
            Some((judge, strictness)) => builder.with_client_cert_verifier(Arc::new(Verifier {
                judge: Arc::clone(judge),
                strictness: *strictness,
            })),
            None => builder.with_no_client_auth(),
        };
        let mut server = builder
            .with_single_cert(own.chain, own.key)
            .map_err(TlsError::Refused)?;
        server.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        // A resumed session skips the client's certificate, and so its revocation (SECURITY 0.1).
        server.session_storage = Arc::new(NoServerSessionStorage {});
        server.send_tls13_tickets = 0;
        // Early data can be replayed; and nothing is said before the client has proved its key.
        server.max_early_data_size = 0;
        server.send_half_rtt_data = false;
        Ok(Self {
            server: Arc::new(server),
            clock,
            judging,
        })
    }

    /// Now, as rustls takes it.
    pub(super) fn now(&self) -> UnixTime {
        unix(self.clock.as_ref())
    }
}

impl fmt::Debug for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let asks = self.judging.as_ref().map(|(_, strictness)| strictness);
        f.debug_struct("Terms")
            .field("asks", &asks)
            .finish_non_exhaustive()
    }
}

/// TLS 1.3 suites and key exchanges, the one that also withstands quantum computers first.
fn provider() -> CryptoProvider {
    let mut provider = aws_lc_rs::default_provider();
    provider.kx_groups = vec![
        kx_group::X25519MLKEM768,
        kx_group::X25519,
        kx_group::SECP256R1,
        kx_group::SECP384R1,
    ];
    provider.cipher_suites.retain(|suite| suite.tls13().is_some());
    provider
}

#[derive(Debug)]
struct Time(Arc<dyn Clock>);

impl TimeProvider for Time {
    fn current_time(&self) -> Option<UnixTime> {
        Some(unix(self.0.as_ref()))
    }
}

fn unix(clock: &dyn Clock) -> UnixTime {
    let seconds = u64::try_from(clock.now().as_second()).unwrap_or_default();
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}
