//! Splits and parses any text; every position is within it.

use bangyang::config::front_matter::{FrontMatter, split};
use bangyang::config::yaml::{Text, parse};
use bangyang::diag::Diagnostics;
use bangyang::source::SitePath;

pub fn run(bytes: &[u8]) {
    let (Ok(content), Ok(path)) = (std::str::from_utf8(bytes), SitePath::try_from("content/news/a.md"))
    else {
        return;
    };
    let range = match split(content) {
        FrontMatter::Found(front, body) => {
            assert!(content.get(front.clone()).is_some() && content.get(body).is_some());
            front
        }
        _ => 0..content.len(),
    };
    let text = Text::new(path, content.into());
    let mut diagnostics = Diagnostics::default();
    if let Some(node) = parse(&text, range, &mut diagnostics) {
        assert!(usize::try_from(node.span.end).is_ok_and(|end| end <= content.len()));
    }
}
