//! What is proposed, and within which bounds.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::index::Proposals;

#[test]
fn what_is_hidden_takes_no_place_from_what_is_visible() {
    let folder = tempfile::tempdir().unwrap();
    let Opened {
        index, mut writer, ..
    } = open(folder.path());
    // 3,000 hidden ones with a better sum stand before three visible ones.
    let hidden = (0..3_000).map(|ordinal| put(ordinal, &[1, 2]));
    writer
        .apply(hidden.chain((3_000..3_003).map(|ordinal| put(ordinal, &[1]))))
        .unwrap();
    writer.commit(Position(1), NOW).unwrap();
    let snapshot = index.snapshot();
    let mut scratch = Scratch::default();
    let groups = [group(&[(1, 1)]), group(&[(2, 1)])];
    let proposals = snapshot
        .propose(&groups, &|ordinal| ordinal.0 >= 3_000, &bounds(3), &mut scratch)
        .unwrap();
    assert_eq!(ordinals(&proposals), [3_000, 3_001, 3_002]);
    assert!(!proposals.truncated());
}

#[test]
fn those_tied_with_the_last_are_proposed_too_or_the_proposals_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let Opened {
        index, mut writer, ..
    } = open(folder.path());
    let tied = (1..10).map(|ordinal| put(ordinal, &[1]));
    writer.apply(tied.chain([put(0, &[1, 2])])).unwrap();
    writer.commit(Position(1), NOW).unwrap();
    let snapshot = index.snapshot();
    let mut scratch = Scratch::default();
    let groups = [group(&[(1, 1)]), group(&[(2, 1)])];
    for (candidates, tied, expected, truncated) in [
        (1, 1, 1, false),
        (2, 10, 10, false),
        (2, 5, 5, true),
        (10, 10, 10, false),
    ] {
        let bounds = Bounds {
            tied,
            ..bounds(candidates)
        };
        let proposals = snapshot
            .propose(&groups, &|_| true, &bounds, &mut scratch)
            .unwrap();
        assert_eq!((proposals.len(), proposals.truncated()), (expected, truncated));
        assert_eq!(ordinals(&proposals), (0..10).take(expected).collect::<Vec<_>>());
    }
}

fn ordinals(proposals: &Proposals<'_>) -> Vec<u32> {
    proposals.iter().map(|proposal| proposal.ordinal.0).collect()
}

#[test]
fn a_budget_that_is_too_small_leaves_out_the_commonest_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let Opened {
        index, mut writer, ..
    } = open(folder.path());
    writer
        .apply((0..500).map(|ordinal| put(ordinal, &[1, 1_000 + u64::from(ordinal)])))
        .unwrap();
    writer.commit(Position(1), NOW).unwrap();
    let snapshot = index.snapshot();
    let groups = [group(&[(1, 200)]), group(&[(1_007, 1), (1_008, 3)])];
    let mut scratch = Scratch::default();
    let bounds = Bounds {
        postings: 500,
        ..bounds(200)
    };
    let proposals = snapshot
        .propose(&groups, &|_| true, &bounds, &mut scratch)
        .unwrap();
    assert!(proposals.truncated());
    assert_eq!(proposals.postings(), 2);
    let found: Vec<_> = proposals
        .iter()
        .map(|proposal| (proposal.ordinal.0, proposal.sum))
        .collect();
    assert_eq!(found, [(8, 3), (7, 1)]);
    let bounds = Bounds {
        postings: 502,
        tied: 500,
        ..bounds
    };
    assert!(
        !snapshot
            .propose(&groups, &|_| true, &bounds, &mut scratch)
            .unwrap()
            .truncated()
    );
}

#[test]
fn past_its_deadline_a_search_fails_and_the_next_is_not_harmed() {
    let (_folder, opened) = filled();
    let snapshot = opened.index.snapshot();
    let groups = [group(&[(1, 1)]), group(&[(7, 2)])];
    let mut scratch = Scratch::default();
    let late = Bounds {
        deadline: Instant::now(),
        ..bounds(200)
    };
    let refused = snapshot.propose(&groups, &|_| true, &late, &mut scratch);
    assert!(matches!(refused, Err(IndexError::Deadline)));
    let slow = Bounds {
        candidates: 1,
        deadline: Instant::now() + Duration::from_millis(20),
        ..bounds(1)
    };
    let stalling = |_: Ordinal| {
        while Instant::now() < slow.deadline {}
        false
    };
    let refused = snapshot.propose(&groups, &stalling, &slow, &mut scratch);
    assert!(matches!(refused, Err(IndexError::Deadline)));
    let again = snapshot
        .propose(&groups, &|_| true, &bounds(200), &mut scratch)
        .unwrap();
    let again: Vec<_> = again
        .iter()
        .map(|proposal| (proposal.ordinal.0, proposal.sum))
        .collect();
    assert_eq!(again, proposed(&snapshot, &groups));
}

