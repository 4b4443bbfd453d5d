//! Serialises texts as bytes and deserialises them from borrowed bytes, with a fast check and a single copy.
//! serde's own implementation for shared texts would copy twice.

use std::fmt;
use std::sync::Arc;

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};

/// Serialises a text.
///
/// # Errors
/// If the serializer fails.
pub(super) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(text.as_bytes())
}

/// Deserialises a text.
///
/// # Errors
/// If it is not valid.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<str>, D::Error> {
    struct Text;

    impl Visitor<'_> for Text {
        type Value = Arc<str>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
            simdutf8::basic::from_utf8(bytes).map(Arc::from).map_err(E::custom)
        }
    }

    deserializer.deserialize_bytes(Text)
}
