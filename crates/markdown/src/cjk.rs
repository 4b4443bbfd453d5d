//! Which characters are written without spaces between words.

/// A Chinese or Japanese character, or punctuation as wide as one.
pub fn is_cjk(c: char) -> bool {
    matches!(
        u32::from(c),
        0x2E80..=0x4DBF | 0x4E00..=0xA4CF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF01..=0xFF9F | 0xFFE0..=0xFFE6 | 0x20000..=0x3FFFF
    ) && c != '\u{3164}'
}

/// Punctuation that Chinese shares with other scripts: quotes, dashes, dots.
pub fn is_shared_punctuation(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '–' | '⸺' | '‧')
}

/// A line break between these is layout, not a space between words.
pub fn joins(before: char, after: char) -> bool {
    let (one, other) = (is_cjk(before), is_cjk(after));
    (one && (other || is_shared_punctuation(after))) || (is_shared_punctuation(before) && other)
}

/// Opens what a later sign closes: emphasis does not end behind it.
pub fn is_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '['
            | '{'
            | '（'
            | '［'
            | '｛'
            | '〔'
            | '【'
            | '〖'
            | '《'
            | '〈'
            | '「'
            | '『'
            | '“'
            | '‘'
            | '«'
            | '‹'
            | '｢'
            | '〘'
            | '〚'
    )
}

/// Closes what an earlier sign opened: emphasis does not begin before it.
pub fn is_closing(c: char) -> bool {
    matches!(
        c,
        ')' | ']'
            | '}'
            | '）'
            | '］'
            | '｝'
            | '〕'
            | '】'
            | '〗'
            | '》'
            | '〉'
            | '」'
            | '』'
            | '”'
            | '’'
            | '»'
            | '›'
            | '｣'
            | '〙'
            | '〛'
    )
}

/// Ends a sentence or a part of one.
pub fn is_stop(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？' | ',' | '.' | ';' | ':' | '!' | '?' | '．')
}
