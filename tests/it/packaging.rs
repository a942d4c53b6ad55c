//! What a service manager and a container rely on: told when ready, told when stopping, healthy only
//! when it is, and running from a root that cannot be written.
//!
//! Uses the real program, `packaging/`, and where they are there systemd's and the kernel's own tools.

use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use crate::support::LONG;

const PROGRAM: &str = env!("CARGO_BIN_EXE_lookout");
const UNIT: &str = "packaging/systemd/lookout.service";

fn lookout(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    for door in ["PARTNERS", "ENROLMENT", "DESK", "OPS"] {
        command.env(format!("LOOKOUT_DOORS__{door}__LISTEN"), "127.0.0.1:0");
    }
    command
        .env("LOOKOUT_HOME", home)
        .env_remove("LOOKOUT_CONFIG")
        .args(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
fn a_service_manager_is_told_when_the_node_is_ready_that_it_lives_and_when_it_stops() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    assert!(lookout(&home, &["ca", "init"]).status().unwrap().success());
    assert_eq!(
        lookout(&home, &["status", "--ready"]).status().unwrap().code(),
        Some(1)
    );

    let path = folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(LONG)).unwrap();
    let mut node = lookout(&home, &["serve"])
        .env("NOTIFY_SOCKET", &path)
        .env("WATCHDOG_USEC", "400000")
        .spawn()
        .unwrap();
    let mut told = String::new();
    let mut hear = |words: &str| {
        let until = Instant::now() + LONG;
        let mut bytes = [0; 512];
        while Instant::now() < until {
            let length = socket.recv(&mut bytes).unwrap();
            told.push_str(&String::from_utf8_lossy(&bytes[..length]));
            if told.contains(words) {
                return told.split_off(0);
            }
        }
        panic!("not told {words}: {told}")
    };
    let before = hear("READY=1\n");
    assert!(!before.contains("WATCHDOG=1"), "{before}");
    // Ready means that a probe finds it ready, at once.
    assert_eq!(
        lookout(&home, &["status", "--ready"]).status().unwrap().code(),
        Some(0)
    );
    hear("WATCHDOG=1\n");
    let second = Instant::now();
    hear("WATCHDOG=1\n");
    assert!(second.elapsed() < Duration::from_secs(5));
    let pid = rustix::process::Pid::from_child(&node);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    hear("STOPPING=1\n");
    assert!(node.wait().unwrap().success());
}

#[test]
fn the_unit_is_hardened_and_well_formed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let unit = std::fs::read_to_string(root.join(UNIT)).unwrap();
    for line in [
        "Type=notify",
        "Restart=on-failure",
        "ExecStartPre=/usr/bin/lookout check-config",
        "User=lookout",
        "StateDirectory=lookout",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=",
        "MemoryDenyWriteExecute=yes",
    ] {
        assert!(unit.lines().any(|found| found == line), "{line}");
    }
    let told = Command::new("systemd-analyze")
        .args(["security", "--offline=true", "--threshold=20", "--no-pager", UNIT])
        .current_dir(root)
        .output();
    let Ok(told) = told else {
        eprintln!("NOT CHECKED with systemd-analyze: it is not installed");
        return;
    };
    let text = String::from_utf8_lossy(&told.stdout);
    // The threshold is in tenths: at most 2.0.
    assert!(
        told.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&told.stderr)
    );
    assert!(text.contains("Overall exposure level"), "{text}");
}

#[test]
fn the_program_runs_from_a_root_that_cannot_be_written_as_nobody() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/check-container");
    let output = Command::new(script).arg(PROGRAM).output().unwrap();
    let told =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    if output.status.code() == Some(77) {
        eprintln!("NOT TRIED: {told}");
        return;
    }
    assert!(output.status.success(), "{told}");
    assert!(told.contains("CapEff:\t0000000000000000"), "{told}");
    assert!(told.contains("stopped with 0"), "{told}");
}
