//! Texts that are read back out of bytes at hand: copied once. As serde reads shared texts by itself, each would be copied twice.

use std::fmt;
use std::sync::Arc;

use serde::Deserializer;
use serde::de::{Error, Visitor};

/// Reads a shared text.
///
/// # Errors
/// Where there is none.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<str>, D::Error> {
    struct Text;

    impl Visitor<'_> for Text {
        type Value = Arc<str>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Arc::from(text))
        }
    }

    deserializer.deserialize_str(Text)
}
