//! Names against names, and against records as the index keeps them.
//!
//! Uses `matching`. A score is a probability; the score from packed bytes, which decides, and the
//! explanation from the alert itself, which is shown, are one figure (DESIGN 1, rule 4).

use lookout::domain::date::BirthDate;
use lookout::domain::person::NameForm;
use lookout::domain::person::NameKind;
use lookout::domain::person::Person;
use lookout::domain::person::PersonName;
use lookout::domain::person::PersonStatus;
use lookout::domain::query::Level;
use lookout::domain::query::QueryName;
use lookout::domain::query::SoughtPerson;
use lookout::matching::PackedRef;
use lookout::matching::Probe;
use lookout::matching::Record;
use lookout::matching::RecordRef;
use lookout::matching::Tokens;
use lookout::matching::Vocabulary;
use lookout::matching::candidate;
use lookout::matching::explain;
use lookout::matching::score;

fn sought(name: &str, born: Option<&str>) -> Option<SoughtPerson> {
    let form = NameForm::Whole(name.parse().ok()?);
    Some(SoughtPerson {
        names: vec![QueryName {
            form,
            truncated: false,
        }],
        birth_date: born.and_then(|born| born.parse::<BirthDate>().ok()),
        nationalities: Vec::new(),
        sex: None,
        documents: Vec::new(),
    })
}

fn listed(name: &str, born: Option<&str>) -> Option<Person> {
    Some(Person {
        names: vec![PersonName {
            kind: NameKind::Primary,
            form: NameForm::Whole(name.parse().ok()?),
            script: None,
        }],
        birth_dates: born
            .and_then(|born| born.parse::<BirthDate>().ok())
            .into_iter()
            .collect(),
        birth_places: Vec::new(),
        sex: None,
        nationalities: Vec::new(),
        documents: Vec::new(),
        description: None,
        photos: Vec::new(),
        status: PersonStatus::Other,
    })
}

/// Compares the name in the first line with the one in the second; birth dates may stand in the
/// third and fourth.
pub fn names(text: &str) -> Option<()> {
    let mut lines = text.split('\n');
    let (asked, known) = (lines.next()?, lines.next()?);
    let (sought, person) = (sought(asked, lines.next())?, listed(known, lines.next())?);
    let packed = Record::of(&person).pack().unindexed();
    let record = RecordRef::read(packed.packed()).expect("its own bytes are read");
    for level in [Level::Exact, Level::Standard, Level::Broad] {
        let probe = Probe::of(&sought, level);
        let (scored, explained) = (score(&probe, &record), explain(&probe, &sought, &person));
        assert!((0.0..=1.0).contains(&scored.probability()), "{scored:?}");
        assert_eq!(candidate(&probe, &record), scored.grade().is_some().then_some(scored));
        assert_eq!(scored.probability(), explained.score);
        assert_eq!((scored.grade(), scored.hit()), (explained.grade, explained.hit()));
    }
    Some(())
}

/// Takes `bytes` for a record of the index, for the numbers of its tokens, and for those tokens.
pub fn record(bytes: &[u8]) -> Option<()> {
    let tokens = Tokens::new(bytes, Vocabulary::new(bytes, bytes));
    let record = RecordRef::read(PackedRef {
        record: bytes,
        tokens,
    })?;
    let sought = sought("Pieter van der Jansen", Some("1980-05-17"))?;
    let scored = score(&Probe::of(&sought, Level::Broad), &record);
    assert!((0.0..=1.0).contains(&scored.probability()), "{scored:?}");
    Some(())
}
