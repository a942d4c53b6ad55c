//! The doors as another implementation sees them: OpenSSL's client, where there is one.

use std::process::Command;
use std::process::Stdio;

use tokio::io::AsyncWriteExt;

use super::*;

const GATE: &str = "partner/nl-kmar/gate-1";

/// What `openssl s_client` says of the door; `None`, and said so, where there is no OpenSSL.
async fn s_client(
    mint: &Mint,
    door: SocketAddr,
    certificate: Option<&Minted>,
    more: &[&str],
) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    // Both, as EST's cacerts gives them.
    let authorities = [mint.root_pem(), mint.issuing_pem()].concat();
    std::fs::write(folder.path().join("root.pem"), authorities).unwrap();
    let mut command = Command::new("openssl");
    command.args([
        "s_client",
        "-ign_eof",
        "-servername",
        "localhost",
        "-verify_return_error",
    ]);
    command
        .args(["-CAfile", "root.pem", "-connect", &door.to_string()])
        .args(more);
    if let Some((chain, key)) = certificate {
        std::fs::write(folder.path().join("own.pem"), chain).unwrap();
        std::fs::write(folder.path().join("own.key"), key).unwrap();
        command.args(["-cert", "own.pem", "-key", "own.key"]);
    }
    command.current_dir(folder.path()).stdin(Stdio::null());
    let run = tokio::task::spawn_blocking(move || {
        let output = command.output().ok()?;
        let session = std::fs::metadata(folder.path().join("session")).map_or(0, |file| file.len());
        let told = [output.stdout, output.stderr].concat();
        Some(format!(
            "{}\nsession of {session} bytes",
            String::from_utf8_lossy(&told)
        ))
    });
    let told = timeout(LONG, run).await.unwrap().unwrap();
    if told.is_none() {
        eprintln!("NOT CHECKED with openssl: there is none");
    }
    told
}

#[tokio::test]
async fn openssl_reads_each_alert_by_its_name() {
    let mint = Mint::new(DOMAIN, now());
    let door = Door::open(terms(&mint, Mode::Required, now()), WIDE).await;
    let cases: [(Option<Minted>, &[&str], &str); 7] = [
        (None, &[], "alert certificate required"),
        (Some(mint.expired(GATE)), &[], "alert certificate expired"),
        (Some(mint.stranger(GATE)), &[], "alert unknown ca"),
        (Some(mint.no_purpose(GATE)), &[], "alert unsupported certificate"),
        (Some(mint.two_names(GATE)), &[], "alert certificate unknown"),
        (Some(mint.good(GATE)), &["-tls1_2"], "alert protocol version"),
        (
            Some(mint.good(GATE)),
            &["-alpn", "smtp"],
            "alert no application protocol",
        ),
    ];
    for (certificate, more, alert) in cases {
        if let Some(told) = s_client(&mint, door.address, certificate.as_ref(), more).await {
            assert!(told.contains(alert), "{alert} is not in:\n{told}");
        }
    }
    door.close().await;
}

#[tokio::test]
async fn openssl_comes_in_by_tls_1_3_and_is_given_no_session() {
    let mint = Mint::new(DOMAIN, now());
    let door = Door::open(terms(&mint, Mode::Required, now()), WIDE).await;
    let Door {
        mut finished,
        stop,
        address,
        task,
        ..
    } = door;
    let server = tokio::spawn(async move {
        while let Some(mut connection) = finished.recv().await {
            connection.stream.write_all(b"welcome\n").await.unwrap();
            connection.stream.shutdown().await.ok();
        }
    });
    let more = ["-alpn", "h2,http/1.1", "-sess_out", "session"];
    if let Some(told) = s_client(&mint, address, Some(&mint.good(GATE)), &more).await {
        for part in [
            "welcome",
            "New, TLSv1.3",
            "ALPN protocol: h2",
            "session of 0 bytes",
        ] {
            assert!(told.contains(part), "{part} is not in:\n{told}");
        }
    }
    stop.send(true).unwrap();
    timeout(LONG, task).await.unwrap().unwrap();
    server.await.unwrap();
}
