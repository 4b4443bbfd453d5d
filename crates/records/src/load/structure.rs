//! Determines a file's format and completeness by markers and lengths alone, without decoding.

use std::io::Read;

use crate::budget::Budget;
use crate::domain::{Foreign, PictureFault, PictureFormat};

/// Largest colour profile that is decompressed: 4 MiB. Press profiles have two or three.
const LARGEST_PROFILE: u64 = 4 << 20;
/// Maximum number of scans in a JPEG. Programs write about ten; each takes as long as a whole picture.
const MOST_SCANS: usize = 100;

/// The format, by the first bytes.
pub(super) fn sniff(bytes: &[u8]) -> Result<PictureFormat, PictureFault> {
    match bytes {
        [] => Err(PictureFault::Empty),
        [0xFF, 0xD8, 0xFF, ..] => Ok(PictureFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(PictureFormat::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(PictureFormat::Webp),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Ok(PictureFormat::Gif),
        _ => Err(foreign(bytes).map_or(PictureFault::NotAPicture, PictureFault::Foreign)),
    }
}

fn foreign(bytes: &[u8]) -> Option<Foreign> {
    match bytes {
        [_, _, _, _, b'f', b't', b'y', b'p', rest @ ..] => iso_media(bytes, rest),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some(Foreign::Bmp),
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Some(Foreign::Tiff),
        [b'8', b'B', b'P', b'S', ..] => Some(Foreign::Psd),
        [b'%', b'P', b'D', b'F', ..] => Some(Foreign::Pdf),
        [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => Some(Foreign::Office),
        _ => markup(bytes),
    }
}

/// The brands of a file of the MP4 family: the major brand, its version, then the compatible ones.
fn iso_media(bytes: &[u8], brands: &[u8]) -> Option<Foreign> {
    let len = usize::try_from(big_u32(bytes, 0)?).ok()?;
    let brands = brands.get(..len.saturating_sub(8).min(brands.len()))?;
    let has = |names: &[&[u8]]| brands.chunks_exact(4).any(|brand| names.contains(&brand));
    if has(&[b"avif", b"avis"]) {
        return Some(Foreign::Avif);
    }
    has(&[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif"])
        .then_some(Foreign::Heic)
}

fn markup(bytes: &[u8]) -> Option<Foreign> {
    let start = bytes.get(..bytes.len().min(1024))?;
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let start = start.trim_start_matches('\u{FEFF}').trim_start();
    if !start.starts_with('<') {
        return None;
    }
    if start.contains("<svg") {
        Some(Foreign::Svg)
    } else {
        (start.contains("<html") || start.contains("<!doctype html")).then_some(Foreign::Html)
    }
}

/// Checks that the picture is complete; for a GIF, its first frame.
pub(super) fn check(bytes: &[u8], format: PictureFormat) -> Result<(), PictureFault> {
    match format {
        PictureFormat::Jpeg => jpeg(bytes),
        PictureFormat::Png => {
            png(bytes).ok_or(PictureFault::Truncated)?;
            profile(bytes)
        }
        PictureFormat::Webp => webp(bytes).ok_or(PictureFault::Truncated),
        PictureFormat::Gif => gif(bytes).ok_or(PictureFault::Truncated),
    }
}

pub(super) fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk::<N>().copied()
}

pub(super) fn big_u32(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_be_bytes)
}

pub(super) fn byte(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

/// Walks the segments up to the pixels, after which the end marker must follow; telephones append more data.
/// A preview in the EXIF also has an end marker, but within a segment that is skipped.
fn jpeg(bytes: &[u8]) -> Result<(), PictureFault> {
    let mut at = 2;
    loop {
        match byte(bytes, at).ok_or(PictureFault::Truncated)? {
            0xFF => {}
            // Decoders skip stray bytes between segments.
            _ => {
                at += 1;
                continue;
            }
        }
        let marker = byte(bytes, at + 1).ok_or(PictureFault::Truncated)?;
        match marker {
            0xFF => at += 1,
            0x00 | 0x01 | 0xD0..=0xD8 => at += 2,
            0xD9 => return Err(PictureFault::Truncated),
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                return Err(PictureFault::Broken("lossless, hierarchical or arithmetic JPEG".to_owned()));
            }
            _ => {
                let len = array(bytes, at + 2).map(u16::from_be_bytes).ok_or(PictureFault::Truncated)?;
                at += 2 + usize::from(len);
                if marker == 0xDA {
                    break;
                }
            }
        }
    }
    let pixels = bytes.get(at..).ok_or(PictureFault::Truncated)?;
    let ends = pixels.windows(2).rev().any(|pair| pair == [0xFF, 0xD9]);
    if !ends {
        return Err(PictureFault::Truncated);
    }
    // Within pixels the scan marker is unambiguous: equal bytes are escaped.
    let scans = memchr::memmem::find_iter(pixels, b"\xFF\xDA").take(MOST_SCANS).count();
    if scans < MOST_SCANS {
        Ok(())
    } else {
        Err(PictureFault::Broken(format!("more than {MOST_SCANS} passes over the picture")))
    }
}

/// Checks that the compressed colour profile of a PNG has a plausible size, since decoders decompress it
/// completely.
fn profile(bytes: &[u8]) -> Result<(), PictureFault> {
    let mut at = 8_usize;
    while let (Some(len), Some(name)) = (big_u32(bytes, at), array::<4>(bytes, at + 4)) {
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        let payload = bytes.get(at + 8..(at + 8).saturating_add(len)).unwrap_or_default();
        match &name {
            b"iCCP" => unpacks(payload)?,
            // A profile comes before the pixels.
            b"IDAT" | b"IEND" => break,
            _ => {}
        }
        at = at.saturating_add(len).saturating_add(12);
    }
    Ok(())
}

/// Checks that a profile decompresses to no more than the limit. A damaged one is for the decoder to report.
fn unpacks(payload: &[u8]) -> Result<(), PictureFault> {
    // Its name, a zero, and the compression method.
    let name = payload.iter().position(|byte| *byte == 0).unwrap_or(payload.len());
    let packed = payload.get(name + 2..).unwrap_or_default();
    let mut decoder = flate2::read::ZlibDecoder::new(packed);
    let (mut budget, mut part) = (Budget::new(LARGEST_PROFILE, u64::MAX), [0; 16 << 10]);
    loop {
        match decoder.read(&mut part) {
            Ok(0) | Err(_) => return Ok(()),
            Ok(length) if budget.make(length).is_ok() => {}
            Ok(_) => {
                let most = LARGEST_PROFILE >> 20;
                return Err(PictureFault::Broken(format!("a colour profile of more than {most} MiB")));
            }
        }
    }
}

fn png(bytes: &[u8]) -> Option<()> {
    let mut at = 8;
    loop {
        let len = usize::try_from(big_u32(bytes, at)?).ok()?;
        let name = array::<4>(bytes, at + 4)?;
        at = at.checked_add(len)?.checked_add(12)?;
        if at > bytes.len() {
            return None;
        }
        if &name == b"IEND" {
            return Some(());
        }
    }
}

fn webp(bytes: &[u8]) -> Option<()> {
    let len = usize::try_from(array(bytes, 4).map(u32::from_le_bytes)?).ok()?;
    // Some programs leave out the byte that pads an odd length.
    (bytes.len() >= len.checked_add(7)?).then_some(())
}

fn gif(bytes: &[u8]) -> Option<()> {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << (usize::from(flags & 7) + 1) };
    let mut at = 13 + table(byte(bytes, 10)?);
    loop {
        match byte(bytes, at)? {
            0x21 => at = sub_blocks(bytes, at + 2)?,
            0x2C => {
                let own_table = table(byte(bytes, at + 9)?);
                return sub_blocks(bytes, at + 11 + own_table).map(|_| ());
            }
            0x3B => return None,
            _ => at += 1,
        }
    }
}

/// The end of a sequence of sub-blocks.
pub(super) fn sub_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match byte(bytes, at)? {
            0 => return Some(at + 1),
            len => at += 1 + usize::from(len),
        }
    }
}
