//! A list in Lookout's own format.

#![no_main]

use lookout::feeds::Plan;

libfuzzer_sys::fuzz_target!(|list: &[u8]| lookout_fuzz::feed(list, Plan::Lookout));
