//! From a connection's certificate to a `Peer`: the only place that makes one.
//!
//! Uses `judge`, `domain::peer`. A claim is judged on the very terms its handshake was made on.

use std::net::IpAddr;

use rustls::ServerConnection;

use super::doors::Terms;
use super::fault::Fault;
use crate::domain::peer::Peer;

/// What the client's certificate amounts to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Claim {
    /// No certificate was shown, or none was asked for.
    Nobody,
    /// A good certificate, and its key proved. Rights are the registry's word.
    Good(Peer),
    /// A certificate that is not good; its key was proved, but it says nothing that counts.
    Bad(Fault),
}

/// Judges the certificate of a finished handshake on `terms`, from `address`.
pub(super) fn claim(connection: &ServerConnection, terms: &Terms, address: IpAddr) -> Claim {
    let (Some((judge, _)), Some(chain)) = (&terms.judging, connection.peer_certificates()) else {
        return Claim::Nobody;
    };
    match judge.judge(chain, terms.now()) {
        Ok((identity, issuer)) => Claim::Good(Peer {
            key: identity.key,
            name: identity.name,
            issuer,
            not_after: identity.not_after,
            // An IPv4 peer of a dual-stack socket is written as IPv4 everywhere.
            address: address.to_canonical(),
        }),
        Err(fault) => Claim::Bad(fault),
    }
}
