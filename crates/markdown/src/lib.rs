//! Markdown to sanitised HTML with typed slots.
//!
//! What a page must decide later, where a link to another record leads, which file a picture becomes, what a
//! shortcode shows, is left as a [`Piece`] of its own between stretches of HTML. All else is safe to be on a
//! page as it is: no script, no request to another host, no style attribute.
//!
//! A text passes through four steps: `prepare` takes the shortcodes out and helps emphasis beside Chinese
//! punctuation; pulldown-cmark reads the rest; `writer` makes one HTML text of it, slots as characters that
//! no author can write; `split` cuts that text at its slots. Only where an author wrote tags of their own
//! does ammonia come between the last two.
#![deny(clippy::disallowed_types)]

mod address;
mod attributes;
mod blocks;
mod bodies;
mod cjk;
mod comments;
mod enclosing;
mod escape;
mod footnotes;
mod headings;
mod inline;
mod letters;
mod masks;
mod prepare;
mod raw;
mod redact;
mod sanitize;
mod shortcode;
mod slips;
mod split;
mod tables;
mod tags;
#[cfg(test)]
mod tests;
mod told;
mod urls;
mod writer;

use std::ops::Range;

pub use blocks::top_blocks;
pub use comments::comments;
pub use letters::{Code, Shown, Source};
pub use redact::{Redacted, Redaction, escaped, read};
pub use shortcode::{Expected, What};
pub use slips::{Slip, SlipKind, may_slip, plain_slips, slips};

pub use bangyang_domain::domain::MOST_LEVELS;
use bangyang_domain::domain::PageIds;
use bangyang_domain::domain::signature::{Misuse, Shortcodes};

/// How a text is to be rendered.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Added to the level of each heading: with 1, `#` becomes `h2`. No heading goes below `h6`.
    pub heading_offset: u8,
    /// The shortcodes that there are, by name.
    pub shortcodes: &'a Shortcodes,
    /// Stands before the ids of headings and footnotes, so that several texts can be on one page.
    pub id_prefix: &'a str,
    /// Ids that the page has already: no heading gets one of them.
    pub page_ids: &'a PageIds,
    /// What the HTML says in words of its own.
    pub words: Words<'a>,
}

/// The words that readers of assistive technology hear, in the page's language.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// The label of the scrollable region round a table.
    pub table: &'a str,
    /// The label of the section of footnotes.
    pub footnotes: &'a str,
    /// The label of a box in a list of tasks that is ticked.
    pub done: &'a str,
    /// The label of one that is not.
    pub open: &'a str,
    /// The label of the link from a footnote back to its place in the text.
    pub back: &'a str,
}

/// A text, rendered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The HTML and its slots, in order; the HTML is balanced once each slot is filled with balanced HTML.
    pub pieces: Vec<Piece>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// The text without markup, for summaries and search; blocks are parted by line feeds.
    pub plain: String,
    /// What is wrong with the text, by place.
    pub problems: Vec<Problem>,
}

/// A stretch of HTML, or a slot.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Safe HTML.
    Html(String),
    /// A link to a file: another record or an attachment. Absolute links and those within the page are HTML.
    Link {
        /// The path as written, with its `?` and `#` parts, if any.
        target: String,
        /// The title that a browser shows over the link.
        title: Option<String>,
        /// What the link shows: HTML, pictures and shortcodes. It may be empty.
        text: Vec<Piece>,
        /// The text of the link without markup.
        plain: String,
        /// Where the link is.
        range: Range<usize>,
    },
    /// A picture in a file.
    Picture {
        /// The path as written.
        target: String,
        /// The description.
        alt: String,
        /// The title, often used as a caption.
        title: Option<String>,
        /// Where the picture is.
        range: Range<usize>,
        /// It was a paragraph of its own and is between blocks, without a `p` round it.
        alone: bool,
    },
    /// A shortcode whose name is known.
    Shortcode {
        /// The name.
        name: String,
        /// The arguments in the order written; no name is there twice.
        args: Vec<Argument>,
        /// What is between its tags; `None` if it has one place alone.
        body: Option<Vec<Self>>,
        /// Where the shortcode is, with its braces; of one with a body, where its first tag does.
        range: Range<usize>,
        /// It was a paragraph of its own and is between blocks, without a `p` round it.
        alone: bool,
    },
}

impl Piece {
    /// The pieces within a piece: the text of a link, the body of a shortcode.
    #[must_use]
    pub fn inner(&self) -> &[Self] {
        match self {
            Self::Link { text, .. } => text,
            Self::Shortcode { body, .. } => body.as_deref().unwrap_or_default(),
            Self::Html(_) | Self::Picture { .. } => &[],
        }
    }

