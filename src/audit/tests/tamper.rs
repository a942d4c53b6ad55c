//! Tests that whatever is done to the file behind the log's back is found.

use super::*;

#[tokio::test]
async fn an_edit_is_found_wherever_it_is() {
    let edits = [
        (
            "UPDATE records SET payload = replace(CAST(payload AS TEXT), 'no_hit', 'hit') WHERE leaf = 3",
            Fault::Changed,
        ),
        (
            "UPDATE records SET salt = zeroblob(32) WHERE leaf = 3",
            Fault::Changed,
        ),
        ("UPDATE records SET salt = NULL WHERE leaf = 3", Fault::Changed),
        (
            "UPDATE records SET actor = 'staff/other' WHERE leaf = 3",
            Fault::Misfiled,
        ),
        ("UPDATE records SET request = 'X' WHERE leaf = 3", Fault::Misfiled),
        (
            "UPDATE records SET time = time + 1 WHERE leaf = 3",
            Fault::Misfiled,
        ),
        (
            "UPDATE records SET chain = zeroblob(32) WHERE leaf = 3",
            Fault::Unchained,
        ),
    ];
    for (sql, fault) in edits {
        let place = filled().await;
        // The payload column is a blob; SQLite's replace gives text.
        place.sql(
            &sql.replace("= replace(", "= CAST(replace(")
                .replace("'hit')", "'hit') AS BLOB)"),
        );
        assert!(
            place.faults().contains(&(Some(3), fault)),
            "{sql}: {:?}",
            place.faults()
        );
    }
}

#[tokio::test]
async fn a_record_changed_together_with_its_hash_breaks_the_chain() {
    let place = filled().await;
    let payload = br#"{"forged":true}"#;
    let hash = chain::leaf_hash(&[0; 32], payload);
    Connection::open(place.file())
        .unwrap()
        .execute(
            "UPDATE records SET payload = ?1, salt = zeroblob(32), hash = ?2 WHERE leaf = 2",
            (payload.as_slice(), hash),
        )
        .unwrap();
    assert!(
        place.faults().contains(&(Some(2), Fault::Unchained)),
        "{:?}",
        place.faults()
    );
}

#[tokio::test]
async fn dropped_swapped_and_cut_records_are_found() {
    let swap = "UPDATE records SET leaf = -1 WHERE leaf = 1; UPDATE records SET leaf = 1 WHERE leaf = 2;
                UPDATE records SET leaf = 2 WHERE leaf = -1";
    for (sql, found) in [
        ("DELETE FROM records WHERE leaf = 5", (None, Fault::CutOff)),
        ("DELETE FROM records", (None, Fault::CutOff)),
        ("DELETE FROM records WHERE leaf = 2", (Some(3), Fault::Gap)),
        ("DELETE FROM records WHERE leaf = 0", (Some(1), Fault::Gap)),
        (swap, (Some(1), Fault::Unchained)),
        ("DELETE FROM head", (None, Fault::NoHead)),
    ] {
        let place = filled().await;
        place.sql(sql);
        assert!(place.faults().contains(&found), "{sql}: {:?}", place.faults());
    }
}

#[tokio::test]
async fn a_cut_with_a_head_to_match_is_not_signed_and_is_not_written_on() {
    let place = filled().await;
    place.sql(
        "DELETE FROM records WHERE leaf = 5;
         UPDATE head SET size = 5, chain = (SELECT chain FROM records WHERE leaf = 4)",
    );
    assert_eq!(place.faults(), [(None, Fault::Unsigned)]);
    assert!(
        verify(place.path(), None).unwrap().is_sound(),
        "only the signature tells"
    );
    assert!(matches!(place.open(), Err(AuditError::Tampered)));
}

#[tokio::test]
async fn an_erased_payload_keeps_the_proofs_and_is_counted() {
    let place = filled().await;
    place.sql("UPDATE records SET payload = NULL, salt = NULL, actor = NULL, request = NULL WHERE leaf = 1");
    let report = place.report();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.records, report.erased), (6, 1));
    let all = read(
        place.path(),
        &Filter {
            limit: 100,
            ..Filter::default()
        },
    )
    .unwrap();
    assert_eq!(all[1].record, None);
}
