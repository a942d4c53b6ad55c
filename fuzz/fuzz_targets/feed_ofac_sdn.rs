//! The Treasury's list in CSV.

#![no_main]

use lookout::feeds::Format;
use lookout::feeds::Plan;

libfuzzer_sys::fuzz_target!(|list: &[u8]| {
    lookout_fuzz::feed(list, Plan::new(Format::OfacSdn, lookout_fuzz::mapping()));
});
