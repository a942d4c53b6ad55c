//! The ops door: the counters say exactly what happened, and readiness says why not.
//!
//! Counters are the process's, so they are read of the program run by itself, or under the name of a
//! partner that no other test has.

use lookout::config::Home;
use lookout::domain::partner::Allowance;
use lookout::pki::files::Files;
use lookout::server::Kind;
use lookout::server::METRICS;
use rustix::process::Signal;
use serde_json::Value;

use crate::support::LONG;
use crate::support::bodies;
use crate::support::callers::Caller;
use crate::support::callers::Stranger;
use crate::support::line::Http;
use crate::support::metrics;
use crate::support::metrics::Scrape;
use crate::support::program::Program;
use crate::support::soon;
use crate::support::world::World;

const SEARCH: &str = "/v1/persons/search";

async fn scrape(world: &World) -> Scrape {
    let url = format!("http://{}/metrics", world.doors().ops);
    Scrape::of(&reqwest::get(url).await.unwrap().text().await.unwrap())
}

/// What `/readyz` says, and of one part.
async fn ready(world: &World, part: &str) -> (u16, Value) {
    let url = format!("http://{}/readyz", world.doors().ops);
    let answer = reqwest::get(url).await.unwrap();
    let status = answer.status().as_u16();
    (status, metrics::part(&answer.json().await.unwrap(), part))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counters_say_exactly_what_was_asked_refused_and_shaken() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start("quickstart", folder.path()).await;
    let caller = program.partner();
    let mut line = caller.line(Http::Two).await;
    let (hit, no_hit) = (
        program.ready["example_hit"].to_string(),
        program.ready["example_no_hit"].to_string(),
    );
    for body in [&hit, &no_hit, &hit, &no_hit, &hit] {
        assert_eq!(line.search(body.clone()).await.unwrap().status, 200);
    }
    assert_eq!(line.search("{}").await.unwrap().code(), "malformed");
    assert_eq!(line.get("/nowhere/Jansen").await.unwrap().code(), "not-found");
    assert_eq!(line.get(SEARCH).await.unwrap().code(), "method-not-allowed");
    let root = Files::under(Home::at(folder.path()).certs())
        .authority()
        .join("root.pem");
    let root = std::fs::read_to_string(root).unwrap();
    let stranger = Stranger(Caller::new(&root, None, &caller.doors));
    for _ in 0..2 {
        stranger.alert().await;
    }
    let (status, text) = program.ops("/metrics").await;
    assert_eq!(status, 200);
    let seen = Scrape::of(&text);
    let asked = |route, outcome| {
        let labels = [
            ("door", "partners"),
            ("partner", "xx-sample"),
            ("route", route),
            ("outcome", outcome),
        ];
        seen.value("lookout_requests_total", &labels)
    };
    assert_eq!(asked(SEARCH, "ok"), Some(5.0), "{text}");
    assert_eq!(asked(SEARCH, "malformed"), Some(1.0));
    assert_eq!(asked("none", "not-found"), Some(1.0));
    assert_eq!(asked(SEARCH, "method-not-allowed"), Some(1.0));
    let searches = |outcome| seen.value("lookout_searches_total", &[("outcome", outcome)]);
    assert_eq!((searches("hit"), searches("no_hit")), (Some(3.0), Some(2.0)));
    for code in ["malformed", "not-found", "method-not-allowed"] {
        assert_eq!(seen.value("lookout_refusals_total", &[("code", code)]), Some(1.0));
    }
    let shaken = |outcome| {
        let labels = [("door", "partners"), ("outcome", outcome)];
        seen.value("lookout_handshakes_total", &labels)
    };
    assert_eq!(
        (shaken("completed"), shaken("no-certificate")),
        (Some(1.0), Some(2.0))
    );
    // Two passes at most propose and score; every other step is once a query that gets so far.
    let steps = |step| seen.value("lookout_search_step_seconds_count", &[("step", step)]);
    for (step, times) in [
        ("admit", 6.0),
        ("body", 6.0),
        ("wait", 5.0),
        ("explain", 5.0),
        ("canonical", 5.0),
        ("audit", 5.0),
        ("reply", 5.0),
    ] {
        assert_eq!(steps(step), Some(times), "{step}");
    }
    for step in ["propose", "score"] {
        assert!((5.0..=10.0).contains(&steps(step).unwrap()), "{step}");
    }
    assert_eq!(
        seen.value("lookout_connections", &[("who", "admitted")]),
        Some(1.0)
    );
    let records = lookout::audit::read(
        &Home::at(folder.path()).audit(),
        &lookout::audit::Filter {
            limit: 100_000,
            ..Default::default()
        },
    );
    let records = records.unwrap().len() as f64;
    assert_eq!(seen.value("lookout_audit_leaves", &[]), Some(records));
    assert!(
        seen.value("lookout_commit_seconds_count", &[("store", "audit")])
            .unwrap()
            >= 1.0
    );
    assert_eq!(seen.value("lookout_index_lag_facts", &[]), Some(0.0));
    assert_eq!(seen.value("lookout_index_lag_seconds", &[]), Some(0.0));
    assert_eq!(
        seen.value("lookout_journal_position", &[]),
        seen.value("lookout_state_position", &[])
    );
    every_metric_is_listed(&text);
    drop(line);
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
}

