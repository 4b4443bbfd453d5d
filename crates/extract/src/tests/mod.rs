//! Files as programs and cameras write them, generated here.

mod archives;
mod kinds;
mod made;
mod office;
mod pdf;
mod pictures;

use super::clean::without_properties;
use super::*;

/// All texts, each with its inner file and part in front.
fn texts(contents: &Contents) -> Vec<String> {
    let line = |stretch: &TextSegment| {
        let inner = stretch.inner.as_deref().map_or(String::new(), |inner| format!("{inner} "));
        let part = match &stretch.part {
            Part::Text => "text".to_owned(),
            Part::Cell(cell) => cell.clone(),
            Part::Boxes { cell, .. } => format!("boxes {cell}"),
            Part::Comments => "comments".to_owned(),
            Part::Deleted => "deleted".to_owned(),
            Part::Running => "running".to_owned(),
            Part::Pivot => "pivot".to_owned(),
            Part::Linked => "linked".to_owned(),
            Part::Rules(sheet) => format!("rules {sheet}"),
            Part::Properties => "properties".to_owned(),
            Part::Name => "name".to_owned(),
        };
        format!("{inner}{part}: {}", stretch.text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    contents.texts.iter().map(line).collect()
}

/// The contents found with a limited budget of bytes.
fn within(name: &str, bytes: &[u8], most: u64) -> Contents {
    look_within(name, bytes, &mut Budget::new(most, u64::MAX))
}

fn gaps(contents: &Contents) -> Vec<Gap> {
    contents.gaps.iter().copied().collect()
}

fn traces(contents: &Contents) -> Vec<Trace> {
    contents.traces.iter().copied().collect()
}
