//! Measurements of the log, not run by default.

use super::*;

/// `cargo test --release --lib -- --ignored --nocapture audit::tests::figures::commits_a_second`
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn commits_a_second() {
    let place = Place::new();
    let log = Arc::new(place.open().unwrap());
    for callers in [1_usize, 64] {
        let each = 6400 / callers.max(8);
        let begun = std::time::Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for caller in 0..callers {
            let (log, record) = (Arc::clone(&log), record(&place, caller as u128));
            tasks.spawn(async move {
                for _ in 0..each {
                    log.commit(record.clone()).await.unwrap();
                }
            });
        }
        tasks.join_all().await;
        let commits = callers * each;
        #[expect(clippy::cast_precision_loss, reason = "a figure to look at")]
        let rate = commits as f64 / begun.elapsed().as_secs_f64();
        println!("{callers} callers: {commits} commits, {rate:.0} a second");
    }
}
