//! Shortcodes with a body: finds the tags `{% name(…) %}` and `{% end %}` of a text and pairs them.
//!
//! The body is a part of the text like any other and parsed in the same pass, so its links, footnotes and
//! headings belong to the text, and code that examines the text examines it too. Only the tags are replaced,
//! each by a comment on a line of its own. A comment ends the paragraph, list or table before it, so whatever
//! is between two of them is complete.

use super::document::{Enclosing, Expected, Problem, ProblemKind, What};
use super::marks::{BODY, BODY_END, END};
use super::shortcode;
use super::shortcode::{Call, Fault, Tag};
use super::syntax::SYNTAX;
use bangyang_domain::domain::signature::{BodyUse, Shortcodes};
use pulldown_cmark::{Event, Parser};
use std::collections::BTreeMap;
use std::ops::Range;

/// A shortcode with a body.
#[derive(Debug)]
pub struct Enclosed {
    /// Its call.
    pub call: Call,
    /// The range of its opening tag in the source.
    pub range: Range<usize>,
    /// The range of its closing tag.
    pub end: Range<usize>,
}

/// The tags of a text.
#[derive(Debug, Default)]
pub struct Tags {
    /// The complete pairs, by opening tag.
    pub enclosed: Vec<Enclosed>,
    /// Replacements of their tags with surrounding spaces, by the position of their `{`: the range and the
    /// new text.
    pub replaced: BTreeMap<usize, (Range<usize>, String)>,
    /// Errors of tags. Faulty tags are shown as written.
    pub problems: Vec<Problem>,
}

/// A tag that was found.
struct Found {
    range: Range<usize>,
    kind: Kind,
    /// The text before it on its line, if it only indicates its container: spaces and `>`; `None` if words
    /// are there.
    prefix: Option<String>,
    /// Whether it is on a line of an author's HTML.
    in_html: bool,
}

enum Kind {
    /// The opening tag of a shortcode that takes a body.
    Begin(Call),
    /// A faulty opening tag, which was reported; a closing tag belongs to it all the same.
    Wrong,
    End,
    /// A faulty closing tag, which was reported.
    WrongEnd,
}

impl Tags {
    /// Finds the tags of a text.
    pub fn find(source: &str, known: &Shortcodes) -> Self {
        let mut tags = Self::default();
        let starts = starts(source);
        if starts.is_empty() {
            return tags;
        }
        let found = tags.read(source, &starts, known);
        for (begin, end) in tags.pairs(&found) {
            tags.replace(source, begin, end);
        }
        tags.problems.sort_by_key(|problem| problem.range.start);
        tags
    }

    /// Parses the tags at these positions; reports errors of individual tags.
    fn read(&mut self, source: &str, starts: &[usize], known: &Shortcodes) -> Vec<Found> {
        let outside = Outside::find(source);
        let mut found: Vec<Found> = Vec::new();
        let mut from = 0;
        for start in starts {
            let in_html = is_in(&outside.html, *start);
            if *start < from || is_in(&outside.code, *start) {
                continue;
            }
            let rest = source.get(*start..).unwrap_or_default();
            if rest.starts_with("{{") {
                from = shortcode::parse(rest).map_or(from, |call| start + call.len);
                continue;
            }
            let (len, kind) = self.tag(rest, *start, known);
            let range = *start..*start + len;
            from = range.end;
            let prefix = prefix(source, *start, found.last());
            found.extend(kind.map(|kind| Found { range, kind, prefix, in_html }));
        }
        found
    }

