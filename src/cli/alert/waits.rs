//! Whether a command waits until searches find what it changed.
//!
//! Uses nothing. A person who enters an alert wants to find it; a script may have no time for that.

use clap::Args;

#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Waits {
    /// Do not wait, a second at most, until searches find the alert as it is now
    #[arg(long)]
    no_wait: bool,
}

impl Waits {
    /// A route of the control socket, with the wait where it is wanted.
    pub(super) fn route(self, route: String) -> String {
        if self.no_wait {
            route
        } else {
            route + "?wait=index"
        }
    }
}
