use super::made::{archive, paragraph, word};
use super::*;

#[test]
fn archives_are_looked_through_at_any_depth_that_people_use() {
    let document = word(&paragraph(&["甲", "某"]), &[]);
    let inner = archive(&[("名单.docx", &document), ("a.txt", "\u{feff}文本".as_bytes())]);
    let outer = archive(&[("inner.zip", &inner), ("旧.csv", &encoding_rs::GB18030.encode("姓名").0)]);
    let contents = look("a.zip", &outer);
    let told = texts(&contents);
    for wanted in [
        "inner.zip name: inner.zip",
        "inner.zip/名单.docx text: 甲某",
        "inner.zip/名单.docx properties: 甲某 乙某",
        "inner.zip/a.txt text: \u{feff}文本",
        "旧.csv text: 姓名",
    ] {
        let plain = |text: &str| text.replace('\u{feff}', "");
        assert!(
            told.iter().any(|text| plain(text) == plain(wanted)) || wanted.contains(" name: "),
            "{wanted} in {told:?}"
        );
    }
    assert!(told.iter().any(|text| text == "name: inner.zip"), "{told:?}");
    // Properties of files in an archive are published unchanged.
    assert_eq!(traces(&contents), [Trace::Author]);
}

#[test]
fn bombs_and_towers_are_bounded() {
    let bomb = archive(&[("a.txt", &vec![b' '; 3 << 20]), ("b.txt", b"x")]);
    assert!(bomb.len() < 1 << 14);
    assert_eq!(gaps(&within("a.zip", &bomb, 1 << 20)), [Gap::TooLarge]);
    assert_eq!(gaps(&within("a.zip", &bomb, 8 << 20)), []);
    let mut tower = archive(&[("a.txt", b"x")]);
    for _ in 0..8 {
        tower = archive(&[("a.zip", &tower)]);
    }
    assert_eq!(gaps(&look("a.zip", &tower)), [Gap::TooDeep]);
}

#[test]
fn what_is_damaged_or_foreign_is_told() {
    assert_eq!(gaps(&look("a.zip", b"PK\x03\x04 and no more")), [Gap::Damaged]);
    assert_eq!(gaps(&look("a.docx", &[0, 1, 2, 3])), [Gap::Damaged]);
    assert_eq!(gaps(&look("a.rar", b"Rar!\x1A\x07\x01\x00")), [Gap::Packed]);
    assert_eq!(gaps(&look("a.bin", &[0, 1, 2, 3])), [Gap::Unknown]);
    assert_eq!(look("a.mp4", &[0, 0, 0, 24, b'f', b't', b'y', b'p']), Contents::default());
    assert_eq!(texts(&look("a.txt", "说明".as_bytes())), ["text: 说明"]);
    assert_eq!(texts(&look("a.txt", b"\xFF\xFE\x2D\x4E")), ["text: 中"]);
}

/// Copied into a clean document, a part with a wrong length in the archive would spoil it.
#[test]
fn a_document_that_lies_about_its_lengths_is_told_and_left_as_it_is() {
    let sound = archive(&[("[Content_Types].xml", b"<a/>"), ("docProps/core.xml", b"<b>x</b>")]);
    assert_ne!(published(sound.clone()), sound);
    let entry = sound.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    let mut lying = sound;
    // The compressed length is twenty bytes after the beginning of an entry.
    lying[entry + 22] = 9;
    assert!(gaps(&look("a.docx", &lying)).contains(&Gap::Damaged));
    assert_eq!(published(lying.clone()), lying);
}

/// Any bytes give a result.
#[test]
fn any_bytes_are_looked_through() {
    let mut seed = 5_u32;
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) as usize
    };
    let sound = [
        word(&paragraph(&["甲", "某"]), &[]),
        super::made::page(
            "BT /F1 12 Tf (a) Tj ET",
            "<< /Type /Font /Subtype /Type1 /ToUnicode 6 0 R >>",
            Some("<01> <0041>"),
        ),
        super::made::photograph(&[(0xE1, &super::made::exif(&[(0x010E, "x")], true))]),
    ];
    for round in 0..3000 {
        let mut bytes = sound[round % sound.len()].clone();
        for _ in 0..1 + next() % 6 {
            let at = next() % bytes.len();
            match next() % 3 {
                0 => bytes[at] = (next() % 256) as u8,
                1 => bytes.truncate(at.max(4)),
                _ => {
                    let piece = bytes[at..(at + next() % 30).min(bytes.len())].to_vec();
                    let to = next() % bytes.len();
                    bytes.splice(to..to, piece);
                }
            }
        }
        let _ = look("a.docx", &bytes);
        let _ = without_properties(&bytes);
    }
}
