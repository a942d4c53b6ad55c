//! Measurements of state at size, not run by default:
//! `cargo test --release --lib -- --ignored --nocapture state::tests::figures`

use std::time::Instant;

use super::*;

#[test]
#[ignore = "a measurement"]
fn figures_with_a_hundred_thousand_alerts() {
    const ALERTS: u64 = 100_000;
    let place = Place::new();
    let state = place.open();
    let facts = |from: u64| {
        let range = (0..ALERTS).map(|n| n.wrapping_mul(7919) % ALERTS);
        recorded(from, range.map(|n| put(&format!("BE-26-{n:06}"))).collect())
    };
    let rate = |name: &str, rows: u64, begun: Instant| {
        let seconds = begun.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a figure to look at")]
        let rate = rows as f64 / seconds;
        println!("{name}: {seconds:.3} s, {rate:.0} a second");
    };
    let (new, again) = (facts(0), facts(ALERTS));
    let begun = Instant::now();
    new.chunks(1000).for_each(|batch| state.apply(batch).unwrap());
    rate("apply new", ALERTS, begun);
    let begun = Instant::now();
    again.chunks(1000).for_each(|batch| state.apply(batch).unwrap());
    rate("apply again", ALERTS, begun);
    let begun = Instant::now();
    for (position, n) in (2 * ALERTS..).zip(0..1000) {
        state
            .apply(&recorded(position, vec![put(&format!("BE-26-{:06}", n * 97))]))
            .unwrap();
    }
    rate("apply one by one", 1000, begun);
    let begun = Instant::now();
    drop(state);
    println!("close: {:.3} s", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    let state = place.open();
    rate("open", ALERTS, begun);
    let alerts = state.alerts();
    let begun = Instant::now();
    let found = new
        .iter()
        .filter(|fact| {
            let Fact::AlertPut { alert, .. } = &fact.fact else {
                return false;
            };
            alerts
                .ordinal(&alert.id)
                .and_then(|ordinal| alerts.card(ordinal))
                .is_some()
        })
        .count();
    assert_eq!(found as u64, ALERTS);
    rate("id to card", ALERTS, begun);
}
