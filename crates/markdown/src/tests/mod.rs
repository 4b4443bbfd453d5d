mod blocks;
mod bodies;
mod emphasis;
mod properties;
mod slips;
#[path = "raw.rs"]
mod raw_html;
mod slots;

use super::*;
use bangyang_domain::domain::PageIds;
use bangyang_domain::domain::signature::{BodyUse, Role, Signature, find};

/// Shortcodes that accept any arguments; their checks are tested with the signatures.
fn names() -> Shortcodes {
    let names = ["figure", "record", "gallery", "chart"].map(|name| {
        let any = find(Role::Shortcode, name).unwrap().clone();
        (name.to_owned(), Signature { params: Vec::new(), exclusive: Vec::new(), open: true, ..any })
    });
    let quote = Signature {
        name: "quote".into(),
        params: vec![],
        exclusive: vec![],
        body: BodyUse::Required,
        open: true,
    };
    let note = Signature { name: "note".into(), body: BodyUse::Optional, ..quote.clone() };
    names.into_iter().chain([("quote".to_owned(), quote), ("note".to_owned(), note)]).collect()
}

fn page_ids() -> PageIds {
    ["<main id=\"main\"><a id=\"nav-{{ x }}\">"].into_iter().collect()
}

fn read_with(text: &str, sanitise: bool) -> Document {
    let shortcodes = names();
    let words =
        A11yLabels { table: "Table", footnotes: "Footnotes", back: "Back", done: "Done", open: "Open" };
    let page_ids = page_ids();
    let options = RenderOptions {
        heading_offset: 1,
        shortcodes: &shortcodes,
        id_prefix: "",
        page_ids: &page_ids,
        words,
    };
    writer::render(text, &options, sanitise)
}

fn read(text: &str) -> Document {
    read_with(text, false)
}

/// The HTML with slots shown in braces.
fn shown(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Html(html) => text.push_str(html),
            Piece::Link { target, title, text: inner, .. } => {
                let title = title.as_ref().map(|title| format!(" “{title}”")).unwrap_or_default();
                text.push_str(&format!("{{link {target}{title}: {}}}", shown(inner)));
            }
            Piece::Picture { target, alt, alone, .. } => {
                text.push_str(&format!("{{picture {target}: {alt}{}}}", if *alone { ", alone" } else { "" }));
            }
            Piece::Shortcode { name, args, body, alone, .. } => {
                let args: Vec<(&str, &Arg)> =
                    args.iter().map(|arg| (arg.name.as_str(), &arg.value)).collect();
                let alone = if *alone { ", alone" } else { "" };
                let body = body.as_ref().map(|body| format!(": {}", shown(body))).unwrap_or_default();
                text.push_str(&format!("{{{name} {args:?}{alone}{body}}}"));
            }
        }
    }
    text
}

fn html(text: &str) -> String {
    shown(&read(text).pieces)
}

/// The HTML of a text that is one paragraph, without the paragraph.
fn line(text: &str) -> String {
    let html = html(text);
    html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>\n")).unwrap_or(&html).to_owned()
}

/// The problems, each with the text of its range.
fn problems(text: &str) -> Vec<(ProblemKind, &str)> {
    read(text).problems.into_iter().map(|problem| (problem.kind, text.get(problem.range).unwrap())).collect()
}
