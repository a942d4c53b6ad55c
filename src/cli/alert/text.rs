//! What people read of alerts: tables, and acknowledgements that say what is true from now on.
//!
//! Uses `wire`. Texts of others' making are shown without what could command a terminal.

use jiff::Timestamp;

use crate::cli::out;
use crate::cli::word;
use crate::domain::alert::Subject;
use crate::domain::force::Force;
use crate::domain::person::NameForm;
use crate::wire::alerts::AlertReply;
use crate::wire::alerts::ChangedReply;
use crate::wire::alerts::DueReply;
use crate::wire::alerts::HistoryReply;
use crate::wire::alerts::PastReply;

/// That a change was made: its place, and what searches say from now on.
pub(super) fn changed(reply: &ChangedReply) -> String {
    let ChangedReply {
        alert,
        version,
        indexed,
        force,
        ..
    } = reply;
    if reply.waits {
        return format!(
            "This change of alert {alert} waits for a second person; until then nothing has changed and \
             searches say what they said. Durable at journal position {version}. Another user confirms it by \
             `lookout alert confirm {alert} --version {version}`, or at the desk; `lookout alert reject` takes it back."
        );
    }
    let Some(force) = force else {
        return format!(
            "Alert {alert} is withdrawn and answers nobody. Durable at journal position {version}."
        );
    };
    let found = match (force, indexed) {
        (Force::InForce { .. }, true) => "Searches find it now.".to_owned(),
        (Force::InForce { .. }, false) => {
            "Searches find it as it is now once the index has that position: `lookout status` tells."
                .to_owned()
        }
        (other, _) => standing(other),
    };
    format!("Alert {alert} is at version {version}, durable at that position of the journal. {found}")
}

/// Where an alert stands, as a sentence.
fn standing(force: &Force) -> String {
    match force {
        Force::InForce { until } => format!("In force until {}.", moment(*until)),
        Force::Hidden { until } => format!("Hidden: it answers nobody until {}.", moment(*until)),
        Force::Lapsed { since } => format!("Lapsed: it answers nobody since {}.", moment(*since)),
        Force::Held { validity } => {
            format!("It answers nobody while it is {}.", word::of(validity))
        }
    }
}

fn moment(instant: Timestamp) -> String {
    format!("{instant:.0}")
}

/// An alert in a few lines; `--json` shows all of it.
pub(super) fn alert(reply: &AlertReply) -> String {
    let AlertReply {
        version,
        force,
        not_before,
        alert,
    } = reply;
    let Subject::Person(person) = &alert.subject;
    let names = person.names.iter().map(|name| match &name.form {
        NameForm::Whole(name) | NameForm::Family(name) | NameForm::Given(name) => name.to_string(),
        NameForm::Parts { family, given } => format!("{family}, {given}"),
    });
    let names: Vec<String> = names.map(|name| out::harmless(&name)).collect();
    let born: Vec<String> = person.birth_dates.iter().map(ToString::to_string).collect();
    let mut lines = vec![
        format!("Alert {}, version {version}. {}", alert.id, standing(force)),
        format!("  names      {}", names.join("; ")),
    ];
    if let (Some(from), Force::Held { .. } | Force::Lapsed { .. }) = (not_before, force) {
        lines.push(format!("  hidden     until {}", moment(*from)));
    }
    if !born.is_empty() {
        lines.push(format!("  born       {}", born.join("; ")));
    }
    lines.extend([
        format!(
            "  category   {}, action {}",
            word::of(&alert.category),
            word::of(&alert.action)
        ),
        format!(
            "  owner      {}, handling {}",
            alert.owner,
            word::of(&alert.handling)
        ),
        format!("  validity   {}", word::of(&alert.validity)),
        format!(
            "  days       entered {}, validated {}, review due {}{}",
            alert.entered,
            alert.last_validated,
            alert.review_due,
            alert
                .expires
                .map(|day| format!(", expires {day}"))
                .unwrap_or_default(),
        ),
    ]);
    lines.join("\n")
}

/// What was done, a line each, the first one first.
pub(super) fn history(reply: &HistoryReply) -> String {
    let heading = ["VERSION", "TIME", "BY", "WHAT", "UNTIL", "FIELDS", "WHY"].map(str::to_owned);
    let mut rows = vec![heading];
    rows.extend(reply.changes.iter().map(|past| {
        [
            past.position.to_string(),
            moment(past.time),
            out::harmless(&past.actor),
            what(past),
            past.until.clone().unwrap_or_default(),
            past.fields.join(" "),
            past.reason
                .as_ref()
                .map(|reason| out::harmless(reason.as_str()))
                .unwrap_or_default(),
        ]
    }));
    let mut text = out::columns(&rows);
    if reply.more {
        text.push_str("\nOlder changes are not shown; the journal has them.");
    }
    text
}

/// What a change was, what a proposal was of, and who proposed what another has made.
fn what(past: &PastReply) -> String {
    let bare = |kind: &str| kind.strip_prefix("alert.").unwrap_or(kind).to_owned();
    let kind = bare(&past.kind);
    match (&past.change, &past.proposed_by) {
        (Some(change), _) => format!("{kind}: {}", bare(change)),
        (_, Some(who)) => format!("{kind}, proposed by {}", out::harmless(who)),
        _ => kind,
    }
}

/// What is due, a line each, the nearest first.
pub(super) fn due(reply: &DueReply) -> String {
    if reply.alerts.is_empty() {
        return format!("No alert is due until {}.", reply.until);
    }
    let heading = ["WITHIN", "LAST DAY", "WHAT", "ALERT", "OWNER", "CATEGORY"].map(str::to_owned);
    let mut rows = vec![heading];
    rows.extend(reply.alerts.iter().map(|due| {
        [
            due.within.clone(),
            due.last_day.to_string(),
            due.comes.clone(),
            due.alert.to_string(),
            due.owner.to_string(),
            word::of(&due.category),
        ]
    }));
    let mut text = out::columns(&rows);
    if reply.more {
        text.push_str("\nThere are more; a shorter --within shows the nearest alone.");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Position;

    fn reply(force: Option<Force>, indexed: bool) -> ChangedReply {
        ChangedReply {
            alert: "BE-1".parse().unwrap(),
            version: Position(1_207),
            position: Position(1_207),
            indexed,
            force,
            waits: false,
        }
    }

    #[test]
    fn an_acknowledgement_says_where_and_from_when_on() {
        let until: Timestamp = "2026-12-01T06:00:00Z".parse().unwrap();
        for (force, indexed, says) in [
            (Some(Force::InForce { until }), true, "Searches find it now."),
            (
                Some(Force::InForce { until }),
                false,
                "once the index has that position",
            ),
            (
                Some(Force::Hidden { until }),
                true,
                "answers nobody until 2026-12-01T06:00:00Z",
            ),
            (
                Some(Force::Lapsed { since: until }),
                true,
                "answers nobody since 2026-12-01",
            ),
            (None, true, "is withdrawn and answers nobody"),
        ] {
            let text = changed(&reply(force, indexed));
            assert!(text.contains(says) && text.contains("1207"), "{text}");
        }
    }
}
