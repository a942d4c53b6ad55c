//! One alert after another through its whole life, over the control socket, and what searches say of it.
//!
//! Uses `caller`. A change is timed from the opening of its connection until its reply is read; what it does is seen when the
//! first search that shows it is answered, counted from the reply.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use lookout::config::Home;
use lookout::domain::alert::Action;
use lookout::domain::alert::Alert;
use lookout::domain::alert::Category;
use lookout::domain::alert::Subject;
use lookout::domain::alert::Validity;
use lookout::domain::date::BirthDate;
use lookout::domain::person::PersonStatus;
use lookout::eval::persons;
use serde_json::Value;
use serde_json::json;
use tokio::net::UnixStream;

use crate::Outcome;
use crate::caller::Caller;
use crate::caller::Connection;
use crate::listed;

/// Other people than those listed.
const SEED: u64 = listed::SEED + 2;
/// Longest that a change is looked for.
const LONG: Duration = Duration::from_secs(20);

/// What the changes took.
#[derive(Default)]
pub(crate) struct Took {
    /// From the sending to the reply, by the kind of change.
    pub(crate) acknowledged: BTreeMap<&'static str, Vec<Duration>>,
    /// From the reply to the first search that shows it.
    pub(crate) visible: Vec<Duration>,
    /// Replies that said that the index did not have the change yet: none waited for that.
    pub(crate) behind: usize,
    /// Searches among those that looked which were not answered.
    pub(crate) unanswered: usize,
    /// Changes that were not acknowledged.
    pub(crate) refused: usize,
}

/// Who makes the changes, and looks.
pub(crate) struct Changer {
    socket: PathBuf,
    caller: Caller,
    looking: Connection,
    /// The next person of the generator.
    next: usize,
    rounds: usize,
    pub(crate) took: Took,
}

impl Changer {
    pub(crate) async fn new(home: &Path, ready: &Value) -> Outcome<Self> {
        let caller = Caller::new(ready)?;
        let looking = caller.connect().await?;
        Ok(Self {
            socket: Home::at(home).control_socket(),
            caller,
            looking,
            next: 0,
            rounds: 0,
            took: Took::default(),
        })
    }

    /// One alert: entered, corrected to another person, extended, hidden, shown, withdrawn.
    pub(crate) async fn round(&mut self) -> Outcome<()> {
        self.rounds += 1;
        let id = format!("CHANGE-{:05}", self.rounds);
        let (first, right) = (self.somebody(&id)?, self.somebody(&id)?);
        let (wrong_name, right_name) = (asked(&first)?, asked(&right)?);
        let at = |verb: &str| format!("/alert/{id}/{verb}");
        let entered = self.change("enter", "/alert", &json!({ "alert": first })).await?;
        self.look(&id, &wrong_name, true).await?;
        let body = json!({"alert": right, "version": entered, "reason": "exercise"});
        self.change("correct", &at("correct"), &body).await?;
        self.look(&id, &right_name, true).await?;
        self.look(&id, &wrong_name, false).await?;
        let body = json!({"review_due": "2031-11-01", "reason": "exercise"});
        self.change("extend", &at("extend"), &body).await?;
        let body = json!({"until": "2999-01-01T00:00:00Z", "reason": "exercise"});
        self.change("hide", &at("hide"), &body).await?;
        self.look(&id, &right_name, false).await?;
        let why = json!({"reason": "exercise"});
        self.change("unhide", &at("unhide"), &why).await?;
        self.look(&id, &right_name, true).await?;
        self.change("withdraw", &at("withdraw"), &why).await?;
        self.look(&id, &right_name, false).await
    }

    /// The next invented person of whom the day of birth is known.
    fn somebody(&mut self, id: &str) -> Outcome<Alert> {
        loop {
            let drawn = persons::alert(SEED, self.next);
            self.next += 1;
            let Some(mut alert) = drawn else { continue };
            let Subject::Person(person) = &alert.subject;
            if let [BirthDate::Day(_)] = person.birth_dates[..] {
                alert.id = id.parse()?;
                // A category that needs no second person, as a single alert of it must be.
                alert.category = Category::Missing;
                alert.action = Action::ReportWhereabouts;
                alert.validity = Validity::Active;
                alert.expires = None;
                alert.entered = "2026-11-01".parse()?;
                alert.last_validated = alert.entered;
                alert.review_due = "2031-10-01".parse()?;
                let Subject::Person(person) = &mut alert.subject;
                person.status = PersonStatus::Missing;
                return Ok(alert);
            }
        }
    }

    /// Makes a change; its version.
    async fn change(&mut self, kind: &'static str, path: &str, body: &Value) -> Outcome<u64> {
        let body = body.to_string();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let sent = Instant::now();
        // A connection takes one request.
        let mut socket = Connection::over(UnixStream::connect(&self.socket).await?);
        let answer = socket.exchange(request.as_bytes()).await?;
        let took = sent.elapsed();
        let reply = socket.json()?;
        if answer.status != 200 {
            self.took.refused += 1;
            return Err(format!("{kind}: {} {reply}", answer.status).into());
        }
        self.took.acknowledged.entry(kind).or_default().push(took);
        self.took.behind += usize::from(reply["indexed"] != true);
        reply["version"].as_u64().ok_or_else(|| "no version".into())
    }

    /// Asks until this alert is among the candidates, or is not.
    async fn look(&mut self, id: &str, request: &str, there: bool) -> Outcome<()> {
        let request = self.caller.request(request);
        let begun = Instant::now();
        loop {
            let status = self.looking.exchange(&request).await?.status;
            let answer = self.looking.json()?;
            // One name may be so common that nobody found is no `no_hit`: this one was not found either.
            let common = answer["code"] == "too-common";
            if status == 200 || common {
                let found = answer["candidates"].as_array();
                let told = found.is_some_and(|all| all.iter().any(|found| found["alert"] == id));
                if told == there {
                    self.took.visible.push(begun.elapsed());
                    return Ok(());
                }
            } else {
                self.took.unanswered += 1;
            }
            if begun.elapsed() > LONG {
                return Err(format!(
                    "{id}: must be told of: {there}; after {LONG:?} it is {status} {answer}"
                )
                .into());
            }
        }
    }
}

/// A search for the person of an alert, by name and day of birth.
fn asked(alert: &Alert) -> Outcome<String> {
    let Subject::Person(person) = &alert.subject;
    let name = person.names.first().ok_or("no name")?.form.display();
    let born = person.birth_dates.first().ok_or("no birth date")?.to_string();
    Ok(listed::search(&json!({ "name": name, "birth_date": born })))
}
