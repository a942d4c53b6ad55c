//! A home whose log is ahead of the clock: what issues by its authority does not.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering;

use jiff::SignedDuration;
use jiff::Timestamp;
use lookout::domain::clock::Clock;
use lookout::server::NoKeys;
use lookout::server::complete_keys;
use lookout::server::renew_doors;

use crate::support::world::World;

/// A clock so many seconds after another moment.
#[derive(Debug)]
struct After(Timestamp, AtomicI64);

impl Clock for After {
    fn now(&self) -> Timestamp {
        self.0 + SignedDuration::from_secs(self.1.load(Ordering::SeqCst))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_renews_no_certificate_and_makes_none_by_a_clock_behind_the_log() {
    let mut world = World::start().await;
    // Most of the doors' certificates' life is over.
    world.clock.forward_days(300);
    world.put_profile(world.profile("late")).await;
    world.stop().await;
    let (home, config) = (world.home(), Arc::clone(&world.config));
    let now = Clock::now(world.clock.as_ref());
    let clock = After(now, AtomicI64::new(-600));
    assert_eq!(renew_doors(&home, &config, &clock), []);
    let chain = lookout::pki::files::Files::under(home.certs()).door_chain("desk");
    let kept = std::fs::read(&chain).unwrap();
    std::fs::remove_file(&chain).unwrap();
    let refused = complete_keys(&home, &config, &clock);
    assert!(matches!(refused, Err(NoKeys::Clock(_))));
    assert!(!chain.exists());
    // When the clock is right, both.
    clock.1.store(1, Ordering::SeqCst);
    complete_keys(&home, &config, &clock).unwrap();
    std::fs::write(&chain, kept).unwrap();
    assert_eq!(renew_doors(&home, &config, &clock).len(), 3);
}
