//! Writes SVG: elements with classes, escaped text, lengths in tenths.

use std::fmt::{self, Write as _};

use super::{ChartLabels, Form, StatusMark, TEXT};

/// A length in tenths of a unit, formatted for SVG.
#[derive(Clone, Copy, Debug)]
pub struct Tenths(pub i64);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10);
        let sign = if self.0 < 0 { "-" } else { "" };
        match part {
            0 => write!(f, "{sign}{whole}"),
            _ => write!(f, "{sign}{whole}.{part}"),
        }
    }
}

/// A position in the view box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    pub x: i64,
    pub y: i64,
}

/// Which end of the text is at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
}

/// An SVG being written.
pub struct Svg {
    out: String,
}

impl Svg {
    /// Opens a chart. With links it has the role of a group instead of an image, so that they stay
    /// accessible.
    pub fn chart(words: &ChartLabels, form: Form, height: i64, links: bool) -> Self {
        let mut svg = Self { out: String::with_capacity(2048) };
        let name = form.name();
        let mut id = String::new();
        escape(&mut id, &words.id);
        svg.raw(format_args!(
            "<svg class=\"chart-{name}\" viewBox=\"0 0 {} {}\" width=\"100%\" font-size=\"{}\" fill=\"currentColor\" role=\"{}\" aria-labelledby=\"{id}-{name}-title {id}-{name}-desc\">",
            Tenths(form.width()),
            Tenths(height),
            Tenths(TEXT),
            if links { "group" } else { "img" },
        ));
        svg.raw(format_args!("<title id=\"{id}-{name}-title\">"));
        escape(&mut svg.out, &words.title);
        svg.raw(format_args!("</title><desc id=\"{id}-{name}-desc\">"));
        escape(&mut svg.out, &words.description);
        svg.raw(format_args!("</desc>"));
        svg
    }

    /// Opens a small image. Without a title, screen readers skip it.
    pub fn small(class: &str, width: i64, height: i64, title: Option<&str>) -> Self {
        let mut svg = Self { out: String::with_capacity(256) };
        svg.raw(format_args!(
            "<svg class=\"{class}\" viewBox=\"0 0 {} {}\" fill=\"currentColor\" ",
            Tenths(width),
            Tenths(height)
        ));
        match title {
            Some(title) => {
                svg.raw(format_args!("role=\"img\" aria-label=\""));
                escape(&mut svg.out, title);
                svg.raw(format_args!("\">"));
            }
            None => svg.raw(format_args!("aria-hidden=\"true\" focusable=\"false\">")),
        }
        svg
    }

    /// Closes the image.
    pub fn finish(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }

    fn raw(&mut self, text: fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = self.out.write_fmt(text);
    }

    /// A group of elements.
    pub fn group(&mut self, class: &str, draw: impl FnOnce(&mut Self)) {
        self.raw(format_args!("<g class=\"{class}\">"));
        draw(self);
        self.out.push_str("</g>");
    }

    /// The same, with the whole area as a link if there is an address.
    pub fn row(&mut self, class: &str, href: Option<&str>, area: Area, draw: impl FnOnce(&mut Self)) {
        let Some(href) = href else { return self.group(class, draw) };
        self.raw(format_args!("<a class=\"{class}\" href=\""));
        escape(&mut self.out, href);
        self.raw(format_args!("\">"));
        self.raw(format_args!(
            "<rect class=\"chart-hit\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" pointer-events=\"all\"/>",
            Tenths(area.x),
            Tenths(area.y),
            Tenths(area.width),
            Tenths(area.height)
        ));
        draw(self);
        self.out.push_str("</a>");
    }

    /// Text with its baseline at a position.
    pub fn text(&mut self, class: &str, at: At, anchor: Anchor, size: i64, text: &str) {
        self.spans(class, at, anchor, size, &[("", text)]);
    }

