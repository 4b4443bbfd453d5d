//! What is read as a number, date or period is written as something that is read as the same.
#![no_main]

use bangyang::domain::{Date, Period, Quantity};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = Quantity::parse(text, Some("人"));
    if let Ok(date) = Date::parse(text) {
        assert_eq!(Date::parse(&date.to_string()), Ok(date));
    }
    if let Some(period) = Period::parse(text) {
        assert_eq!(Period::parse(&period.to_string()), Some(period));
    }
});
