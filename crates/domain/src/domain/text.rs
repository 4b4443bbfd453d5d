//! Normalises texts, and knows what readers cannot see.
//!
//! Texts come from word processors, chats and spreadsheets with invisible characters: foreign spaces,
//! direction marks, decomposed letters, control characters. When a file is read, its text is composed (NFC)
//! and characters that no page can contain are removed ([`sound`]); when a value is read, it is trimmed and
//! useless invisible characters are removed ([`value`]). Everything later compares clean texts.

use std::borrow::Cow;
use std::sync::LazyLock;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

use super::bytes;

static NFC: LazyLock<ComposingNormalizerBorrowed<'static>> =
    LazyLock::new(ComposingNormalizerBorrowed::new_nfc);

/// A text in composed form (NFC).
#[must_use]
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_plain(text) || !may_compose(text) {
        Cow::Borrowed(text)
    } else {
        NFC.normalize(text)
    }
}

/// Whether a text is certainly composed and without forbidden characters, judged by its bytes with vector
/// instructions. Otherwise it must be examined.
fn is_plain(text: &str) -> bool {
    bytes::find(text.as_bytes(), 0, is_doubtful).is_none()
}

/// Whether a file's text is certainly clean: composed, with line feeds only, without byte order marks or
/// forbidden characters. Judged by its bytes; otherwise it must be examined.
#[must_use]
pub fn is_clean(text: &str) -> bool {
    let may_change = |first: u8, second: u8, third: u8| (first == b'\r') | is_doubtful(first, second, third);
    bytes::find(text.as_bytes(), 0, may_change).is_none()
}

/// Whether a character that begins with these three bytes may be forbidden or have another form. False for
/// continuation bytes.
const fn is_doubtful(first: u8, second: u8, third: u8) -> bool {
    // Letters of other scripts and combining marks; then symbols, kana with marks, compatibility forms, and
    // everything beyond the first plane.
    let marks = (first >= 0xCC) & (first < 0xE2);
    let signs = (first == 0xE2) & ((second != 0x80) | (third <= 0x81));
    let kana = (first == 0xE3) & (second == 0x82);
    let wide = (first == 0xEF) & ((second < 0xBC) | ((second == 0xBF) & (third >= 0xBE)));
    is_control(first, second) | marks | signs | kana | wide | ((first >= 0xEA) & (first != 0xEF))
}

/// Whether anything in a text may have another form, judged by its bytes: no letter before U+0300, no common
/// Chinese character and no Chinese punctuation has one.
fn may_compose(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        let next = || bytes.get(at + 1).copied().unwrap_or(0);
        at += match first {
            0..0x80 => 1,
            0xC2..0xCC => 2,
            // 一 to 鿿, and the letters around them.
            0xE4..=0xE9 => 3,
            // Chinese punctuation, and kana except for their marks.
            0xE3 if next() != 0x82 => 3,
            // Full-width punctuation and letters.
            0xEF if next() >= 0xBC => 3,
            // General punctuation except for two spaces.
            0xE2 if next() == 0x80 && bytes.get(at + 2).is_some_and(|last| *last > 0x81) => 3,
            _ => return true,
        };
    }
    false
}

/// Whether XML 1.0 or HTML forbids a character: control characters except tabs and line ends, and
/// noncharacters.
#[must_use]
pub const fn is_forbidden(c: char) -> bool {
    let code = c as u32;
    match code {
        0x09 | 0x0A | 0x0D => false,
        0..0x20 | 0x7F..=0x9F | 0xFDD0..=0xFDEF => true,
        _ => code & 0xFFFE == 0xFFFE,
    }
}

/// Whether a forbidden character separates its neighbours, like the line breaks that Word and PowerPoint
/// write.
const fn parts(c: char) -> bool {
    matches!(c, '\u{B}' | '\u{C}' | '\u{1C}'..='\u{1F}' | '\u{85}')
}

