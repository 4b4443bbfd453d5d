//! Private characters that replace parts of a text while it is rendered.

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// Counts as a letter next to asterisks. Like all marks it is a noncharacter, which no text may contain.
pub const LETTER: char = '\u{FDD0}';

/// Before the number of a shortcode.
pub const SHORTCODE: char = '\u{FDD1}';

/// After the number of a shortcode or slot.
pub const END: char = '\u{FDD2}';

/// Before the number of a slot.
pub const SLOT: char = '\u{FDD3}';

/// Before the number of a link, in its address.
pub const LINK: char = '\u{FDD4}';

/// Before the number of a bare address.
pub const ADDRESS: char = '\u{FDD5}';

/// Before the number of a shortcode with a body, at its beginning.
pub const BODY: char = '\u{FDD6}';

/// The same at its end.
pub const BODY_END: char = '\u{FDD7}';

/// Whether a character is reserved for marks.
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}')
}

/// The position of the first mark in a text. Searches bytes: few characters are in the marks' block, whereas
/// the first of the three bytes begins every Chinese comma.
pub fn find_mark(text: &str) -> Option<usize> {
    static BEGINS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\xEF\xB7"));
    let mut found = BEGINS.find_iter(text.as_bytes());
    found.find(|at| text.get(*at..).and_then(|rest| rest.chars().next()).is_some_and(is_mark))
}
