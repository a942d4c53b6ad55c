//! A socket whose writes must get on: a peer that stops reading is given up (SECURITY 4, row 13).
//!
//! Uses tokio. Stands below TLS, where it is seen whether bytes really leave; above it, what waits for
//! a peer looks like what was sent.

use std::io;
use std::io::IoSlice;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::task::ready;
use std::time::Duration;

use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;
use tokio::time::Instant;
use tokio::time::Sleep;

/// A stream whose writes fail with `TimedOut` once nothing could be written for `longest`.
#[derive(Debug)]
pub struct Stalling<S> {
    inner: S,
    longest: Duration,
    /// Runs while a write waits; made at the first wait, since most connections never have one.
    patience: Option<Pin<Box<Sleep>>>,
    waiting: bool,
}

impl<S> Stalling<S> {
    pub(super) const fn new(inner: S, longest: Duration) -> Self {
        Self {
            inner,
            longest,
            patience: None,
            waiting: false,
        }
    }

    /// Passes on what a write gave, and fails one that has waited too long.
    fn judge<T>(&mut self, context: &mut Context<'_>, given: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if given.is_ready() {
            self.waiting = false;
            return given;
        }
        let until = Instant::now() + self.longest;
        let patience = self
            .patience
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(until)));
        if !self.waiting {
            self.waiting = true;
            patience.as_mut().reset(until);
        }
        ready!(patience.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Stalling<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Stalling<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let given = Pin::new(&mut self.inner).poll_write(context, bytes);
        self.judge(context, given)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let given = Pin::new(&mut self.inner).poll_write_vectored(context, slices);
        self.judge(context, given)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let given = Pin::new(&mut self.inner).poll_flush(context);
        // A socket's flush does nothing and so is always ready: that is no progress of a write.
        if given.is_ready() {
            return given;
        }
        self.judge(context, given)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;
    use tokio::io::AsyncWriteExt;

    use super::*;

    const LONGEST: Duration = Duration::from_millis(100);

    #[tokio::test]
    async fn a_write_that_nobody_reads_is_given_up_after_its_time() {
        let (near, _far) = tokio::io::duplex(8);
        let mut near = Stalling::new(near, LONGEST);
        let begun = Instant::now();
        let error = near.write_all(&[0; 100]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(begun.elapsed() >= LONGEST);
    }

    #[tokio::test]
    async fn a_write_that_gets_on_however_slowly_is_not_given_up() {
        let (near, mut far) = tokio::io::duplex(1);
        // A busy machine may let a reader wait for long; each of its steps must only beat this.
        let mut near = Stalling::new(near, 20 * LONGEST);
        let begun = Instant::now();
        let reader = tokio::spawn(async move {
            for _ in 0..30 {
                tokio::time::sleep(LONGEST).await;
                far.read_u8().await.unwrap();
            }
        });
        near.write_all(&[0; 30]).await.unwrap();
        reader.await.unwrap();
        assert!(
            begun.elapsed() > 20 * LONGEST,
            "longer in all than one wait may be"
        );
    }
}