    /// Hands on the piece and all pieces within it, in the order of writing.
    pub fn each<'p>(&'p self, take: &mut dyn FnMut(&'p Self)) {
        take(self);
        self.inner().iter().for_each(|piece| piece.each(take));
    }

    /// The same, to be changed.
    pub fn each_mut(&mut self, take: &mut dyn FnMut(&mut Self)) {
        take(self);
        match self {
            Self::Link { text, .. } => text.iter_mut().for_each(|piece| piece.each_mut(take)),
            Self::Shortcode { body, .. } => {
                body.iter_mut().flatten().for_each(|piece| piece.each_mut(take));
            }
            Self::Html(_) | Self::Picture { .. } => {}
        }
    }
}

/// An argument of a shortcode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// What it is.
    pub value: Arg,
    /// Where its name is.
    pub name_range: Range<usize>,
    /// Where what it is is, with its quotes.
    pub value_range: Range<usize>,
}

/// The value of a shortcode's argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// A text in quotes.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// `true` or `false`.
    Boolean(bool),
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, the offset added.
    pub level: u8,
    /// The id in the HTML, the prefix included.
    pub id: String,
    /// The text without markup.
    pub text: String,
}

/// Something wrong with the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The bytes of the text that it concerns.
    pub range: Range<usize>,
}

/// What can be wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// A shortcode is not written correctly; the range is the sign at fault. It is shown as it was written.
    Shortcode(Expected),
    /// A shortcode has no end; the range is all that was read of it. It is shown as it was written.
    UnclosedShortcode(Expected),
    /// There is no shortcode of this name. It is shown as it was written.
    UnknownShortcode {
        /// The name written.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// An argument of a shortcode is wrong; the range is that of its name, or its value, or of the shortcode where it is missing.
    Argument {
        /// The shortcode's name.
        shortcode: String,
        /// The argument's.
        name: String,
        /// What is wrong.
        misuse: Misuse,
        /// The names of the arguments that there are.
        known: Vec<String>,
    },
    /// The tags round the body of a shortcode do not fit; the range is that of the tag. It is shown as it was written.
    Enclosing {
        /// The shortcode's name; empty where there is only an end.
        name: String,
        /// What is wrong.
        fault: Enclosing,
    },
    /// A shortcode is within an author's own HTML, where none is filled. It is shown as it was written.
    ShortcodeInHtml,
    /// The address of a link or picture may not be on a page; its text is shown without it.
    UnsafeUrl,
    /// A picture is on another host; its description is shown instead.
    ExternalPicture,
    /// An author's tag was removed, the worst kinds with what they hold.
    RawHtml,
    /// An attribute of an author's tag was removed.
    RawAttribute {
        /// The tag's name.
        element: String,
        /// The attribute's name.
        attribute: String,
    },
    /// More than [`MOST_LEVELS`] levels are in one another here.
    TooDeep,
    /// A heading asks for an id that the page has already; it has another one.
    TakenId {
        /// The id that was written.
        id: String,
        /// The one that the heading has.
        instead: String,
    },
    /// Nothing refers to this footnote (or another one of its name comes first); it is not shown.
    UnusedFootnote,
}

/// What can be wrong with the tags round a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enclosing {
    /// There is no `{% end %}` for a beginning.
    NoEnd,
    /// There is no beginning for an end.
    Stray,
    /// An end has another name, as in other programs: `{% endquote %}`.
    OtherEnd,
    /// The shortcode takes no body.
    TakesNone,
    /// The shortcode needs a body.
    NeedsOne,
    /// Words stand before the beginning on its line.
    WithinLine,
    /// Beginning and end do not be in the same quotation, item or note.
    Apart,
}

/// The extensions of Markdown that texts may use.
const SYNTAX: pulldown_cmark::Options = pulldown_cmark::Options::ENABLE_TABLES
    .union(pulldown_cmark::Options::ENABLE_FOOTNOTES)
    .union(pulldown_cmark::Options::ENABLE_STRIKETHROUGH)
    .union(pulldown_cmark::Options::ENABLE_TASKLISTS)
    .union(pulldown_cmark::Options::ENABLE_HEADING_ATTRIBUTES)
    .union(pulldown_cmark::Options::ENABLE_DEFINITION_LIST);

/// Renders a text. Whatever it holds, there is a document; what could not be shown is among its problems.
#[must_use]
pub fn render(text: &str, options: &Options<'_>) -> Document {
    writer::render(text, options, false)
}