/// Every series has HELP, a kind and labels as the list says, and nothing of a person.
fn every_metric_is_listed(text: &str) {
    for word in ["Jansen", "NX1234567", "1980-05-17", "nowhere"] {
        assert!(!text.contains(word), "{word} among the metrics");
    }
    for line in text.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
        let (name, kind) = line.split_once(' ').unwrap();
        let metric = METRICS.iter().find(|metric| metric.name == name);
        let metric = metric.unwrap_or_else(|| panic!("{name} is not in the list"));
        let listed = match metric.kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        assert_eq!(kind, listed, "{name}");
        assert!(
            text.contains(&format!("# HELP {name} {}", metric.help)),
            "{name} has no HELP"
        );
    }
    for series in Scrape::of(text).series() {
        let (name, labels) = series.split_once('{').unwrap_or((series, ""));
        let base = ["_bucket", "_sum", "_count"]
            .iter()
            .find_map(|end| name.strip_suffix(end))
            .unwrap_or(name);
        let metric = METRICS
            .iter()
            .find(|metric| metric.name == base || metric.name == name);
        let metric = metric.unwrap_or_else(|| panic!("{name} is not in the list"));
        let named = labels
            .trim_end_matches('}')
            .split("\",")
            .filter(|label| !label.is_empty());
        for label in named.map(|label| label.split('=').next().unwrap()) {
            assert!(label == "le" || metric.labels.contains(&label), "{name}: {label}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_over_the_limit_is_counted_for_its_partner_and_nobody_unknown_gets_a_label() {
    let world = World::start().await;
    let mut profile = world.profile("xo-limited");
    profile.allowance = Some(Allowance {
        per_second: 1.try_into().unwrap(),
        burst: 2.try_into().unwrap(),
    });
    let limited = world.partner_under("xo-limited", profile).await;
    let mut line = limited.line(Http::Two).await;
    let (mut good, mut over) = (0.0, 0.0);
    for _ in 0..10 {
        match line.get("/v1/purposes").await.unwrap().status {
            200 => good += 1.0,
            _ => over += 1.0,
        }
    }
    let stranger = world.stranger(Some(&world.mint.good("partner/xo-unknown/gate-1")));
    let refused = stranger.line(Http::One).await.get("/v1/purposes").await.unwrap();
    assert_eq!(refused.code(), "certificate-unknown");
    let seen = scrape(&world).await;
    let count = |outcome| {
        let labels = [("partner", "xo-limited"), ("outcome", outcome)];
        seen.value("lookout_requests_total", &labels)
    };
    assert_eq!((count("ok"), count("over-limit")), (Some(good), Some(over)));
    assert!(over >= 7.0);
    assert!(seen.series().all(|series| !series.contains("xo-unknown")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_near_its_end_is_a_warning_and_one_past_it_is_not_ready() {
    let world = World::start().await;
    let partner = world.partner("xo-expiring").await;
    let (status, part) = ready(&world, "certificates").await;
    assert_eq!((status, &part["code"]), (200, &"ok".into()), "{part}");
    let labels = [("partner", "xo-expiring")];
    let name = "lookout_client_certificate_expiry_timestamp_seconds";
    let ends = scrape(&world).await.value(name, &labels).unwrap();
    let now = lookout::domain::clock::Clock::now(world.clock.as_ref()).as_second() as f64;
    assert!(ends > now && ends < now + 40.0 * 86_400.0, "{ends} {now}");
    world.clock.jump_days(355);
    let (status, part) = ready(&world, "certificates").await;
    assert_eq!(
        (status, &part["ready"], &part["warning"], &part["code"]),
        (200, &true.into(), &true.into(), &"near-expiry".into()),
        "{part}"
    );
    world.clock.jump_days(20);
    let (status, part) = ready(&world, "certificates").await;
    assert_eq!(
        (status, &part["ready"], &part["code"]),
        (503, &false.into(), &"expired".into()),
        "{part}"
    );
    assert!(part["text"].as_str().unwrap().contains("partners"), "{part}");
    let (_, clock) = ready(&world, "clock").await;
    assert_eq!(
        (&clock["ready"], &clock["code"]),
        (&true.into(), &"clock-doubted".into())
    );
    // Its client was given up long ago: its series alarms nobody.
    assert!(scrape(&world).await.value(name, &labels).unwrap().is_nan());
    drop(partner);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_part_has_a_place_in_readyz() {
    let world = World::start().await;
    for part in [
        "node",
        "journal",
        "state",
        "audit",
        "index",
        "doors",
        "certificates",
        "disk",
        "clock",
    ] {
        let (status, one) = ready(&world, part).await;
        assert_eq!((status, &one["ready"]), (200, &true.into()), "{one}");
        assert!(
            one["code"].is_string() && !one["text"].as_str().unwrap().is_empty(),
            "{one}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_is_rebuilt_is_not_ready_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start("quickstart", folder.path()).await;
    assert_eq!(program.stop(Signal::TERM).await.code(), Some(0));
    std::fs::remove_dir_all(Home::at(folder.path()).index()).unwrap();
    let program = Program::start("serve", folder.path()).await;
    let begun = std::time::Instant::now();
    let mut building = 0;
    loop {
        let (status, index) = program.readyz("index").await;
        if status == 200 {
            assert_eq!(index["code"], "ok");
            break;
        }
        assert_eq!((status, &index["ready"]), (503, &false.into()), "{index}");
        assert_eq!(index["code"], "index-building");
        let lag = program.scrape().await;
        if lag.value("lookout_index_lag_facts", &[]) > Some(0.0) {
            building += 1;
        }
        assert!(begun.elapsed() < LONG, "{index}");
    }
    println!("seen building with a lag {building} times");
    let seen = program.scrape().await;
    assert_eq!(seen.value("lookout_index_lag_facts", &[]), Some(0.0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_log_without_room_is_not_ready_and_heals_without_being_asked() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start("quickstart", folder.path()).await;
    let mut line = program.partner().line(Http::Two).await;
    let hit = program.ready["example_hit"].to_string();
    program.file_limit(Some(4096));
    assert_eq!(line.search(hit.clone()).await.unwrap().code(), "not-recorded");
    let (status, audit) = program.readyz("audit").await;
    assert_eq!((status, &audit["code"]), (503, &"full".into()), "{audit}");
    program.file_limit(None);
    // Nobody searches: a balancer has taken the gateway out.
    let healed = async {
        while program.ops("/readyz").await.0 != 200 {
            tokio::task::yield_now().await;
        }
    };
    soon(healed).await;
    assert_eq!(line.search(hit).await.unwrap().status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_is_counted_as_one_request_whatever_its_protocol() {
    let world = World::start().await;
    let partner = world.partner("xo-counted").await;
    for http in crate::support::line::BOTH {
        let mut line = partner.line(http).await;
        let body = bodies::listed().to_string();
        assert_eq!(line.search(body).await.unwrap().status, 200);
    }
    let labels = [("partner", "xo-counted"), ("route", SEARCH)];
    assert_eq!(
        scrape(&world).await.value("lookout_requests_total", &labels),
        Some(2.0)
    );
}
