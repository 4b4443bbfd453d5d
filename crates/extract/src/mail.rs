//! Mail messages, and web pages that browsers save in the same format.
//!
//! Existing libraries parse nested messages without a limit, so that a small file can exhaust the stack; and
//! only the words are needed here.

use encoding_rs::Encoding;

use super::adder::Adder;
use super::coded::{base64, percent, quoted};
use super::contents::{Gap, Part};

/// Maximum nesting of messages and parts.
const MOST_DEPTH: u8 = 12;
/// How many bytes are examined to recognise a message.
const LOOKED_AT: usize = 8 << 10;
/// Header lines of which a message has at least one.
const KNOWN: [&str; 6] =
    ["mime-version", "message-id", "received", "return-path", "content-type", "x-mailer"];

/// Whether bytes are one or more messages, by their beginning.
pub(super) fn is_mail(bytes: &[u8]) -> bool {
    let head = bytes.get(..LOOKED_AT.min(bytes.len())).unwrap_or_default();
    let mut known = false;
    let mut count = 0;
    for (at, line) in lines(head).enumerate() {
        let line = head.get(line).unwrap_or_default().trim_ascii_end();
        if line.is_empty() && count > 0 {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") || (at == 0 && line.starts_with(b"From ")) {
            continue;
        }
        let Some(name) = line.iter().position(|byte| *byte == b':').and_then(|end| line.get(..end)) else {
            return false;
        };
        if name.is_empty() || !name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-') {
            return false;
        }
        known |= KNOWN.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()));
        count += 1;
    }
    known && count > 1
}

/// Adds the contents of a message, or of each one in a mailbox file.
pub(super) fn look(bytes: &[u8], adder: &mut Adder<'_>) {
    if !bytes.starts_with(b"From ") {
        return part(bytes, MOST_DEPTH, adder);
    }
    let mut start = 0;
    for line in lines(bytes) {
        if line.start > 0 && bytes.get(line.clone()).is_some_and(|line| line.starts_with(b"From ")) {
            part(bytes.get(start..line.start).unwrap_or_default(), MOST_DEPTH, adder);
            start = line.start;
        }
    }
    part(bytes.get(start..).unwrap_or_default(), MOST_DEPTH, adder);
}

/// The lines of some bytes, including line ends.
fn lines(bytes: &[u8]) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        at += length;
        Some(at - length..at)
    })
}

/// The header of a message or of a part.
#[derive(Default)]
struct Head {
    /// `text/plain`, in lower case.
    kind: String,
    charset: String,
    boundary: String,
    coding: String,
    file: String,
}

/// Adds a message or a part of one.
fn part(bytes: &[u8], depth: u8, adder: &mut Adder<'_>) {
    if depth == 0 {
        return adder.gap(Gap::TooDeep);
    }
    let end =
        lines(bytes).find(|line| bytes.get(line.clone()).is_some_and(|line| line.trim_ascii().is_empty()));
    let (head, body) =
        bytes.split_at_checked(end.map_or(bytes.len(), |line| line.end)).unwrap_or((bytes, &[]));
    let head = read_head(head, adder);
    if head.kind.starts_with("multipart/") && !head.boundary.is_empty() {
        return parts(body, &head.boundary, depth, adder);
    }
    let body = match head.coding.as_str() {
        "base64" => base64(body),
        "quoted-printable" => quoted(body, false),
        _ => body.to_vec(),
    };
    if !adder.make(body.len()) {
        return;
    }
    if head.kind == "message/rfc822" || head.kind == "message/global" {
        part(&body, depth - 1, adder);
    } else if head.kind.starts_with("text/") || head.kind.is_empty() {
        adder.add(Part::Text, decode(&body, &head.charset));
    } else if !body.is_empty() {
        let name = if head.file.is_empty() { "attachment" } else { head.file.as_str() };
        adder.look_within(name, name, &body);
    }
}

