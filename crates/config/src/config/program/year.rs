//! `year:`: the month in which a program's years begin, and what they are called.

use crate::config::yaml::{Map, Node};
use crate::diag::Diagnostics;
use crate::domain::{ProgramYear, YearStart};

pub(super) fn read(map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> ProgramYear {
    let Some(node) = map.take("year") else { return ProgramYear::default() };
    let Some(mut inner) = Map::new(map.text(), node, diagnostics) else { return ProgramYear::default() };
    let starts = inner.require("starts", diagnostics);
    let called = inner.label_of("called", diagnostics);
    let read = starts.and_then(start);
    if let Some(node) = starts.filter(|_| read.is_none()) {
        let (en, zh) = (
            "a month, 1 to 12, with whose first day the year begins, such as 9",
            "月份，1 到 12，一年从那个月的 1 日算起，例如 9",
        );
        inner.bad("starts", node, en, zh, diagnostics);
    }
    inner.finish(diagnostics);
    ProgramYear { starts: read.unwrap_or_default(), called }
}

/// `9`, `09` or `09-01`.
fn start(node: &Node) -> Option<YearStart> {
    let text = node.as_text()?.trim();
    let month = text.strip_suffix("-01").or_else(|| text.strip_suffix("-1")).unwrap_or(text);
    let is_month = (1..=2).contains(&month.len()) && month.bytes().all(|byte| byte.is_ascii_digit());
    YearStart::new(month.parse().ok().filter(|_| is_month)?)
}
