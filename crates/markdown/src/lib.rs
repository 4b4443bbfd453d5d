//! Renders Markdown to sanitised HTML with typed slots.
//!
//! What a page must decide later (where a link to another record leads, which file a picture becomes, what a
//! shortcode shows) is left as a separate [`Piece`] between ranges of HTML. Everything else is safe for a
//! page: no script, no request to another host, no style attribute.
//!
//! A text passes through four steps: `prepare` extracts the shortcodes and helps emphasis next to Chinese
//! punctuation; pulldown-cmark parses the rest; `writer` turns it into one HTML text, with slots as
//! characters that no author can write; `split` cuts that text at its slots. Only if an author wrote HTML
//! tags, ammonia runs between the last two.
#![deny(clippy::disallowed_types)]

mod address;
mod attributes;
mod blocks;
mod bodies;
mod cjk;
mod comments;
mod document;
mod enclosing;
mod escape;
mod footnotes;
mod headings;
mod inline;
mod letters;
mod marks;
mod masks;
mod placed;
mod prepare;
mod raw;
mod redact;
mod sanitize;
mod shortcode;
mod slips;
mod split;
mod syntax;
mod tables;
mod tags;
#[cfg(test)]
mod tests;
mod told;
mod urls;
mod writer;

pub use blocks::top_blocks;
pub use comments::comments;
pub use document::{
    A11yLabels, Arg, Argument, Document, Enclosing, Heading, Piece, Problem, ProblemKind, RenderOptions,
};
pub use document::{Expected, What};
pub use letters::{Code, Shown, Source};
pub use redact::{Redacted, Redaction, escaped, read};
pub use slips::{Slip, SlipKind, may_slip, plain_slips, slips};

pub use bangyang_domain::domain::MOST_LEVELS;
use bangyang_domain::domain::signature::Shortcodes;

/// Renders a text. Always succeeds; what could not be shown is among the problems.
#[must_use]
pub fn render(text: &str, options: &RenderOptions<'_>) -> Document {
    writer::render(text, options, false)
}
