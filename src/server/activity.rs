//! What goes on on a connection: requests being answered, answers on their way, or nothing.
//!
//! Uses nothing. hyper does not tell how long a connection has been idle, nor that a peer over HTTP/2
//! never grants the window for its answer; here both are seen.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use hyper::body::Frame;
use hyper::body::SizeHint;
use tokio::time::Instant;

/// Answers are handed to hyper in pieces of this size: what it has taken it may keep for a peer that
/// does not read.
const PIECE: usize = 4 << 10;

/// One connection's activity. Noted a few times a request, so nobody is woken by it: who waits looks
/// again when its time would be over.
#[derive(Clone, Debug)]
pub(super) struct Activity(Arc<Kept>);

/// Another's view of it.
#[derive(Clone, Debug)]
pub(super) struct Seen(Arc<Kept>);

#[derive(Debug)]
struct Kept {
    begun: Instant,
    /// Requests whose answer has not begun.
    asking: AtomicUsize,
    /// Answers that have begun and are not handed over to their end.
    answering: AtomicUsize,
    /// Whether anything was ever asked.
    asked: AtomicBool,
    /// When anything happened last, in microseconds since it began.
    last: AtomicU64,
}

impl Kept {
    fn note(&self) {
        let since = u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.last.store(since, Ordering::Release);
    }

    fn last(&self) -> Instant {
        self.begun + Duration::from_micros(self.last.load(Ordering::Acquire))
    }

    /// Waits until nothing has happened for as long as `longest` says, `None` being for ever; it may say
    /// something else after `again`.
    async fn quiet(&self, again: Duration, longest: impl Fn() -> Option<Duration>) {
        loop {
            let until = longest().map(|longest| self.last() + longest);
            let now = Instant::now();
            if until.is_some_and(|until| until <= now) {
                return;
            }
            let again = now + again;
            tokio::time::sleep_until(until.map_or(again, |until| until.min(again))).await;
        }
    }
}

impl Activity {
    pub(super) fn new() -> Self {
        Self(Arc::new(Kept {
            begun: Instant::now(),
            asking: AtomicUsize::default(),
            answering: AtomicUsize::default(),
            asked: AtomicBool::default(),
            last: AtomicU64::default(),
        }))
    }

    pub(super) fn seen(&self) -> Seen {
        Seen(Arc::clone(&self.0))
    }

    /// Counts a request until the guard is dropped.
    pub(super) fn asking(&self) -> Asking {
        self.0.note();
        self.0.asked.store(true, Ordering::Release);
        self.0.asking.fetch_add(1, Ordering::AcqRel);
        Asking(self.clone())
    }

    /// Counts an answer until its body is handed over or given up.
    pub(super) fn answering(&self, body: Body) -> Answering {
        self.0.note();
        self.0.answering.fetch_add(1, Ordering::AcqRel);
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
        let Self(Activity(kept)) = self;
        kept.note();
        kept.asking.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Seen {
    pub(super) fn is_idle(&self) -> bool {
        self.0.asking.load(Ordering::Acquire) + self.0.answering.load(Ordering::Acquire) == 0
    }

    /// Ends when nothing was asked for too long: `first` for the first request, `idle` for the next.
    pub(super) async fn idle(self, first: Duration, idle: Duration) {
        let longest = || match self.0.asked.load(Ordering::Acquire) {
            false => Some(first),
            true => self.is_idle().then_some(idle),
        };
        self.0.quiet(idle, longest).await;
    }

    /// Ends when an answer has not got on for so long.
    pub(super) async fn stalled(self, longest: Duration) {
        let answering = || (self.0.answering.load(Ordering::Acquire) > 0).then_some(longest);
        self.0.quiet(longest, answering).await;
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
        self.activity.0.note();
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
        let Activity(kept) = &self.activity;
        kept.note();
        kept.answering.fetch_sub(1, Ordering::AcqRel);
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
        let early = activity.seen().idle(long, short);
        let asked = async {
            tokio::task::yield_now().await;
            drop(activity.asking());
        };
        // Once something was asked, the shorter time holds at once.
        let both = async { tokio::join!(early, asked) };
        assert!(tokio::time::timeout(long / 2, both).await.is_ok());
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
