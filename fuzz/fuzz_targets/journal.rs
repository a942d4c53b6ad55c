//! A stored fact: bytes → `Fact` → state.

#![no_main]

use std::sync::Mutex;

use lookout_fuzz::Replay;

static REPLAY: Mutex<Option<Replay>> = Mutex::new(None);

libfuzzer_sys::fuzz_target!(|body: &[u8]| {
    let mut replay = REPLAY.lock().expect("one thread");
    replay.get_or_insert_default().apply(body);
});
