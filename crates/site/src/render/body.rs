//! Fills the slots of a text.

use tera::TeraResult;

use super::escape::escape;
use super::renderer::Renderer;
use super::shortcode::Slot;
use crate::domain::Finding;
use crate::plan::Page;
use crate::routes::relative;
use crate::view::{BodyPiece, BodyView, LinkTarget, PictureView, PublicIx};

/// The position of a text.
struct Place<'a> {
    page: &'a Page,
    record: PublicIx,
    /// Prefix of the text's ids.
    id_prefix: &'a str,
}

impl Renderer<'_> {
    /// The text as HTML.
    pub(super) fn fill(
        &self,
        page: &Page,
        record: PublicIx,
        body: BodyView,
        findings: &mut Vec<Finding>,
    ) -> TeraResult<String> {
        let BodyView { pieces, id_prefix, .. } = body;
        self.fill_pieces(&Place { page, record, id_prefix: &id_prefix }, pieces, findings)
    }

    fn fill_pieces(
        &self,
        place: &Place<'_>,
        pieces: Vec<BodyPiece>,
        findings: &mut Vec<Finding>,
    ) -> TeraResult<String> {
        let Place { page, record, id_prefix } = *place;
        let mut html = String::new();
        for piece in pieces {
            match piece {
                BodyPiece::Html(part) => html.push_str(&part),
                BodyPiece::Link { to, title, text } => {
                    let text = self.fill_pieces(place, text, findings)?;
                    html.push_str(&anchor(page, &to, title.as_deref(), text));
                }
                BodyPiece::Picture { picture, alone } => html.push_str(&self.picture(page, &picture, alone)?),
                BodyPiece::Shortcode { name, args, body, alone, span } => {
                    let slot = Slot { page, record, id_prefix, span, alone };
                    let body = body.map(|body| self.fill_pieces(place, body, findings)).transpose()?;
                    html.push_str(&self.shortcode(&slot, &name, args, body, findings)?);
                }
            }
        }
        Ok(html)
    }

    fn picture(&self, page: &Page, picture: &PictureView, alone: bool) -> TeraResult<String> {
        let made = self.part("parts/picture.html", page, |context| {
            context.insert("picture", picture);
            context.insert("inline", &!alone);
        })?;
        Ok(made.unwrap_or_else(|| {
            let src = relative(&page.url.href(), &picture.file.src);
            let (alt, width, height) = (escape(&picture.alt), picture.file.width, picture.file.height);
            format!(
                "<img src=\"{src}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\">"
            )
        }))
    }
}

fn anchor(page: &Page, to: &LinkTarget, title: Option<&str>, text: String) -> String {
    match to {
        LinkTarget::Url(url) => {
            let href = escape(&relative(&page.url.href(), url));
            let title = title.map(|title| format!(" title=\"{}\"", escape(title))).unwrap_or_default();
            format!("<a href=\"{href}\"{title}>{text}</a>")
        }
        LinkTarget::Withheld(item) => escape(item),
        LinkTarget::NoPage => text,
    }
}
