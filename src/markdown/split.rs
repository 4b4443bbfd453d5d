//! Cuts the writer's HTML at its slots.

use super::Piece;
use super::prepare::{END, LINK, SLOT, find_mark};

/// What stands in a slot.
pub enum Slot {
    /// A picture or shortcode.
    Piece(Piece),
    /// A link, whose text is in the HTML.
    Link(Piece),
}

/// What comes before a link's mark in the HTML.
pub const LINK_START: &str = "<a href=\"";

/// The pieces of a text. Where the sanitiser took a slot's surroundings away, the slot is gone too; where it had to open a
/// link anew (over a block within it), the link is there twice.
pub fn split(html: &str, slots: &[Slot]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    cut(html, slots, true, &mut pieces);
    pieces
}

fn cut(html: &str, slots: &[Slot], links: bool, pieces: &mut Vec<Piece>) {
    let mut rest = html;
    let mut before = String::new();
    while !slots.is_empty()
        && let Some(at) = find_slot(rest)
    {
        let (html, marked) = rest.split_at(at);
        before.push_str(html);
        let mut chars = marked.chars();
        let mark = chars.next();
        rest = chars.as_str();
        let (digits, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
        let slot = digits.parse::<usize>().ok().and_then(|n| slots.get(n));
        rest = after;
        let piece = match (mark, slot) {
            (Some(SLOT), Some(Slot::Piece(piece))) => {
                rest = after.strip_prefix(END).unwrap_or(after);
                Some(piece.clone())
            }
            (Some(LINK), Some(Slot::Link(link))) if links => {
                before.truncate(before.strip_suffix(LINK_START).unwrap_or(&before).len());
                let (tag, after) = after.split_once('>').unwrap_or((after, ""));
                let (text, after) = after.split_once("</a>").unwrap_or((after, ""));
                debug_assert!(!tag.contains('<'), "a link's tag ends before the next begins");
                rest = after;
                Some(filled(link, text, slots))
            }
            _ => None,
        };
        if let Some(piece) = piece {
            push_html(pieces, std::mem::take(&mut before));
            pieces.push(piece);
        }
    }
    before.push_str(rest);
    push_html(pieces, before);
}

/// The first mark of a slot.
fn find_slot(html: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let rest = html.get(from..)?;
        let at = find_mark(rest)?;
        let mark = rest.get(at..)?.chars().next()?;
        if matches!(mark, SLOT | LINK) {
            return Some(from + at);
        }
        from += at + mark.len_utf8();
    }
}

fn filled(link: &Piece, html: &str, slots: &[Slot]) -> Piece {
    let mut link = link.clone();
    if let Piece::Link { text, .. } = &mut link {
        cut(html, slots, false, text);
    }
    link
}

fn push_html(pieces: &mut Vec<Piece>, html: String) {
    if !html.is_empty() {
        pieces.push(Piece::Html(html));
    }
}
