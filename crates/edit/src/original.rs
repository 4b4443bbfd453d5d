//! A file's bytes and the text decoded from them, with a mapping back: which bytes stand for a range of the
//! text.
//!
//! The YAML reader's positions refer to the decoded text, which has `\n` as line ends, composed letters, and
//! no forbidden characters (`config::text::decode`). Changes are made in the bytes: what does not change
//! keeps its exact bytes, and what is new is written in the file's encoding and with its line ends.

use std::ops::Range;
use std::sync::Arc;

use encoding_rs::{Encoding as Codec, GB18030, UTF_16BE, UTF_16LE};

use super::refusal::Refusal;
use crate::domain::text;

/// A file's encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// GB18030, which includes GBK and GB 2312.
    Gb18030,
    /// UTF-16, little endian, with a byte order mark.
    Utf16Le,
    /// UTF-16, big endian, with a byte order mark.
    Utf16Be,
}

/// A range of the text and the bytes for it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    text: Range<usize>,
    bytes: Range<usize>,
    /// Whether text and file have the same bytes here, so that it can be split between any two characters.
    same: bool,
}

/// A file's bytes with the text decoded from them.
#[derive(Clone, Debug)]
pub struct Original {
    bytes: Vec<u8>,
    encoding: Encoding,
    /// Length of the byte order mark.
    mark: usize,
    content: Arc<str>,
    /// In order; bytes between two of them stand for nothing: byte order marks and removed characters.
    pieces: Vec<Piece>,
}

/// A character with the bytes for it.
struct Sign {
    sign: char,
    bytes: Range<usize>,
}

