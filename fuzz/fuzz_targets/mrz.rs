//! A machine-readable zone: lines → `Mrz`.

#![no_main]

use lookout::domain::mrz;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let lines: Vec<&str> = text.split('\n').collect();
    if let Ok(zone) = mrz::parse(&lines, lookout_fuzz::today()) {
        assert!(zone.document.number.as_str().len() >= 3);
        assert!(zone.birth_date.is_none_or(|date| date.years().0 <= lookout_fuzz::today().year()));
    }
});
