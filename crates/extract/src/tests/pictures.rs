use super::made::{exif, photograph};
use super::*;

#[test]
fn what_a_camera_writes_is_read() {
    let exif = exif(&[(0x010E, "call 13800138000"), (0x013B, "Jia Mou")], true);
    let picture = photograph(&[
        (0xE1, &exif),
        (0xFE, "附言".as_bytes()),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>xmp words</x>"),
    ]);
    let contents = look("a.jpg", &picture);
    let told = texts(&contents).concat();
    for wanted in ["properties: ", "call 13800138000", "Jia Mou", "附言", "xmp words"] {
        assert!(told.contains(wanted), "{wanted} in {told}");
    }
    assert_eq!(traces(&contents), [Trace::Author, Trace::Position]);
}

#[test]
fn comments_of_other_formats_are_read() {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.extend([0, 0, 0, 11]);
    png.extend(b"tEXtAuthor\0Jia0000");
    let told = texts(&look("a.png", &png));
    assert!(told.concat().contains("Author Jia"), "{told:?}");
    let mut webp = b"RIFF\0\0\0\0WEBPXMP \x03\0\0\0xmp\0".to_vec();
    webp.extend(b"VP8 \0\0\0\0");
    assert_eq!(texts(&look("a.webp", &webp)), ["properties: xmp"]);
}

#[test]
fn a_clean_picture_says_nothing() {
    assert_eq!(look("a.jpg", &photograph(&[(0xE0, b"JFIF\0"), (0xDB, &[0; 64])])), Contents::default());
}

#[test]
fn what_a_camera_wrote_is_taken_out_and_the_pixels_stay() {
    let exif = exif(&[(0x010E, "call 13800138000")], true);
    let icc = [&b"ICC_PROFILE\0"[..], b"colours"].concat();
    let mut picture = photograph(&[
        (0xE0, b"JFIF\0"),
        (0xE1, &exif),
        (0xE2, &icc),
        (0xE2, b"MPF\0second"),
        (0xFE, b"said"),
    ]);
    picture.truncate(picture.len() - 2);
    picture.extend(b"pix\xFF\x00els\xFF\xD9 behind the end");
    let clean = published(picture.clone());
    assert_eq!(look("a.jpg", &clean), Contents::default());
    let holds = |wanted: &[u8]| super::super::bytes::find(&clean, wanted).is_some();
    assert!(holds(b"pix\xFF\x00els\xFF\xD9") && holds(b"colours") && holds(b"JFIF"));
    assert!(!holds(b"138") && !holds(b"second") && !holds(b"said") && !holds(b"behind"));
    assert_eq!(published(clean.clone()), clean);
}

#[test]
fn how_a_picture_is_turned_stays() {
    let mut exif =
        b"Exif\0\0II\x2A\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x0E\x01\x02\0\x03\0\0\0ab\0\0"
            .to_vec();
    exif.extend([0; 4]);
    let clean = published(photograph(&[(0xE1, &exif)]));
    let read = exif::Reader::new().read_from_container(&mut std::io::Cursor::new(&clean)).unwrap();
    assert_eq!(read.fields().count(), 1);
    let turned = read.get_field(exif::Tag::Orientation, exif::In::PRIMARY).unwrap();
    assert_eq!(turned.value.get_uint(0), Some(6));
}

#[test]
fn other_formats_lose_their_notes_too() {
    let chunk = |kind: &[u8], payload: &[u8]| {
        [&u32::try_from(payload.len()).unwrap().to_be_bytes(), kind, payload, &[0; 4]].concat()
    };
    let png = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", b"head"),
        chunk(b"tEXt", b"Author\0Jia"),
        chunk(b"eXIf", b"MM"),
        chunk(b"IDAT", b"pixels"),
        chunk(b"IEND", b""),
        b"behind".to_vec(),
    ];
    let kept = [png[0].clone(), png[1].clone(), png[4].clone(), png[5].clone()].concat();
    assert_eq!(published(png.concat()), kept);
    let webp = b"RIFF\x30\0\0\0WEBPVP8X\x0A\0\0\0\x2C\0\0\0\0\0\0\0\0\0VP8 \x03\0\0\0pix\0EXIF\x02\0\0\0MMXMP \x02\0\0\0xm".to_vec();
    let clean = published(webp);
    assert_eq!(clean, b"RIFF\x22\0\0\0WEBPVP8X\x0A\0\0\0\x20\0\0\0\0\0\0\0\0\0VP8 \x03\0\0\0pix\0");
    assert_eq!(published(b"no picture".to_vec()), b"no picture");
}