impl Original {
    /// Decodes a file's bytes.
    ///
    /// # Errors
    /// If they are not text in an encoding that can be written back.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Refusal> {
        let (encoding, mark) = match bytes.as_slice() {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3),
            [0xFF, 0xFE, ..] => (Encoding::Utf16Le, 2),
            [0xFE, 0xFF, ..] => (Encoding::Utf16Be, 2),
            _ => (Encoding::Utf8, 0),
        };
        let rest = bytes.get(mark..).unwrap_or_default();
        if let (Encoding::Utf8, Ok(written)) = (encoding, simdutf8::basic::from_utf8(rest))
            && is_read_as_written(written)
        {
            let content = Arc::from(written);
            let pieces = vec![Piece { text: 0..rest.len(), bytes: mark..bytes.len(), same: true }];
            return Ok(Self { encoding, mark, content, pieces, bytes });
        }
        let (encoding, signs) = match encoding {
            Encoding::Utf8 => match simdutf8::basic::from_utf8(rest) {
                Ok(written) => (Encoding::Utf8, of_utf8(written, mark)),
                Err(_) => (Encoding::Gb18030, of_gb18030(rest, mark).ok_or(Refusal::Encoding)?),
            },
            Encoding::Utf16Le | Encoding::Utf16Be | Encoding::Gb18030 => {
                (encoding, of_utf16(rest, mark, encoding).ok_or(Refusal::Encoding)?)
            }
        };
        if signs.iter().any(|sign| sign.sign == '\0') {
            return Err(Refusal::Encoding);
        }
        let signs = kept(signs);
        let (content, pieces) = composed(&signs, &bytes)?;
        Ok(Self { bytes, encoding, mark, content: Arc::from(content), pieces })
    }

    /// The text: `\n` as line ends, letters composed, without a byte order mark.
    #[must_use]
    pub const fn content(&self) -> &Arc<str> {
        &self.content
    }

    /// The file's bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its encoding.
    #[must_use]
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The bytes for a range of the text; for an empty range, the position for insertions.
    ///
    /// # Errors
    /// If the range begins or ends within a letter that the file writes decomposed, or outside of the text.
    pub fn bytes_of(&self, range: &Range<usize>) -> Result<Range<usize>, Refusal> {
        if range.start > range.end || range.end > self.content.len() {
            return Err(Refusal::Place);
        }
        if range.is_empty() {
            let at = self.end_of(range.start)?;
            return Ok(at..at);
        }
        let start = self.start_of(range.start)?;
        let end = self.end_of(range.end)?;
        Ok(start..end)
    }

    /// The byte at which the character begins that begins here in the text.
    fn start_of(&self, at: usize) -> Result<usize, Refusal> {
        let index = self.pieces.partition_point(|piece| piece.text.end <= at);
        let piece = self.pieces.get(index).ok_or(Refusal::Place)?;
        self.within(piece, at)
    }

    /// The byte at which the character ends that ends here in the text.
    fn end_of(&self, at: usize) -> Result<usize, Refusal> {
        if at == 0 {
            return Ok(self.mark);
        }
        let index = self.pieces.partition_point(|piece| piece.text.end < at);
        let piece = self.pieces.get(index).ok_or(Refusal::Place)?;
        if at == piece.text.end {
            return Ok(piece.bytes.end);
        }
        self.within(piece, at)
    }

    fn within(&self, piece: &Piece, at: usize) -> Result<usize, Refusal> {
        if at == piece.text.start {
            return Ok(piece.bytes.start);
        }
        if piece.same && self.content.is_char_boundary(at) {
            return Ok(piece.bytes.start + (at - piece.text.start));
        }
        Err(Refusal::Place)
    }

    /// The file with ranges of its text replaced; they must be in order and not overlap.
    ///
    /// # Errors
    /// If a position has no bytes of its own, the encoding lacks a character, or the bytes would not be
    /// decoded as intended.
    pub fn splice(&self, changes: &[(Range<usize>, String)]) -> Result<Self, Refusal> {
        let (mut bytes, mut wanted) = (Vec::with_capacity(self.bytes.len() + 64), String::new());
        let (mut from, mut at) = (0, 0);
        for (range, words) in changes {
            let own = self.bytes_of(range)?;
            bytes.extend_from_slice(self.bytes.get(from..own.start).ok_or(Refusal::Place)?);
            wanted.push_str(self.content.get(at..range.start).ok_or(Refusal::Place)?);
            bytes.extend_from_slice(&self.encoded(words, range.start)?);
            wanted.push_str(words);
            (from, at) = (own.end, range.end);
        }
        bytes.extend_from_slice(self.bytes.get(from..).ok_or(Refusal::Place)?);
        wanted.push_str(self.content.get(at..).ok_or(Refusal::Place)?);
        let made = Self::read(bytes)?;
        if *made.content == *wanted { Ok(made) } else { Err(Refusal::Encoding) }
    }

    /// A text encoded for a position of this file.
    ///
    /// # Errors
    /// If its encoding lacks one of the characters.
    pub fn encoded(&self, words: &str, at: usize) -> Result<Vec<u8>, Refusal> {
        let words = words.replace('\n', self.line_end(at));
        match self.encoding {
            Encoding::Utf8 => Ok(words.into_bytes()),
            Encoding::Gb18030 => match GB18030.encode(&words) {
                (bytes, _, false) => Ok(bytes.into_owned()),
                _ => Err(Refusal::Encoding),
            },
            Encoding::Utf16Le => Ok(words.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Encoding::Utf16Be => Ok(words.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        }
    }

    /// The line end of the line above a position, otherwise of the next one below.
    fn line_end(&self, at: usize) -> &'static str {
        let before = self.content.get(..at).and_then(|text| text.rfind('\n'));
        let after = || Some(at + self.content.get(at..)?.find('\n')?);
        let written = before.or_else(after).and_then(|at| self.bytes_of(&(at..at + 1)).ok());
        let written = written.and_then(|range| self.bytes.get(range)).unwrap_or(b"\n");
        let signs: Vec<u8> = written.iter().copied().filter(|byte| *byte != 0).collect();
        match signs.as_slice() {
            b"\r\n" => "\r\n",
            b"\r" => "\r",
            _ => "\n",
        }
    }
}

/// Whether a UTF-8 text is decoded unchanged.
fn is_read_as_written(written: &str) -> bool {
    !written.contains(['\0', '\r', '\u{FEFF}'])
        && text::forbidden(written).next().is_none()
        && matches!(text::composed(written), std::borrow::Cow::Borrowed(_))
}

fn of_utf8(written: &str, from: usize) -> Vec<Sign> {
    let sign = |(at, sign): (usize, char)| Sign { sign, bytes: from + at..from + at + sign.len_utf8() };
    written.char_indices().map(sign).collect()
}

