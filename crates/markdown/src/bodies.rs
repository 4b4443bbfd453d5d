//! Writes shortcodes with a body: the contents between their tags are HTML of their own.

use super::prepare::{BODY, BODY_END, END, Prepared};
use super::split::Slot;
use super::writer::{Placed, Writer};
use super::{Enclosing, MOST_LEVELS, Piece, ProblemKind};
use pulldown_cmark::{Event, Tag};
use std::collections::BTreeMap;

/// The positions of bodies among a text's events.
#[derive(Default)]
pub struct Bodies {
    /// By the event at which the comment of an opening tag begins: the shortcode's number, and the event of
    /// its closing tag.
    begin: BTreeMap<usize, (usize, usize)>,
    /// The events at which a tag's comment begins.
    tags: Vec<usize>,
    /// The shortcodes whose tags are not in the same element.
    apart: Vec<usize>,
}

impl Bodies {
    /// Finds the tags among a text's events.
    pub fn find(prepared: &Prepared<'_>, events: &[Placed<'_>]) -> Self {
        let mut bodies = Self::default();
        if prepared.enclosed.is_empty() {
            return bodies;
        }
        // For each shortcode: the elements and positions of its tags.
        let mut places = vec![[None::<(usize, usize)>; 2]; prepared.enclosed.len()];
        let mut open: Vec<usize> = Vec::new();
        for (n, (event, _)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::HtmlBlock) => {
                    if let Some((Event::Html(html), _)) = events.get(n + 1)
                        && let Some((number, is_end)) = tag(html)
                        && let Some(place) =
                            places.get_mut(number).and_then(|it| it.get_mut(usize::from(is_end)))
                    {
                        *place = Some((open.last().copied().unwrap_or(usize::MAX), n));
                        bodies.tags.push(n);
                    }
                    open.push(n);
                }
                Event::Start(_) => open.push(n),
                Event::End(_) => drop(open.pop()),
                _ => {}
            }
        }
        for (number, place) in places.into_iter().enumerate() {
            match place {
                [Some((element, begin)), Some((same, end))] if element == same => {
                    bodies.begin.insert(begin, (number, end));
                }
                _ => bodies.apart.push(number),
            }
        }
        bodies
    }

    /// The shortcode whose opening tag begins at an event, and the event of its closing tag.
    pub fn beginning(&self, n: usize) -> Option<(usize, usize)> {
        self.begin.get(&n).copied()
    }

    /// Whether a tag begins at an event.
    pub fn is_tag(&self, n: usize) -> bool {
        self.tags.binary_search(&n).is_ok()
    }
}

/// The shortcode whose tag a comment stands for, and whether it is the closing one.
fn tag(html: &str) -> Option<(usize, bool)> {
    let inner = html.trim_start_matches([' ', '\t']).strip_prefix("<!--")?;
    let (mark, rest) = (inner.chars().next()?, inner.get(BODY.len_utf8()..)?);
    let is_end = match mark {
        BODY => false,
        BODY_END => true,
        _ => return None,
    };
    Some((rest.split_once(END)?.0.parse().ok()?, is_end))
}

impl Writer<'_> {
    /// Reports the tags that are not in the same element.
    pub fn report_apart(&mut self) {
        for number in std::mem::take(&mut self.bodies.apart) {
            if let Some(tags) = self.prepared.enclosed.get(number) {
                let (name, fault) = (tags.call.name.clone(), Enclosing::Apart);
                self.problem_at(ProblemKind::Enclosing { name, fault }, tags.range.clone());
            }
        }
    }

    /// Writes a shortcode with its body, from the event of its opening tag to that of its closing tag;
    /// returns the next event.
    pub fn enclosed(&mut self, n: usize, number: usize, end: usize) -> usize {
        let (behind, inside) = (self.end_of(end), self.end_of(n));
        let Some(tags) = self.prepared.enclosed.get(number) else { return behind };
        let (name, args) = (tags.call.name.clone(), tags.call.placed(tags.range.start));
        let right = self.report_arguments(&name, &args, &tags.range);
        if self.depth >= MOST_LEVELS {
            self.too_deep(tags.range.clone());
            self.write(inside, end);
            return behind;
        }
        self.block("");
        self.plain_block();
        let (html, open) = (std::mem::take(&mut self.html), std::mem::take(&mut self.open));
        self.depth += 1;
        self.write(inside, end);
        self.depth -= 1;
        self.close_to(0);
        self.open = open;
        self.plain_block();
        let body = std::mem::replace(&mut self.html, html);
        // Invalid calls were reported and are omitted.
        if right {
            let range = tags.range.clone();
            let piece = Piece::Shortcode { name, args, body: None, range, alone: true };
            self.mark_slot();
            self.slots.push(Slot::Enclosed(piece, body));
        }
        self.html.push('\n');
        behind
    }
}
