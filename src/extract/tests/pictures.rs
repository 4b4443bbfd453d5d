use super::made::{exif, photograph};
use super::*;

#[test]
fn what_a_camera_writes_is_read() {
    let exif = exif(&[(0x010E, "call 13800138000"), (0x013B, "Jia Mou")], true);
    let picture = photograph(&[(0xE1, &exif), (0xFE, "附言".as_bytes()), (0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>xmp words</x>")]);
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
