//! Traces: what a collector receives, and that a request never waits for one.
//!
//! The collector is a socket of this test's that reads what OTLP over HTTP posts.

use std::time::Duration;
use std::time::Instant;

use rustix::process::Signal;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use crate::support::line::Http;
use crate::support::metrics::Scrape;
use crate::support::program::Program;
use crate::support::soon;

/// Reads one post and says that it was taken; its bytes, head and body.
async fn take(mut socket: TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let head = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        let length = head
            .split("content-length: ")
            .nth(1)
            .and_then(|rest| rest.split("\r\n").next()?.parse::<usize>().ok());
        let start = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        if let (Some(length), Some(start)) = (length, start)
            && bytes.len() >= start + 4 + length
        {
            break;
        }
        if socket.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            break;
        }
    }
    let taken = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let _gone = socket.write_all(taken).await;
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_gets_the_steps_of_a_search_and_nothing_of_the_person() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let (sender, mut posts) = mpsc::unbounded_channel();
    let collector = tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            sender.send(take(socket).await).unwrap();
        }
    });
    let settings = [
        ("LOOKOUT_TRACES__ENDPOINT", endpoint.as_str()),
        ("LOOKOUT_TRACES__SAMPLE", "1.0"),
        ("LOOKOUT_TRACES__SERVICE", "lookout-under-test"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start_with("quickstart", folder.path(), &settings).await;
    let mut line = program.partner().line(Http::Two).await;
    let theirs = "0af7651916cd43dd8448eb211c80319c";
    let headers = [
        ("content-type", "application/json"),
        (
            "traceparent",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        ),
    ];
    let hit = program.ready["example_hit"].to_string();
    let answer = line
        .request("POST", "/v1/persons/search", &headers, hit)
        .await
        .unwrap();
    assert_eq!(answer.status, 200);
    let number = answer.header("x-request-id").unwrap().to_owned();
    drop(line);
    // Stopping sends what waits.
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let mut bytes = Vec::new();
    while let Ok(post) = posts.try_recv() {
        bytes.extend(post);
    }
    collector.abort();
    let holds = |text: &[u8]| bytes.windows(text.len()).any(|part| part == text);
    assert!(holds(b"POST /v1/traces"));
    for word in [
        "request",
        "admit",
        "body",
        "wait",
        "propose",
        "score",
        "explain",
        "canonical",
        "audit",
        "reply",
        "lookout-under-test",
        "xx-sample",
        number.as_str(),
    ] {
        assert!(holds(word.as_bytes()), "no {word} in {} bytes", bytes.len());
    }
    for word in ["Jansen", "Pieter", "1980", theirs, "Host:"] {
        assert!(!holds(word.as_bytes()), "{word} left in a trace");
    }
    let theirs: Vec<u8> = hex::decode(theirs).unwrap();
    assert!(!holds(&theirs), "a partner's trace is not ours");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_never_answers_holds_up_neither_a_search_nor_the_stop() {
    // Accepts nothing: connections wait in the system's queue for ever.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let settings = [
        ("LOOKOUT_TRACES__ENDPOINT", endpoint.as_str()),
        ("LOOKOUT_TRACES__SAMPLE", "1.0"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start_with("quickstart", folder.path(), &settings).await;
    let mut line = program.partner().line(Http::Two).await;
    let hit = program.ready["example_hit"].to_string();
    let failed = async {
        loop {
            assert_eq!(line.search(hit.clone()).await.unwrap().status, 200);
            let seen = Scrape::of(&program.ops("/metrics").await.1);
            let lost = seen.value("lookout_trace_spans_total", &[("outcome", "failed")]);
            if lost > Some(0.0) {
                return;
            }
        }
    };
    soon(failed).await;
    drop(line);
    let begun = Instant::now();
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(15), "{took:?}");
}
