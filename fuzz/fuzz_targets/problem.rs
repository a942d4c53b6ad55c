//! Any bad body: bytes → fault → problem document.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lookout_fuzz::problem(bytes));
