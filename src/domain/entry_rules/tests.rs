//! The table of minima, and that each rule is found.

use super::super::alert::Caution;
use super::*;

const TODAY: Date = Date::constant(2026, 11, 23);

const ALL: [(Category, Action, PersonStatus, i16); 12] = [
    (
        Category::WantedForArrest,
        Action::Arrest,
        PersonStatus::Suspect,
        5,
    ),
    (
        Category::MissingToProtect,
        Action::Protect,
        PersonStatus::Missing,
        5,
    ),
    (
        Category::Missing,
        Action::ReportWhereabouts,
        PersonStatus::Missing,
        5,
    ),
    (
        Category::ChildAbductionRisk,
        Action::PreventTravel,
        PersonStatus::Victim,
        1,
    ),
    (
        Category::PreventTravel,
        Action::PreventTravel,
        PersonStatus::Victim,
        1,
    ),
    (
        Category::JudicialProcedure,
        Action::ReportResidence,
        PersonStatus::Witness,
        3,
    ),
    (
        Category::DiscreetCheck,
        Action::DiscreetCheck,
        PersonStatus::Suspect,
        1,
    ),
    (
        Category::InquiryCheck,
        Action::InquiryCheck,
        PersonStatus::Suspect,
        1,
    ),
    (
        Category::SpecificCheck,
        Action::SpecificCheck,
        PersonStatus::Suspect,
        1,
    ),
    (Category::Information, Action::InformOwner, PersonStatus::Other, 1),
    (Category::Warning, Action::InformOwner, PersonStatus::Convicted, 1),
    (
        Category::UnknownWanted,
        Action::Identify,
        PersonStatus::Suspect,
        3,
    ),
];

/// An alert with all that any category needs.
fn whole(category: Category, action: Action, status: PersonStatus) -> Alert {
    let json = r#"{"id":"BE-1","category":"missing","action":"protect","subject":{"type":"person","names":[{"family":"Zandstra"}],"birth_dates":["1980"],"status":"missing"},"owner":"BE-FEDPOL","legal_basis":"warrant 2026/117","offence":"robbery","entered":"2026-11-23","last_validated":"2026-11-23","review_due":"2027-11-23"}"#;
    let mut alert: Alert = serde_json::from_str(json).unwrap();
    alert.category = category;
    alert.action = action;
    let Subject::Person(person) = &mut alert.subject;
    person.status = status;
    alert
}

fn fields(alert: &Alert) -> Vec<&'static str> {
    alert.unmet(TODAY).into_iter().map(|unmet| unmet.field).collect()
}

#[test]
fn each_category_takes_its_own_action_and_status_for_its_longest_time_and_no_day_more() {
    for (category, action, status, years) in ALL {
        let mut alert = whole(category, action, status);
        assert_eq!(fields(&alert), [""; 0], "{category:?}");
        alert.review_due = TODAY.checked_add(years.years()).unwrap();
        assert_eq!(fields(&alert), [""; 0], "{category:?}");
        alert.review_due = alert.review_due.tomorrow().unwrap();
        assert_eq!(fields(&alert), ["review_due"], "{category:?}");
    }
}

#[test]
fn only_arrest_may_arrest_and_every_category_may_ask_the_contact_point() {
    for (category, _, status, _) in ALL {
        let arrest = whole(category, Action::Arrest, status);
        let may = category == Category::WantedForArrest;
        assert_eq!(fields(&arrest).is_empty(), may, "{category:?}");
        assert_eq!(fields(&whole(category, Action::ContactSpoc, status)), [""; 0]);
    }
}

#[test]
fn everything_that_is_missing_is_told_at_once() {
    let mut alert = whole(Category::WantedForArrest, Action::Protect, PersonStatus::Witness);
    let Subject::Person(person) = &mut alert.subject;
    person.birth_dates.clear();
    alert.legal_basis = None;
    alert.offence = None;
    alert.review_due = Date::constant(2036, 1, 1);
    alert.entered = Date::constant(2026, 12, 2);
    alert.last_validated = Date::constant(2026, 12, 1);
    alert.expires = Some(TODAY);
    alert.cautions = vec![Caution::Armed, Caution::Violent, Caution::Armed];
    alert.handling = Handling::H3;
    let all = [
        "action",
        "subject.status",
        "subject.birth_dates",
        "legal_basis",
        "offence",
        "review_due",
        "entered",
        "last_validated",
        "last_validated",
        "expires",
        "cautions",
        "contact",
    ];
    assert_eq!(fields(&alert), all);
}

#[test]
fn a_missing_person_needs_no_offence_and_an_unknown_one_no_birth_date() {
    let mut missing = whole(
        Category::Missing,
        Action::ReportWhereabouts,
        PersonStatus::Missing,
    );
    missing.legal_basis = None;
    missing.offence = None;
    assert_eq!(fields(&missing), [""; 0]);
    let mut unknown = whole(Category::UnknownWanted, Action::Identify, PersonStatus::Suspect);
    let Subject::Person(person) = &mut unknown.subject;
    person.birth_dates.clear();
    assert_eq!(fields(&unknown), [""; 0]);
    unknown.validity = Validity::Flagged;
    assert_eq!(fields(&unknown), ["validity"]);
}
