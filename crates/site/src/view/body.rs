//! A record's text with its slots: resolved links, pictures, shortcodes.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use super::gallery::{alts, file_list, files};
use super::link::LinkTarget;
use super::media::{Media, PictureView};
use super::name_redaction::NameRedaction;
use super::viewer::Viewer;
use crate::diag::{Arg, Code, Diagnostic};
use crate::domain::{Body, Finding, PageIds, PictureFault, Span, TextKind, picture_fault, slug};
use crate::edition::{PublicIx, PublicPart, PublicRecord, PublicValue};
use crate::markdown::{self, Document, Heading, Piece, Problem};

/// A record's text.
#[derive(Clone, Debug, Default)]
pub struct BodyView {
    /// HTML and slots, in order.
    pub pieces: Vec<BodyPiece>,
    /// Prefix of the text's ids.
    pub id_prefix: String,
    /// Its headings, nested.
    pub toc: Vec<TocEntry>,
    /// The text without markup.
    pub plain: String,
}

/// A part of a text.
#[derive(Clone, Debug)]
pub enum BodyPiece {
    /// Finished HTML.
    Html(String),
    /// A link.
    Link {
        /// Its target.
        to: LinkTarget,
        /// Its title.
        title: Option<String>,
        /// Its text.
        text: Vec<BodyPiece>,
    },
    /// A picture.
    Picture {
        /// The picture.
        picture: PictureView,
        /// Whether it is a block of its own.
        alone: bool,
    },
    /// A shortcode.
    Shortcode {
        /// Its name.
        name: String,
        /// Its arguments.
        args: Vec<ShortcodeArgument>,
        /// The contents between its tags; `None` for a shortcode without a body.
        body: Option<Vec<Self>>,
        /// Whether it is a block of its own.
        alone: bool,
        /// Its span in the record's file.
        span: Span,
    },
}

/// The target of a link, and the placeholder if the name is hidden.
pub type PlainLink = (Option<LinkTarget>, Option<Arc<str>>);

/// An argument of a shortcode.
#[derive(Clone, Debug)]
pub struct ShortcodeArgument {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: ShortcodeArg,
    /// Its span in the record's file.
    pub span: Span,
}

/// The value of a shortcode's argument.
#[derive(Clone, Debug)]
pub enum ShortcodeArg {
    /// A text.
    Text(String),
    /// An integer.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// A record; `None` if the edition does not show it.
    Record(Option<PublicIx>),
    /// Pictures.
    Pictures(Vec<PictureView>),
}

/// A heading, with those below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TocEntry {
    /// 2 is the highest.
    pub level: u8,
    /// Its id.
    pub id: String,
    /// Its words.
    pub text: String,
    /// Headings below it.
    pub children: Vec<TocEntry>,
}