    /// Parses a tag; returns its length.
    fn tag(&mut self, rest: &str, start: usize, known: &Shortcodes) -> (usize, Option<Kind>) {
        let place = |len: usize| start..start + len;
        let is_wide = rest.starts_with('｛');
        if is_wide || !rest.starts_with("{%") {
            let at = if is_wide { start } else { start + 1 };
            let (found, instead) = if is_wide { ('｛', '{') } else { ('％', '%') };
            let what = What::HalfWidth { found, instead };
            let kind = ProblemKind::Shortcode(Expected { name: String::new(), what });
            self.problem(kind, at..at + found.len_utf8());
            let words = rest.trim_start_matches(['{', '｛', '%', '％', ' ', '\t']);
            let is_end = words.starts_with("end");
            return (rest.len() - words.len(), Some(if is_end { Kind::WrongEnd } else { Kind::Wrong }));
        }
        match shortcode::parse_tag(rest) {
            Ok(Tag::End { len, otherwise }) => {
                if otherwise {
                    self.enclosing("", Enclosing::OtherEnd, place(len));
                }
                (len, Some(if otherwise { Kind::WrongEnd } else { Kind::End }))
            }
            Ok(Tag::Begin(call)) => {
                let (len, name) = (call.len, call.name.as_str());
                match known.get(name).map(|signature| signature.body) {
                    Some(BodyUse::Optional | BodyUse::Required) => return (len, Some(Kind::Begin(call))),
                    Some(BodyUse::None) => self.enclosing(name, Enclosing::TakesNone, place(len)),
                    None => {
                        let (name, known) = (name.to_owned(), known.keys().cloned().collect());
                        self.problem(ProblemKind::UnknownShortcode { name, known }, place(len));
                    }
                }
                (len, Some(Kind::Wrong))
            }
            Err(Fault { expected, range, unclosed }) => {
                let is_end = expected.name.starts_with("end") || expected.name.starts_with('/');
                let kind = if unclosed { ProblemKind::UnclosedShortcode } else { ProblemKind::Shortcode };
                let end = range.end;
                self.problem(kind(expected), start + range.start..start + range.end);
                (end, Some(if is_end { Kind::WrongEnd } else { Kind::Wrong }))
            }
        }
    }

    /// Pairs the tags; reports those without a partner.
    fn pairs<'f>(&mut self, found: &'f [Found]) -> Vec<(&'f Found, &'f Found)> {
        let mut ends: Vec<Option<usize>> = vec![None; found.len()];
        let mut open: Vec<usize> = Vec::new();
        for (at, tag) in found.iter().enumerate() {
            match tag.kind {
                Kind::Begin(_) | Kind::Wrong => open.push(at),
                Kind::End | Kind::WrongEnd => match open.pop() {
                    Some(begin) => ends.get_mut(begin).into_iter().for_each(|end| *end = Some(at)),
                    None if matches!(tag.kind, Kind::WrongEnd) => {}
                    None => self.enclosing("", Enclosing::Stray, tag.range.clone()),
                },
            }
        }
        let mut pairs = Vec::new();
        for (at, tag) in found.iter().enumerate() {
            let Kind::Begin(call) = &tag.kind else { continue };
            if ends.get(at).copied().flatten().is_none() {
                // A faulty tag may need no partner, like `{{ … }}`: then its closing tag belongs to this one.
                let inner = (at + 1..found.len())
                    .filter(|inner| matches!(found.get(*inner), Some(Found { kind: Kind::Wrong, .. })));
                let lent = inner.into_iter().find_map(|inner| ends.get_mut(inner).and_then(Option::take));
                ends.get_mut(at).into_iter().for_each(|end| *end = lent);
            }
            match ends.get(at).copied().flatten().and_then(|end| found.get(end)) {
                None => self.enclosing(&call.name, Enclosing::NoEnd, tag.range.clone()),
                Some(_) if tag.prefix.is_none() => {
                    self.enclosing(&call.name, Enclosing::WithinLine, tag.range.clone());
                }
                Some(Found { kind: Kind::WrongEnd, .. }) => {}
                Some(end) => pairs.push((tag, end)),
            }
        }
        pairs
    }

    /// Replaces two tags by comments on lines of their own.
    fn replace(&mut self, source: &str, begin: &Found, end: &Found) {
        let Kind::Begin(call) = &begin.kind else { return };
        let number = self.enclosed.len();
        let prefix = begin.prefix.as_deref().unwrap_or_default();
        let goes_on = |at: usize| {
            let rest = source.get(at..).unwrap_or_default();
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let line_ends =
                matches!(rest.get(blanks..).and_then(|rest| rest.chars().next()), None | Some('\n' | '\r'));
            (at + blanks, if line_ends { String::new() } else { format!("\n{prefix}") })
        };
        let (to, line) = goes_on(begin.range.end);
        // An empty line ends an author's HTML.
        let parted = |tag: &Found| if tag.in_html { format!("\n{prefix}") } else { String::new() };
        let made = format!("{}<!--{BODY}{number}{END}-->{line}", parted(begin));
        self.replaced.insert(begin.range.start, (begin.range.start..to, made));
        // A closing tag on a line of its own is in the same container as the opening tag, however it is
        // indented.
        let (to, line) = goes_on(end.range.end);
        let own = source.get(..end.range.start).map_or(0, |before| before.rfind('\n').map_or(0, |at| at + 1));
        let is_own = source
            .get(own..end.range.start)
            .is_some_and(|before| before.chars().all(|c| matches!(c, ' ' | '\t' | '>')));
        let (from, before) =
            if is_own { (own, prefix.to_owned()) } else { (end.range.start, format!("\n{prefix}")) };
        let made = format!("{}{before}<!--{BODY_END}{number}{END}-->{line}", parted(end));
        self.replaced.insert(end.range.start, (from..to, made));
        let (call, range, end) = (call.clone(), begin.range.clone(), end.range.clone());
        self.enclosed.push(Enclosed { call, range, end });
    }

    fn enclosing(&mut self, name: &str, fault: Enclosing, range: Range<usize>) {
        self.problem(ProblemKind::Enclosing { name: name.to_owned(), fault }, range);
    }

    fn problem(&mut self, kind: ProblemKind, range: Range<usize>) {
        self.problems.push(Problem { kind, range });
    }
}

