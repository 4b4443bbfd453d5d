//! A wording that is probably a mistake.

use std::ops::Range;

use crate::diag::Diagnostic;

/// A text that should be written differently.
pub(super) struct Slip {
    pub(super) range: Range<usize>,
    pub(super) diagnostic: Diagnostic,
}

/// Whether a character is used to write figures.
pub(super) const fn is_number(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９' | ',' | '.' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千' | '万' | '亿' | '两')
}
