//! Fills the slots of a text.

use tera::{Context, TeraResult, Value};

use super::Renderer;
use super::functions::link;
use crate::diag::{Arg, Code, Diagnostic};
use crate::domain::{Date, Finding, Span};
use crate::plan::Page;
use crate::view::{BodyPiece, FigureRequest, LinkTarget, PictureView, PublicIx, ShortcodeArg};

type Args = Vec<(String, ShortcodeArg)>;

impl Renderer<'_> {
    /// The text as HTML.
    pub(super) fn fill(
        &self,
        page: &Page,
        record: PublicIx,
        pieces: Vec<BodyPiece>,
        findings: &mut Vec<Finding>,
    ) -> TeraResult<String> {
        let mut html = String::new();
        for piece in pieces {
            match piece {
                BodyPiece::Html(part) => html.push_str(&part),
                BodyPiece::Link { to, title, text } => {
                    let text = self.fill(page, record, text, findings)?;
                    html.push_str(&anchor(page, &to, title.as_deref(), text));
                }
                BodyPiece::Picture { picture, alone } => html.push_str(&self.picture(page, &picture, alone)?),
                BodyPiece::Shortcode { name, args, alone, span } => {
                    html.push_str(&self.shortcode(page, record, &name, args, alone, span, findings)?);
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
            let src = link(page.url.path(), &picture.src);
            let (alt, width, height) = (escape(&picture.alt), picture.width, picture.height);
            format!(
                "<img src=\"{src}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\">"
            )
        }))
    }

    #[allow(clippy::too_many_arguments, reason = "what a slot holds, and where it stands")]
    fn shortcode(
        &self,
        page: &Page,
        record: PublicIx,
        name: &str,
        args: Args,
        alone: bool,
        span: Span,
        findings: &mut Vec<Finding>,
    ) -> TeraResult<String> {
        let mut own = Context::new();
        own.insert("inline", &!alone);
        if name == "figure" {
            match self.figure(record, &args) {
                Ok(figure) => own.insert_value("figure", figure),
                Err(reason) => {
                    let file = self.inputs.viewer.record(record).map(|record| record.file);
                    let diagnostic =
                        Diagnostic::new(Code::BadShortcode).arg("reason", reason).arg("name", name);
                    findings.extend(file.map(|file| Finding::new(diagnostic, file, span)));
                    return Ok(String::new());
                }
            }
        }
        for (key, arg) in args {
            match arg {
                ShortcodeArg::Text(text) => own.insert(key, &text),
                ShortcodeArg::Integer(number) => own.insert(key, &number),
                ShortcodeArg::Boolean(yes) => own.insert(key, &yes),
                ShortcodeArg::Pictures(pictures) => own.insert("pictures", &pictures),
                ShortcodeArg::Record(Some(ix)) => {
                    own.insert_value("card", self.cards.value(ix).unwrap_or_else(Value::none));
                }
                // Of a record that the edition does not show, nothing is left.
                ShortcodeArg::Record(None) => return Ok(String::new()),
            }
        }
        let made = self.part(&format!("shortcodes/{name}.html"), page, |context| context.extend(own))?;
        Ok(made.unwrap_or_default())
    }

    /// The figure that a shortcode asks for; its day is the end of the record's period unless it says another.
    fn figure(&self, record: PublicIx, args: &Args) -> Result<Value, Arg> {
        let text = |key: &str| {
            args.iter().find(|(known, _)| known == key).and_then(|(_, arg)| match arg {
                ShortcodeArg::Text(text) => Some(text.clone()),
                ShortcodeArg::Integer(number) => Some(number.to_string()),
                _ => None,
            })
        };
        let Some(metric) = text("metric") else {
            return Err(term(
                "metric= is missing: which figure is wanted?",
                "缺少 metric=，不知道要哪个数字",
            ));
        };
        let on = match text("on") {
            Some(on) => match Date::parse(&on) {
                Ok(date) => Some(date),
                Err(_) => {
                    let (en, zh) = (format!("“{on}” is no date"), format!("“{on}”不是日期"));
                    return Err(Arg::Term { en, zh });
                }
            },
            None => self.inputs.viewer.period_end(record),
        };
        let request = FigureRequest {
            program: text("program"),
            metric,
            of: text("of"),
            on,
            region: text("region"),
            shown: text("as"),
        };
        let figure = self.figures.figure(&request);
        figure
            .map(|figure| Value::from_serializable(&figure))
            .map_err(|fault| Arg::Term { en: fault.en, zh: fault.zh })
    }
}

fn anchor(page: &Page, to: &LinkTarget, title: Option<&str>, text: String) -> String {
    match to {
        LinkTarget::Url(url) => {
            let href = escape(&link(page.url.path(), url));
            let title = title.map(|title| format!(" title=\"{}\"", escape(title))).unwrap_or_default();
            format!("<a href=\"{href}\"{title}>{text}</a>")
        }
        LinkTarget::Withheld(item) => escape(item),
        LinkTarget::NoPage => text,
    }
}

fn term(en: &str, zh: &str) -> Arg {
    Arg::Term { en: en.to_owned(), zh: zh.to_owned() }
}

/// Text as HTML, within elements and within quotes.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