/// The characters of GB18030: one, two or four bytes each, determined by the first two.
fn of_gb18030(bytes: &[u8], from: usize) -> Option<Vec<Sign>> {
    let length = |at: usize| match (bytes.get(at), bytes.get(at + 1)) {
        (Some(0x81..=0xFE), Some(0x30..=0x39)) => 4,
        (Some(0x81..=0xFE), _) => 2,
        _ => 1,
    };
    in_steps(bytes, from, GB18030, length)
}

fn of_utf16(bytes: &[u8], from: usize, encoding: Encoding) -> Option<Vec<Sign>> {
    let (codec, high) = if encoding == Encoding::Utf16Le { (UTF_16LE, 1) } else { (UTF_16BE, 0) };
    let length = |at: usize| match bytes.get(at + high) {
        Some(0xD8..=0xDB) => 4,
        _ => 2,
    };
    in_steps(bytes, from, codec, length)
}

/// Decodes character by character, each of `step` bytes; `None` if one is invalid.
fn in_steps(
    bytes: &[u8],
    from: usize,
    codec: &'static Codec,
    length: impl Fn(usize) -> usize,
) -> Option<Vec<Sign>> {
    let mut signs = Vec::with_capacity(bytes.len() / 2);
    let mut at = 0;
    while at < bytes.len() {
        let end = at + length(at);
        let (decoded, broken) = codec.decode_without_bom_handling(bytes.get(at..end)?);
        if broken {
            return None;
        }
        signs.extend(decoded.chars().map(|sign| Sign { sign, bytes: from + at..from + end }));
        at = end;
    }
    Some(signs)
}

/// The decoded characters: `\n` as line ends, without removed ones.
fn kept(signs: Vec<Sign>) -> Vec<Sign> {
    let mut kept: Vec<Sign> = Vec::with_capacity(signs.len());
    let mut signs = signs.into_iter().peekable();
    while let Some(Sign { sign, mut bytes }) = signs.next() {
        let sign = match sign {
            '\u{FEFF}' => continue,
            '\r' => {
                if let Some(feed) = signs.next_if(|next| next.sign == '\n') {
                    bytes.end = feed.bytes.end;
                }
                '\n'
            }
            sign => sign,
        };
        // A forbidden character that separates words is read as a space.
        let read =
            if text::is_forbidden(sign) { text::sound(&sign.to_string()).chars().next() } else { Some(sign) };
        kept.extend(read.map(|sign| Sign { sign, bytes }));
    }
    kept
}

/// Whether no preceding character can be composed with this one.
const fn begins(sign: char) -> bool {
    matches!(sign, '\0'..='\u{7F}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3029}' | '\u{4E00}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF60}')
}

/// The text with its letters composed, and the bytes of each range.
fn composed(signs: &[Sign], file: &[u8]) -> Result<(String, Vec<Piece>), Refusal> {
    let all: String = signs.iter().map(|sign| sign.sign).collect();
    let mut made = Made { content: String::with_capacity(all.len()), pieces: Vec::new(), file };
    let mut at = 0;
    while let Some(first) = signs.get(at) {
        let more = signs.iter().skip(at + 1).take_while(|sign| !begins(sign.sign)).count();
        let cluster = signs.get(at..=at + more).unwrap_or_default();
        let written: String = cluster.iter().map(|sign| sign.sign).collect();
        let read = text::composed(&written);
        if read == written {
            cluster.iter().for_each(|sign| made.push(sign.sign.encode_utf8(&mut [0; 4]), &sign.bytes));
        } else {
            let end = cluster.last().map_or(first.bytes.end, |last| last.bytes.end);
            made.push(&read, &(first.bytes.start..end));
        }
        at += 1 + more;
    }
    let Made { content, pieces, .. } = made;
    if *content == *text::composed(&all) { Ok((content, pieces)) } else { Err(Refusal::Encoding) }
}

/// A text being assembled.
struct Made<'f> {
    content: String,
    pieces: Vec<Piece>,
    file: &'f [u8],
}

impl Made<'_> {
    fn push(&mut self, words: &str, bytes: &Range<usize>) {
        let start = self.content.len();
        self.content.push_str(words);
        let same = self.file.get(bytes.clone()) == Some(words.as_bytes());
        match self.pieces.last_mut() {
            Some(last) if same && last.same && last.bytes.end == bytes.start => {
                (last.text.end, last.bytes.end) = (self.content.len(), bytes.end);
            }
            _ => self.pieces.push(Piece { text: start..self.content.len(), bytes: bytes.clone(), same }),
        }
    }
}
