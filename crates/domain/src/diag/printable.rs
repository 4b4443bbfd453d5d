//! Replaces characters in external text that could control a terminal.

/// Whether a character could control a terminal, break the line or change the writing direction.
#[must_use]
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        )
}

/// The text with every such character replaced by `�`, one by one.
#[must_use]
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if steers(c) { '�' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_replaced_and_nothing_else() {
        for c in [
            '\u{1b}', '\u{9b}', '\n', '\0', '\u{61C}', '\u{200F}', '\u{2028}', '\u{2029}', '\u{202E}',
            '\u{2066}',
        ] {
            assert_eq!(printable(&format!("a{c}李")), "a�李", "{c:?}");
        }
        for c in ['a', '李', ' ', '\u{3000}', '\u{200D}', '…', '\u{A0}'] {
            assert!(!steers(c), "{c:?}");
        }
    }
}
