//! Reads a text as written, character by character.

use super::*;

/// A link or picture in markup, as positions in the text.
pub(super) struct Link {
    /// The end of its text: the closing bracket.
    pub(super) close: usize,
    /// Its address, without and with `<` and `>`.
    pub(super) dest: Option<(Range<usize>, Range<usize>)>,
    pub(super) title: Option<Range<usize>>,
    /// The position after it.
    pub(super) end: usize,
}

pub(super) struct VisibleTextReader<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) made: Source,
    /// The closing brackets of open links, and where to continue after them.
    pub(super) links: Vec<(usize, usize)>,
    /// Texts apart from the main text: descriptions of pictures, titles of links.
    pub(super) asides: Vec<Range<usize>>,
    pub(super) in_heading: bool,
}

impl Source {
    /// Reads Markdown.
    #[must_use]
    pub fn markdown(text: &str) -> Self {
        let mut reader = VisibleTextReader {
            text,
            at: 0,
            made: Self::default(),
            links: Vec::new(),
            asides: Vec::new(),
            in_heading: false,
        };
        reader.begin_line();
        while reader.at < text.len() {
            reader.step();
        }
        let VisibleTextReader { mut made, asides, .. } = reader;
        for aside in asides {
            made.words.block();
            made.words.wall(aside.start);
            words(text, aside, &mut made.words);
        }
        made
    }
}

impl<'t> VisibleTextReader<'t> {
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Advances by one character.
    pub(super) fn step(&mut self) {
        if let Some((_, behind)) = self.links.last().copied().filter(|(close, _)| *close == self.at) {
            self.links.pop();
            self.made.words.close_link();
            self.at = behind;
            return;
        }
        let rest = self.rest();
        let letters = &mut self.made.words;
        let read = match first(rest) {
            '\n' => return self.end_line(),
            '\\' if rest.starts_with("\\\n") => Some(1),
            '\\' if is_escape(rest) => {
                letters.unseen();
                let c = first(rest.get(1..).unwrap_or_default());
                letters.push(c, self.at..self.at + 2);
                Some(2)
            }
            '&' => reference(rest, self.at, letters),
            '%' => percent(rest, self.at, letters),
            '<' => self.angle(),
            '!' if rest.starts_with("![") => self.picture(),
            '[' => Some(self.bracket()),
            ']' => {
                letters.unseen();
                Some(1)
            }
            '|' => {
                letters.block();
                Some(1)
            }
            '{' => self.brace(),
            _ => None,
        };
        self.at += read.unwrap_or_else(|| push(self.rest(), self.at, &mut self.made.words));
    }

    pub(super) fn end_line(&mut self) {
        if std::mem::take(&mut self.in_heading) {
            self.made.words.block();
        }
        self.made.words.blank();
        self.at += 1;
        self.begin_line();
    }

    /// Skips what comes before the words of a line, and lines without words.
    pub(super) fn begin_line(&mut self) {
        let line = self.rest().split('\n').next().unwrap_or_default();
        let is_rule = |c: char| matches!(c, '-' | '=' | '*' | '_' | '|' | ':' | ' ' | '\t' | '>' | '+');
        if line.chars().all(is_rule) {
            self.made.words.block();
            self.at += line.len();
            return;
        }
        let mut words = line;
        loop {
            words = words.trim_start_matches([' ', '\t', '>']);
            let digits = words.bytes().take(9).take_while(u8::is_ascii_digit).count();
            let sharps = words.bytes().take(7).take_while(|byte| *byte == b'#').count();
            let behind = |n: usize| words.get(n..).unwrap_or_default();
            let mark = if words.starts_with(['-', '+', '*', ':', '~']) {
                1
            } else if digits > 0 && behind(digits).starts_with(['.', ')']) {
                digits + 1
            } else if (1..=6).contains(&sharps) {
                self.in_heading = true;
                sharps
            } else {
                break;
            };
            match behind(mark).strip_prefix([' ', '\t']) {
                Some(rest) => words = rest,
                None => break,
            }
            self.made.words.block();
        }
        if words.starts_with("```") || words.starts_with("~~~") {
            self.made.words.block();
        }
        self.at += line.len() - words.len();
        self.definition();
    }

    /// Skips the beginning of a footnote, or a link definition.
    pub(super) fn definition(&mut self) {
        let rest = self.rest();
        if !rest.starts_with('[') {
            return;
        }
        let line = rest.split('\n').next().unwrap_or_default();
        let Some(close) = line.find("]:") else { return };
        if line.get(1..close).is_some_and(|label| label.contains(['[', ']'])) {
            return;
        }
        self.made.words.block();
        let begin = self.at;
        self.at += close + 2;
        if line.starts_with("[^") {
            return;
        }
        let start = begin + line.len() - line.get(close + 2..).map_or(0, |rest| rest.trim_start().len());
        let (dest, title, end) = self.destination(start, begin + line.len());
        if let Some((inner, whole)) = dest {
            self.dest(inner, whole);
        }
        self.asides.extend(title);
        self.at = end.max(self.at);
    }

