//! A photograph: bytes → `photos::Picture`, which is the same once it is checked again.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| lookout_fuzz::photo(bytes));
