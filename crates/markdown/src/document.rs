//! A rendered text with its links, pictures, shortcodes, headings and problems.

use std::ops::Range;

use bangyang_domain::domain::PageIds;
use bangyang_domain::domain::signature::{Misuse, Shortcodes};

/// Options for rendering a text.
#[derive(Debug, Clone, Copy)]
pub struct RenderOptions<'a> {
    /// Added to the level of each heading: with 1, `#` becomes `h2`. The maximum is `h6`.
    pub heading_offset: u8,
    /// The available shortcodes, by name.
    pub shortcodes: &'a Shortcodes,
    /// Prefix of the ids of headings and footnotes, so that several texts can be on one page.
    pub id_prefix: &'a str,
    /// Ids that the page already uses: no heading gets one of them.
    pub page_ids: &'a PageIds,
    /// Texts that the HTML itself contains.
    pub words: A11yLabels<'a>,
}

/// Labels for assistive technology, in the page's language.
#[derive(Debug, Clone, Copy)]
pub struct A11yLabels<'a> {
    /// Of the scrollable region around a table.
    pub table: &'a str,
    /// Of the section of footnotes.
    pub footnotes: &'a str,
    /// Of a ticked box in a task list.
    pub done: &'a str,
    /// Of an unticked one.
    pub open: &'a str,
    /// Of the link from a footnote back to its reference.
    pub back: &'a str,
}

/// A rendered text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The HTML and its slots, in order; the HTML is balanced once each slot is filled with balanced HTML.
    pub pieces: Vec<Piece>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// The text without markup, for summaries and search; blocks are separated by line feeds.
    pub plain: String,
    /// Problems of the text, by position.
    pub problems: Vec<Problem>,
}

/// A range of HTML, or a slot.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// Safe HTML.
    Html(String),
    /// A link to a file: another record or an attachment. Absolute links and those within the page are HTML.
    Link {
        /// The path as written, with query and fragment.
        target: String,
        /// The title, which browsers show as a tooltip.
        title: Option<String>,
        /// Its contents: HTML, pictures and shortcodes. May be empty.
        text: Vec<Piece>,
        /// The text of the link without markup.
        plain: String,
        /// The range of the link.
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
        /// The range of the picture.
        range: Range<usize>,
        /// Whether it was a paragraph of its own; it is then a block without a `p` around it.
        alone: bool,
    },
    /// A known shortcode.
    Shortcode {
        /// The name.
        name: String,
        /// The arguments in the order written, without duplicates.
        args: Vec<Argument>,
        /// The contents between its tags; `None` for a shortcode without a body.
        body: Option<Vec<Self>>,
        /// The range of the shortcode with its braces; of its opening tag if it has a body.
        range: Range<usize>,
        /// Whether it was a paragraph of its own; it is then a block without a `p` around it.
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

    /// Passes on the piece and all pieces within it, in written order.
    pub fn each<'p>(&'p self, take: &mut dyn FnMut(&'p Self)) {
        take(self);
        self.inner().iter().for_each(|piece| piece.each(take));
    }

    /// The same, mutably.
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
    /// Its value.
    pub value: Arg,
    /// The range of its name.
    pub name_range: Range<usize>,
    /// The range of its value with quotes.
    pub value_range: Range<usize>,
}

/// The value of a shortcode's argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// A text in quotes.
    Text(String),
    /// An integer.
    Integer(i64),
    /// `true` or `false`.
    Boolean(bool),
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, including the offset.
    pub level: u8,
    /// The id in the HTML, including the prefix.
    pub id: String,
    /// The text without markup.
    pub text: String,
}

/// A problem of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// Its range in the text.
    pub range: Range<usize>,
}

/// The kinds of problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// A shortcode has a syntax error at this range. It is shown as written.
    Shortcode(Expected),
    /// A shortcode has no end; the range is what was read of it. It is shown as written.
    UnclosedShortcode(Expected),
    /// There is no shortcode with this name. It is shown as written.
    UnknownShortcode {
        /// The name as written.
        name: String,
        /// The available names.
        known: Vec<String>,
    },
    /// An argument of a shortcode is wrong; the range is that of its name or value, or of the shortcode if it
    /// is missing.
    Argument {
        /// The shortcode's name.
        shortcode: String,
        /// The argument's name.
        name: String,
        /// What is wrong.
        misuse: Misuse,
        /// The names of its arguments.
        known: Vec<String>,
    },
    /// The tags of a shortcode's body are wrong; the range is that of the tag. It is shown as written.
    Enclosing {
        /// The shortcode's name; empty if there is only a closing tag.
        name: String,
        /// What is wrong.
        fault: Enclosing,
    },
    /// A shortcode is in an author's HTML, where it is not filled. It is shown as written.
    ShortcodeInHtml,
    /// The address of a link or picture is not allowed; its text is shown without it.
    UnsafeUrl,
    /// A picture is on another host; its description is shown instead.
    ExternalPicture,
    /// An author's tag was removed, dangerous ones with their contents.
    RawHtml,
    /// An attribute of an author's tag was removed.
    RawAttribute {
        /// The tag's name.
        element: String,
        /// The attribute's name.
        attribute: String,
    },
    /// The nesting exceeds [`MOST_LEVELS`](crate::MOST_LEVELS).
    TooDeep,
    /// A heading asks for an id that the page already uses; it got another one.
    TakenId {
        /// The id as written.
        id: String,
        /// The id that it got.
        instead: String,
    },
    /// Nothing refers to this footnote, or an earlier one has the same name; it is not shown.
    UnusedFootnote,
}

/// Errors of the tags around a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enclosing {
    /// There is no `{% end %}` for an opening tag.
    NoEnd,
    /// There is no opening tag for a closing one.
    Stray,
    /// A closing tag has another name, as in other programs: `{% endquote %}`.
    OtherEnd,
    /// The shortcode takes no body.
    TakesNone,
    /// The shortcode needs a body.
    NeedsOne,
    /// There are words before the opening tag on its line.
    WithinLine,
    /// The tags are not in the same quotation, item or note.
    Apart,
}

/// What was expected at the position of an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The shortcode's name; empty if none was read.
    pub name: String,
    /// What was expected.
    pub what: What,
}

/// Things that can be expected in a shortcode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A half-width character instead of a typographic or full-width one.
    HalfWidth {
        /// The actual character.
        found: char,
        /// The expected one.
        instead: char,
    },
    /// A name after the opening braces.
    Name,
    /// `(` after the name.
    Parenthesis,
    /// The name of an argument, or `)`.
    Argument,
    /// Another name: this argument exists already.
    OtherArgument(String),
    /// `=` after an argument's name.
    Equals,
    /// A text in straight quotes, an integer, `true` or `false`.
    Value,
    /// A smaller integer.
    SmallerNumber,
    /// The quote that ends a text, on the same line.
    Quote(char),
    /// `,` or `)` after an argument.
    CommaOrParenthesis,
    /// The closing `}}` or `%}` after the parenthesis.
    Closing(&'static str),
}