    /// Reads an address and its title; returns the position after it.
    #[allow(clippy::type_complexity)]
    pub(super) fn destination(
        &self,
        start: usize,
        most: usize,
    ) -> (Option<(Range<usize>, Range<usize>)>, Option<Range<usize>>, usize) {
        let rest = self.text.get(start..most).unwrap_or_default();
        let (inner, whole) = if let Some(inner) = rest.strip_prefix('<') {
            let Some(end) = inner.find(['>', '\n']) else { return (None, None, start) };
            (start + 1..start + 1 + end, start..(start + end + 2).min(most))
        } else {
            let mut depth = 0_usize;
            let mut escaped = false;
            let end = rest.find(|c: char| {
                let ends = !escaped && (c.is_ascii_whitespace() || (c == ')' && depth == 0));
                match c {
                    '(' if !escaped => depth += 1,
                    ')' if !escaped => depth = depth.saturating_sub(1),
                    _ => {}
                }
                escaped = c == '\\' && !escaped;
                ends
            });
            let end = start + end.unwrap_or(rest.len());
            (start..end, start..end)
        };
        let behind = self.text.get(whole.end..most).unwrap_or_default();
        let from = most - behind.trim_start().len();
        let mut end = whole.end;
        let title = behind.trim_start().chars().next().and_then(|open| {
            let close = match open {
                '"' | '\'' => open,
                '(' => ')',
                _ => return None,
            };
            let inner = self.text.get(from + 1..most)?;
            let at = inner.match_indices(close).map(|(at, _)| at);
            let at =
                at.into_iter().find(|at| !inner.get(..*at).is_some_and(|before| before.ends_with('\\')))?;
            end = from + at + 2;
            Some(from + 1..from + 1 + at)
        });
        (Some((inner, whole)), title, end)
    }

    /// Records an address.
    pub(super) fn dest(&mut self, inner: Range<usize>, whole: Range<usize>) {
        let written = self.text.get(inner.clone()).unwrap_or_default();
        let mut letters = Letters::default();
        let mut code = |range: Range<usize>, place: Range<usize>, instead| {
            address(self.text, range, &mut letters);
            Code { letters: std::mem::take(&mut letters), range: place, instead }
        };
        match urls::kind(written) {
            Kind::Empty => {}
            Kind::Local => {
                let path = written.find('#').map_or(inner.end, |at| inner.start + at);
                self.made.paths.push(code(inner.start..path, whole, "<>"));
                self.made.codes.push(code(path..inner.end, path..inner.end, ""));
            }
            Kind::Fragment | Kind::Web | Kind::Contact | Kind::ProtocolRelative | Kind::Unsafe => {
                self.made.codes.push(code(inner, whole, "<>"));
            }
        }
    }

    /// The link whose text begins after the bracket at a position.
    pub(super) fn link(&self, open: usize) -> Option<Link> {
        let limit = floor(self.text, open + LONGEST);
        let words = self.text.get(open + 1..limit)?;
        let (mut depth, mut escaped, mut lines) = (0_usize, false, 0_usize);
        let close = words.find(|c: char| {
            let ends = !escaped && c == ']' && depth == 0;
            match c {
                '[' if !escaped => depth += 1,
                ']' if !escaped => depth = depth.saturating_sub(1),
                '\n' => lines += 1,
                _ => {}
            }
            escaped = c == '\\' && !escaped;
            ends
        })?;
        let close = open + 1 + close;
        let behind = self.text.get(close + 1..)?;
        if behind.starts_with('(') {
            let limit = floor(self.text, close + LONGEST);
            let inner = self.text.get(close + 2..limit)?;
            let start = limit - inner.trim_start().len();
            let (dest, title, end) = self.destination(start, limit);
            let blanks = self.text.get(end..limit)?;
            let end = limit - blanks.trim_start().strip_prefix(')')?.len();
            return Some(Link { close, dest, title, end });
        }
        let label = behind.strip_prefix('[')?;
        let end = label.find(']').filter(|end| *end < LONGEST)?;
        Some(Link { close, dest: None, title: None, end: close + 3 + end })
    }

    pub(super) fn bracket(&mut self) -> usize {
        if self.rest().starts_with("[^")
            && let Some(end) = self.rest().find(']').filter(|end| *end < 200)
        {
            self.made.words.unseen();
            return end + 1;
        }
        match self.link(self.at) {
            Some(link) => {
                let inner = link.dest.as_ref().map_or(0..0, |(inner, _)| inner.clone());
                self.made.words.open_link(self.text.get(inner).unwrap_or_default());
                if let Some((inner, whole)) = link.dest {
                    self.dest(inner, whole);
                }
                self.asides.extend(link.title);
                self.links.push((link.close, link.end));
            }
            None => self.made.words.unseen(),
        }
        1
    }

