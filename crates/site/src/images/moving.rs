//! Animated pictures, stripped of what is not needed to show them: comments, EXIF, XMP, names of programs,
//! and trailing data. Only known parts are kept.

use crate::domain::PictureFormat;

/// The stripped picture; `None` if it is not a valid picture of this format.
pub(super) fn bare(bytes: &[u8], format: PictureFormat) -> Option<Vec<u8>> {
    match format {
        PictureFormat::Gif => gif(bytes),
        PictureFormat::Png => png(bytes),
        PictureFormat::Webp => webp(bytes),
        PictureFormat::Jpeg => None,
    }
}

fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << (usize::from(flags & 7) + 1) };
    let mut at = 13 + table(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    // How the next frame is to be shown; kept only with its frame.
    let mut control: &[u8] = &[];
    loop {
        let end = match (*bytes.get(at)?, bytes.get(at + 1)) {
            (0x21, Some(kind)) => {
                let end = blocks(bytes, at + 2)?;
                let block = bytes.get(at..end)?;
                match kind {
                    0xF9 => control = block,
                    // The number of repetitions; anything else in such a block is dropped.
                    0xFF if block
                        .get(3..14)
                        .is_some_and(|name| matches!(name, b"NETSCAPE2.0" | b"ANIMEXTS1.0")) =>
                    {
                        if let Some([3, 1, low, high]) = block.get(14..18) {
                            out.extend_from_slice(b"\x21\xFF\x0BNETSCAPE2.0");
                            out.extend([3, 1, *low, *high, 0]);
                        }
                    }
                    // A text block, which browsers do not show.
                    0x01 => control = &[],
                    _ => {}
                }
                end
            }
            (0x2C, _) => {
                let end = blocks(bytes, at + 11 + table(*bytes.get(at + 9)?))?;
                out.extend_from_slice(std::mem::take(&mut control));
                out.extend_from_slice(bytes.get(at..end)?);
                end
            }
            (0x3B, _) => {
                out.push(0x3B);
                return Some(out);
            }
            _ => at + 1,
        };
        at = end;
    }
}

/// The end of a sequence of sub-blocks.
fn blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            len => at += 1 + usize::from(len),
        }
    }
}

/// The PNG chunks that are needed for pixels, colours and animation.
const PNG_CHUNKS: [&[u8; 4]; 14] = [
    b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT", b"sRGB", b"gAMA", b"cHRM",
    b"iCCP", b"cICP", b"sBIT",
];

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let len = usize::try_from(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?)).ok()?;
        let end = at.checked_add(12)?.checked_add(len)?;
        let chunk = bytes.get(at..end)?;
        let name: &[u8; 4] = chunk.get(4..)?.first_chunk()?;
        if PNG_CHUNKS.contains(&name) {
            out.extend_from_slice(chunk);
        }
        if name == b"IEND" {
            return Some(out);
        }
        at = end;
    }
}

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    let len = usize::try_from(u32::from_le_bytes(*bytes.get(4..)?.first_chunk()?)).ok()?;
    // Data after the file's own end does not belong to the picture.
    let whole = bytes.get(12..len.checked_add(8)?.min(bytes.len()))?;
    for chunk in riff(whole) {
        let (name, payload) = chunk?;
        match name {
            b"VP8X" => {
                let mut payload = payload.to_vec();
                // Clear the flags for EXIF and XMP.
                *payload.first_mut()? &= !0x0C;
                put(name, &payload, &mut out)?;
            }
            b"ICCP" | b"ANIM" => put(name, payload, &mut out)?,
            b"ANMF" => {
                let mut frame = payload.get(..16)?.to_vec();
                for part in riff(payload.get(16..)?) {
                    let (name, payload) = part?;
                    if matches!(name, b"ALPH" | b"VP8 " | b"VP8L") {
                        put(name, payload, &mut frame)?;
                    }
                }
                put(name, &frame, &mut out)?;
            }
            _ => {}
        }
    }
    let len = u32::try_from(out.len().checked_sub(8)?).ok()?;
    out.get_mut(4..8)?.copy_from_slice(&len.to_le_bytes());
    Some(out)
}

/// The chunks of a WebP, or of a frame of one; yields `None` for an incomplete one.
fn riff(bytes: &[u8]) -> impl Iterator<Item = Option<(&[u8; 4], &[u8])>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        // The byte that pads an odd length.
        if rest.len() < 2 {
            return None;
        }
        let chunk = (|| {
            let name = rest.first_chunk::<4>()?;
            let len = usize::try_from(u32::from_le_bytes(*rest.get(4..)?.first_chunk()?)).ok()?;
            let end = len.checked_add(8)?;
            let payload = rest.get(8..end)?;
            rest = rest.get(end.saturating_add(len % 2)..).unwrap_or_default();
            Some((name, payload))
        })();
        if chunk.is_none() {
            rest = &[];
        }
        Some(chunk)
    })
}

fn put(name: &[u8; 4], payload: &[u8], out: &mut Vec<u8>) -> Option<()> {
    out.extend_from_slice(name);
    out.extend(u32::try_from(payload.len()).ok()?.to_le_bytes());
    out.extend_from_slice(payload);
    if payload.len() % 2 == 1 {
        out.push(0);
    }
    Some(())
}
