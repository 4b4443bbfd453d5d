//! A theme's settings for pictures: `pictures` in `theme.yaml`.

use super::yaml::{Map, Node, Text};
use crate::diag::Diagnostics;
use crate::domain::{Recipe, WIDEST, WantedFormat};

/// Maximum number of widths per picture; each is a file.
const MOST_WIDTHS: usize = 8;

/// The settings of a chain of themes; for each key, the first theme that sets it wins.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    widths: Option<Vec<u32>>,
    formats: Option<Vec<WantedFormat>>,
    webp_quality: Option<u8>,
    jpeg_quality: Option<u8>,
}

impl Wanted {
    /// Adds the settings of the next theme in the chain.
    pub(super) fn add(&mut self, text: &Text, node: &Node, diagnostics: &mut Diagnostics) {
        let Some(mut map) = Map::new(text, node, diagnostics) else { return };
        let widths = map.take("widths").and_then(|node| widths(&map, node, diagnostics));
        let formats = map.take("formats").and_then(|node| formats(&map, node, diagnostics));
        if let Some(mut of) = map.take("quality").and_then(|node| Map::new(text, node, diagnostics)) {
            let webp = quality(&mut of, "webp", diagnostics);
            let jpeg = quality(&mut of, "jpeg", diagnostics);
            self.webp_quality = self.webp_quality.or(webp);
            self.jpeg_quality = self.jpeg_quality.or(jpeg);
            of.finish(diagnostics);
        }
        map.finish(diagnostics);
        self.widths = self.widths.take().or(widths);
        self.formats = self.formats.take().or(formats);
    }

    /// The resulting settings, with defaults.
    pub(super) fn recipe(self) -> Recipe {
        let usual = Recipe::default();
        Recipe {
            widths: self.widths.unwrap_or(usual.widths),
            formats: self.formats.unwrap_or(usual.formats),
            webp_quality: self.webp_quality.unwrap_or(usual.webp_quality),
            jpeg_quality: self.jpeg_quality.unwrap_or(usual.jpeg_quality),
        }
    }
}

fn widths(map: &Map<'_>, node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<u32>> {
    let items = node.as_list().unwrap_or(std::slice::from_ref(node));
    let read = |item: &Node| item.as_text()?.parse().ok().filter(|width| (1..=WIDEST).contains(width));
    let found: Option<Vec<u32>> = items.iter().map(read).collect();
    let mut found = found.filter(|found| (1..=MOST_WIDTHS).contains(&found.len()));
    if found.is_none() {
        map.bad(
            "widths",
            node,
            "one to eight widths in pixels, none above 4096, such as [480, 960, 1600]",
            "一到八个宽度（像素，不超过 4096），例如 [480, 960, 1600]",
            diagnostics,
        );
    }
    if let Some(found) = &mut found {
        found.sort_unstable();
        found.dedup();
    }
    found
}

fn formats(map: &Map<'_>, node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<WantedFormat>> {
    let items = node.as_list().unwrap_or(std::slice::from_ref(node));
    let read = |item: &Node| {
        let text = item.as_text()?;
        WantedFormat::ALL.into_iter().find(|(name, _)| **name == **text).map(|(_, format)| format)
    };
    let found: Option<Vec<WantedFormat>> = items.iter().map(read).collect();
    let is_once = |found: &Vec<WantedFormat>| {
        let mut sorted = found.clone();
        sorted.sort_unstable();
        sorted.dedup();
        !sorted.is_empty() && sorted.len() == found.len()
    };
    let found = found.filter(is_once);
    if found.is_none() {
        let (en, zh) = ("webp, jpeg or both, each once", "webp、jpeg 或两者，各写一次");
        map.bad("formats", node, en, zh, diagnostics);
    }
    found
}

fn quality(map: &mut Map<'_>, key: &'static str, diagnostics: &mut Diagnostics) -> Option<u8> {
    let node = map.take(key)?;
    let found = node.as_text().and_then(|text| text.parse().ok()).filter(|of| (1..=100).contains(of));
    if found.is_none() {
        map.bad(key, node, "a whole number from 1 to 100", "1 到 100 的整数", diagnostics);
    }
    found
}
