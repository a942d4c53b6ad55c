//! A client's first words in TLS with a server name that no library would send.
//!
//! Uses rustls for all but the name.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::ClientConnection;

/// What stands where the name goes.
const PLACE: &str = "the-name-goes-here.example";
/// Where the session id stands in a first record: after its head, the message's, version and random.
const SESSION_ID: usize = 5 + 4 + 2 + 32;

/// The first record of a client of this configuration that asks for `name`.
pub(crate) fn first(tls: ClientConfig, name: &str) -> Vec<u8> {
    let name = name.to_owned().try_into().unwrap();
    let mut client = ClientConnection::new(Arc::new(tls), name).unwrap();
    let mut bytes = Vec::new();
    client.write_tls(&mut bytes).unwrap();
    bytes
}

/// The same with any bytes as the name; they must fit the record, 16 KiB in all.
pub(crate) fn naming(tls: ClientConfig, name: &[u8]) -> Vec<u8> {
    let mut bytes = first(tls, PLACE);
    let place = bytes
        .windows(PLACE.len())
        .position(|window| window == PLACE.as_bytes())
        .unwrap();
    bytes.splice(place..place + PLACE.len(), name.iter().copied());
    let ciphers = SESSION_ID + 1 + usize::from(bytes[SESSION_ID]);
    let compressions = ciphers + 2 + usize::from(u16::from_be_bytes([bytes[ciphers], bytes[ciphers + 1]]));
    let extensions = compressions + 1 + usize::from(bytes[compressions]);
    // The lengths of record, message (its low half), extensions, this extension, its list, the name.
    for at in [3, 7, extensions, place - 7, place - 5, place - 2] {
        let length = usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]));
        let length = u16::try_from(length + name.len() - PLACE.len()).unwrap();
        bytes[at..at + 2].copy_from_slice(&length.to_be_bytes());
    }
    bytes
}
