//! Encodings of CSV files.

use std::borrow::Cow;

/// The encoding of a CSV file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16 with a byte order mark: what Excel calls Unicode text.
    Utf16,
    /// GB18030: what Excel writes on Chinese Windows.
    Gb18030,
}

/// Decodes a text; `None` if it is in none of the encodings.
pub(super) fn decode(bytes: &[u8]) -> Option<(Cow<'_, str>, Encoding)> {
    if let Some((form, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, broken) = form.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        let encoding = if form == encoding_rs::UTF_8 { Encoding::Utf8 } else { Encoding::Utf16 };
        return (!broken).then_some((text, encoding));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some((Cow::Borrowed(text), Encoding::Utf8));
    }
    let (text, broken) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    (!broken).then_some((text, Encoding::Gb18030))
}