impl Viewer<'_> {
    /// Parses a text with hidden names replaced. Problems and positions refer to the original text.
    fn read(&self, record: &PublicRecord, text: &str, id_prefix: &str) -> Document {
        let document = self.markdown(record, text, id_prefix);
        match NameRedaction::new(self, record, text, &document.pieces) {
            None => document,
            Some(veil) => {
                let problems = document.problems;
                let mut document = self.markdown(record, veil.text(), id_prefix);
                veil.restore(&mut document.pieces);
                Document { problems, ..document }
            }
        }
    }

    fn markdown(&self, record: &PublicRecord, text: &str, id_prefix: &str) -> Document {
        let word = |key: &str| self.words.word(key, &[]);
        let [table, footnotes, back, done, open] =
            ["table", "footnotes", "back", "done", "open"].map(|key| word(&format!("body.{key}")));
        let words = markdown::A11yLabels {
            table: &table,
            footnotes: &footnotes,
            back: &back,
            done: &done,
            open: &open,
        };
        let none = PageIds::default();
        let page_ids = self.page_ids.get(usize::from(record.collection.0)).unwrap_or(&none);
        let options = |heading_offset| markdown::RenderOptions {
            heading_offset,
            shortcodes: self.shortcodes,
            id_prefix,
            page_ids,
            words,
        };
        // The page's title is its `h1`, so a text's headings start at `h2`, whether its author began with `#`
        // or with `##`.
        let document = markdown::render(text, &options(0));
        if document.headings.iter().any(|heading| heading.level < 2) {
            return markdown::render(text, &options(1));
        }
        document
    }

    /// Markdown in a field: HTML without pictures and shortcodes and with internal links as plain words, and
    /// plain text. `of` says which of the record's texts it is.
    #[must_use]
    pub(super) fn inline_markdown(&self, record: &PublicRecord, text: &str, of: &str) -> (String, String) {
        let document = self.read(record, text, &self.id_prefix(record, of));
        (html_alone(document.pieces), document.plain)
    }

    /// The prefix of ids in a text that shares its page with others: which text it is, and a hash of its
    /// record. Slugs never have two hyphens in a row, so no heading of another text has such an id.
    fn id_prefix(&self, record: &PublicRecord, of: &str) -> String {
        let collection = self.collection(record.collection).map_or("", |collection| &*collection.id);
        slug::marked(&slug::slug(of), &format!("{collection} {} {of}", record.id)) + "--"
    }

    /// A record's text for its own page; problems are added to `findings`. The ids of headings have no
    /// prefix, since they are part of addresses.
    #[must_use]
    pub fn body(&self, record: &PublicRecord, findings: &mut Vec<Finding>) -> Option<BodyView> {
        self.body_with(record, String::new(), findings)
    }

    /// The same for a page with other texts.
    #[must_use]
    pub fn body_among_others(&self, record: &PublicRecord, findings: &mut Vec<Finding>) -> Option<BodyView> {
        self.body_with(record, self.id_prefix(record, "text"), findings)
    }

    fn body_with(
        &self,
        record: &PublicRecord,
        id_prefix: String,
        findings: &mut Vec<Finding>,
    ) -> Option<BodyView> {
        let body = record.body.as_ref()?;
        let document = self.read(record, &body.text, &id_prefix);
        let reader = BodyBuilder { viewer: self, record, body };
        findings.extend(document.problems.iter().map(|problem| reader.problem(problem)));
        let pieces = reader.pieces(document.pieces, findings);
        Some(BodyView { pieces, id_prefix, toc: nest(&document.headings), plain: document.plain })
    }

    /// A record's text without markup.
    #[must_use]
    pub fn plain_body(&self, record: &PublicRecord) -> Option<String> {
        record.body.as_ref().map(|body| self.read(record, &body.text, "").plain)
    }

    /// Adds the pictures and files that a record shows, in fields and text.
    pub fn media(&self, record: &PublicRecord, media: &mut BTreeSet<Media>, findings: &mut Vec<Finding>) {
        for value in record.values.values() {
            self.media_of(record, value, media);
        }
        let Some(body) = &record.body else { return };
        if body.plain_links().is_some_and(|links| self.all_lead_to_pages(record, links)) {
            return;
        }
        let document = self.read(record, &body.text, "");
        let reader = BodyBuilder { viewer: self, record, body };
        findings.extend(document.problems.iter().map(|problem| reader.problem(problem)));
        for piece in document.pieces {
            reader.media(piece, media, findings);
        }
    }

    /// The target of each link of a record's text, with the placeholder for a hidden name, if the text is
    /// simple enough not to need parsing: together with the text, these determine its HTML.
    #[must_use]
    pub fn plain_links(&self, record: &PublicRecord) -> Option<Vec<PlainLink>> {
        let links = record.body.as_ref()?.plain_links()?;
        Some(links.map(|link| self.link_and_name(record, link)).collect())
    }

    /// Whether every link of a text leads to a page of the site or within its own: then there is nothing to
    /// publish or report.
    fn all_lead_to_pages<'l>(&self, record: &PublicRecord, mut links: impl Iterator<Item = &'l str>) -> bool {
        links.all(|link| link.starts_with('#') || self.leads_to_page(record, link))
    }

    fn media_of(&self, record: &PublicRecord, value: &PublicValue, media: &mut BTreeSet<Media>) {
        value.parts(&mut |part| {
            let PublicPart::Plain(value) = part else { return };
            value.texts(&mut |kind, path| match kind {
                TextKind::Picture => self.picture_media(record, path, media),
                TextKind::File => media.extend(self.file_media(record, path)),
                TextKind::Plain | TextKind::Markdown | TextKind::Formatted(_) => {}
            });
        });
    }
}

struct BodyBuilder<'a> {
    viewer: &'a Viewer<'a>,
    record: &'a PublicRecord,
    body: &'a Body,
}

