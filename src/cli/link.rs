//! The way to a node: the control socket of a running one, or the home taken for one command.
//!
//! Uses `server` and `http`. Both ways end in the same router, so that a command does the same either
//! way.

use std::sync::Arc;

use axum::Extension;
use axum::Router;
use axum::body::Body;
use axum::http::Method;
use axum::http::Request;
use axum::http::Response;
use axum::http::header::CONTENT_TYPE;
use axum::http::header::HOST;
use http_body_util::BodyExt;
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::net::UnixStream;
use tower::ServiceExt;

use super::failure::Failure;
use super::home::At;
use crate::config::Home;
use crate::http;
use crate::http::Caller;
use crate::server::Node;
use crate::server::SystemClock;
use crate::wire::FaultReply;
use crate::wire::Problem;

/// A node to speak to.
pub(super) enum Link {
    /// One that runs.
    Running(Home),
    /// One that this process has opened for itself.
    Own(Box<Node>, Router),
}

impl Link {
    /// The running node at a home, if one runs there.
    pub(super) async fn running(at: &At) -> Option<Self> {
        let home = at.home();
        let answers = UnixStream::connect(home.control_socket()).await.is_ok();
        answers.then_some(Self::Running(home))
    }

    /// Finds the running node at a home, or opens the home.
    pub(super) async fn open(at: &At) -> Result<Self, Failure> {
        if let Some(running) = Self::running(at).await {
            return Ok(running);
        }
        let home = at.home();
        let settings = at.settings()?;
        if !home.certs().exists() {
            let place = home.path().display();
            return Err(Failure::new(format!("there is no node at {place}"))
                .hint("name its folder with --home DIR, or make one with `lookout quickstart`"));
        }
        let node = tokio::task::block_in_place(|| Node::open(&home, settings, Arc::new(SystemClock)));
        let node = node.map_err(|error| Failure::because("cannot open the node", &error))?;
        let user = rustix::process::getuid().as_raw();
        let router = http::control(Arc::clone(node.services())).layer(Extension(Caller(user)));
        Ok(Self::Own(Box::new(node), router))
    }

    /// Whether the node runs by itself.
    pub(super) const fn is_running(&self) -> bool {
        matches!(self, Self::Running(_))
    }

    /// Reads something.
    pub(super) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failure> {
        self.ask(Method::GET, path, Vec::new()).await
    }

    /// Changes something.
    pub(super) async fn post<B: Serialize + Sync, T: DeserializeOwned>(
        &self,
        path: &str,
        body: &B,
    ) -> Result<T, Failure> {
        let body =
            serde_json::to_vec(body).map_err(|error| Failure::because("cannot write the request", &error))?;
        self.ask(Method::POST, path, body).await
    }

    /// Changes something, by JSON that is written already.
    pub(super) async fn post_text<T: DeserializeOwned>(
        &self,
        path: &str,
        body: String,
    ) -> Result<T, Failure> {
        self.ask(Method::POST, path, body.into_bytes()).await
    }

    /// Sends a file as what it is.
    pub(super) async fn post_file<T: DeserializeOwned>(
        &self,
        path: &str,
        kind: &'static str,
        file: Vec<u8>,
    ) -> Result<T, Failure> {
        self.send(Method::POST, path, kind, file).await
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
    ) -> Result<T, Failure> {
        self.send(method, path, "application/json", body).await
    }

    async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        kind: &'static str,
        body: Vec<u8>,
    ) -> Result<T, Failure> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, "localhost")
            .header(CONTENT_TYPE, kind)
            .body(Body::from(body))
            .map_err(|error| Failure::because("cannot make the request", &error))?;
        let response = match self {
            Self::Running(home) => over_socket(home, request).await?,
            Self::Own(_, router) => match router.clone().oneshot(request).await {
                Ok(response) => response,
                Err(never) => match never {},
            },
        };
        read(response).await
    }

    /// Closes what was opened.
    pub(super) async fn close(self) {
        if let Self::Own(node, _) = self {
            node.close().await;
        }
    }
}

async fn over_socket(home: &Home, request: Request<Body>) -> Result<Response<Body>, Failure> {
    let failed = |error: &dyn std::error::Error| Failure::because("the running node does not answer", error);
    let stream = UnixStream::connect(home.control_socket())
        .await
        .map_err(|error| failed(&error))?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| failed(&error))?;
    // Ends with the response: the socket serves one request a connection.
    tokio::spawn(connection);
    let response = sender
        .send_request(request)
        .await
        .map_err(|error| failed(&error))?;
    Ok(response.map(Body::new))
}

async fn read<T: DeserializeOwned>(response: Response<Body>) -> Result<T, Failure> {
    let status = response.status();
    let body = response.into_body().collect().await;
    let body: Bytes = body
        .map_err(|error| Failure::because("the node's answer broke off", &error))?
        .to_bytes();
    if status.is_success() {
        return serde_json::from_slice(&body)
            .map_err(|error| Failure::because("the node's answer cannot be read", &error));
    }
    match serde_json::from_slice::<Problem>(&body) {
        Ok(problem) if !problem.faults.is_empty() => Err(faulty(&problem)),
        Ok(problem) if problem.code == "malformed" => {
            Err(Failure::new(format!("the node refuses this: {}", problem.detail)).code(4))
        }
        Ok(problem) => Err(Failure::new(format!("{}: {}", problem.title, problem.detail)).code(4)),
        Err(_) => Err(Failure::new(format!("the node answered with status {status}"))),
    }
}

/// All that is at fault, a line each.
fn faulty(problem: &Problem) -> Failure {
    let mut text = "the node refuses this:".to_owned();
    for FaultReply { field, rule } in &problem.faults {
        let field = if field.is_empty() { "this" } else { field };
        text.push_str(&format!("\n    {field}: {rule}"));
    }
    Failure::new(text).code(4)
}
