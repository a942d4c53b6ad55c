//! The invented list, and the questions asked about it.
//!
//! Uses `eval`. The same on every machine.

use std::io::Write;
use std::path::Path;

use lookout::domain::alert::Alert;
use lookout::domain::alert::Subject;
use lookout::domain::person::NameForm;
use lookout::domain::query::SoughtPerson;
use lookout::eval::noise;
use lookout::eval::noise::Noise;
use lookout::eval::persons;

use crate::Outcome;

/// What the generator begins with.
pub(crate) const SEED: u64 = 20_261_123;
/// Most questions.
const QUESTIONS: usize = 5_000;

/// Alerts about invented people.
pub(crate) struct Listed {
    pub(crate) alerts: Vec<Alert>,
}

impl Listed {
    pub(crate) fn of(persons: usize) -> Self {
        Self {
            alerts: persons::alerts(SEED, persons).collect(),
        }
    }

    /// Alerts about other people.
    pub(crate) fn others(persons: usize) -> Outcome<Self> {
        let mut alerts: Vec<_> = persons::alerts(SEED + 1, persons).collect();
        for (number, alert) in alerts.iter_mut().enumerate() {
            alert.id = format!("OTHER-{number:07}").parse()?;
        }
        Ok(Self { alerts })
    }

    /// People who share one name and nothing else.
    pub(crate) fn namesakes(persons: usize) -> Self {
        let mut list = Self::of(persons);
        let named = list.alerts.first().map(|alert| alert.subject.clone());
        let Some(Subject::Person(named)) = named else {
            return list;
        };
        for alert in &mut list.alerts {
            let Subject::Person(person) = &mut alert.subject;
            person.names.clone_from(&named.names);
        }
        list
    }

    /// Writes so many as `lookout import` reads them, without keeping them.
    pub(crate) fn stream(persons: usize, list: &Path) -> Outcome<()> {
        let mut file = std::io::BufWriter::new(std::fs::File::create(list)?);
        for alert in persons::alerts(SEED, persons) {
            serde_json::to_writer(&mut file, &alert)?;
            file.write_all(b"\n")?;
        }
        Ok(file.flush()?)
    }

    /// Writes them as `lookout import` reads them.
    pub(crate) fn write(&self, list: &Path) -> Outcome<()> {
        let mut file = std::io::BufWriter::new(std::fs::File::create(list)?);
        for alert in &self.alerts {
            serde_json::to_writer(&mut file, alert)?;
            file.write_all(b"\n")?;
        }
        // Else it is written to the disk while something else is measured.
        Ok(file.into_inner()?.sync_all()?)
    }

    /// Questions with the usual mistakes, and some about people who are not listed.
    pub(crate) fn questions(&self) -> impl Iterator<Item = (&Alert, SoughtPerson)> {
        let kinds = Noise::ALL.into_iter().cycle();
        let step = (self.alerts.len() / QUESTIONS).max(1);
        let chosen = self.alerts.iter().step_by(step).zip(kinds).zip(0_u64..);
        chosen.filter_map(|((alert, kind), seed)| Some((alert, noise::query(alert, kind, seed)?)))
    }

    /// The same as bodies of requests.
    pub(crate) fn bodies(&self) -> Vec<String> {
        self.questions().filter_map(|(_, sought)| body(&sought)).collect()
    }
}

fn body(sought: &SoughtPerson) -> Option<String> {
    let NameForm::Whole(name) = &sought.names.first()?.form else {
        return None;
    };
    let mut person = serde_json::json!({ "name": name });
    if let Some(born) = sought.birth_date {
        person["birth_date"] = born.to_string().into();
    }
    Some(search(&person))
}

/// A search for a person.
pub(crate) fn search(person: &serde_json::Value) -> String {
    let body = serde_json::json!({
        "purpose": "border-check", "reference": "BENCH-1", "requester": { "user": "bench" }, "person": person,
    });
    body.to_string()
}