impl BodyBuilder<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        let start = usize::try_from(self.body.start).unwrap_or(usize::MAX);
        let range = self.record.written(range);
        Span::new(start.saturating_add(range.start), start.saturating_add(range.end))
    }

    fn finding(&self, diagnostic: Diagnostic, range: &Range<usize>) -> Finding {
        let span = self.span(range);
        let value = Span { start: self.body.start, end: u32::MAX };
        Finding::in_text(diagnostic, self.record.file, (span, value), &self.body.text, range)
    }

    fn problem(&self, problem: &Problem) -> Finding {
        self.finding(problem.diagnostic(&self.body.text), &problem.range)
    }

    fn piece(&self, piece: Piece, findings: &mut Vec<Finding>) -> BodyPiece {
        match piece {
            Piece::Html(html) => BodyPiece::Html(html),
            Piece::Link { target, title, text, range, .. } => {
                let text = self.pieces(text, findings);
                let to = self.viewer.link(self.record, &target).unwrap_or_else(|| {
                    // After a full-width `！` a picture was meant; the character is reported.
                    let before = self.body.text.get(..range.start).unwrap_or("");
                    if !before.ends_with('！') {
                        findings.push(self.dangling(&target, &range));
                    }
                    LinkTarget::NoPage
                });
                BodyPiece::Link { to, title, text }
            }
            Piece::Picture { target, alt, title, range, alone } => {
                match self.picture(&target, &alt, title.as_deref()) {
                    Some(picture) => BodyPiece::Picture { picture, alone },
                    None => {
                        findings.extend(self.missing(&target, &range));
                        BodyPiece::Html(String::new())
                    }
                }
            }
            Piece::Shortcode { name, args, body, range, alone } => {
                let args = self.arguments(&name, args, findings);
                let body = body.map(|body| self.pieces(body, findings));
                BodyPiece::Shortcode { name, args, body, alone, span: self.span(&range) }
            }
        }
    }

    fn pieces(&self, pieces: Vec<Piece>, findings: &mut Vec<Finding>) -> Vec<BodyPiece> {
        pieces.into_iter().map(|piece| self.piece(piece, findings)).collect()
    }

    /// Adds the files that a piece shows; reports problems.
    fn media(&self, piece: Piece, media: &mut BTreeSet<Media>, findings: &mut Vec<Finding>) {
        piece.each(&mut |piece| self.shown(piece, media, findings));
        let _ = self.piece(piece, findings);
    }

    fn shown(&self, piece: &Piece, media: &mut BTreeSet<Media>, findings: &mut Vec<Finding>) {
        match piece {
            Piece::Picture { target, alt, range, .. } => {
                self.shown_picture(target, range, media, findings);
                if alt.trim().is_empty() {
                    let name = target.rsplit('/').next().unwrap_or(target);
                    let example = (format!("![What it shows]({name})"), format!("![画面上是什么]({name})"));
                    findings.push(self.without_alt(target, example, range));
                }
            }
            Piece::Link { target, .. } => {
                let path = self.viewer.file_path(self.record, target);
                media.extend(path.and_then(|path| self.viewer.file_media(self.record, &Arc::from(path))));
            }
            Piece::Shortcode { name, args, range, .. } if name == "gallery" => {
                let (files, alts) = (files(args), alts(args));
                let given = args.iter().find(|arg| arg.name == "alts").filter(|_| files.len() != alts.len());
                if let Some(given) = given {
                    let told = Diagnostic::new(Code::AltsDiffer).arg("files", files.len());
                    findings.push(self.finding(told.arg("alts", alts.len()), &given.value_range));
                }
                for (at, file) in files.into_iter().enumerate() {
                    // If one is missing, it is not known which.
                    if given.is_none() && alts.get(at).is_none_or(String::is_empty) {
                        let example =
                            ("alts=\"One | Two\"".to_owned(), "alts=\"第一张 | 第二张\"".to_owned());
                        findings.push(self.without_alt(&file, example, range));
                    }
                    self.shown_picture(&file, range, media, findings);
                }
            }
            _ => {}
        }
    }

    /// The published files of a picture in the text; also checks its file type.
    fn shown_picture(
        &self,
        target: &str,
        range: &Range<usize>,
        media: &mut BTreeSet<Media>,
        findings: &mut Vec<Finding>,
    ) {
        let Some(path) = self.viewer.file_path(self.record, target) else { return };
        self.viewer.picture_media(self.record, &path, media);
        let shown =
            self.viewer.attachments.get(&*path).filter(|_| !self.viewer.published.is_hidden_file(&path));
        let picture = shown.and_then(|attachment| attachment.picture.as_ref());
        let doubts = picture.into_iter().flat_map(|picture| picture_fault::doubts(target, picture));
        findings.extend(doubts.map(|told| self.finding(told, range)));
    }

    fn picture(&self, target: &str, alt: &str, title: Option<&str>) -> Option<PictureView> {
        let path = self.viewer.file_path(self.record, target)?;
        let file = self.viewer.picture_file(self.record, &path)?;
        let caption = title.map(Arc::from);
        Some(PictureView { file, alt: Arc::from(alt), caption, credit: None, focal: None })
    }

    fn arguments(
        &self,
        name: &str,
        args: Vec<markdown::Argument>,
        findings: &mut Vec<Finding>,
    ) -> Vec<ShortcodeArgument> {
        let mut seen = Vec::new();
        let alts = alts(&args);
        for markdown::Argument { name: key, value, value_range: range, .. } in args {
            let span = self.span(&range);
            let value = match (name, key.as_str(), value) {
                ("record", "id", markdown::Arg::Text(id)) => match self.viewer.find(self.record, &id) {
                    super::link::Found::Record(ix) => ShortcodeArg::Record(Some(ix)),
                    super::link::Found::Withheld => ShortcodeArg::Record(None),
                    super::link::Found::Nothing => {
                        findings.push(self.dangling(&id, &range));
                        ShortcodeArg::Record(None)
                    }
                },
                ("gallery", "files", arg) => {
                    let files = file_list(&arg);
                    let shown = files.iter().enumerate().filter_map(|(at, file)| {
                        let alt = alts.get(at).map_or("", String::as_str);
                        let picture = self.picture(file, alt, None);
                        if picture.is_none() {
                            findings.extend(self.missing(file, &range));
                        }
                        picture
                    });
                    ShortcodeArg::Pictures(shown.collect())
                }
                (_, _, markdown::Arg::Text(text)) => ShortcodeArg::Text(text),
                (_, _, markdown::Arg::Integer(number)) => ShortcodeArg::Integer(number),
                (_, _, markdown::Arg::Boolean(yes)) => ShortcodeArg::Boolean(yes),
            };
            seen.push(ShortcodeArgument { name: key, value, span });
        }
        seen
    }

    /// The diagnostic for a picture without a description.
    fn without_alt(&self, file: &str, (en, zh): (String, String), range: &Range<usize>) -> Finding {
        let diagnostic = Diagnostic::new(Code::PictureWithoutAlt).arg("file", file);
        self.finding(diagnostic.arg("example", Arg::term(en, zh)), range)
    }

    fn dangling(&self, target: &str, range: &Range<usize>) -> Finding {
        let diagnostic = Diagnostic::new(Code::DanglingLink)
            .arg("found", target)
            .arg_opt("suggestion", self.viewer.near(self.record, target));
        self.finding(diagnostic, range)
    }

    /// The diagnostic for a missing picture; `None` if it exists but belongs to a person who may not be
    /// shown.
    fn missing(&self, target: &str, range: &Range<usize>) -> Option<Finding> {
        let path = self.viewer.file_path(self.record, target);
        if path.as_ref().is_some_and(|path| self.viewer.published.is_hidden_file(path)) {
            return None;
        }
        if let Some(path) = path.filter(|path| self.viewer.attachments.contains_key(&**path)) {
            let fault = PictureFault::find(self.viewer.faults, &path);
            return Some(self.finding(fault.diagnostic(target), range));
        }
        let diagnostic = Diagnostic::new(Code::MissingFile)
            .arg("found", Arg::from(target))
            .arg_opt("suggestion", self.viewer.near_picture(self.record, target));
        Some(self.finding(diagnostic, range))
    }
}

