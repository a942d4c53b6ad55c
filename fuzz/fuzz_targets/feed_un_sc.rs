//! The Security Council's list in XML.

#![no_main]

use lookout::feeds::Format;
use lookout::feeds::Plan;

libfuzzer_sys::fuzz_target!(|list: &[u8]| {
    lookout_fuzz::feed(list, Plan::new(Format::UnSc, lookout_fuzz::mapping()));
});
