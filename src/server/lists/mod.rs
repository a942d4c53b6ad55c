//! Feeds' lists, fetched into the home whole, and gone after each run.
//!
//! Uses `service`'s terms and `feeds`. Nothing of a list stays on the disk: what is taken up is in the
//! journal, and a copy elsewhere would outlive an erasure.

mod address;
mod files;
mod remote;
mod signature;
mod spool;

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;

use super::lists::spool::Spool;
use crate::config::Home;
use crate::domain::feed::Feed;
use crate::domain::feed::Reading;
use crate::domain::feed_run::Failing;
use crate::domain::feed_run::ListMark;
use crate::domain::feed_source::Source;
use crate::service::Fault;
use crate::service::FeedProgress;
use crate::service::Fetched;
use crate::service::ListSource;

/// Fetches lists into a home.
#[derive(Debug)]
pub(super) struct Lists {
    folder: PathBuf,
}

impl Lists {
    /// The fetcher of a home, whose lock is held: what a killed run left there is removed.
    pub(super) fn of(home: &Home) -> Self {
        let folder = home.lists();
        match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(%error, "what a run of a feed left behind cannot be removed");
            }
            Ok(()) | Err(_) => {}
        }
        Self { folder }
    }

    async fn fetched(
        &self,
        feed: &Feed,
        known: Option<&ListMark>,
        progress: &FeedProgress,
    ) -> Result<Fetched, Failing> {
        let beside = matches!(feed.reading, Reading::OfacSdn { .. });
        match &feed.source {
            Source::Url { address, ca, private } => {
                let spool = || Spool::new(&self.folder, feed, progress);
                let remote = remote::Remote::new(address, ca.as_ref(), *private)?;
                remote.fetch(spool, beside, known, progress).await
            }
            local => tokio::task::block_in_place(|| {
                let chosen = files::chosen(local, &feed.reading)?;
                let mut spool = Spool::new(&self.folder, feed, progress)?;
                for path in &chosen.lists {
                    spool.copy(path, false)?;
                }
                for path in &chosen.beside {
                    spool.copy(path, true)?;
                }
                Ok(Fetched::List(spool.finish(None, None)))
            }),
        }
    }
}

impl ListSource for Lists {
    fn check(&self, feed: &Feed) -> Result<(), Fault> {
        if let Some(key) = &feed.key {
            signature::check(key)?;
        }
        match &feed.source {
            Source::Url { address, ca, .. } => address::check(address, ca.is_some(), feed.key.is_some()),
            Source::File { .. } | Source::Folder { .. } => Ok(()),
        }
    }

    fn fetch<'a>(
        &'a self,
        feed: &'a Feed,
        known: Option<&'a ListMark>,
        progress: &'a FeedProgress,
    ) -> Pin<Box<dyn Future<Output = Result<Fetched, Failing>> + Send + 'a>> {
        Box::pin(self.fetched(feed, known, progress))
    }
}
