//! The control socket's part for feeds.
//!
//! Uses `service` and `wire`.

use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::Router;
use axum::extract::Path;
use axum::extract::Request;
use axum::extract::State;
use axum::routing::get;
use axum::routing::post;

use super::control::Caller;
use super::control::Reply;
use super::control::permit;
use super::control::read;
use super::problem::Problem;
use crate::access::ManageFeeds;
use crate::access::RunFeeds;
use crate::domain::fact::Fact;
use crate::domain::ids::FeedId;
use crate::service::Ask;
use crate::service::FeedPast;
use crate::service::FeedTold;
use crate::service::NewFeed;
use crate::service::Refusal;
use crate::service::Report;
use crate::service::Services;
use crate::wire::control::ChangeReply;
use crate::wire::feeds;

/// `/feeds`.
pub(super) fn routes() -> Router<Arc<Services>> {
    Router::new()
        .route("/feeds", get(list).post(put))
        .route("/feeds/{feed}", get(show))
        .route("/feeds/{feed}/confirm", post(confirm))
        .route("/feeds/{feed}/remove", post(remove))
        .route("/feeds/{feed}/run", post(run))
        .route("/feeds/{feed}/stop", post(stop))
}

fn reply(told: FeedTold) -> feeds::FeedReply {
    let known = told.known;
    feeds::FeedReply {
        feed: known.feed.clone(),
        version: known.version,
        by: known.by.clone(),
        at: known.at,
        waits: known.waits(),
        confirmed_by: known.confirmed.as_ref().map(|confirmed| confirmed.by.clone()),
        next: told.next,
        last: known.last.clone(),
        good: known.good.as_ref().map(|run| run.ended),
        failures: known.failures,
        running: told.running.map(|progress| {
            let (phase, done, of) = progress.now();
            feeds::RunningReply {
                phase: phase.word().to_owned(),
                done,
                of,
            }
        }),
    }
}

fn past(past: FeedPast) -> feeds::FeedPastReply {
    let kind = past.fact.kind().to_owned();
    let (run, reason) = match past.fact {
        Fact::FeedRan { run, .. } => (Some(*run), None),
        Fact::FeedRemoved { reason, .. } => (None, Some(reason)),
        _ => (None, None),
    };
    feeds::FeedPastReply {
        position: past.position,
        time: past.time,
        actor: past.actor,
        kind,
        run,
        reason,
    }
}

async fn list(State(services): State<Arc<Services>>) -> Json<Vec<feeds::FeedReply>> {
    Json(services.told_feeds().into_iter().map(reply).collect())
}

async fn show(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<FeedId>,
) -> Reply<feeds::FeedShownReply> {
    let refusal = match (services.told_feed(&id), services.feed_history(&id)) {
        (Some(told), Ok(history)) => {
            return Ok(Json(feeds::FeedShownReply {
                feed: reply(told),
                history: history.into_iter().map(past).collect(),
            }));
        }
        (None, _) => Refusal::NotFound,
        (_, Err(refusal)) => refusal,
    };
    let permit = permit::<RunFeeds>(&services, caller).await?;
    Err(services.reject(permit, refusal).await.into())
}

async fn put(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Reply<ChangeReply> {
    let (permit, fields) = read::<ManageFeeds, feeds::PutFeedFields>(&services, caller, request).await?;
    let new = NewFeed {
        feed: fields.feed,
        version: fields.version,
    };
    let position = services.put_feed(permit, new).await?;
    Ok(Json(ChangeReply { position }))
}

async fn confirm(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<FeedId>,
    request: Request,
) -> Reply<ChangeReply> {
    let (permit, fields) = read::<ManageFeeds, feeds::ConfirmFeedFields>(&services, caller, request).await?;
    let position = services.confirm_feed(permit, &id, fields.version).await?;
    Ok(Json(ChangeReply { position }))
}

async fn remove(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<FeedId>,
    request: Request,
) -> Reply<ChangeReply> {
    let (permit, fields) = read::<ManageFeeds, feeds::RemoveFeedFields>(&services, caller, request).await?;
    let position = services.remove_feed(permit, &id, fields.reason).await?;
    Ok(Json(ChangeReply { position }))
}

async fn run(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<FeedId>,
    request: Request,
) -> Reply<feeds::RanReply> {
    let (permit, fields) = read::<RunFeeds, feeds::RunFeedFields>(&services, caller, request).await?;
    let ask = Ask {
        any_share: fields.any_share,
        dry: fields.dry,
        take: fields.take,
    };
    let Report { run, rejects } = services.run_feed_through(permit, id, ask).await?;
    let reject = |told: crate::service::Told| feeds::RejectReply {
        file: told.file,
        line: told.line,
        reason: told.reason,
    };
    Ok(Json(feeds::RanReply {
        run,
        rejects: rejects.into_iter().map(reject).collect(),
    }))
}

async fn stop(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<FeedId>,
) -> Result<Json<feeds::StoppedReply>, Problem> {
    let permit = permit::<RunFeeds>(&services, caller).await?;
    let was_running = services.stop_feed(permit, &id);
    Ok(Json(feeds::StoppedReply { was_running }))
}
