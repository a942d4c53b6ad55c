//! Step two: an alert in full, as far as a profile goes, for who was given it by a query of its own.
//!
//! Uses `claim`, `audit`. A disclosure of its own: recorded with the query's purpose and user before it
//! leaves, with a receipt as an answer has.

use std::sync::Arc;

use serde_json::Value;
use serde_json::json;

use super::Refused;
use super::Services;
use super::answer::Answer;
use super::answer::Draft;
use super::claim::Claim;
use super::claim::Granted;
use super::photos;
use super::record::Attempt;
use super::refusal::Refusal;
use crate::access::Bearer;
use crate::access::Permit;
use crate::access::ReadDetails;
use crate::domain::alert::Alert;
use crate::domain::alert::Contact;
use crate::domain::alert::Subject;
use crate::domain::details::Basis;
use crate::domain::details::Days;
use crate::domain::details::Details;
use crate::domain::ids::AlertId;
use crate::domain::ids::QueryId;
use crate::domain::partner::CandidateField;
use crate::domain::partner::DetailField;
use crate::domain::partner::Profile;
use crate::domain::photo::PhotoHash;
use crate::domain::photo::PhotoKind;
use crate::domain::verdict::Dates;

impl Services {
    /// An alert in full, as far as the bearer's profile goes.
    ///
    /// # Errors
    /// `NotFound` unless a query of the bearer's own has returned it within 24 hours and it still answers
    /// the bearer; when it cannot be recorded.
    pub async fn details(
        self: &Arc<Self>,
        permit: Permit<ReadDetails>,
        claim: Claim,
    ) -> Result<Answer, Refused> {
        let attempt = Attempt::of(&permit);
        let known = json!({ "alert": claim.alert, "query": claim.query });
        let answered = match self.granted(permit.bearer(), &claim).await {
            Ok(granted) => self.disclose(&permit, claim.query, granted).await,
            Err(refusal) => Err(refusal),
        };
        match answered {
            Ok(answer) => Ok(answer),
            Err(refusal) => Err(self.refuse_with(attempt, refusal, known).await),
        }
    }

    async fn disclose(
        &self,
        permit: &Permit<ReadDetails>,
        query: QueryId,
        granted: Granted,
    ) -> Result<Answer, Refusal> {
        let Granted { stored, asked } = granted;
        let profile = permit.profile();
        let links = stored.alert.links.clone();
        let seen = Seen {
            profile,
            ours: &self.config.node.contact,
            // A link to what the bearer may not know of would tell that it is there (SIS Art. 63).
            links: self.known_to(permit.bearer(), links),
        };
        let mut body = disclosed(&stored.alert.id, &query, &asked);
        if let Some(body) = body.as_object_mut() {
            body.insert("version".to_owned(), json!(stored.version));
            body.insert("profile".to_owned(), json!(profile.id));
            body.insert("fields".to_owned(), json!(profile.details));
        }
        let details = seen.details(permit.request().clone(), query, stored.alert);
        let bytes = (self.canonical)(Draft::Details(Box::new(details)));
        let bytes = bytes.ok_or(Refusal::Internal("an answer has no canonical form"))?;
        let record = Attempt::of(permit).record(self.now(), "disclosed".to_owned(), body);
        Answer::recorded(&*self.audit, record, bytes).await
    }

    /// One photograph of an alert, by the same claim and the same rules; the receipt commits to the file.
    ///
    /// # Errors
    /// As [`Services::details`]; `NotFound` too where the profile sees no photographs or the alert has no
    /// such one.
    pub async fn photo(
        self: &Arc<Self>,
        permit: Permit<ReadDetails>,
        claim: Claim,
        hash: PhotoHash,
    ) -> Result<(PhotoKind, Answer), Refused> {
        let attempt = Attempt::of(&permit);
        let known = json!({ "alert": claim.alert, "query": claim.query, "photo": photos::named(hash) });
        let answered = match self.granted(permit.bearer(), &claim).await {
            Ok(granted) => self.disclose_photo(&permit, claim.query, granted, hash).await,
            Err(refusal) => Err(refusal),
        };
        match answered {
            Ok(answered) => Ok(answered),
            Err(refusal) => Err(self.refuse_with(attempt, refusal, known).await),
        }
    }

