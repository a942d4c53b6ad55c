//! Tests that measure time run alone; all others run beside each other.
//!
//! Uses a lock of the process: whoever boots a gateway shares it for the life of that gateway, and a
//! test that measures takes it whole. With `cargo nextest` each test is a process and the lock is void:
//! put those of `abuse` into a group of one there.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::Weak;

use tokio::sync::OwnedRwLockReadGuard;
use tokio::sync::OwnedRwLockWriteGuard;
use tokio::sync::RwLock;

static LOCK: LazyLock<Arc<RwLock<()>>> = LazyLock::new(Arc::default);

/// Leave to run beside others; every gateway of a test holds the same.
pub(crate) type Shared = Arc<Held>;

/// The lock, one way or the other.
pub(crate) enum Held {
    Beside { _others: OwnedRwLockReadGuard<()> },
    Alone { _nobody: OwnedRwLockWriteGuard<()> },
}

thread_local! {
    /// What this test holds already: a test boots its gateways on its own thread, and a second one
    /// must not wait behind somebody who waits for the first.
    static MINE: RefCell<Weak<Held>> = const { RefCell::new(Weak::new()) };
}

/// Waits until nobody measures.
pub(crate) async fn shared() -> Shared {
    if let Some(mine) = MINE.with_borrow(Weak::upgrade) {
        return mine;
    }
    let others = Arc::clone(&LOCK).read_owned().await;
    keep(Held::Beside { _others: others })
}

/// Waits until no other gateway runs in this process, and keeps new ones waiting.
pub(crate) async fn alone() -> Shared {
    let nobody = Arc::clone(&LOCK).write_owned().await;
    keep(Held::Alone { _nobody: nobody })
}

fn keep(held: Held) -> Shared {
    let held = Arc::new(held);
    MINE.set(Arc::downgrade(&held));
    held
}
