//! The mapping from the text back to the file's bytes.

use encoding_rs::GB18030;

use super::path;
use crate::{Document, Encoding, Original, Refusal, Value};
use bangyang_config::config::text::decode;
use bangyang_domain::diag::Diagnostics;
use bangyang_domain::source::SitePath;

fn site() -> SitePath {
    SitePath::try_from("content/site.yaml").unwrap()
}

fn utf16(text: &str, low_first: bool) -> Vec<u8> {
    let each = |unit: u16| if low_first { unit.to_le_bytes() } else { unit.to_be_bytes() };
    format!("\u{FEFF}{text}").encode_utf16().flat_map(each).collect()
}

/// Sets a value in a file of these bytes.
fn set(bytes: Vec<u8>, at: &str, value: &str) -> Result<Vec<u8>, Refusal> {
    let mut document = Document::read(site(), bytes)?;
    document.set(&path(at), &Value::text(value))?;
    Ok(document.bytes().to_vec())
}

#[test]
fn the_text_is_that_of_the_reader() {
    let gbk = GB18030.encode("姓名: 镕㐀😀\r\n").0.into_owned();
    for bytes in [
        b"a: b\n".to_vec(),
        b"\xEF\xBB\xBFa\r\nb\rc\n".to_vec(),
        "a\u{FEFF}b\r\u{FEFF}\n".into(),
        "Jose\u{301} \u{FA19} か\u{3099}\r\n".into(),
        "一\u{8}二\u{B}三\u{FFFE}e\u{7F}\u{301}".into(),
        "한\u{1112}\u{1161}\u{11AB} क\u{93C}".into(),
        gbk,
    ] {
        let read = decode(&site(), &bytes, &mut Diagnostics::default()).unwrap();
        let original = Original::read(bytes.clone()).unwrap();
        assert_eq!(*original.content(), read.content);
        assert_eq!(original.splice(&[]).unwrap().bytes(), bytes);
        // Every position at which a letter of the file begins has its own bytes.
        let mut last = 0;
        for (at, _) in read.content.char_indices() {
            if let Ok(range) = original.bytes_of(&(at..at)) {
                assert!(range.start >= last);
                last = range.start;
            }
        }
    }
    for wrong in [&b"\x89PNG\r\n\x1A\n\0\0\xFF\xFF"[..], b"a\0b", b"\xFF\xFEa", b"\xFF\xFE\x00\xD8"] {
        assert_eq!(Original::read(wrong.to_vec()).unwrap_err(), Refusal::Encoding, "{wrong:?}");
    }
}

#[test]
fn line_ends_and_marks_stay() {
    let before = "\u{FEFF}a: b # c\r\nd: e\r\nf: g\n";
    assert_eq!(set(before.into(), "a", "x").unwrap(), before.replace("b # c", "x # c").into_bytes());
    assert_eq!(
        set(before.into(), "d", "x\ny").unwrap(),
        before.replace("d: e", "d: |-\r\n  x\r\n  y").into_bytes()
    );
    assert_eq!(set("a: b\rc: d\r".into(), "e", "f").unwrap(), b"a: b\rc: d\re: f\r");
    assert_eq!(set("a: b\rc: d\r".into(), "a", "x\r\ny").unwrap(), b"a: |-\r  x\r  y\rc: d\r");
}

#[test]
fn encodings_stay() {
    let (before, after) = ("姓名: 镕 # 甲\r\n县区: 青溪县\r\n", "姓名: 喆 # 甲\r\n县区: 青溪县\r\n");
    for low_first in [true, false] {
        assert_eq!(set(utf16(before, low_first), "姓名", "喆").unwrap(), utf16(after, low_first));
    }
    let gbk = |text: &str| GB18030.encode(text).0.into_owned();
    assert_eq!(set(gbk(before), "姓名", "喆").unwrap(), gbk(after));
    assert_eq!(set(gbk(before), "姓名", "😀㐀").unwrap(), gbk(&before.replace("镕", "😀㐀")));
    assert_eq!(Original::read(gbk(before)).unwrap().encoding(), Encoding::Gb18030);
    // Without its only Chinese letters, the file is the same in both encodings, and may become UTF-8 by the
    // next change.
    let ascii = set(gbk("a: 甲\n"), "a", "b").unwrap();
    assert_eq!(set(ascii, "a", "乙").unwrap(), "a: 乙\n".as_bytes());
}

#[test]
fn letters_in_two_parts_are_changed_as_a_whole() {
    let before = "a: Jose\u{301}\nb: c\n";
    assert_eq!(set(before.into(), "b", "d").unwrap(), "a: Jose\u{301}\nb: d\n".as_bytes());
    assert_eq!(set(before.into(), "a", "d").unwrap(), b"a: d\nb: c\n");
    assert_eq!(set(before.into(), "b", "Jose\u{301}").unwrap(), "a: Jose\u{301}\nb: José\n".as_bytes());
    let original = Original::read("e\u{301}".into()).unwrap();
    assert_eq!(original.bytes_of(&(1..2)), Err(Refusal::Place));
    assert_eq!(original.bytes_of(&(0..2)), Ok(0..3));
    // Removed characters stay in the file.
    let dirty = "a: 一\u{8}二\nb:\u{FEFF} c\n";
    assert_eq!(set(dirty.into(), "b", "d").unwrap(), "a: 一\u{8}二\nb:\u{FEFF} d\n".as_bytes());
}
