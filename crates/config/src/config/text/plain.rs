//! Decodes source files: UTF-8 or GB18030, any line ends, with or without a byte order mark. Letters are
//! composed, and characters that no page can contain are removed. Positions in a file refer to the decoded
//! text.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use crate::config::yaml::Text;
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, Place, reason};
use crate::domain::{bytes, text};
use crate::source::{SitePath, System};

/// Largest text file that is read: 16 MiB. A register of a county's year has a few hundred KiB.
pub const LARGEST_TEXT: u64 = 16 << 20;

/// Reads and decodes a text file; reports failures.
pub fn read_plain(
    system: &dyn System,
    root: &Path,
    path: &SitePath,
    diagnostics: &mut Diagnostics,
) -> Option<Text> {
    let bytes = match system.read_limited(&root.join(path.as_str()), LARGEST_TEXT) {
        Ok(bytes) => bytes,
        Err(error) => {
            diagnostics.push(unreadable_within(path, &error, LARGEST_TEXT));
            return None;
        }
    };
    decode(path, &bytes, diagnostics)
}

/// The diagnostic for an unreadable file, which may exceed a size limit.
#[must_use]
pub fn unreadable_within(path: &SitePath, error: &std::io::Error, limit: u64) -> Diagnostic {
    if error.kind() != std::io::ErrorKind::FileTooLarge {
        return unreadable(path, error);
    }
    let limit = format!("{} MiB", limit >> 20);
    let over = format!("> {limit}");
    Diagnostic::new(Code::FileTooLarge).at(Place::file(path.clone())).arg("size", over).arg("limit", limit)
}

/// The diagnostic for an unreadable file.
#[must_use]
pub fn unreadable(path: &SitePath, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile).at(Place::file(path.clone())).arg("reason", reason(error))
}

/// Decodes a file's bytes; warns about GB18030, and reports an error if they are neither that nor UTF-8.
pub fn decode(path: &SitePath, bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<Text> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if is_utf16(bytes) {
        let diagnostic = Diagnostic::new(Code::UnknownEncoding).at(Place::file(path.clone()));
        diagnostics.push(diagnostic.arg("encoding", "UTF-16"));
        return None;
    }
    let text = match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            let (text, _, broken) = encoding_rs::GB18030.decode(bytes);
            if broken || text.contains('\0') {
                diagnostics.push(Diagnostic::new(Code::UnknownEncoding).at(Place::file(path.clone())));
                return None;
            }
            diagnostics.push(Diagnostic::new(Code::ReadAsGb18030).at(Place::file(path.clone())));
            Cow::Owned(text.into_owned())
        }
    };
    // The common case, decided in one pass.
    if text::is_clean(&text) {
        return Some(Text::new(path.clone(), Arc::from(text)));
    }
    let is_any = |first: u8, second: u8, third: u8| {
        (first == 0) | (first == b'\r') | ((first == 0xEF) & (second == 0xBB) & (third == 0xBF))
    };
    let text = if bytes::find(text.as_bytes(), 0, is_any).is_none() {
        text
    } else if text.contains('\0') {
        let what = Arg::term("it is not a text file", "不是文本文件");
        let diagnostic = Diagnostic::new(Code::UnreadableFile).at(Place::file(path.clone()));
        diagnostics.push(diagnostic.arg("reason", what));
        return None;
    } else {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        // Byte order marks left over from concatenated files: invisible, and not allowed in YAML.
        Cow::Owned(text.replace('\u{FEFF}', ""))
    };
    let text = match text::forbidden(&text).next() {
        None => text::composed(&text),
        Some((at, first)) => {
            let sound = text::sound(&text);
            // The position of the first one in the cleaned text.
            let before = text::sound(text.get(..at).unwrap_or("")).len();
            let place = Place::of(path.clone(), &sound, before..before);
            diagnostics.push(forbidden_characters(&text, first).at(place));
            sound
        }
    };
    Some(Text::new(path.clone(), Arc::from(text)))
}

/// The diagnostic for characters that no page can contain. They are removed.
#[must_use]
pub fn forbidden_characters(text: &str, first: char) -> Diagnostic {
    let others = text::forbidden(text).count().saturating_sub(1);
    Diagnostic::new(Code::ForbiddenCharacter)
        .arg("found", format!("U+{:04X}", u32::from(first)))
        .arg_opt("others", (others > 0).then_some(others))
}

/// Whether the bytes are UTF-16, which Windows calls “Unicode”: with a byte order mark, or with zeros beside
/// the ASCII characters with which every record begins.
fn is_utf16(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return true;
    }
    // The `---` line or the first key at the very beginning.
    let zeros = |from: usize| bytes.iter().take(8).skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even.min(odd) > 0 || even.max(odd) < 2 {
        return false;
    }
    let form = if odd > even { encoding_rs::UTF_16LE } else { encoding_rs::UTF_16BE };
    let (text, broken) = form.decode_without_bom_handling(bytes);
    !broken && !text.contains(|c: char| c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Lang;

    fn read(bytes: &[u8]) -> (Option<String>, Vec<Code>) {
        let mut diagnostics = Diagnostics::default();
        let path = SitePath::try_from("content/a.md").unwrap();
        let text = decode(&path, bytes, &mut diagnostics).map(|text| text.content.to_string());
        (text, diagnostics.iter().map(|diagnostic| diagnostic.code).collect())
    }

    #[test]
    fn takes_any_line_end_and_mark() {
        assert_eq!(read(b"\xEF\xBB\xBFa\r\nb\rc\n"), (Some("a\nb\nc\n".to_owned()), vec![]));
        assert_eq!(read("\u{FEFF}\u{FEFF}a\u{FEFF}b".as_bytes()), (Some("ab".to_owned()), vec![]));
    }

    #[test]
    fn letters_are_composed() {
        assert_eq!(
            read("name: Jose\u{301}\n\u{FA19}".as_bytes()),
            (Some("name: José\n神".to_owned()), vec![])
        );
    }

    #[test]
    fn what_no_page_can_hold_is_left_out_and_told_at_its_place() {
        let mut diagnostics = Diagnostics::default();
        let path = SitePath::try_from("content/a.md").unwrap();
        let text = decode(&path, "a: 一\nb: 二\u{8}三\u{B}四\u{FFFE}\n".as_bytes(), &mut diagnostics);
        assert_eq!(text.map(|text| text.content.to_string()).as_deref(), Some("a: 一\nb: 二三 四\n"));
        let [told] = diagnostics.sorted().try_into().unwrap();
        let place = told.place.as_ref().unwrap();
        assert_eq!((told.code, place.line(), place.column()), (Code::ForbiddenCharacter, 2, 5));
        let value =
            |name| told.args.iter().find(|(known, _)| *known == name).map(|(_, arg)| arg.in_lang(Lang::En));
        assert_eq!((value("found"), value("others")), (Some("U+0008"), Some("2")));
    }

    #[test]
    fn reads_gb18030_and_says_so() {
        let (bytes, _, _) = encoding_rs::GB18030.encode("姓名: 陈秀英");
        assert_eq!(read(&bytes), (Some("姓名: 陈秀英".to_owned()), vec![Code::ReadAsGb18030]));
    }

    #[test]
    fn refuses_what_is_no_text() {
        assert_eq!(read(b"\x89PNG\r\n\x1A\n\0\0\xFF\xFF"), (None, vec![Code::UnknownEncoding]));
        assert_eq!(read(b"a\0b"), (None, vec![Code::UnreadableFile]));
    }
}
