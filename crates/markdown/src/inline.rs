//! Inline contents: text with shortcodes, links, pictures.

use super::document::{Argument, Enclosing, Piece, ProblemKind};
use super::marks::LINK;
use super::prepare::Part;
use super::split::{LINK_START, Slot};
use super::urls::{self, Kind};
use super::writer::Writer;
use super::{MOST_LEVELS, cjk, escape, shortcode};
use bangyang_domain::domain::signature::{BodyUse, Misuse};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// A picture's address and texts.
#[derive(Default)]
pub struct Image {
    pub target: String,
    pub alt: String,
    pub title: Option<String>,
}

impl Writer<'_> {
    /// Writes text, with its shortcodes as slots.
    pub fn text(&mut self, text: &str, range: &Range<usize>) {
        if self.muted.is_some() {
            return;
        }
        if !self.in_code && (text.as_bytes().contains(&b'{') || text.contains('｛')) {
            self.report_shortcodes(text, range);
        }
        if !self.prepared.is_edited() {
            return self.words(text);
        }
        for part in self.prepared.parts(text) {
            match part {
                Part::Shortcode(n) if !self.in_code => self.shortcode(n, false),
                Part::Address(n) if !self.in_code => self.address(n),
                part => self.words(self.prepared.written(&part)),
            }
        }
    }

    fn words(&mut self, text: &str) {
        escape::text(&mut self.html, text);
        self.plain.push_str(text);
        self.last = text.chars().next_back().or(self.last);
    }

    pub fn code(&mut self, text: &str) {
        if self.muted.is_some() {
            return;
        }
        self.html.push_str("<code>");
        self.words(&self.prepared.restore(text));
        self.html.push_str("</code>");
    }

    fn shortcode(&mut self, n: usize, alone: bool) {
        if let Some((call, range)) = self.prepared.shortcodes.get(n) {
            let (name, args) = (call.name.clone(), call.placed(range.start));
            let needs_body =
                self.options.shortcodes.get(&name).is_some_and(|it| it.body == BodyUse::Required);
            if needs_body {
                let kind = ProblemKind::Enclosing { name: name.clone(), fault: Enclosing::NeedsOne };
                self.problem_at(kind, range.clone());
            }
            // Invalid calls were reported and are omitted.
            if self.report_arguments(&name, &args, range) && !needs_body {
                self.slot(Piece::Shortcode { name, args, body: None, range: range.clone(), alone });
            }
            self.last = None;
        }
    }

    /// Checks the arguments of a shortcode against its signature; returns whether they are valid.
    pub fn report_arguments(&mut self, shortcode: &str, args: &[Argument], range: &Range<usize>) -> bool {
        let Some(signature) = self.options.shortcodes.get(shortcode) else { return true };
        let given: Vec<_> =
            args.iter().map(|arg| (arg.name.as_str(), Some(arg.value.as_literal()))).collect();
        let misuses = signature.misuses(&given);
        let is_right = misuses.is_empty();
        for misuse in misuses {
            let (arg, place) = match &misuse {
                Misuse::Unknown(at) | Misuse::Excluded(at, _) => {
                    (args.get(*at), args.get(*at).map(|arg| &arg.name_range))
                }
                Misuse::Kind(at, _) => (args.get(*at), args.get(*at).map(|arg| &arg.value_range)),
                Misuse::Missing(_) => (None, None),
            };
            let place = place.unwrap_or(range).clone();
            let name = match (&misuse, arg) {
                (Misuse::Missing(param), _) => param.name.to_string(),
                (_, arg) => arg.map(|arg| arg.name.clone()).unwrap_or_default(),
            };
            let known = signature.names().map(str::to_owned).collect();
            let shortcode = shortcode.to_owned();
            self.problem_at(ProblemKind::Argument { shortcode, name, misuse, known }, place);
        }
        is_right
    }

    /// Writes a bare address as a link, or as text where links cannot be nested.
    fn address(&mut self, n: usize) {
        let Some(address) = self.prepared.addresses.get(n) else { return };
        let written = self.prepared.source.get(address.range.clone()).unwrap_or_default();
        // As in Markdown links, HTML escapes are allowed.
        let written = written.replace("&amp;", "&");
        if self.link.is_some() || self.open.iter().any(|open| open == "a") {
            return self.words(&written);
        }
        let target = format!("{}{written}", address.scheme);
        self.direct(&target, None, urls::kind(&target));
        self.words(&written);
        self.html.push_str("</a>");
    }

    /// Reports the shortcodes in a text that were not extracted: faulty and unknown ones.
    fn report_shortcodes(&mut self, text: &str, range: &Range<usize>) {
        let mut from = 0;
        while let Some(found) = text.get(from..).and_then(|rest| rest.find(['{', '｛'])) {
            let at = from + found;
            let rest = text.get(at..).unwrap_or_default();
            from = at + rest.chars().next().map_or(1, char::len_utf8);
            let made = if text.len() == range.len() { range.start + at } else { range.start };
            let start = self.prepared.source_range(&(made..made)).start;
            if let Some(inside) = rest
                .strip_prefix("｛｛")
                .or_else(|| rest.strip_prefix("{｛"))
                .or_else(|| rest.strip_prefix("｛{"))
            {
                from = text.len() - inside.len();
                if inside.trim_start().starts_with(|c: char| c.is_ascii_alphabetic()) {
                    let first = if rest.starts_with('{') { start + 1 } else { start };
                    let what = super::document::What::HalfWidth { found: '｛', instead: '{' };
                    let expected = super::document::Expected { name: String::new(), what };
                    self.problem_at(ProblemKind::Shortcode(expected), first..first + '｛'.len_utf8());
                }
            } else if rest.starts_with("{{") {
                from = at + 2;
                self.report_shortcode(start);
            }
        }
    }

    /// Reports what looks like a shortcode in an author's HTML.
    pub fn report_in_html(&mut self, place: Range<usize>) {
        let taken = self.prepared.shortcodes.iter().find(|(_, range)| range.start == place.start);
        match taken.map(|(_, range)| range.clone()) {
            Some(range) => self.problem_at(ProblemKind::ShortcodeInHtml, range),
            None if self.prepared.source.get(place.clone()) == Some("{%") => {
                self.problem_at(ProblemKind::ShortcodeInHtml, place);
            }
            None => self.report_shortcode(place.start),
        }
    }

    fn report_shortcode(&mut self, start: usize) {
        let source = self.prepared.source;
        let written = source.get(start..).unwrap_or_default();
        let escaped = source.get(..start).is_some_and(|before| before.ends_with('\\'));
        if escaped || !written.starts_with("{{") {
            return;
        }
        match shortcode::parse(written) {
            Ok(call) if self.options.shortcodes.contains_key(&call.name) => {}
            Ok(call) => {
                let known = self.options.shortcodes.keys().cloned().collect();
                self.problem_at(
                    ProblemKind::UnknownShortcode { name: call.name, known },
                    start..start + call.len,
                );
            }
            Err(fault) => {
                let range = start + fault.range.start..start + fault.range.end;
                let kind =
                    if fault.unclosed { ProblemKind::UnclosedShortcode } else { ProblemKind::Shortcode };
                self.problem_at(kind(fault.expected), range);
            }
        }
    }

    /// Writes a paragraph that consists of one picture or shortcode, without a `p` around it; returns the
    /// next event.
    pub fn alone(&mut self, n: usize) -> Option<usize> {
        let ends = |n: usize| matches!(self.events.get(n), Some((Event::End(TagEnd::Paragraph), _)));
        match self.events.get(n + 1)? {
            (Event::Start(Tag::Image { dest_url, title, .. }), _)
                if urls::kind(&self.prepared.restore(dest_url)) == Kind::Local =>
            {
                if !ends(self.end_of(n + 1)) {
                    return None;
                }
                self.block("");
                let next = self.picture_as(n + 1, dest_url, title, true);
                self.html.push('\n');
                Some(next + 1)
            }
            (Event::Text(text), _) if self.prepared.is_edited() && ends(n + 2) => {
                let parts = self.prepared.parts(text.trim());
                let [Part::Shortcode(number)] = parts.as_slice() else { return None };
                self.block("");
                self.shortcode(*number, true);
                self.html.push('\n');
                Some(n + 3)
            }
            _ => None,
        }
    }

    /// The event after the end of the element that begins at this one.
    pub fn end_of(&self, n: usize) -> usize {
        let mut depth = 0_usize;
        for (at, (event, _)) in self.events.iter().enumerate().skip(n) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        self.events.len()
    }

    pub fn picture(&mut self, n: usize, target: &CowStr<'_>, title: &CowStr<'_>) -> usize {
        self.picture_as(n, target, title, false)
    }

    fn picture_as(&mut self, n: usize, target: &CowStr<'_>, title: &CowStr<'_>, alone: bool) -> usize {
        let range = self.events.get(n).map_or(0..0, |(_, range)| range.clone());
        let image = Image {
            target: self.prepared.restore(target).into_owned(),
            alt: self.plain_of(n),
            title: Some(self.prepared.restore(title).into_owned()).filter(|title| !title.is_empty()),
        };
        if self.muted.is_none() {
            self.image(image, self.prepared.source_range(&range), alone);
        }
        self.end_of(n)
    }

    /// Writes a picture's slot or, if it may not be shown, its description.
    pub fn image(&mut self, image: Image, range: Range<usize>, alone: bool) {
        let problem = match urls::kind(&image.target) {
            Kind::Local | Kind::Empty => {
                self.slot(Piece::Picture {
                    target: image.target,
                    alt: image.alt,
                    title: image.title,
                    range,
                    alone,
                });
                self.last = None;
                return;
            }
            Kind::Web | Kind::ProtocolRelative => ProblemKind::ExternalPicture,
            _ => ProblemKind::UnsafeUrl,
        };
        self.problem_at(problem, self.narrowed(range, &image.target));
        self.words(&image.alt);
    }

    /// The range of an address within a range of the source; the whole range if it cannot be determined.
    fn narrowed(&self, range: Range<usize>, address: &str) -> Range<usize> {
        let written = self
            .prepared
            .source
            .get(range.clone())
            .filter(|written| written.len() <= 4096 && !address.is_empty());
        match written.and_then(|written| written.rfind(address)) {
            Some(at) => range.start + at..range.start + at + address.len(),
            None => range,
        }
    }

    pub fn link_start(&mut self, n: usize) {
        let Some((Event::Start(Tag::Link { link_type, dest_url, title, .. }), range)) = self.events.get(n)
        else {
            return;
        };
        self.link = Some(String::new());
        self.linked = false;
        if self.muted.is_some() {
            return;
        }
        let mut target = self.prepared.restore(dest_url).into_owned();
        if *link_type == LinkType::Email {
            target.insert_str(0, "mailto:");
        }
        let title = Some(self.prepared.restore(title).into_owned()).filter(|title| !title.is_empty());
        let range = self.prepared.source_range(range);
        let mut words = None;
        match urls::kind(&target) {
            Kind::Empty => return,
            Kind::ProtocolRelative | Kind::Unsafe => {
                let range = self.narrowed(range, &target);
                return self.problem_at(ProblemKind::UnsafeUrl, range);
            }
            Kind::Local => {
                let plain = self.plain_of(n);
                self.html.push_str(&format!("{LINK_START}{LINK}{}\">", self.slots.len()));
                self.slots.push(Slot::Link(Piece::Link { target, title, text: Vec::new(), plain, range }));
            }
            kind => {
                self.direct(&target, title.as_deref(), kind);
                words = Some(target);
            }
        }
        self.linked = true;
        // A link without text could be neither seen nor clicked.
        let empty = matches!(self.events.get(n + 1), Some((Event::End(TagEnd::Link), _)));
        if empty && let Some(words) = words {
            self.words(&words);
        }
    }

    /// Writes the opening tag of a link that needs no slot.
    fn direct(&mut self, target: &str, title: Option<&str>, kind: Kind) {
        self.html.push_str(LINK_START);
        let prefixed = target.strip_prefix('#').map(|id| format!("{}{id}", self.options.id_prefix));
        let own = prefixed.and_then(|id| match self.ids.instead.get(&id) {
            Some(instead) => Some(instead.clone()),
            None => Some(id).filter(|id| self.ids.all.contains(id)),
        });
        match own {
            Some(id) => escape::href(&mut self.html, &format!("#{id}")),
            None => escape::href(&mut self.html, target),
        }
        if let Some(title) = title {
            self.html.push_str("\" title=\"");
            escape::attribute(&mut self.html, title);
        }
        self.html.push_str(if kind == Kind::Web { "\" rel=\"noopener\">" } else { "\">" });
    }

    pub fn link_end(&mut self) {
        if std::mem::take(&mut self.linked) {
            self.html.push_str("</a>");
        }
        let behind = self.link.take().unwrap_or_default();
        self.html.push_str(&behind);
    }

    /// The next character of this block's text.
    pub fn next_char(&self, n: usize) -> Option<char> {
        for (event, _) in self.events.iter().skip(n).take(MOST_LEVELS) {
            match event {
                Event::Text(text) | Event::Code(text) => match self.prepared.restore(text).chars().next() {
                    Some(_) if text.starts_with(super::marks::SHORTCODE) => return None,
                    Some(c) => return Some(c),
                    None => {}
                },
                Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
                | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link)
                | Event::InlineHtml(_) => {}
                _ => return None,
            }
        }
        None
    }

    /// The text without markup of the element that begins at an event.
    pub fn plain_of(&self, n: usize) -> String {
        let mut plain = String::new();
        let end = self.end_of(n);
        for (at, (event, _)) in self.events.iter().enumerate().take(end).skip(n) {
            match event {
                Event::Text(text) => {
                    for part in self.prepared.parts(text) {
                        if !matches!(part, Part::Shortcode(_)) {
                            plain.push_str(self.prepared.written(&part));
                        }
                    }
                }
                Event::Code(text) => plain.push_str(&self.prepared.restore(text)),
                Event::SoftBreak | Event::HardBreak => {
                    let joined = plain
                        .chars()
                        .next_back()
                        .zip(self.next_char(at + 1))
                        .is_some_and(|(a, b)| cjk::joins(a, b));
                    if !joined {
                        plain.push(' ');
                    }
                }
                _ => {}
            }
        }
        plain.trim().to_owned()
    }
}
