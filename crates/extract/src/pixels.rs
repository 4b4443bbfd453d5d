//! Removes metadata from pictures without touching the pixels.

/// A picture without location, time, camera, comments and thumbnails; colours and orientation stay. `None` if
/// it is not a valid picture of a known format.
pub(super) fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => jpeg(bytes),
        [0x89, b'P', b'N', b'G', ..] => png(bytes),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => gif(bytes),
        [b'R', b'I', b'F', b'F', ..] if bytes.get(8..12) == Some(b"WEBP") => webp(bytes),
        _ => None,
    }
}

fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0xFF, 0xD8];
    out.extend(turned(bytes));
    let mut at = 2;
    loop {
        let [0xFF, kind] = *bytes.get(at..at + 2)? else { return None };
        match kind {
            // Fill bytes.
            0xFF => {
                at += 1;
                continue;
            }
            // The end. Second pictures and videos may follow.
            0xD9 => {
                out.extend([0xFF, 0xD9]);
                return Some(out);
            }
            // Not a segment: readers disagree about what follows.
            0x00 | 0x01 | 0xD0..=0xD8 => return None,
            _ => {}
        }
        let length = <[u8; 2]>::try_from(bytes.get(at + 2..at + 4)?).ok()?;
        // The length includes itself.
        let length = Some(usize::from(u16::from_be_bytes(length))).filter(|length| *length >= 2)?;
        let end = at + 2 + length;
        let segment = bytes.get(at..end)?;
        let is_kept = match kind {
            0xE0 | 0xEE => true,
            0xE2 => segment.get(4..).is_some_and(|payload| payload.starts_with(b"ICC_PROFILE\0")),
            0xE1..=0xEF | 0xFE => false,
            _ => true,
        };
        if is_kept {
            out.extend_from_slice(segment);
        }
        at = end;
        if kind == 0xDA {
            let length = scan_length(bytes.get(at..)?);
            out.extend_from_slice(bytes.get(at..at + length)?);
            at += length;
        }
    }
}

/// The length of entropy-coded data, up to a marker that does not belong to it.
fn scan_length(bytes: &[u8]) -> usize {
    let is_end = |pair: &[u8]| matches!(pair, [0xFF, kind] if *kind != 0 && !(0xD0..=0xD7).contains(kind));
    bytes.windows(2).position(is_end).unwrap_or(bytes.len())
}

/// EXIF that contains only the orientation.
fn turned(bytes: &[u8]) -> Vec<u8> {
    let exif =
        exif::Reader::new().continue_on_error(true).read_from_container(&mut std::io::Cursor::new(bytes));
    let exif = exif.or_else(|error| error.distill_partial_result(|_| {}));
    let value = exif.ok().and_then(|exif| {
        let field = exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?;
        u8::try_from(field.value.get_uint(0)?).ok()
    });
    let Some(value @ 2..=8) = value else { return Vec::new() };
    let mut segment = vec![0xFF, 0xE1, 0, 34];
    segment.extend(b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    segment.extend([value, 0, 0, 0, 0, 0, 0]);
    segment
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        let end = at.checked_add(12)?.checked_add(usize::try_from(length).ok()?)?;
        let chunk = bytes.get(at..end)?;
        let kind = chunk.get(4..8)?;
        if !matches!(kind, b"tEXt" | b"zTXt" | b"iTXt" | b"eXIf" | b"tIME") {
            out.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        at = end;
    }
}

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..12)?.to_vec();
    let mut at = 12;
    while at < bytes.len() {
        let length = usize::try_from(u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?)).ok()?;
        let end = at.checked_add(8)?.checked_add(length)?.checked_add(length % 2)?;
        // The last pad byte is often missing.
        let chunk = bytes.get(at..end.min(bytes.len()))?;
        match chunk.get(..4)? {
            b"EXIF" | b"XMP " => {}
            b"VP8X" => {
                let mut header = chunk.to_vec();
                // Clear the flags for EXIF and XMP.
                *header.get_mut(8)? &= !0x0C;
                out.extend(header);
            }
            _ => out.extend_from_slice(chunk),
        }
        at = end;
    }
    let length = u32::try_from(out.len().checked_sub(8)?).ok()?;
    out.get_mut(4..8)?.copy_from_slice(&length.to_le_bytes());
    Some(out)
}

/// The kind of a GIF block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Header, colours, pixels, timing, repetitions.
    Picture,
    /// A comment.
    Comment,
    /// Application data.
    Other,
}

/// The blocks of a GIF, as far as it is valid.
pub(super) fn blocks(bytes: &[u8]) -> Vec<(Block, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    // If it is truncated, the blocks before that are kept.
    let _end = each_block(bytes, &mut |kind, range| found.push((kind, range)));
    found
}

/// Calls `then` with each block of a GIF up to its end; `None` if it has no end.
fn each_block(bytes: &[u8], then: &mut dyn FnMut(Block, std::ops::Range<usize>)) -> Option<()> {
    let colours = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let head = 13 + colours(*bytes.get(10)?);
    then(Block::Picture, 0..head);
    let mut at = head;
    loop {
        let (kind, start) = match *bytes.get(at..)? {
            [0x3B, ..] => {
                then(Block::Picture, at..at + 1);
                return Some(());
            }
            [0x21, 0xFE, ..] => (Block::Comment, at + 2),
            [0x21, 0xFF, 11, ref name @ ..] => {
                let is_loop = name.starts_with(b"NETSCAPE2.0") || name.starts_with(b"ANIMEXTS1.0");
                (if is_loop { Block::Picture } else { Block::Other }, at + 2)
            }
            [0x21, 0xF9, ..] => (Block::Picture, at + 2),
            // Text drawn over the picture, and unknown extensions.
            [0x21, _, ..] => (Block::Other, at + 2),
            [0x2C, _, _, _, _, _, _, _, _, flags, ..] => (Block::Picture, at + 11 + colours(flags)),
            _ => return None,
        };
        let end = end_of_stretches(bytes, start)?;
        then(kind, at..end);
        at = end;
    }
}

/// The end of a sequence of sub-blocks, each beginning with its length; the last one is empty.
fn end_of_stretches(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += length + 1;
        if length == 0 {
            return Some(at);
        }
    }
}

fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    each_block(bytes, &mut |kind, range| {
        if kind == Block::Picture {
            out.extend_from_slice(bytes.get(range).unwrap_or_default());
        }
    })?;
    Some(out)
}
