//! Two names, perhaps with birth dates: text → scores.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    // Lines that are no names are not compared.
    let _compared = lookout_fuzz::names(text);
});
