//! A record of the index: bytes → score.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // Bytes of another layout are refused.
    let _scored = lookout_fuzz::record(bytes);
});
