//! Characters of scripts without spaces between words.

/// Whether it is a Chinese or Japanese character, or full-width punctuation.
pub fn is_cjk(c: char) -> bool {
    matches!(
        u32::from(c),
        0x2E80..=0x4DBF | 0x4E00..=0xA4CF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF01..=0xFF9F | 0xFFE0..=0xFFE6 | 0x20000..=0x3FFFF
    ) && c != '\u{3164}'
}

/// Whether it is punctuation that Chinese shares with other scripts: quotes, dashes, dots.
pub fn is_shared_punctuation(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '–' | '⸺' | '‧')
}

/// Whether a line break between these is only layout, not a space between words.
pub fn joins(before: char, after: char) -> bool {
    let (one, other) = (is_cjk(before), is_cjk(after));
    (one && (other || is_shared_punctuation(after))) || (is_shared_punctuation(before) && other)
}

/// Whether it is an opening mark: emphasis does not end after it.
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

/// Whether it is a closing mark: emphasis does not begin before it.
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

/// Whether it ends a sentence or a part of one.
pub fn is_stop(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？' | ',' | '.' | ';' | ':' | '!' | '?' | '．')
}
