//! Animations stay animated, without metadata; or it is reported that they do not.

use bangyang::domain::{Motion, OutputFormat, PictureFormat, Stopped};
use bangyang::images::make;
use bangyang::load::header;
use image::codecs::gif::{GifDecoder, GifEncoder, Repeat};
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{AnimationDecoder, Frame, ImageFormat, Rgba, RgbaImage};
use std::io::Cursor;

use super::paint::{self, BLUE, GREEN, RED};
use super::variants::{near, planned};

const SECRET: &[u8] = b"SECRET";

fn frames(colours: &[[u8; 3]]) -> Vec<Frame> {
    let frame = |[red, green, blue]: [u8; 3]| {
        Frame::new(RgbaImage::from_pixel(20, 10, Rgba([red, green, blue, 255])))
    };
    colours.iter().copied().map(frame).collect()
}

fn gif(colours: &[[u8; 3]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    encoder.set_repeat(Repeat::Infinite).unwrap();
    encoder.encode_frames(frames(colours)).unwrap();
    drop(encoder);
    bytes
}

/// A GIF with a comment, application data, a text block, stray bytes, and trailing data.
fn told_gif(colours: &[[u8; 3]]) -> Vec<u8> {
    let plain = gif(colours);
    let table = 3 << (usize::from(plain[10] & 7) + 1);
    let at = 13 + if plain[10] & 0x80 == 0 { 0 } else { table };
    let comment = [b"\x21\xFE\x06", SECRET, b"\0"].concat();
    let application = [b"\x21\xFF\x0BXMP DataXMP\x06", SECRET, b"\0"].concat();
    let text = [b"\x21\x01\x0C\0\0\0\0\0\0\0\0\x08\x08\0\x01\x06", SECRET, b"\0"].concat();
    [&plain[..at], &comment, &application, &text, &plain[at..], SECRET].concat()
}

fn chunk(name: &[u8; 4], payload: &[u8]) -> Vec<u8> {
    let pad = &[0][..payload.len() % 2];
    [&name[..], &u32::try_from(payload.len()).unwrap().to_le_bytes(), payload, pad].concat()
}

/// A WebP animation assembled by hand from stills.
fn webp(colours: &[[u8; 3]]) -> Vec<u8> {
    let frame = |rgb: [u8; 3]| {
        let still =
            paint::encode(&image::RgbImage::from_pixel(20, 10, image::Rgb(rgb)).into(), ImageFormat::WebP);
        let pixels = &still[12..];
        let size = [&[0; 6][..], &[19, 0, 0, 9, 0, 0, 100, 0, 0, 0]].concat();
        chunk(b"ANMF", &[&size[..], pixels, &chunk(b"JUNK", SECRET)].concat())
    };
    let header = chunk(b"VP8X", &[0x0E, 0, 0, 0, 19, 0, 0, 9, 0, 0]);
    let all: Vec<u8> = colours.iter().flat_map(|rgb| frame(*rgb)).collect();
    let parts =
        [header, chunk(b"ANIM", &[0; 6]), all, chunk(b"EXIF", SECRET), chunk(b"XMP ", SECRET)].concat();
    [b"RIFF", &u32::try_from(parts.len() + 4).unwrap().to_le_bytes()[..], b"WEBP", &parts, SECRET].concat()
}

/// An APNG of stills of the same size.
fn png(colours: &[[u8; 3]]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1A\n".to_vec();
    let mut number = 0_u32;
    for (at, rgb) in colours.iter().enumerate() {
        let still =
            paint::encode(&image::RgbImage::from_pixel(20, 10, image::Rgb(*rgb)).into(), ImageFormat::Png);
        let pixels = still.windows(4).position(|part| part == b"IDAT").unwrap();
        let len = u32::from_be_bytes(still[pixels - 4..pixels].try_into().unwrap());
        let pixels = &still[pixels + 4..pixels + 4 + usize::try_from(len).unwrap()];
        if at == 0 {
            bytes.extend(&still[8..33]);
            let count = u32::try_from(colours.len()).unwrap();
            bytes.extend(paint::png_chunk(b"acTL", &[count.to_be_bytes(), [0; 4]].concat()));
            bytes.extend(paint::png_chunk(b"tEXt", &[b"Author\0", SECRET].concat()));
            bytes.extend(paint::png_chunk(b"prVt", SECRET));
        }
        let control = [number, 20, 10, 0, 0].map(u32::to_be_bytes).concat();
        bytes.extend(paint::png_chunk(b"fcTL", &[&control[..], &[0, 1, 0, 10, 0, 0]].concat()));
        number += 1;
        if at == 0 {
            bytes.extend(paint::png_chunk(b"IDAT", pixels));
        } else {
            bytes.extend(paint::png_chunk(b"fdAT", &[&number.to_be_bytes()[..], pixels].concat()));
            number += 1;
        }
    }
    bytes.extend(paint::png_chunk(b"tIME", &[7, 0xE6, 1, 1, 1, 1, 1]));
    [&bytes[..], &paint::png_chunk(b"IEND", b""), SECRET].concat()
}

fn decoded(bytes: &[u8], format: PictureFormat) -> Vec<[u8; 3]> {
    let from = Cursor::new(bytes);
    let frames = match format {
        PictureFormat::Gif => GifDecoder::new(from).unwrap().into_frames().collect_frames(),
        PictureFormat::Png => PngDecoder::new(from).unwrap().apng().unwrap().into_frames().collect_frames(),
        _ => WebPDecoder::new(from).unwrap().into_frames().collect_frames(),
    };
    let colour = |frame: &Frame| {
        let [red, green, blue, _] = frame.buffer().get_pixel(5, 5).0;
        [red, green, blue]
    };
    frames.unwrap().iter().map(colour).collect()
}

fn all(colours: &[[u8; 3]]) -> [(Vec<u8>, PictureFormat); 3] {
    [
        (told_gif(colours), PictureFormat::Gif),
        (png(colours), PictureFormat::Png),
        (webp(colours), PictureFormat::Webp),
    ]
}

#[test]
fn what_moves_goes_on_moving() {
    for (bytes, format) in all(&[RED, GREEN, BLUE]) {
        assert!(bytes.windows(6).any(|part| part == SECRET));
        assert_eq!(header(&bytes).unwrap().motion, Motion::Moves, "{format:?}");
        let variants = planned(&bytes, &[10]).unwrap();
        let [only] = variants.as_slice() else { panic!("{variants:?}") };
        assert_eq!((only.width, only.height, only.format), (20, 10, OutputFormat::Moving(format)));
        let made = make(&bytes, &variants).unwrap().remove(0);
        assert!(
            !made.windows(6).any(|part| part == SECRET),
            "{format:?}: {:?}",
            String::from_utf8_lossy(&made)
        );
        let found = decoded(&made, format);
        assert_eq!(found.len(), 3, "{format:?}");
        for (found, wanted) in found.iter().zip([RED, GREEN, BLUE]) {
            assert!(near(found, &wanted, 8), "{format:?}: {found:?}");
        }
        // It is unchanged and clean.
        assert_eq!(header(&made).unwrap(), header(&bytes).unwrap());
        assert_eq!(make(&made, &variants).unwrap().concat(), made);
        if format == PictureFormat::Gif {
            assert!(made.windows(11).any(|part| part == b"NETSCAPE2.0"), "it goes on for ever");
        }
    }
}

#[test]
fn one_frame_does_not_move() {
    for (bytes, format) in all(&[RED]) {
        assert_eq!(header(&bytes).unwrap().motion, Motion::Still, "{format:?}");
        let variants = planned(&bytes, &[10]).unwrap();
        assert!(variants.iter().all(|one| !matches!(one.format, OutputFormat::Moving(_))), "{format:?}");
    }
}

#[test]
fn what_can_no_longer_move_is_told() {
    // Truncated in its second frame.
    let whole = gif(&[RED, GREEN, BLUE]);
    let second = whole.iter().enumerate().filter(|(_, byte)| **byte == 0x2C).nth(1).unwrap().0;
    let cut = &whole[..second + 12];
    let stopped = |bytes: &[u8]| header(bytes).unwrap().motion;
    assert_eq!(stopped(cut), Motion::Stopped(Stopped::Truncated));
    let made = make(cut, &planned(cut, &[20]).unwrap()).unwrap();
    assert_eq!(made.len(), 2, "two formats of the first frame");
    // Too large for a page.
    let (start, end) = whole.split_at(whole.len() - 1);
    let block = [&[0x21, 0xFE][..], &[&[255][..], &[7; 255]].concat().repeat(32_000), &[0]].concat();
    assert_eq!(stopped(&[start, &block, end].concat()), Motion::Stopped(Stopped::TooHeavy));
    // A camera was held sideways.
    let turned = paint::with_chunk(&png(&[RED, BLUE]), b"eXIf", &paint::exif(6));
    assert_eq!(stopped(&turned), Motion::Stopped(Stopped::Turned));
}
