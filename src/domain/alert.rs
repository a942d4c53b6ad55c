//! The alert: who is sought, by whom, on what basis, what to do on a hit, until when (DOMAIN 3).
//!
//! Uses `ids`, `text`, `person`. One JSON document; `index/README.md` documents it for those who
//! write lists. Enums hold the trade's codes; nothing here upgrades an action.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::de::Error;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde::de::value::MapAccessDeserializer;

use super::ids::AlertId;
use super::ids::OwnerId;
use super::ids::PartnerId;
use super::person::Person;
use super::text::Text;

/// Why the person is sought: the categories of SIS (Reg. 2018/1862) and Interpol's notices.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Art. 26, red notice: arrest for surrender or extradition.
    WantedForArrest,
    /// Art. 32(1)(a): missing, to be placed under protection.
    MissingToProtect,
    /// Art. 32(1)(b), yellow notice: missing, to be located.
    Missing,
    /// Art. 32(1)(c): child at risk of abduction.
    ChildAbductionRisk,
    /// Art. 32(1)(d)(e): to be prevented from travelling.
    PreventTravel,
    /// Art. 34: sought to assist with a judicial procedure.
    JudicialProcedure,
    /// Art. 36: discreet check; the person must not notice.
    DiscreetCheck,
    /// Art. 36: inquiry check, with an interview.
    InquiryCheck,
    /// Art. 36: specific check, with a search.
    SpecificCheck,
    /// Art. 37a, blue notice: information.
    Information,
    /// Green and orange notices: warning.
    Warning,
    /// Art. 40: unknown wanted person.
    UnknownWanted,
}

/// What the officer is to do on a hit.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Arrest.
    Arrest,
    /// Place under protection.
    Protect,
    /// Prevent from travelling.
    PreventTravel,
    /// Discreet check: collect, do not alert the subject.
    DiscreetCheck,
    /// Inquiry check: interview.
    InquiryCheck,
    /// Specific check: search.
    SpecificCheck,
    /// Report the whereabouts.
    ReportWhereabouts,
    /// Report residence or domicile.
    ReportResidence,
    /// Identify.
    Identify,
    /// Inform the owner.
    InformOwner,
    /// Ask the contact point before anything else.
    ContactSpoc,
    /// Verify who the person is; what `arrest` becomes on a name alone (LED Art. 11).
    VerifyIdentity,
}

/// Warnings for the officer's safety and the subject's (Reg. 2018/1862 Art. 20(3)).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Caution {
    /// Armed.
    Armed,
    /// Violent.
    Violent,
    /// Absconded or escaped.
    Escaped,
    /// At risk of suicide.
    SuicideRisk,
    /// Threat to public health.
    HealthThreat,
    /// Related to terrorism (Dir. 2017/541).
    Terrorism,
}

/// Europol's handling codes, which travel with every answer (DOMAIN 1b).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Handling {
    /// Only to prevent or combat crime.
    #[default]
    H0,
    /// Not in court without permission.
    H1,
    /// Not to be passed on without permission.
    H2,
    /// Other, as the owner says.
    H3,
}

/// Where an alert stands (DOMAIN 3.6).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Validity {
    /// Not entered yet; never matches.
    Draft,
    /// Request being processed: matches, and the action becomes `contact-spoc`.
    BeingChecked,
    /// In force.
    #[default]
    Active,
    /// In force; its action is refused in this territory and becomes `report-whereabouts`.
    Flagged,
    /// Past its review; never matches.
    UnderReview,
    /// Blocked by its owner; never matches.
    Blocked,
}

impl Validity {
    /// Whether an alert of this standing may be a candidate at all.
    #[must_use]
    pub const fn matches(self) -> bool {
        matches!(self, Self::BeingChecked | Self::Active | Self::Flagged)
    }
}

/// Which partners may learn that an alert exists. Local staff with the right see every alert.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// Every partner.
    #[default]
    All,
    /// Only these.
    Allow(Vec<PartnerId>),
    /// All but these.
    Deny(Vec<PartnerId>),
}

impl Visibility {
    /// Whether a partner may learn of it.
    #[must_use]
    pub fn permits(&self, partner: &PartnerId) -> bool {
        match self {
            Self::All => true,
            Self::Allow(partners) => partners.contains(partner),
            Self::Deny(partners) => !partners.contains(partner),
        }
    }
}

/// Whom to call after a hit.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Unit.
    pub unit: Text,
    /// Telephone, international form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Text>,
    /// Mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<Text>,
    /// When it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Text>,
}

/// Who or what is sought. In JSON its `type` stands among its fields.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Subject {
    /// A person.
    Person(Person),
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum SubjectType {
    Person,
}

/// Reads the subject straight into its fields when `type` comes first, as it does when written.
/// serde's derived reader would buffer every subject, and forget in which field a fault was.
impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_map(SubjectVisitor)
    }
}

struct SubjectVisitor;

