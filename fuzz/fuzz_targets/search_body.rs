//! A search's body: bytes → `wire` → `PersonQuery` → keys.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // A fault is `problem`'s.
    let _query = lookout_fuzz::search(bytes);
});
