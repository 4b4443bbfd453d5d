//! JSON of the program's own data.
//!
//! Serialisation fails only for maps with non-text keys, which do not exist here, or if memory is exhausted.
//! A failure must not result in an empty file or value, so it panics.

use serde::Serialize;

const REASON: &str = "keys are texts, and memory takes what is written";

/// A value as JSON.
#[must_use]
#[expect(clippy::expect_used, reason = "nothing of what is written must be lost in silence")]
pub fn to_json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect(REASON)
}

/// A value as indented JSON.
#[must_use]
#[expect(clippy::expect_used, reason = "nothing of what is written must be lost in silence")]
pub fn to_pretty_json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string_pretty(value).expect(REASON)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::panic::catch_unwind;

    use super::*;

    #[test]
    fn what_cannot_be_written_is_not_taken_for_nothing() {
        assert_eq!(to_json(&BTreeMap::from([("a", 1)])), r#"{"a":1}"#);
        assert!(catch_unwind(|| to_json(&BTreeMap::from([((1, 2), 1)]))).is_err());
        assert!(catch_unwind(|| to_pretty_json(&BTreeMap::from([((1, 2), 1)]))).is_err());
    }
}
