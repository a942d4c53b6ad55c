//! What the desk and local commands are told of alerts, from what the use cases give.
//!
//! Uses `service` and `wire`.

use jiff::Timestamp;

use super::wait::Wait;
use crate::domain::ids::AlertId;
use crate::domain::ids::Ordinal;
use crate::domain::proposal::Proposal;
use crate::service::Changed;
use crate::service::Listed;
use crate::service::Past;
use crate::service::Services;
use crate::service::Waiting;
use crate::wire::alert_lists::ListReply;
use crate::wire::alert_lists::ListedReply;
use crate::wire::alert_lists::ProposalReply;
use crate::wire::alert_lists::ProposalsReply;
use crate::wire::alerts::AlertReply;
use crate::wire::alerts::ChangedReply;
use crate::wire::alerts::HistoryReply;
use crate::wire::alerts::PastReply;

/// That an alert was changed, and whether the index has it: by now, or after the wait that was asked for.
pub(super) async fn changed(
    services: &Services,
    wait: Wait,
    alert: AlertId,
    changed: Changed,
) -> ChangedReply {
    ChangedReply {
        alert,
        version: changed.version,
        position: changed.version,
        indexed: wait.indexed(services, changed.version).await,
        force: changed.force,
        waits: changed.waits,
    }
}

pub(super) fn shown(stored: crate::state::StoredAlert, now: Timestamp) -> AlertReply {
    AlertReply {
        version: stored.version,
        force: stored.force(now),
        not_before: stored.hidden_until.filter(|until| *until > now),
        alert: stored.alert,
    }
}

pub(super) fn history(alert: AlertId, changes: Vec<Past>, more: bool) -> HistoryReply {
    let reply = |past: Past| PastReply {
        position: past.position,
        time: past.time,
        actor: past.actor,
        kind: past.kind,
        reason: past.reason,
        until: past.until,
        fields: past.fields,
        erased: past.erased,
        change: past.change.map(str::to_owned),
        proposed_by: past.proposed_by,
    };
    HistoryReply {
        alert,
        changes: changes.into_iter().map(reply).collect(),
        more,
    }
}

pub(super) fn list((alerts, next): (Vec<Listed>, Option<Ordinal>)) -> ListReply {
    let reply = |listed: Listed| ListedReply {
        alert: listed.alert,
        owner: listed.owner,
        category: listed.category,
        action: listed.action,
        state: listed.stands.word().to_owned(),
        last_day: listed.last_day,
        review_due: listed.review_due,
    };
    ListReply {
        alerts: alerts.into_iter().map(reply).collect(),
        next: next.map(|ordinal| ordinal.0.to_string()),
    }
}

fn proposal(waiting: Waiting) -> ProposalReply {
    ProposalReply {
        alert: waiting.alert,
        version: waiting.version,
        time: waiting.time,
        actor: waiting.actor,
        change: waiting.change.to_owned(),
        owner: waiting.owner,
        category: waiting.category,
        overtaken: waiting.overtaken,
        fact: None,
    }
}

pub(super) fn proposals(waiting: Vec<Waiting>) -> ProposalsReply {
    ProposalsReply {
        proposals: waiting.into_iter().map(proposal).collect(),
    }
}

/// A proposal with all that it would change.
pub(super) fn whole((whole, waiting): (Proposal, Waiting)) -> ProposalReply {
    ProposalReply {
        fact: serde_json::to_value(&whole.change).ok(),
        ..proposal(waiting)
    }
}
