//! Requests on a fixed schedule, whatever becomes of those before them.
//!
//! Uses `caller`. A request is due at its time, and its latency counts from then, so that no slow answer
//! hides others behind it.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::Instant;

use crate::Outcome;
use crate::caller::Caller;

/// What is offered.
pub(crate) struct Offered {
    /// Requests a second.
    pub(crate) rate: f64,
    /// Over how many kept connections.
    pub(crate) connections: usize,
    /// For how long at most.
    pub(crate) lasting: Duration,
}

/// What one request got.
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) retry_after: bool,
    /// Since it was due.
    pub(crate) after: Duration,
    done: Instant,
}

/// Told when to stop.
#[derive(Clone, Default)]
pub(crate) struct Until(Arc<AtomicBool>);

impl Until {
    pub(crate) fn end(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn ended(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Offered {
    /// Sends the requests in turn, each at its time, until all are sent or it is told to stop.
    pub(crate) async fn send(
        &self,
        caller: &Caller,
        requests: &Arc<Vec<Vec<u8>>>,
        until: &Until,
    ) -> Outcome<Vec<Got>> {
        let (rate, lasting) = (self.rate, self.lasting);
        let all = (rate * lasting.as_secs_f64()) as usize;
        let next = Arc::new(AtomicUsize::new(0));
        let mut connections = Vec::new();
        for _ in 0..self.connections {
            connections.push(caller.connect().await?);
        }
        let begun = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for mut connection in connections {
            let (requests, next, until) = (Arc::clone(requests), Arc::clone(&next), until.clone());
            tasks.spawn(async move {
                let mut got = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let due = begun + Duration::from_secs_f64(number as f64 / rate);
                    tokio::time::sleep_until(due).await;
                    if number >= all || until.ended() {
                        return Outcome::Ok(got);
                    }
                    let answer = connection.exchange(&requests[number % requests.len()]).await?;
                    let done = Instant::now();
                    got.push(Got {
                        status: answer.status,
                        retry_after: answer.retry_after,
                        after: done - due,
                        done,
                    });
                }
            });
        }
        let mut all = Vec::new();
        while let Some(done) = tasks.join_next().await {
            // What is answered after the end is not what was served until then.
            all.extend(done??.into_iter().filter(|got| got.done - begun <= lasting));
        }
        Ok(all)
    }
}
