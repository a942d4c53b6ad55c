//! Partners' systems made for being revoked, over the control socket as commands do it.
//!
//! Uses `support`. Their certificates are signed with the home's own authority.

use std::path::Path;

use serde_json::json;

use crate::support::certificates::Mint;
use crate::support::certificates::Minted;
use crate::support::line::Http;
use crate::support::program;
use crate::support::program::Program;

/// A system that the registry knows: the answer to its registration was received.
#[derive(Clone)]
pub(super) struct System {
    minted: Minted,
    key: String,
}

/// Registers one more system of the partner `xx-crash`.
pub(super) async fn register(home: &Path, mint: &Mint, client: &str) -> System {
    let minted = mint.good(&format!("partner/xx-crash/{client}"));
    let key = program::register(home, mint, "xx-crash", &minted).await;
    System { minted, key }
}

/// A change that waits for no index: its status.
pub(super) async fn change(home: &Path) -> u16 {
    let profile = json!({
        "id": "drill", "purposes": ["border-check"], "level": "exact", "max_candidates": 1, "fields": [],
    });
    program::control(home, "/profiles", &profile).await.unwrap().0
}

impl System {
    /// Revokes it; whether that was acknowledged.
    pub(super) async fn revoke(&self, home: &Path) -> bool {
        let path = format!("/certificates/{}/revoke", self.key);
        let answer = program::control(home, &path, &json!({"reason": "a drill"})).await;
        matches!(answer, Some((200, _)))
    }

    /// Its status and code when it asks now.
    pub(super) async fn asks(&self, program: &Program) -> (u16, String) {
        let mut line = program.caller(&self.minted).line(Http::Two).await;
        let answer = line.get("/v1/purposes").await;
        let answer = answer.unwrap_or_else(|error| panic!("{error}: {}", program.log()));
        let code = if answer.status == 200 {
            String::new()
        } else {
            answer.code()
        };
        (answer.status, code)
    }
}
