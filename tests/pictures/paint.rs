//! Generates pictures, and writes by hand what the encoders cannot.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

pub const RED: [u8; 3] = [200, 30, 30];
pub const GREEN: [u8; 3] = [30, 160, 30];
pub const BLUE: [u8; 3] = [30, 30, 200];
pub const WHITE: [u8; 3] = [240, 240, 240];

/// Each quarter in its own colour: red and green above, blue and white below.
pub fn quarters(width: u32, height: u32) -> DynamicImage {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => WHITE,
        })
    });
    DynamicImage::ImageRgb8(picture)
}

/// A red disc on a transparent black background.
pub fn disc(side: u32) -> DynamicImage {
    let middle = i64::from(side / 2);
    let picture = RgbaImage::from_fn(side, side, |x, y| {
        let (x, y) = (i64::from(x) - middle, i64::from(y) - middle);
        if x * x + y * y < middle * middle / 2 { Rgba([220, 20, 20, 255]) } else { Rgba([0; 4]) }
    });
    DynamicImage::ImageRgba8(picture)
}

pub fn encode(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

pub fn jpeg(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 95)).unwrap();
    bytes
}

/// Inserts a segment after the first marker of a JPEG.
pub fn with_segment(jpeg: &[u8], marker: u8, payload: &[u8]) -> Vec<u8> {
    let len = u16::try_from(payload.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, marker], &len, payload, &jpeg[2..]].concat()
}

pub const MAKER: &[u8] = b"Pinhole Camera Works";
pub const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET-XMP</x:xmpmeta>";
pub const IPTC: &[u8] = b"Photoshop 3.0\x008BIMSECRET-IPTC";
pub const COMMENT: &[u8] = b"SECRET-COMMENT";

/// EXIF with an orientation, a maker and a location.
pub fn exif(orientation: u16) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    let short = |value: u16| [value.to_be_bytes(), [0, 0]].concat().try_into().unwrap();
    let (maker_at, gps_at) = (8 + 2 + 3 * 12 + 4, 8 + 2 + 3 * 12 + 4 + 21);
    let mut bytes = b"MM\0\x2A\0\0\0\x08\0\x03".to_vec();
    bytes.extend(entry(0x010F, 2, 21, u32::to_be_bytes(maker_at)));
    bytes.extend(entry(0x0112, 3, 1, short(orientation)));
    bytes.extend(entry(0x8825, 4, 1, u32::to_be_bytes(gps_at)));
    bytes.extend([0; 4]);
    bytes.extend(MAKER);
    bytes.push(0);
    bytes.extend([0, 1]);
    bytes.extend(entry(0x0001, 2, 2, *b"N\0\0\0"));
    bytes.extend([0; 4]);
    bytes
}

pub fn with_exif(jpeg: &[u8], orientation: u16) -> Vec<u8> {
    with_segment(jpeg, 0xE1, &[b"Exif\0\0", &exif(orientation)[..]].concat())
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

pub fn png_chunk(name: &[u8; 4], payload: &[u8]) -> Vec<u8> {
    let named = [&name[..], payload].concat();
    [&u32::try_from(payload.len()).unwrap().to_be_bytes()[..], &named, &crc32(&named).to_be_bytes()].concat()
}

/// A PNG that claims this size and contains hardly anything.
pub fn hollow_png(width: u32, height: u32) -> Vec<u8> {
    let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
    let header = png_chunk(b"IHDR", &[&size[..], &[8, 6, 0, 0, 0]].concat());
    let pixels = png_chunk(b"IDAT", &[0x78, 0x9C, 3, 0, 0, 0, 0, 1]);
    [b"\x89PNG\r\n\x1A\n", &header[..], &pixels, &png_chunk(b"IEND", &[])].concat()
}

/// Inserts a chunk after a PNG's header.
pub fn with_chunk(png: &[u8], name: &[u8; 4], payload: &[u8]) -> Vec<u8> {
    let behind_header = 8 + 25;
    [&png[..behind_header], &png_chunk(name, payload), &png[behind_header..]].concat()
}

/// The first bytes of a photograph by a recent telephone.
pub fn heic() -> Vec<u8> {
    [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", &[0; 64][..]].concat()
}

/// A CMYK JPEG with all inks at half; the encoder here cannot write any.
pub fn inks() -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8];
    let mut segment = |marker: u8, payload: &[u8]| {
        bytes.extend([0xFF, marker]);
        bytes.extend(u16::try_from(payload.len() + 2).unwrap().to_be_bytes());
        bytes.extend(payload);
    };
    segment(0xEE, b"Adobe\0\x64\0\0\0\0\0");
    segment(0xDB, &[&[0], &[1; 64][..]].concat());
    let parts: Vec<u8> = (1..=4).flat_map(|part| [part, 0x11, 0]).collect();
    segment(0xC0, &[&[8, 0, 8, 0, 8, 4], &parts[..]].concat());
    for table in [0x00, 0x10] {
        // A single code of one bit: end of block.
        segment(0xC4, &[&[table, 1], &[0; 16][..]].concat());
    }
    let parts: Vec<u8> = (1..=4).flat_map(|part| [part, 0]).collect();
    segment(0xDA, &[&[4], &parts[..], &[0, 63, 0]].concat());
    bytes.extend([0, 0xFF, 0xD9]);
    bytes
}
