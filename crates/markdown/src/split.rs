//! Cuts the writer's HTML at its slots.

use super::document::Piece;
use super::marks::{END, LINK, SLOT, find_mark};
use super::sanitize;

/// The contents of a slot.
pub enum Slot {
    /// A picture or shortcode.
    Piece(Piece),
    /// A link, whose text is in the HTML.
    Link(Piece),
    /// A shortcode, and the HTML of its body. Slots within the body come before it.
    Enclosed(Piece, String),
}

/// The HTML before a link's mark.
pub const LINK_START: &str = "<a href=\"";

/// The pieces of a text and of the bodies in it. Bodies are sanitised separately, so that what is left open
/// in one ends with it.
pub fn pieces(html: String, slots: Vec<Slot>, sanitise: bool) -> Vec<Piece> {
    let sound = |html: String| if sanitise { sanitize::clean(&html) } else { html };
    let mut done: Vec<Slot> = Vec::with_capacity(slots.len());
    for slot in slots {
        let slot = match slot {
            Slot::Enclosed(mut piece, html) => {
                if let Piece::Shortcode { body, .. } = &mut piece {
                    *body = Some(split(&sound(html), &done));
                }
                Slot::Piece(piece)
            }
            slot => slot,
        };
        done.push(slot);
    }
    split(&sound(html), &done)
}

/// The pieces of a text. If the sanitiser removed a slot's surroundings, the slot is gone too; if it had to
/// reopen a link (around a block within it), the link occurs twice.
fn split(html: &str, slots: &[Slot]) -> Vec<Piece> {
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
