//! Whether keys fetch whom comparing would take.

use super::*;

/// Whether a pass proposes a person, as far as keys decide.
pub(crate) fn fetched(query: &SoughtPerson, person: &Person, pass: Pass) -> bool {
    let person = Record::of(person).pack();
    let groups = Probe::of(query, Level::Standard).keys(pass, &person);
    groups
        .iter()
        .flat_map(|group| &group.keys)
        .any(|(key, _)| person.keys.binary_search(key).is_ok())
}

/// Whether the wide pass proposes a person, as far as keys and the bound for one part decide.
fn proposed(query: &SoughtPerson, person: &Person) -> bool {
    let person = Record::of(person).pack();
    let probe = Probe::of(query, Level::Standard);
    let groups = probe.keys(Pass::Wide, &person);
    let best = |group: &KeyGroup| {
        let held = group.keys.iter().filter(|(key, _)| person.keys.contains(key));
        held.map(|(_, tier)| *tier).max()
    };
    let shared = || {
        groups
            .iter()
            .filter_map(|group| Some((group.parts, best(group)?)))
    };
    let (parts, tier) = shared().fold((0, 0), |(parts, sum), (more, tier)| {
        (parts + more, sum + u16::from(tier))
    });
    parts >= SEVERAL || tier > u16::from(probe.alone(Pass::Wide))
}

#[test]
fn who_shares_two_parts_is_proposed_in_the_wide_pass_however_little_they_say() {
    let cut_off = |name: &str| {
        let mut query = sought(name, Some("1980-05-17"));
        query.names[0].truncated = true;
        query
    };
    // A part that stands twice, one cut off too early for a key, an initial, a short one with a slip.
    for (query, listed) in [
        (sought("Ali Ali", Some("1980-05-17")), "Ali Rietvolk"),
        (cut_off("Mohamed Zan"), "Mohamed Zandiqi"),
        (sought("Jan Moormans", Some("1980-05-17")), "J. Moormans"),
        (sought("Jon Moormas", Some("1980-05-17")), "Jan Moormans"),
    ] {
        assert!(proposed(&query, &named(listed, &["1980-05-17"])), "{listed}");
    }
    assert!(!proposed(
        &sought("Mohamed Zandiqi", None),
        &named("Mohamed Rietvolk", &[])
    ));
}

#[test]
fn a_whole_name_is_found_with_its_first_or_last_part_moved() {
    for turned in [
        "Vlier Bram Okke Lodder",
        "Lodder Vlier Bram Okke",
        "Bram Okke Lodder Vlier",
    ] {
        let person = Record::of(&named("Vlier Bram Okke Lodder", &[])).pack();
        let probe = Probe::of(&sought(turned, None), Level::Standard);
        let groups = probe.keys(Pass::Wide, &Packed::default());
        let whole = groups
            .iter()
            .filter(|group| group.keys.iter().all(|(_, tier)| *tier == 110));
        assert!(
            whole
                .flat_map(|group| &group.keys)
                .any(|(key, _)| person.keys.contains(key)),
            "{turned}"
        );
    }
}

proptest! {
    #[test]
    fn everybody_is_found_under_their_own_name(name in names()) {
        let (query, person) = (sought(&name, None), named(&name, &[]));
        prop_assert!(fetched(&query, &person, Pass::Narrow) || fetched(&query, &person, Pass::Wide), "{}", name);
    }
}
