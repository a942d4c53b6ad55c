//! What goes on on a connection: requests being answered, answers on their way, or nothing.
//!
//! Uses nothing. hyper does not tell how long a connection has been idle, nor that a peer over HTTP/2
//! never grants the window for its answer; here both are seen.

use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use hyper::body::Frame;
use hyper::body::SizeHint;
use tokio::sync::watch;

/// Answers are handed to hyper in pieces of this size: what it has taken it may keep for a peer that
/// does not read.
const PIECE: usize = 4 << 10;

#[derive(Clone, Copy, Debug, Default)]
struct Now {
    /// Requests whose answer has not begun.
    asking: usize,
    /// Answers that have begun and are not handed over to their end.
    answering: usize,
    /// Whether anything was ever asked.
    asked: bool,
}

/// One connection's activity. Every change wakes whoever waits, also one that leaves it as it was.
#[derive(Clone, Debug)]
pub(super) struct Activity(Arc<watch::Sender<Now>>);

/// Another's view of it.
#[derive(Clone, Debug)]
pub(super) struct Seen(watch::Receiver<Now>);

impl Activity {
    pub(super) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(Now::default())))
    }

    pub(super) fn seen(&self) -> Seen {
        Seen(self.0.subscribe())
    }

    /// Counts a request until the guard is dropped.
    pub(super) fn asking(&self) -> Asking {
        self.0.send_modify(|now| {
            now.asking += 1;
            now.asked = true;
        });
        Asking(self.clone())
    }

    /// Counts an answer until its body is handed over or given up.
    pub(super) fn answering(&self, body: Body) -> Answering {
        self.0.send_modify(|now| now.answering += 1);
        Answering {
            body,
            rest: Bytes::new(),
            activity: self.clone(),
        }
    }
}

/// A request being answered.
#[derive(Debug)]
pub(super) struct Asking(Activity);

impl Drop for Asking {
    fn drop(&mut self) {
        self.0
            .0
            .send_modify(|now| now.asking = now.asking.saturating_sub(1));
    }
}

impl Seen {
    pub(super) fn is_idle(&self) -> bool {
        let now = *self.0.borrow();
        now.asking + now.answering == 0
    }

    /// Ends when nothing was asked for too long: `first` for the first request, `idle` for the next.
    pub(super) async fn idle(mut self, first: Duration, idle: Duration) {
        loop {
            let now = *self.0.borrow_and_update();
            let longest = match now {
                Now { asked: false, .. } => first,
                Now {
                    asking: 0,
                    answering: 0,
                    ..
                } => idle,
                _ => Duration::MAX,
            };
            if self.unchanged(longest).await {
                return;
            }
        }
    }

    /// Ends when an answer has not got on for so long.
    pub(super) async fn stalled(mut self, longest: Duration) {
        loop {
            let answering = self.0.borrow_and_update().answering;
            let longest = if answering > 0 { longest } else { Duration::MAX };
            if self.unchanged(longest).await {
                return;
            }
        }
    }

    /// Whether so long nothing changes.
    async fn unchanged(&mut self, longest: Duration) -> bool {
        match tokio::time::timeout(longest, self.0.changed()).await {
            Err(_) => true,
            Ok(Ok(())) => false,
            // The connection is gone, and with it whoever asks.
            Ok(Err(_)) => std::future::pending().await,
        }
    }
}

/// An answer's body, handed over piece by piece.
#[derive(Debug)]
pub(super) struct Answering {
    body: Body,
    rest: Bytes,
    activity: Activity,
}

impl hyper::body::Body for Answering {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.rest.is_empty() {
            let frame = match Pin::new(&mut self.body).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => frame,
                other => return other,
            };
            match frame.into_data() {
                Ok(data) => self.rest = data,
                Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
            }
        }
        self.activity.0.send_modify(|_| ());
        let length = self.rest.len().min(PIECE);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(length)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let rest = self.rest.len() as u64;
        let hint = self.body.size_hint();
        let mut sum = SizeHint::new();
        sum.set_lower(hint.lower() + rest);
        if let Some(upper) = hint.upper() {
            sum.set_upper(upper + rest);
        }
        sum
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.activity
            .0
            .send_modify(|now| now.answering = now.answering.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;
    use hyper::body::Body as _;

    use super::*;

    #[tokio::test]
    async fn an_answer_is_handed_over_in_pieces_and_whole() {
        let activity = Activity::new();
        let long = Bytes::from(vec![7; 3 * PIECE + 5]);
        let mut body = activity.answering(Body::from(long.clone()));
        assert_eq!(body.size_hint().exact(), Some(long.len() as u64));
        let mut got = Vec::new();
        while let Some(frame) = body.frame().await {
            let data = frame.unwrap().into_data().unwrap();
            assert!(data.len() <= PIECE);
            got.extend_from_slice(&data);
            assert_eq!(body.size_hint().exact(), Some((long.len() - got.len()) as u64));
        }
        assert!(body.is_end_stream());
        assert_eq!(got, long);
        assert!(!activity.seen().is_idle());
        drop(body);
        assert!(activity.seen().is_idle());
    }

    #[tokio::test]
    async fn idle_is_counted_from_the_last_answer_and_stalled_from_the_last_piece() {
        let (short, long) = (Duration::from_millis(30), Duration::from_secs(20));
        let activity = Activity::new();
        activity.seen().idle(short, long).await;
        let asking = activity.asking();
        let idle = tokio::time::timeout(10 * short, activity.seen().idle(short, short));
        assert!(idle.await.is_err(), "a request is being answered");
        let body = activity.answering(Body::from("answer"));
        drop(asking);
        activity.seen().stalled(short).await;
        drop(body);
        activity.seen().idle(long, short).await;
        let stalled = tokio::time::timeout(10 * short, activity.seen().stalled(short));
        assert!(stalled.await.is_err(), "nothing is on its way");
    }
}