/// The forbidden characters of a text with the positions of their first bytes.
pub fn forbidden(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = bytes::find(text.as_bytes(), from, begins_forbidden)?;
            from = at + 1;
            if let Some(c) = text.get(at..)?.chars().next().filter(|c| is_forbidden(*c)) {
                return Some((at, c));
            }
        }
    })
}

/// Whether a character that begins with these three bytes may be forbidden.
const fn begins_forbidden(first: u8, second: u8, third: u8) -> bool {
    let wide = (first == 0xEF) & ((second == 0xB7) | ((second == 0xBF) & (third >= 0xBE)));
    is_control(first, second) | wide | (first >= 0xF0)
}

const fn is_control(first: u8, second: u8) -> bool {
    let control = (first < 0x20) & (first != b'\t') & (first != b'\n') & (first != b'\r');
    control | (first == 0x7F) | ((first == 0xC2) & (second < 0xA0))
}

/// A text that pages can contain: composed, without forbidden characters.
#[must_use]
pub fn sound(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    if forbidden(text).next().is_none() {
        return composed(text);
    }
    let keep = |c: char| match c {
        c if parts(c) => Some(' '),
        c => Some(c).filter(|c| !is_forbidden(*c)),
    };
    let kept: String = text.chars().filter_map(keep).collect();
    Cow::Owned(composed(&kept).into_owned())
}

/// Whether a character is invisible, spaces aside: direction marks, joiners, selectors, fillers.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    static IGNORED: LazyLock<icu_properties::CodePointSetDataBorrowed<'static>> =
        LazyLock::new(CodePointSetData::new::<DefaultIgnorableCodePoint>);
    // Most characters.
    !matches!(c, ' '..='~' | '\u{2E80}'..='\u{3163}' | '\u{3165}'..='\u{D7FF}')
        && (is_forbidden(c) || IGNORED.contains(c))
}

/// Whether a character is a space or invisible.
#[must_use]
pub fn is_blank_sign(c: char) -> bool {
    c.is_whitespace() || c == '\u{2800}' || is_invisible(c)
}

/// Whether nothing of a text is visible.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_blank_sign)
}

/// Whether a character at the end of a text belongs to the previous one: variation selectors and flag tags.
const fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0020}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180F}')
}

/// A text without spaces and invisible characters at its ends.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    if is_blank(text) {
        return "";
    }
    let text = text.trim_start_matches(is_blank_sign);
    text.trim_end_matches(|c| is_blank_sign(c) && !is_selector(c))
}

/// A text as a value: composed, without forbidden characters, trimmed, and without useless invisible
/// characters.
#[must_use]
pub fn value(text: &str) -> Cow<'_, str> {
    // Keys, words and numbers of settings.
    let is_simple = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if is_simple(text) && !text.starts_with(' ') && !text.ends_with(' ') {
        return Cow::Borrowed(text);
    }
    let plain = |text: &str| !text.bytes().any(|byte| matches!(byte, 0xD8 | 0xE1 | 0xE2 | 0xEF));
    if !has_dirt(text) {
        return Cow::Borrowed(text);
    }
    match sound(text) {
        Cow::Borrowed(text) => {
            let text = trimmed(text);
            if plain(text) { Cow::Borrowed(text) } else { without_joiners(text) }
        }
        Cow::Owned(text) => Cow::Owned(without_joiners(trimmed(&text)).into_owned()),
    }
}

/// Whether three bytes are one of the joiners among dashes and quotation marks; the other joiners count as
/// doubtful.
const fn joins(first: u8, second: u8, third: u8) -> bool {
    let last = ((third >= 0x8B) & (third <= 0x8F)) | ((third >= 0xAA) & (third <= 0xAE));
    (first == 0xE2) & (second == 0x80) & last
}

/// Whether a text may need cleaning, judged by its bytes: most do not.
fn has_dirt(text: &str) -> bool {
    let ends = [text.chars().next(), text.chars().next_back()];
    let joins =
        |first: u8, second: u8, third: u8| is_doubtful(first, second, third) | joins(first, second, third);
    ends.into_iter().flatten().any(is_blank_sign) || bytes::find(text.as_bytes(), 0, joins).is_some()
}

