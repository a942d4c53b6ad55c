//! Facts of several streams, each of which must be as it was.

use super::*;

#[tokio::test]
async fn facts_of_many_streams_are_refused_together_where_one_of_them_has_changed() {
    let place = Place::new();
    let journal = place.open();
    append(&journal, &["a", "b"], Expect::Any).await.unwrap();
    let since = Position(2);
    let each = || Expect::EachUnchanged { since };
    append(&journal, &["other"], Expect::Any).await.unwrap();
    // What happened elsewhere is no matter, and a stream that is new is unchanged.
    append(&journal, &["b", "c"], each()).await.unwrap();
    let refused = append(&journal, &["a", "c", "b"], each()).await.unwrap_err();
    let stream = "c".to_owned();
    let actual = Position(5);
    assert_eq!(refused, AppendError::Conflict { stream, actual });
    assert_eq!(journal.stream("a", 9).unwrap().len(), 1, "none of them is there");
}