/// The HTML of pieces, with links as plain words.
fn html_alone(pieces: Vec<Piece>) -> String {
    let html = pieces.into_iter().map(|piece| match piece {
        Piece::Html(html) => html,
        Piece::Link { text, .. } => html_alone(text),
        Piece::Picture { .. } | Piece::Shortcode { .. } => String::new(),
    });
    html.collect()
}

/// Headings as a tree: each belongs to the nearest higher-level one before it.
fn nest(headings: &[Heading]) -> Vec<TocEntry> {
    fn take(rest: &mut &[Heading], above: u8) -> Vec<TocEntry> {
        let mut entries = Vec::new();
        while let Some((first, behind)) = rest.split_first() {
            if first.level <= above {
                break;
            }
            *rest = behind;
            let children = take(rest, first.level);
            entries.push(TocEntry {
                level: first.level,
                id: first.id.clone(),
                text: first.text.clone(),
                children,
            });
        }
        entries
    }
    take(&mut &*headings, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_nest() {
        let heading = |level, text: &str| Heading { level, id: text.to_owned(), text: text.to_owned() };
        let toc =
            nest(&[heading(3, "a"), heading(2, "b"), heading(3, "c"), heading(4, "d"), heading(2, "e")]);
        let shape: Vec<(&str, usize)> =
            toc.iter().map(|entry| (&*entry.text, entry.children.len())).collect();
        assert_eq!(shape, [("a", 0), ("b", 1), ("e", 0)]);
        assert_eq!(toc[1].children[0].children[0].text, "d");
    }
}