/// The positions at which tags may begin, and shortcodes, whose arguments contain no tags; empty if there are
/// no tags.
fn starts(source: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut has_tags = false;
    let mut escaped = false;
    let mut chars = source.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if matches!(c, '{' | '｛') && !escaped {
            let second = chars.peek().map(|(_, c)| *c);
            let behind = chars.clone().skip(1).map(|(_, c)| c);
            let mut behind = behind.skip_while(|c| matches!(c, '-' | ' ' | '\t' | '\n' | '/'));
            let mut is_word = || behind.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
            if matches!(second, Some('%' | '％')) && is_word() {
                has_tags = true;
                starts.push(at);
            } else if (c, second) == ('{', Some('{')) {
                starts.push(at);
            }
        }
        escaped = c == '\\' && !escaped;
    }
    if has_tags { starts } else { Vec::new() }
}

/// Parts of a source that are not text.
#[derive(Default)]
struct Outside {
    /// Code, comments, authors' tags.
    code: Vec<Range<usize>>,
    /// Lines in a block of authors' HTML that begin with one of our tags, which ends that block.
    html: Vec<Range<usize>>,
}

impl Outside {
    fn find(source: &str) -> Self {
        let mut found = Self::default();
        let mut in_code = false;
        // Whether the beginning of an HTML block also ends it, whatever is in between.
        let mut is_whole = None;
        for (event, range) in Parser::new_ext(source, SYNTAX).into_offset_iter() {
            match event {
                Event::Start(pulldown_cmark::Tag::CodeBlock(_)) => in_code = true,
                Event::End(pulldown_cmark::TagEnd::CodeBlock) => in_code = false,
                Event::Text(_) if in_code => found.code.push(range),
                Event::Start(pulldown_cmark::Tag::HtmlBlock) => is_whole = None,
                Event::Html(html) => {
                    let html = html.trim_start().to_ascii_lowercase();
                    let whole = ["<!", "<?", "<script", "<style", "<pre", "<textarea"];
                    let is_whole =
                        *is_whole.get_or_insert_with(|| whole.iter().any(|it| html.starts_with(it)));
                    let is_ours = !is_whole && html.starts_with("{%");
                    if is_ours { found.html.push(range) } else { found.code.push(range) }
                }
                Event::Code(_) | Event::InlineHtml(_) => found.code.push(range),
                _ => {}
            }
        }
        found
    }
}

/// Whether a position is in one of these sorted ranges.
fn is_in(ranges: &[Range<usize>], at: usize) -> bool {
    let before = ranges.partition_point(|range| range.end <= at);
    ranges.get(before).is_some_and(|range| range.start <= at)
}

/// The text before a tag on its line; another tag counts as the line's beginning.
fn prefix(source: &str, start: usize, before: Option<&Found>) -> Option<String> {
    let line = source.get(..start)?;
    let line_start = line.rfind('\n').map_or(0, |at| at + 1);
    if let Some(tag) = before.filter(|tag| tag.range.end > line_start) {
        let between = source.get(tag.range.end..start)?;
        return tag.prefix.clone().filter(|_| between.trim_matches([' ', '\t']).is_empty());
    }
    let prefix = source.get(line_start..start)?;
    prefix.chars().all(|c| matches!(c, ' ' | '\t' | '>')).then(|| prefix.to_owned())
}