    async fn disclose_photo(
        self: &Arc<Self>,
        permit: &Permit<ReadDetails>,
        query: QueryId,
        granted: Granted,
        hash: PhotoHash,
    ) -> Result<(PhotoKind, Answer), Refusal> {
        let Granted { stored, asked } = granted;
        let profile = permit.profile();
        if !profile.details.contains(&DetailField::Photos) {
            return Err(Refusal::NotFound);
        }
        let mut body = disclosed(&stored.alert.id, &query, &asked);
        if let Some(body) = body.as_object_mut() {
            body.insert("version".to_owned(), json!(stored.version));
            body.insert("profile".to_owned(), json!(profile.id));
            body.insert("fields".to_owned(), json!([DetailField::Photos]));
            body.insert("photo".to_owned(), json!(photos::named(hash)));
        }
        let services = Arc::clone(self);
        let shown = tokio::task::spawn_blocking(move || services.photo_of(&stored.alert, hash)).await;
        let shown = shown.map_err(|_| Refusal::Internal("the reading of a photograph ended early"))??;
        let record = Attempt::of(permit).record(self.now(), "disclosed".to_owned(), body);
        let answer = Answer::recorded(&*self.audit, record, shown.file).await?;
        Ok((shown.kind, answer))
    }

    fn known_to(&self, bearer: &Bearer, mut links: Vec<AlertId>) -> Vec<AlertId> {
        let now = self.now();
        links.retain(|link| self.answering(link, bearer, now).is_some());
        links
    }
}

/// What every record of a disclosure says: what, by which query, and why and for whom that was asked.
pub(super) fn disclosed(alert: &AlertId, query: &QueryId, asked: &Value) -> Value {
    json!({
        "kind": "disclosure",
        "alert": alert,
        "query": query,
        "purpose": asked.get("purpose"),
        "reference": asked.get("reference"),
        "user": asked.get("user"),
        "unit": asked.get("unit"),
    })
}

/// What one profile sees.
struct Seen<'a> {
    profile: &'a Profile,
    ours: &'a Contact,
    links: Vec<AlertId>,
}

impl Seen<'_> {
    fn details(self, request: QueryId, query: QueryId, alert: Alert) -> Details {
        let has = |field| self.profile.fields.contains(&field);
        let shows = |field| self.profile.details.contains(&field);
        let Subject::Person(person) = alert.subject;
        Details {
            request,
            query,
            handling: alert.handling,
            contact: alert.contact.unwrap_or_else(|| self.ours.clone()),
            status: person.status,
            category: has(CandidateField::Category).then_some(alert.category),
            cautions: has(CandidateField::Cautions).then_some(alert.cautions),
            owner: has(CandidateField::Owner).then_some(alert.owner),
            days: has(CandidateField::Dates).then_some(Days {
                entered: alert.entered,
                review: Dates {
                    last_validated: alert.last_validated,
                    review_due: alert.review_due,
                },
                expires: alert.expires,
            }),
            names: shows(DetailField::Names).then_some(person.names),
            birth: shows(DetailField::Birth).then_some((person.birth_dates, person.birth_places)),
            identity: shows(DetailField::Identity).then_some((person.sex, person.nationalities)),
            documents: shows(DetailField::Documents).then_some(person.documents),
            description: person.description.filter(|_| shows(DetailField::Description)),
            basis: shows(DetailField::Basis).then_some(Basis {
                legal_basis: alert.legal_basis,
                offence: alert.offence,
            }),
            links: shows(DetailField::Links).then_some(self.links),
            source: alert.source.filter(|_| shows(DetailField::Source)),
            photos: shows(DetailField::Photos).then_some(person.photos),
            alert: alert.id,
        }
    }
}