#[test]
fn a_list_of_many_blocks_is_read_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let Opened {
        index, mut writer, ..
    } = open(folder.path());
    writer
        .apply((0..1_024).map(|ordinal| put(ordinal, &[1])))
        .unwrap();
    writer.commit(Position(1), NOW).unwrap();
    let mut scratch = Scratch::default();
    let snapshot = index.snapshot();
    let proposals = snapshot
        .propose(&[group(&[(1, 1)])], &|_| true, &bounds(5_000), &mut scratch)
        .unwrap();
    assert_eq!((proposals.len(), proposals.postings()), (1_024, 1_024));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The same answer as going through all entries one by one, in any order of commits and merges.
    #[test]
    fn proposals_are_those_of_an_exhaustive_search(
        rounds in prop::collection::vec(
            prop::collection::vec((0_u32..60, prop::collection::vec(0_u64..12, 0..6), prop::bool::weighted(0.2)), 1..40),
            1..6,
        ),
        groups in prop::collection::vec(prop::collection::vec((0_u64..14, 1_u8..=255), 0..5), 0..5),
        hidden in prop::collection::btree_set(0_u32..60, 0..30),
        candidates in 0_usize..20,
        alone in 0_u8..=255,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let Opened { index, mut writer, .. } = open(folder.path());
        let mut listed: BTreeMap<u32, Vec<Key>> = BTreeMap::new();
        for (round, changes) in rounds.iter().enumerate() {
            for (ordinal, keys, removed) in changes {
                if *removed {
                    listed.remove(ordinal);
                    writer.apply([Change::Remove(Ordinal(*ordinal))]).unwrap();
                } else {
                    listed.insert(*ordinal, keys.clone());
                    writer.apply([put(*ordinal, keys)]).unwrap();
                }
            }
            writer.commit(Position(round as u64 + 1), NOW).unwrap();
        }
        let groups: Vec<KeyGroup> = groups.iter().map(|keys| group(keys)).collect();
        let mut expected: Vec<(u32, u16)> = listed
            .iter()
            .filter(|(ordinal, _)| !hidden.contains(ordinal))
            .filter_map(|(ordinal, keys)| {
                let best = |group: &KeyGroup| {
                    group.keys.iter().filter(|(key, _)| keys.contains(key)).map(|(_, tier)| u16::from(*tier)).max()
                };
                let tiers: Vec<u16> = groups.iter().filter_map(best).collect();
                let sum = tiers.iter().sum();
                let fetched = tiers.len() > 1 || (tiers.len() == 1 && sum >= u16::from(alone));
                fetched.then_some((*ordinal, sum))
            })
            .collect();
        expected.sort_by_key(|(ordinal, sum)| (std::cmp::Reverse(*sum), *ordinal));
        expected.truncate(candidates);

        let snapshot = index.snapshot();
        prop_assert_eq!(snapshot.len(), listed.len() as u64);
        let mut scratch = Scratch::default();
        let visible = |ordinal: Ordinal| !hidden.contains(&ordinal.0);
        let bounds = Bounds { alone, ..bounds(candidates) };
        let proposals = snapshot.propose(&groups, &visible, &bounds, &mut scratch).unwrap();
        let found: Vec<(u32, u16)> = proposals.iter().map(|proposal| (proposal.ordinal.0, proposal.sum)).collect();
        prop_assert_eq!(found, expected);
        for proposal in proposals.iter() {
            let keys = &listed[&proposal.ordinal.0];
            let record = format!("record {} {}", proposal.ordinal.0, keys.len());
            prop_assert_eq!(proposal.person.record, record.as_bytes());
            let token = (proposal.ordinal.0 % 3).to_string();
            prop_assert_eq!(proposal.person.tokens.token(0), Some(token.as_bytes()));
        }
        // A token is known for as long as somebody bears it, and at most until those segments merge.
        for number in 0..3_u32 {
            let mut known = false;
            snapshot.near(&[u64::from(number) << 32], &mut |token| known |= token == number.to_string().as_bytes());
            prop_assert!(known || listed.keys().all(|ordinal| ordinal % 3 != number));
        }
    }
}
