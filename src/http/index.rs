//! The control socket's part for the index: how it is, a look at its seals, a rebuild while it answers.
//!
//! Uses `service` and `wire`.

use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::Router;
use axum::extract::Path;
use axum::extract::State;
use axum::routing::get;
use axum::routing::post;

use super::control::Caller;
use super::control::Reply;
use super::control::permit;
use crate::access::ManageIndex;
use crate::service::Ended;
use crate::service::Outcome;
use crate::service::Run;
use crate::service::Seals;
use crate::service::Services;
use crate::wire::maintenance;

/// `/index` and what is below it.
pub(super) fn routes() -> Router<Arc<Services>> {
    Router::new()
        .route("/index", get(show))
        .route("/index/check", post(check))
        .route("/index/rebuild", post(rebuild))
        .route("/index/rebuild/{number}/stop", post(stop))
}

async fn show(State(services): State<Arc<Services>>) -> Json<maintenance::IndexReply> {
    Json(told(&services))
}

async fn check(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
) -> Reply<maintenance::SealsReply> {
    let permit = permit::<ManageIndex>(&services, caller).await?;
    Ok(Json(match services.check_index(permit).await? {
        Seals::Sound(checked) => maintenance::SealsReply {
            sound: true,
            damaged: None,
            files: checked.files,
            bytes: checked.bytes,
        },
        found => maintenance::SealsReply {
            sound: false,
            damaged: match found {
                Seals::Damaged(what) => Some(what),
                Seals::Sound(_) | Seals::BrokenOff => None,
            },
            files: 0,
            bytes: 0,
        },
    }))
}

async fn rebuild(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
) -> Reply<maintenance::BegunReply> {
    let permit = permit::<ManageIndex>(&services, caller).await?;
    let (number, new) = services.rebuild_index(permit).await?;
    Ok(Json(maintenance::BegunReply { number, new }))
}

async fn stop(
    State(services): State<Arc<Services>>,
    Extension(caller): Extension<Caller>,
    Path(number): Path<u64>,
) -> Reply<maintenance::IndexReply> {
    let permit = permit::<ManageIndex>(&services, caller).await?;
    services.stop_rebuild(permit, number).await?;
    Ok(Json(told(&services)))
}

fn told(services: &Services) -> maintenance::IndexReply {
    let (at, known) = (services.positions(), services.rebuilding());
    maintenance::IndexReply {
        position: at.index,
        journal: at.journal,
        rebuild: known.run.map(|run| under_way(&run)),
        last: known.last.as_ref().map(ended),
        damaged: known.damaged,
    }
}

fn under_way(run: &Run) -> maintenance::RebuildReply {
    maintenance::RebuildReply {
        number: run.number,
        cause: run.cause.word().to_owned(),
        stage: run.stage.word().to_owned(),
        position: run.position,
        of: run.of,
        seconds: run.since.elapsed().as_secs_f64(),
    }
}

fn ended(last: &Ended) -> maintenance::RebuiltReply {
    maintenance::RebuiltReply {
        number: last.number,
        cause: last.cause.word().to_owned(),
        outcome: last.outcome.word().to_owned(),
        reason: match &last.outcome {
            Outcome::Failed(reason) => Some(reason.clone()),
            Outcome::Swapped | Outcome::Stopped => None,
        },
        position: last.position,
        seconds: last.took.as_secs_f64(),
    }
}
