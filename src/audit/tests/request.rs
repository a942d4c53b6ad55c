//! What a request was answered is found by an index, not by walking the log.

use super::super::Filter;
use super::super::read::OF_REQUEST;
use super::super::record::AuditLog;
use super::Connection;
use super::filled;

#[tokio::test]
async fn a_request_is_found_by_its_number_without_walking_the_log() {
    let place = filled().await;
    let log = place.open().unwrap();
    let filter = Filter {
        limit: 10,
        ..Filter::default()
    };
    let all = log.read(&filter).unwrap();
    assert_eq!(all.len(), 6);
    for entry in all {
        let request = entry.record.as_ref().unwrap()["request"].as_str();
        let request = request.unwrap().parse().unwrap();
        assert_eq!(log.of_request(&request).unwrap(), [entry]);
    }
    let unknown = "01KAR0000000000000000000Q7".parse().unwrap();
    assert_eq!(log.of_request(&unknown).unwrap(), []);
    let connection = Connection::open(place.file()).unwrap();
    let plan: String = connection
        .query_row(&format!("EXPLAIN QUERY PLAN {OF_REQUEST}"), ["x"], |row| {
            row.get(3)
        })
        .unwrap();
    assert!(
        plan.starts_with("SEARCH records USING INDEX records_by_request"),
        "{plan}"
    );
}
