//! Partners' systems made for being revoked, over the control socket as commands do it.
//!
//! Uses `support`. Their certificates are signed with the home's own authority.

use std::path::Path;

use lookout::config::Home;
use lookout::pki::files::Files;
use lookout::pki::issuer;
use lookout::pki::pem;
use serde_json::json;

use crate::support::certificates::Mint;
use crate::support::certificates::Minted;
use crate::support::line::Http;
use crate::support::program;
use crate::support::program::Program;

const DOMAIN: &str = "lookout.local";

/// A system that the registry knows: the answer to its registration was received.
#[derive(Clone)]
pub(super) struct System {
    minted: Minted,
    key: String,
}

/// The home's authority, in the hands of the test.
pub(super) fn mint(home: &Path) -> Mint {
    let folder = Files::under(Home::at(home).certs()).authority();
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    Mint::over(
        &read("root.pem"),
        &read("issuing.pem"),
        &read("issuing.key"),
        DOMAIN,
        jiff::Timestamp::now(),
    )
}

/// Registers one more system of the partner `xx-crash`.
pub(super) async fn register(home: &Path, mint: &Mint, client: &str) -> System {
    let minted = mint.good(&format!("partner/xx-crash/{client}"));
    let chain = pem::certificates(&minted.0).unwrap();
    let certificate = issuer::record(&chain, &mint.authorities(), DOMAIN).unwrap();
    let new = json!({
        "partner": { "id": "xx-crash", "name": "Crash", "profile": "sample" },
        "certificate": certificate,
    });
    let (status, reply) = program::control(home, "/partners", &new).await.unwrap();
    assert_eq!(status, 200, "{reply}");
    System {
        minted,
        key: certificate.key.to_string(),
    }
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
