//! SVG drawings.

use super::adder::Adder;
use super::coded::base64;
use super::contents::Part;
use super::markup::{Breaks, Found, attributes, walk, words};

/// How many bytes are examined to recognise a drawing.
const LOOKED_AT: usize = 4096;
/// Elements within a line of text.
const INLINE: [&str; 10] = ["tspan", "textPath", "tref", "a", "span", "b", "i", "em", "strong", "font"];
/// Attributes with path data.
const LINES: [&str; 9] =
    ["d", "points", "transform", "viewBox", "values", "style", "keyTimes", "gradientTransform", "path"];

/// Whether a text is a drawing.
pub(super) fn is_drawing(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let end = (0..=LOOKED_AT.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.starts_with('<')
        && text.get(..end).is_some_and(|head| head.contains("<svg") || head.contains(":svg"))
}

/// Adds the text of a drawing, its other contents, and embedded pictures.
pub(super) fn look(bytes: &[u8], adder: &mut Adder<'_>) {
    adder.add(Part::Text, words(bytes, Breaks::AllBut(&INLINE), &LINES).text);
    let mut pictures = Vec::new();
    walk(bytes, |found| {
        let Found::Start(_, element) = found else { return };
        attributes(element, |_, value| {
            let data = value.strip_prefix("data:").and_then(|data| data.split_once(";base64,"));
            pictures.extend(data.map(|(_, data)| base64(data.as_bytes())));
        });
    });
    for picture in pictures {
        if !adder.make(picture.len()) {
            return;
        }
        adder.look_within("picture", "picture", &picture);
    }
}
