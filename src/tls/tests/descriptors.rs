//! Out of descriptors: the door waits instead of spinning, and goes on when there are some again.
//!
//! The limit is a process's, so the door runs in a second process: this test binary, started again.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::net::TcpStream as PlainStream;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Instant;

use super::*;

const DESCRIPTORS: usize = 40;

/// Ends the second process, however the test ends.
struct Second(Child);

impl Drop for Second {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Processor time that a process has used, in hundredths of a second.
fn used(process: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let after_name = text.rsplit_once(')').unwrap().1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

#[test]
fn out_of_descriptors_the_door_does_not_spin_and_recovers() {
    let own = std::env::current_exe().unwrap();
    let script = format!(
        "ulimit -n {DESCRIPTORS}; exec '{}' --exact tls::tests::descriptors::door_in_a_process_of_its_own \
         --ignored --nocapture",
        own.display()
    );
    let child = Command::new("sh")
        .args(["-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut second = Second(child.unwrap());
    let mut lines = BufReader::new(second.0.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let port: u16 = lines
        .find_map(|line| Some(line.split_once("PORT ")?.1.trim().parse().unwrap()))
        .unwrap();
    let dial = || PlainStream::connect(("127.0.0.1", port)).unwrap();
    // More than it can accept; the rest wait in the kernel's queue.
    let held: Vec<_> = (0..DESCRIPTORS + 20).map(|_| dial()).collect();
    std::thread::sleep(Duration::from_millis(200));
    let open = std::fs::read_dir(format!("/proc/{}/fd", second.0.id()))
        .unwrap()
        .count();
    // A descriptor inherited from above the limit may come on top.
    assert!(open >= DESCRIPTORS, "it has no descriptor left: {open}");
    let (begun, before) = (Instant::now(), used(second.0.id()));
    std::thread::sleep(Duration::from_millis(800));
    let share = (used(second.0.id()) - before) as f64 / 100.0 / begun.elapsed().as_secs_f64();
    assert!(
        share < 0.3,
        "the door used {share} of a processor while it had nothing to do"
    );
    drop(held);
    // Recovered: nonsense is answered with a TLS alert.
    let mut peer = dial();
    peer.set_read_timeout(Some(LONG)).unwrap();
    std::io::Write::write_all(&mut peer, b"GET / HTTP/1.1\r\n\r\n").unwrap();
    let mut answer = [0];
    peer.read_exact(&mut answer).unwrap();
    assert_eq!(answer, [21], "a TLS alert");
}

#[tokio::test]
#[ignore = "the second process of the test above"]
async fn door_in_a_process_of_its_own() {
    let mint = Mint::new(DOMAIN, now());
    let door = Door::open(terms(&mint, Mode::Nothing, now()), WIDE).await;
    println!("PORT {}", door.address.port());
    // Until the other process ends us; a bound all the same, should it have been killed itself.
    tokio::time::sleep(LONG * 3).await;
    door.close().await;
}