/// Adds the parts between boundary lines. Text before the first and after the last, which programs do not
/// show, is included.
fn parts(body: &[u8], boundary: &str, depth: u8, adder: &mut Adder<'_>) {
    let (mut start, mut within) = (0, false);
    let mut hidden = Vec::new();
    let mut end = |range: std::ops::Range<usize>, within: bool, adder: &mut Adder<'_>| {
        let piece = body.get(range).unwrap_or_default();
        if within { part(piece, depth - 1, adder) } else { hidden.extend_from_slice(piece) }
    };
    for line in lines(body) {
        let text = body.get(line.clone()).unwrap_or_default().trim_ascii_end();
        let Some(rest) = text.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary.as_bytes()))
        else {
            continue;
        };
        if rest.is_empty() || rest == b"--" {
            end(start..line.start, within, adder);
            (start, within) = (line.end, rest.is_empty());
        }
    }
    end(start..body.len(), within, adder);
    adder.add(Part::Text, decode(&hidden, ""));
}

/// Reads a header: adds its lines, and returns what it says about the body.
fn read_head(bytes: &[u8], adder: &mut Adder<'_>) -> Head {
    let mut head = Head::default();
    let text = decode(bytes, "");
    let mut told = String::with_capacity(text.len());
    // A line that begins with a space continues the previous one.
    let mut whole: Vec<String> = Vec::new();
    for line in text.lines() {
        match whole.last_mut().filter(|_| line.starts_with([' ', '\t'])) {
            Some(last) => last.push_str(line),
            None => whole.push(line.to_owned()),
        }
    }
    for line in whole {
        let (name, value) = line.split_once(':').unwrap_or(("", &line));
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-type" => {
                head.kind = value.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
                let parameter = |name: &str| parameter(value, name).unwrap_or_default();
                (head.charset, head.boundary) = (parameter("charset"), parameter("boundary"));
                head.file = Some(parameter("name")).filter(|name| !name.is_empty()).unwrap_or(head.file);
            }
            "content-disposition" => head.file = parameter(value, "filename").unwrap_or(head.file),
            "content-transfer-encoding" => head.coding = value.to_ascii_lowercase(),
            _ => {}
        }
        told.push_str(&spelled(value));
        told.push('\n');
    }
    told.push_str(&head.file);
    adder.add(Part::Text, told);
    head
}

/// The value of a parameter: `name=x`, `name="x"`, `name*=utf-8''x`.
fn parameter(line: &str, wanted: &str) -> Option<String> {
    line.split(';').skip(1).find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().trim_matches('"'));
        if name.trim_end_matches('*') != wanted {
            return None;
        }
        match value.split_once("''").filter(|_| name.ends_with('*')) {
            Some((charset, value)) => Some(decode(&percent(value), charset)),
            None => Some(spelled(value)),
        }
    })
}

/// Decodes the encoded words in a line: `=?utf-8?B?…?=`.
fn spelled(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, word)) = rest.split_once("=?") {
        let mut fields = word.splitn(4, '?');
        let (charset, coding) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
        let (text, behind) = (fields.next(), fields.next().and_then(|rest| rest.strip_prefix('=')));
        let (Some(text), Some(behind)) = (text, behind) else {
            out.push_str(before);
            out.push_str("=?");
            rest = word;
            continue;
        };
        // Spaces between two encoded words are dropped.
        if out.is_empty() || !before.trim().is_empty() {
            out.push_str(before);
        }
        let bytes = match coding {
            "B" | "b" => base64(text.as_bytes()),
            _ => quoted(text.as_bytes(), true),
        };
        out.push_str(&decode(&bytes, charset));
        rest = behind;
    }
    out + rest
}

/// Decodes text in a named encoding, otherwise by its looks.
fn decode(bytes: &[u8], charset: &str) -> String {
    if let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| charset.is_empty()) {
        return text.to_owned();
    }
    let named = Encoding::for_label(charset.as_bytes());
    let encoding = named.unwrap_or(encoding_rs::GB18030);
    encoding.decode(bytes).0.into_owned()
}
