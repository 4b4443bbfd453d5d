//! Whether a picture is animated, judged by its structure alone, without decoding.

use super::structure::{array, big_u32, byte, sub_blocks};
use crate::domain::{Motion, PictureFormat, Stopped};

/// Largest animation that is published as it is, in bytes: a page may show several, on a telephone.
const MOST_BYTES: usize = 8_000_000;

/// Whether a picture is animated and the animation can be published. `is_turned`: its EXIF asks for a
/// rotation, which is lost with the EXIF.
pub(super) fn motion(bytes: &[u8], format: PictureFormat, is_turned: bool) -> Motion {
    let frames = match format {
        PictureFormat::Jpeg => return Motion::Still,
        PictureFormat::Png => png(bytes),
        PictureFormat::Webp => webp(bytes),
        PictureFormat::Gif => gif(bytes),
    };
    match frames {
        Frames { count: 0 | 1, .. } => Motion::Still,
        Frames { whole: false, .. } => Motion::Stopped(Stopped::Truncated),
        Frames { whole: true, .. } if bytes.len() > MOST_BYTES => Motion::Stopped(Stopped::TooHeavy),
        Frames { whole: true, .. } if is_turned => Motion::Stopped(Stopped::Turned),
        Frames { whole: true, .. } => Motion::Moves,
    }
}

/// The frames of a picture.
struct Frames {
    /// Their number, including incomplete ones.
    count: usize,
    /// Whether the last frame is complete, and the file ends properly.
    whole: bool,
}

fn gif(bytes: &[u8]) -> Frames {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << (usize::from(flags & 7) + 1) };
    let mut count = 0;
    let mut at = 13 + table(byte(bytes, 10).unwrap_or(0));
    loop {
        let next = match byte(bytes, at) {
            Some(0x21) => sub_blocks(bytes, at + 2),
            Some(0x2C) => {
                count += 1;
                byte(bytes, at + 9).and_then(|flags| sub_blocks(bytes, at + 11 + table(flags)))
            }
            Some(0x3B) => return Frames { count, whole: true },
            // Decoders skip stray bytes between blocks.
            Some(_) => Some(at + 1),
            None => None,
        };
        match next {
            Some(next) => at = next,
            None => return Frames { count, whole: false },
        }
    }
}

fn png(bytes: &[u8]) -> Frames {
    let (mut at, mut told, mut count) = (8, 0, 0);
    let whole = loop {
        let (Some(len), Some(name)) = (big_u32(bytes, at), array::<4>(bytes, at + 4)) else { break false };
        match &name {
            b"acTL" if count == 0 => told = big_u32(bytes, at + 8).unwrap_or(0),
            b"fcTL" => count += 1,
            b"IEND" => break count >= usize::try_from(told).unwrap_or(usize::MAX),
            _ => {}
        }
        at = at.saturating_add(usize::try_from(len).unwrap_or(usize::MAX)).saturating_add(12);
    };
    // Without the chunk that announces them, browsers show no frames.
    Frames { count: if told > 1 { count.max(2) } else { 0 }, whole }
}

fn webp(bytes: &[u8]) -> Frames {
    let moves = bytes.get(12..16) == Some(b"VP8X") && byte(bytes, 20).is_some_and(|flags| flags & 2 != 0);
    let (mut at, mut count) = (12, 0);
    // Data after the file's own end does not belong to the picture.
    let len = array(bytes, 4).map_or(0, u32::from_le_bytes);
    let bytes = bytes.get(..usize::try_from(len).unwrap_or(usize::MAX).saturating_add(8)).unwrap_or(bytes);
    while moves && at < bytes.len() {
        let Some(len) = array(bytes, at + 4).map(u32::from_le_bytes) else {
            return Frames { count: count.max(2), whole: false };
        };
        count += usize::from(bytes.get(at..at + 4) == Some(b"ANMF"));
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        let end = at.saturating_add(8).saturating_add(len);
        if end > bytes.len() {
            return Frames { count, whole: false };
        }
        at = end.saturating_add(len % 2);
    }
    Frames { count, whole: true }
}