impl<'de> Visitor<'de> for SubjectVisitor {
    type Value = Subject;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a subject with its type")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Subject, A::Error> {
        let Some(first) = map.next_key::<String>()? else {
            return Err(A::Error::missing_field("type"));
        };
        if first == "type" {
            return match map.next_value()? {
                SubjectType::Person => Person::deserialize(MapAccessDeserializer::new(map)),
            }
            .map(Subject::Person);
        }
        let mut fields = serde_json::Map::new();
        fields.insert(first, map.next_value()?);
        while let Some(field) = map.next_key::<String>()? {
            if fields.insert(field, map.next_value()?).is_some() {
                return Err(A::Error::custom("must have each field once"));
            }
        }
        let Some(kind) = fields.remove("type") else {
            return Err(A::Error::missing_field("type"));
        };
        match SubjectType::deserialize(kind).map_err(A::Error::custom)? {
            SubjectType::Person => Person::deserialize(serde_json::Value::Object(fields)),
        }
        .map(Subject::Person)
        .map_err(A::Error::custom)
    }
}

/// One alert.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Alert {
    /// Its id, unique in this gateway.
    pub id: AlertId,
    /// Why the subject is sought.
    pub category: Category,
    /// What to do on a hit.
    pub action: Action,
    /// Who is sought.
    pub subject: Subject,
    /// The authority that entered it.
    pub owner: OwnerId,
    /// Decision or law it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<Text>,
    /// Offence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offence: Option<Text>,
    /// Warnings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<Caution>,
    /// How an answer may be used.
    #[serde(default)]
    pub handling: Handling,
    /// Who may learn of it.
    #[serde(default)]
    pub visibility: Visibility,
    /// Where it stands.
    #[serde(default)]
    pub validity: Validity,
    /// Day it was entered.
    pub entered: Date,
    /// Day its owner last confirmed it.
    pub last_validated: Date,
    /// Last day it is in force without a new review.
    pub review_due: Date,
    /// Last day it is in force whatever a review says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// Alerts it is linked to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<AlertId>,
    /// Its number in the list it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Text>,
    /// Whom to call; absent means the contact point of this gateway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

impl Alert {
    /// The alert after a review, on `validated`, that found that it is to stay until `review_due`; one that
    /// waited for it is active again.
    #[must_use]
    pub fn extended(self, review_due: Date, validated: Date) -> Self {
        let validity = match self.validity {
            Validity::UnderReview => Validity::Active,
            other => other,
        };
        Self {
            review_due,
            last_validated: validated,
            validity,
            ..self
        }
    }

    /// The alert past its last day: an active one waits for its review. One of another standing keeps it,
    /// so that an extension does not undo a flag or a block.
    #[must_use]
    pub fn lapsed(self) -> Self {
        let validity = match self.validity {
            Validity::Active => Validity::UnderReview,
            other => other,
        };
        Self { validity, ..self }
    }

    /// The instant it stops matching: midnight UTC at the end of the earlier of its last days.
    #[must_use]
    pub fn matches_until(&self) -> Timestamp {
        let last = self
            .expires
            .map_or(self.review_due, |expires| expires.min(self.review_due));
        last.tomorrow()
            .and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC))
            .map_or(Timestamp::MAX, |midnight| midnight.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALERT: &str = r#"{"id":"BE-26-000042","category":"wanted-for-arrest","action":"arrest","subject":{"type":"person","names":[{"type":"primary","family":"Janssen","given":"Pjotr"}],"birth_places":[{"town":"Gent","country":"BE"}],"documents":[{"type":"passport","number":"NX1234567","country":"NL"}],"status":"suspect"},"owner":"BE-FEDPOL","handling":"H1","visibility":{"allow":["nl-kmar"]},"validity":"active","entered":"2026-03-01","last_validated":"2026-03-01","review_due":"2036-03-01","contact":{"unit":"SPOC"}}"#;

    #[test]
    fn an_alert_reads_and_writes_the_same_json() {
        let alert: Alert = serde_json::from_str(ALERT).unwrap();
        assert_eq!(serde_json::to_string(&alert).unwrap(), ALERT);
        let value: serde_json::Value = serde_json::from_str(ALERT).unwrap();
        // A `Value` orders its fields by name, so that `type` comes last.
        assert_eq!(serde_json::from_value::<Alert>(value.clone()).unwrap(), alert);
        assert_eq!(serde_json::from_str::<Alert>(&value.to_string()).unwrap(), alert);
    }

    #[test]
    fn an_unknown_field_is_refused_wherever_it_stands() {
        let unknown = [
            (r#"{"id""#, r#"{"x":1,"id""#),
            (r#"{"type":"person","#, r#"{"type":"person","x":1,"#),
            (r#"{"type":"person","#, r#"{"x":1,"type":"person","#),
            (r#"{"type":"primary","#, r#"{"type":"primary","x":1,"#),
            (r#"{"town""#, r#"{"x":1,"town""#),
            (r#"{"type":"passport""#, r#"{"x":1,"type":"passport""#),
            (r#"{"allow""#, r#"{"x":1,"allow""#),
            (r#"{"unit""#, r#"{"x":1,"unit""#),
        ];
        for (known, with) in unknown {
            let json = ALERT.replacen(known, with, 1);
            assert_ne!(json, ALERT);
            assert!(serde_json::from_str::<Alert>(&json).is_err(), "{with}");
        }
    }

    #[test]
    fn a_subject_must_say_its_type_and_only_once() {
        for with in [
            r#"{"#,
            r#"{"type":"vehicle","#,
            r#"{"type":"person","type":"person","#,
        ] {
            let json = ALERT.replacen(r#"{"type":"person","#, with, 1);
            assert!(serde_json::from_str::<Alert>(&json).is_err(), "{with}");
        }
    }
}
