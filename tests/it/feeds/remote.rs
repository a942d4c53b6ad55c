//! Lists that a server gives, and servers that give something else.
//!
//! The server here is a socket of the test's: what it says is written out.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;

use serde_json::Value;
use serde_json::json;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::counts;
use super::feed;
use super::many;
use super::outcome;
use super::post;
use super::put;
use super::run;
use super::run_asking;
use super::standing;
use crate::support::world::World;

/// What a server answers to the head of a request.
type Answer = Box<dyn Fn(&str) -> Vec<u8> + Send>;

/// A server that says what it is told to, and keeps the heads of requests.
struct Server {
    address: SocketAddr,
    answer: Arc<Mutex<Answer>>,
    heads: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let answer: Arc<Mutex<Answer>> = Arc::new(Mutex::new(Box::new(|_| Vec::new())));
        let heads = Arc::new(Mutex::new(Vec::new()));
        let (told, kept) = (Arc::clone(&answer), Arc::clone(&heads));
        let task = tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    match stream.read_u8().await {
                        // The first byte of TLS, which is not spoken here.
                        Ok(0x16) => break,
                        Ok(byte) => head.push(byte),
                        Err(_) => break,
                    }
                }
                let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
                let said = told.lock().unwrap()(&head);
                kept.lock().unwrap().push(head);
                let _gone = stream.write_all(&said).await;
            }
        });
        Self {
            address,
            answer,
            heads,
            task,
        }
    }

    fn says(&self, answer: impl Fn(&str) -> Vec<u8> + Send + 'static) {
        *self.answer.lock().unwrap() = Box::new(answer);
    }

    fn asked(&self) -> usize {
        self.heads.lock().unwrap().len()
    }

    fn feed(&self, id: &str) -> Value {
        let mut feed = feed(id, "/");
        feed["source"] = json!({"type": "url", "address": format!("http://{}/list.json", self.address)});
        feed
    }
}

fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n");
    [head.as_bytes(), body.as_bytes()].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_its_server_says_is_the_same_is_not_sent_again_for_a_week() {
    let world = World::empty(&[]).await;
    let server = Server::start().await;
    server.says(|head| {
        if head.contains("if-none-match: \"one\"") {
            b"HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n".to_vec()
        } else {
            answer("200 OK", "etag: \"one\"\r\n", &many(0, 5))
        }
    });
    put(&world, &server.feed("nk")).await;
    let ran = run(&world, "nk").await;
    assert_eq!(counts(&ran), [5, 0, 0, 0]);
    assert_eq!(ran["list"]["etag"], "\"one\"");
    for _ in 0..2 {
        let ran = run(&world, "nk").await;
        assert_eq!((outcome(&ran).as_str(), counts(&ran)), ("not-modified", [0; 4]));
    }
    world.clock.forward_days(7);
    assert_eq!(counts(&run(&world, "nk").await), [0, 0, 5, 0]);
    assert_eq!(outcome(&run(&world, "nk").await), "not-modified");
    // A person's decision is never answered by a cache.
    let asked = run_asking(&world, "nk", &json!({"any_share": true})).await;
    assert_eq!(outcome(&asked["run"]), "done");
    assert_eq!((server.asked(), standing(&world)), (6, 5));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_breaks_off_fails_or_sends_too_much_changes_nothing() {
    let world = World::empty(&[]).await;
    let server = Server::start().await;
    server.says(|_| answer("200 OK", "", &many(0, 5)));
    let mut of = server.feed("nk");
    of["most"] = json!(1);
    put(&world, &of).await;
    run(&world, "nk").await;
    let broken: [(&str, Answer); 7] = [
        // The whole list but one line, of which the length was announced.
        (
            "not-whole",
            Box::new(|_| {
                let mut said = answer("200 OK", "", &many(0, 5));
                said.truncate(said.len() - 90);
                said
            }),
        ),
        (
            "not-whole",
            Box::new(|_| {
                let part = many(0, 2);
                let length = part.len();
                format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{length:x}\r\n{part}\r\n")
                    .into_bytes()
            }),
        ),
        ("status", Box::new(|_| answer("404 Not Found", "", "gone"))),
        (
            "status",
            Box::new(|_| answer("206 Partial Content", "", &many(0, 1))),
        ),
        ("too-large", Box::new(|_| answer("200 OK", "", &many(0, 20_000)))),
        (
            "not-whole",
            Box::new(|_| answer("200 OK", "", &many(0, 5).replace("\"}}", "")[..300])),
        ),
        ("unreachable", Box::new(|_| Vec::new())),
    ];
    for (reason, answer) in broken {
        server.says(answer);
        let ran = run(&world, "nk").await;
        assert_eq!(outcome(&ran), reason, "{ran}");
        assert_eq!(standing(&world), 5, "{reason}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_leads_to_no_other_host_and_a_name_to_no_private_network() {
    let world = World::empty(&[]).await;
    let (server, other) = (Server::start().await, Server::start().await);
    other.says(|_| answer("200 OK", "", &many(0, 5)));
    put(&world, &server.feed("nk")).await;
    let elsewhere = format!("location: http://{}/list.json\r\n", other.address);
    server.says(move |_| answer("302 Found", &elsewhere, ""));
    assert_eq!(outcome(&run(&world, "nk").await), "redirected");
    assert_eq!(other.asked(), 0, "another port is another host");
    // To another place of the same host it may lead.
    server.says(|head| match head.contains("/list.json") {
        true => answer("302 Found", "location: /real.json\r\n", ""),
        false => answer("200 OK", "", &many(0, 5)),
    });
    assert_eq!(counts(&run(&world, "nk").await), [5, 0, 0, 0]);
    server.says(|_| answer("302 Found", "location: /again.json\r\n", ""));
    assert_eq!(outcome(&run(&world, "nk").await), "redirected");

    let asked = server.asked();
    let mut named = server.feed("named");
    named["source"]["address"] = json!(format!("https://localhost:{}/list.json", server.address.port()));
    let version = put(&world, &named).await;
    assert_eq!(outcome(&run(&world, "named").await), "address-forbidden");
    assert_eq!(server.asked(), asked);
    // Allowed, it is asked, and speaks no TLS.
    named["source"]["private"] = json!(true);
    let (status, _) = post(&world, "/feeds", &json!({"feed": named, "version": version})).await;
    assert_eq!(status, 200);
    assert_eq!(outcome(&run(&world, "named").await), "unreachable");
    assert!(server.asked() > asked);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_anybody_could_write_or_that_holds_a_password_is_refused() {
    let world = World::empty(&[]).await;
    for address in [
        "http://lists.example/list.json",
        "https://user:secret@lists.example/list.json",
        "ftp://lists.example/list.json",
    ] {
        let mut of = feed("nk", "/");
        of["source"] = json!({"type": "url", "address": address});
        let (status, reply) = post(&world, "/feeds", &json!({ "feed": of })).await;
        assert_eq!(status, 400, "{address}: {reply}");
        assert!(!reply.to_string().contains("secret"), "{reply}");
    }
}
