//! Lists over TLS: the server's certificate must lead to one that is trusted.
//!
//! The certificate is made here, for this machine's address.

use std::sync::Arc;

use rcgen::CertificateParams;
use rcgen::CertifiedKey;
use rcgen::KeyPair;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls_pki_types::PrivateKeyDer;
use serde_json::json;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::counts;
use super::feed;
use super::many;
use super::outcome;
use super::put;
use super::run;
use super::write;
use crate::support::world::World;

/// A certificate for a name or address, and its key.
fn minted(name: &str) -> CertifiedKey<KeyPair> {
    let signing_key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    let cert = params.self_signed(&signing_key).unwrap();
    CertifiedKey { cert, signing_key }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_comes_only_from_a_server_whose_certificate_is_trusted() {
    let world = World::empty(&[]).await;
    let (own, other) = (minted("127.0.0.1"), minted("127.0.0.1"));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let server = tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await.unwrap());
            }
            let list = many(0, 5);
            let length = list.len();
            let said =
                format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{list}");
            stream.write_all(said.as_bytes()).await.unwrap();
            let _gone = stream.shutdown().await;
        }
    });
    let right = write(&world, "right.pem", &own.cert.pem());
    let wrong = write(&world, "wrong.pem", &other.cert.pem());
    let nothing = world.home().path().join("nothing.pem");
    for (id, ca, end) in [
        ("system", None, "unreachable"),
        ("wrong", Some(wrong.as_str()), "unreachable"),
        ("nothing", nothing.to_str(), "unreachable"),
        ("right", Some(right.as_str()), "done"),
    ] {
        let mut of = feed(id, "/");
        let address = format!("https://127.0.0.1:{port}/list.json");
        of["source"] = json!({"type": "url", "address": address});
        if let Some(ca) = ca {
            of["source"]["ca"] = json!(ca);
        }
        put(&world, &of).await;
        let ran = run(&world, id).await;
        assert_eq!(outcome(&ran), end, "{id}: {ran}");
        if end == "done" {
            assert_eq!(counts(&ran), [5, 0, 0, 0]);
        }
    }
    server.abort();
}