    /// A picture: its description is apart from the text, its address invisible.
    pub(super) fn picture(&mut self) -> Option<usize> {
        let link = self.link(self.at + 1)?;
        self.asides.push(self.at + 2..link.close);
        self.asides.extend(link.title);
        self.made.words.unseen();
        Some(link.end - self.at)
    }

    /// A tag, a comment, or an address in angle brackets.
    pub(super) fn angle(&mut self) -> Option<usize> {
        let rest = self.rest();
        let inner = rest.get(1..rest.find('>')?)?;
        if inner.contains([':', '@']) && !inner.contains([' ', '\n', '<', '"', '=']) {
            let mut letters = Letters::default();
            let start = self.at + 1;
            address(self.text, start..start + inner.len(), &mut letters);
            let range = self.at..start + inner.len() + 1;
            self.made.codes.push(Code { letters, range, instead: "" });
            self.made.words.wall(self.at);
            return Some(inner.len() + 2);
        }
        let (len, token) = tag(rest)?;
        if let Token::Open { attributes, .. } = &token {
            for attribute in attributes {
                self.attribute(attribute);
            }
        }
        passed(&token, &mut self.made.words);
        Some(len + muted(rest, len, &token))
    }

    pub(super) fn attribute(&mut self, attribute: &Attribute) {
        let range = self.at + attribute.range.start..self.at + attribute.range.end;
        let written = self.text.get(range.clone()).unwrap_or_default();
        let Some((_, value)) = written.split_once('=') else { return };
        let value = value.trim_start();
        let inner = value.trim_matches(['"', '\'']);
        let start = range.end - value.len() + value.find(inner).unwrap_or(0);
        let place = start..start + inner.len();
        match attribute.name.as_str() {
            name if WORDS.contains(&name) => self.asides.push(place),
            "href" if urls::kind(inner) != Kind::Local => {
                let mut letters = Letters::default();
                address(self.text, place.clone(), &mut letters);
                self.made.codes.push(Code { letters, range: place, instead: "#" });
            }
            _ => {}
        }
    }

    /// A shortcode, or the id of a heading.
    pub(super) fn brace(&mut self) -> Option<usize> {
        let rest = self.rest();
        if rest.starts_with("{{") {
            let call = shortcode::parse(rest).ok()?;
            self.arguments(call.len);
            self.made.words.wall(self.at);
            return Some(call.len);
        }
        if rest.starts_with("{%") {
            return self.tag_of_body();
        }
        let line = rest.split('\n').next().unwrap_or_default();
        let (inner, behind) = line.get(1..)?.split_once('}')?;
        let is_attribute = |word: &str| word.len() > 1 && word.starts_with(['#', '.']);
        let ends = behind.chars().all(|c| matches!(c, ' ' | '\t' | '#'));
        if inner.trim().is_empty() || !ends || !inner.split_ascii_whitespace().all(is_attribute) {
            return None;
        }
        let (start, len) = (self.at + 1, inner.len() + 2);
        let mut letters = Letters::default();
        address(self.text, start..start + inner.len(), &mut letters);
        self.made.codes.push(Code { letters, range: self.at..self.at + len, instead: "" });
        self.made.words.unseen();
        Some(len)
    }

    /// A tag before or after the body of a shortcode: it begins a new block, which may begin with markup.
    fn tag_of_body(&mut self) -> Option<usize> {
        let len = match shortcode::parse_tag(self.rest()).ok()? {
            shortcode::Tag::Begin(call) => {
                self.arguments(call.len);
                call.len
            }
            shortcode::Tag::End { len, .. } => len,
        };
        self.made.words.block();
        self.made.words.wall(self.at);
        self.at += len;
        self.begin_line();
        Some(0)
    }

    /// Records the text arguments of a shortcode, except those that are looked up.
    pub(super) fn arguments(&mut self, len: usize) {
        let call = self.text.get(self.at..self.at + len).unwrap_or_default();
        let mut from = 0;
        while let Some(found) = call.get(from..).and_then(|rest| rest.find(['"', '\''])) {
            let open = from + found;
            let quote = call.get(open..).map_or('"', first);
            let Some(end) = call.get(open + 1..).and_then(|rest| rest.find(quote)) else { return };
            let key = call.get(..open).unwrap_or_default().trim_end().trim_end_matches('=').trim_end();
            let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            let key = key.get(key.trim_end_matches(is_key).len()..).unwrap_or_default();
            if !LOOKED_UP.contains(&key) {
                self.asides.push(self.at + open + 1..self.at + open + 1 + end);
            }
            from = open + end + 2;
        }
    }
}