/// Characters that join or separate letters in some scripts and are useless elsewhere.
const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{061C}' | '\u{180E}' | '\u{FEFF}')
}

/// Whether such a character next to this one makes no difference: Chinese and Latin letters, digits,
/// punctuation.
const fn needs_none(c: char) -> bool {
    matches!(c, '\0'..='\u{52F}' | '\u{1E00}'..='\u{1FFF}' | '\u{2010}'..='\u{2027}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7FB}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF01}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

fn without_joiners(text: &str) -> Cow<'_, str> {
    if !text.contains(is_joiner) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_joiner) {
        let (before, run) = rest.split_at(at);
        let after = run.trim_start_matches(is_joiner);
        kept.push_str(before);
        let sides = [kept.chars().next_back(), after.chars().next()];
        if !sides.into_iter().flatten().all(needs_none) {
            kept.push_str(run.get(..run.len() - after.len()).unwrap_or(""));
        }
        rest = after;
    }
    kept.push_str(rest);
    // A letter and its mark may have become adjacent.
    Cow::Owned(composed(&kept).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_by_bytes_holds_for_every_character() {
        for c in (0..=0x10_FFFF).filter_map(char::from_u32) {
            let text = format!("e{c}");
            assert!(may_compose(&text) || NFC.is_normalized(&text), "U+{:04X}", u32::from(c));
            let is_so = NFC.is_normalized(&text) && !is_forbidden(c);
            for around in [text.clone(), c.to_string(), format!("{c}是"), "字".repeat(43) + &text + "x"] {
                assert!(!is_plain(&around) || is_so, "U+{:04X}: {around}", u32::from(c));
            }
            for around in [text.clone(), c.to_string(), format!("甲{c}乙"), format!("a{c}甲")] {
                assert!(has_dirt(&around) || value(&around) == around, "U+{:04X}: {around}", u32::from(c));
            }
            let found = forbidden(&text).next();
            assert_eq!(found, is_forbidden(c).then_some((1, c)), "U+{:04X}", u32::from(c));
            assert_eq!(
                is_invisible(c),
                is_forbidden(c) || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
            );
        }
        let usual = "陈秀英，“你好”——3月8日。Ａda Café\n";
        assert!(
            !has_dirt(usual.trim()) && has_dirt(usual) && has_dirt("甲\u{200B}乙") && has_dirt("\u{3164}甲")
        );
        assert!(!may_compose(usual) && is_plain(usual) && is_plain(&usual.repeat(20)) && is_plain(""));
    }

    #[test]
    fn letters_in_two_parts_become_one() {
        assert_eq!(composed("Jose\u{301} が\u{FA19}"), "José が神");
        assert_eq!(composed("か\u{3099}"), "が");
    }

    #[test]
    fn what_no_page_can_hold_goes() {
        assert_eq!(sound("一\u{8}二\u{B}三\u{FFFE}\t四\n\u{1FFFF}e\u{7F}\u{301}"), "一二 三\t四\né");
        assert_eq!(sound("一\r\n"), "一\r\n");
    }

    #[test]
    fn values_are_trimmed_of_all_that_is_not_seen() {
        for (written, value_) in [
            ("　林玉兰\u{200B}\u{A0}", "林玉兰"),
            ("\u{202D}0000-0000000\u{202C}", "0000-0000000"),
            ("\u{FEFF}林\u{200B}玉\u{2060}兰\u{200E}", "林玉兰"),
            ("王　红", "王　红"),
            ("\u{200D}\u{3164}\u{2800}", ""),
            (" ", ""),
            // Meaningful ones stay.
            ("❤\u{FE0F}", "❤\u{FE0F}"),
            ("👩\u{200D}👧", "👩\u{200D}👧"),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"),
            ("ภาษา\u{200B}ไทย", "ภาษา\u{200B}ไทย"),
            ("co\u{AD}operate", "co\u{AD}operate"),
        ] {
            assert_eq!(value(written), value_, "{written:?}");
        }
    }
}
