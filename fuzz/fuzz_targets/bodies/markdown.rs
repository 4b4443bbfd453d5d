//! Renders any text to HTML; every position is within it.

use bangyang::domain::signature::{Role, Shortcodes, find};
use bangyang::markdown::{A11yLabels, RenderOptions, render};

pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let known = ["figure", "gallery"].into_iter().filter_map(|name| find(Role::Shortcode, name));
    let shortcodes: Shortcodes = known.map(|known| (known.name.to_string(), known.clone())).collect();
    let words = A11yLabels { table: "t", footnotes: "f", back: "b", done: "d", open: "o" };
    let page_ids = ["<main id=\"main\">"].into_iter().collect();
    let options = RenderOptions {
        heading_offset: 1,
        shortcodes: &shortcodes,
        id_prefix: "",
        page_ids: &page_ids,
        words,
    };
    for problem in render(text, &options).problems {
        assert!(text.get(problem.range).is_some());
    }
}
