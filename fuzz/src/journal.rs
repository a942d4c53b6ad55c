//! A stored fact, replayed into a state.
//!
//! Uses `domain::fact` and `state`. One state takes fact after fact, as a journal gives them; now and
//! then it is closed, opened again and compared, since what memory holds must be what the file says.

use jiff::Timestamp;
use lookout::domain::fact::Fact;
use lookout::domain::fact::Recorded;
use lookout::domain::ids::Position;
use lookout::state::Registry;
use lookout::state::State;
use tempfile::TempDir;

/// Facts after which the state is opened again, and after which it begins anew.
const REOPEN: u64 = 200;
const ANEW: u64 = 2_000;

/// A state under replay.
#[derive(Debug)]
pub struct Replay {
    folder: TempDir,
    state: Option<State>,
    at: u64,
}

impl Replay {
    /// An empty state, in memory where the machine has such a folder.
    #[must_use]
    pub fn new() -> Self {
        let memory = std::path::Path::new("/dev/shm");
        let folder = if memory.is_dir() {
            TempDir::new_in(memory)
        } else {
            TempDir::new()
        };
        let folder = folder.expect("a folder");
        let state = Some(State::open(&folder.path().join("state.db")).expect("an empty state"));
        Self { folder, state, at: 0 }
    }

    /// Applies the fact that `body` is, if it is one: what reads it once must read it again.
    pub fn apply(&mut self, body: &[u8]) -> Option<()> {
        let fact: Fact = serde_json::from_slice(body).ok()?;
        let stored = serde_json::to_vec(&fact).expect("a fact is JSON");
        let again: Fact = serde_json::from_slice(&stored).expect("a stored fact is read");
        assert_eq!(again, fact);
        if self.at == ANEW {
            *self = Self::new();
        }
        self.at += 1;
        let recorded = Recorded {
            position: Position(self.at),
            time: Timestamp::UNIX_EPOCH,
            actor: "local:1000".to_owned(),
            fact,
        };
        let state = self.state.as_ref().expect("open");
        state.apply(&[recorded]).expect("a readable fact is applied or skipped");
        assert_eq!(state.position(), Position(self.at));
        if self.at.is_multiple_of(REOPEN) {
            self.reopen();
        }
        Some(())
    }

    fn reopen(&mut self) {
        let before = self.state.take().expect("open");
        let (registry, alerts) = (listed(&before.registry()), before.alerts());
        drop(before);
        let after = State::open(&self.folder.path().join("state.db")).expect("its own file is read");
        assert_eq!(after.position(), Position(self.at));
        assert_eq!(listed(&after.registry()), registry);
        assert_eq!(after.alerts().len(), alerts.len());
        self.state = Some(after);
    }
}

/// All that a registry holds, in an order of its own.
fn listed(registry: &Registry) -> Vec<String> {
    fn each<T: std::fmt::Debug>(of: Vec<T>) -> Vec<String> {
        of.iter().map(|one| format!("{one:?}")).collect()
    }
    let mut all = each(registry.partners());
    all.extend(each(registry.all_staff()));
    all.extend(each(registry.profiles()));
    all.extend(each(registry.certificates()));
    all.extend(each(registry.revocations()));
    all.sort();
    all
}

impl Default for Replay {
    fn default() -> Self {
        Self::new()
    }
}
