//! Writes shortcodes with a body: the contents between their tags are HTML of their own.

use super::marks::{BODY, BODY_END, END};
use super::placed::Placed;
use super::prepare::Prepared;
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
    pub apart: Vec<usize>,
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
