//! A request body that comes back when a handler drops it unread.
//!
//! Uses hyper's body. An HTTP/1.1 connection can only go on once the rest of a body is read: what a
//! refused request left is drained up to a bound, and beyond it the answer says `Connection: close`
//! instead of cutting the caller off while it still sends (issue 2, bad input).

use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Body;
use hyper::body::Frame;
use hyper::body::Incoming;
use hyper::body::SizeHint;

/// Most bytes that are drained.
const MAX_DRAIN: usize = 64 << 10;
/// Longest drain.
const DRAIN_WAIT: Duration = Duration::from_millis(500);

/// A body on its way through the handlers.
#[derive(Debug)]
pub struct Drained {
    body: Option<Incoming>,
    slot: Leftover,
}

/// Where the body is left when the handlers are done with it.
#[derive(Clone, Debug, Default)]
pub struct Leftover(Arc<Mutex<Option<Incoming>>>);

impl Drained {
    /// Wraps a body; what is not read of it comes back in the leftover.
    #[must_use]
    pub fn wrap(body: Incoming) -> (Self, Leftover) {
        let slot = Leftover::default();
        (
            Self {
                body: Some(body),
                slot: slot.clone(),
            },
            slot,
        )
    }
}

impl Leftover {
    /// Reads and drops the rest. Whether the body is at its end, so that the connection can go on. With
    /// `only_if_done` nothing is read: reading would tell a caller that waits to send.
    pub async fn drain(self, only_if_done: bool) -> bool {
        let body = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut body) = body else { return false };
        if body.is_end_stream() || only_if_done {
            return body.is_end_stream();
        }
        let drain = async {
            let mut left = MAX_DRAIN;
            while let Some(frame) = body.frame().await {
                let Ok(frame) = frame else { return false };
                let length = frame.data_ref().map_or(0, Bytes::len);
                let Some(rest) = left.checked_sub(length) else {
                    return false;
                };
                left = rest;
            }
            true
        };
        tokio::time::timeout(DRAIN_WAIT, drain).await.unwrap_or(false)
    }
}

impl Body for Drained {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        self.body
            .as_mut()
            .map_or(Poll::Ready(None), |body| Pin::new(body).poll_frame(context))
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(SizeHint::default, Body::size_hint)
    }
}

impl Drop for Drained {
    fn drop(&mut self) {
        *self.slot.0.lock().unwrap_or_else(PoisonError::into_inner) = self.body.take();
    }
}