    /// Consecutive texts, each with its own class.
    pub fn spans(&mut self, class: &str, at: At, anchor: Anchor, size: i64, spans: &[(&str, &str)]) {
        self.raw(format_args!("<text class=\"{class}\" x=\"{}\" y=\"{}\"", Tenths(at.x), Tenths(at.y)));
        match anchor {
            Anchor::Start => {}
            Anchor::Middle => self.out.push_str(" text-anchor=\"middle\""),
            Anchor::End => self.out.push_str(" text-anchor=\"end\""),
        }
        if size != TEXT {
            self.raw(format_args!(" font-size=\"{}\"", Tenths(size)));
        }
        self.out.push('>');
        for (n, (class, text)) in spans.iter().enumerate() {
            if n > 0 {
                self.out.push(' ');
            }
            if class.is_empty() {
                escape(&mut self.out, text);
            } else {
                self.raw(format_args!("<tspan class=\"{class}\">"));
                escape(&mut self.out, text);
                self.out.push_str("</tspan>");
            }
        }
        self.out.push_str("</text>");
    }

    /// A line through positions, with a thickness and optional dashes.
    pub fn line(&mut self, class: &str, places: &[At], thick: i64, dashes: &str) {
        if places.is_empty() {
            return;
        }
        self.raw(format_args!("<path class=\"{class}\" d=\""));
        for (n, at) in places.iter().enumerate() {
            let sign = if n == 0 { 'M' } else { 'L' };
            self.raw(format_args!("{sign}{} {}", Tenths(at.x), Tenths(at.y)));
        }
        self.raw(format_args!("\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"{}\"", Tenths(thick)));
        if !dashes.is_empty() {
            self.raw(format_args!(" stroke-dasharray=\"{dashes}\""));
        }
        self.out.push_str("/>");
    }

    /// A filled rectangle.
    pub fn rect(&mut self, class: &str, area: Area) {
        self.raw(format_args!(
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
            Tenths(area.x),
            Tenths(area.y),
            Tenths(area.width),
            Tenths(area.height)
        ));
    }

    /// Filled rectangles that belong together, with a tooltip.
    pub fn rects(&mut self, class: &str, areas: &[Area], title: &str) {
        self.raw(format_args!("<path class=\"{class}\" d=\""));
        for area in areas {
            self.raw(format_args!(
                "M{} {}h{}v{}h-{}z",
                Tenths(area.x),
                Tenths(area.y),
                Tenths(area.width),
                Tenths(area.height),
                Tenths(area.width)
            ));
        }
        self.out.push_str("\">");
        if !title.is_empty() {
            self.out.push_str("<title>");
            escape(&mut self.out, title);
            self.out.push_str("</title>");
        }
        self.out.push_str("</path>");
    }

    /// A disc.
    pub fn dot(&mut self, class: &str, at: At, radius: i64) {
        self.raw(format_args!(
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
            Tenths(at.x),
            Tenths(at.y),
            Tenths(radius)
        ));
    }

    /// An empty diamond: no data.
    pub fn diamond(&mut self, class: &str, at: At, radius: i64) {
        self.raw(format_args!(
            "<path class=\"{class}\" d=\"M{} {}l{r} {r}l-{r} {r}l-{r} -{r}z\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.4\"/>",
            Tenths(at.x),
            Tenths(at.y - radius),
            r = Tenths(radius),
        ));
    }

    /// The mark of a status, about nine units wide and tall.
    pub fn standing(&mut self, standing: StatusMark, at: At) {
        let At { x, y } = at;
        match standing {
            StatusMark::Achieved => self.dot("chart-shape", at, 44),
            StatusMark::NoData => self.diamond("chart-shape", at, 45),
            StatusMark::Behind => {
                self.rect("chart-shape", Area { x: x - 38, y: y - 38, width: 76, height: 76 });
            }
            StatusMark::OnTrack => self.raw(format_args!(
                "<circle class=\"chart-shape\" cx=\"{}\" cy=\"{}\" r=\"3.6\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.6\"/>",
                Tenths(x),
                Tenths(y)
            )),
            StatusMark::AtRisk => self.raw(format_args!(
                "<path class=\"chart-shape\" d=\"M{} {}l4.8 8.4h-9.6z\"/>",
                Tenths(x),
                Tenths(y - 46)
            )),
            StatusMark::Missed => self.raw(format_args!(
                "<path class=\"chart-shape\" d=\"M{} {}l7.2 7.2m0 -7.2l-7.2 7.2\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/>",
                Tenths(x - 36),
                Tenths(y - 36)
            )),
            StatusMark::NotDue => {
                self.line("chart-shape", &[At { x: x - 44, y }, At { x: x + 44, y }], 18, "");
            }
        }
    }
}

/// Escapes text for elements and attributes. Characters not allowed in XML are dropped.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
}
