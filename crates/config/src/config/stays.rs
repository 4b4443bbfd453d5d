//! Regions over time: `[{in: 云麓区, until: 2022-12-31}, {in: 青溪县}]`.

use super::yaml::{Map, Node, NodeValue, Text};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics};
use crate::domain::{Date, RegionIx, Stay};

/// Finds the region that a node names, by its name on a day.
pub type FindRegion<'f> = dyn FnMut(&Node, Option<Date>, &mut Diagnostics) -> Option<RegionIx> + 'f;

/// Distinguishes stays from plain names.
pub(super) struct Stays;

impl Stays {
    /// The nodes of stays, if there are any: groups, in a list or alone.
    pub(super) fn of(node: &Node) -> Option<&[Node]> {
        let is_group = |node: &Node| matches!(node.value, NodeValue::Mapping(_));
        match node.as_list() {
            Some(items) => items.iter().any(is_group).then_some(items),
            None => is_group(node).then_some(std::slice::from_ref(node)),
        }
    }
}

/// Reads stays in chronological order; reports missing or descending ends. `open` requires the last one to be
/// open-ended. `region` finds the region that a node names on the last day of its stay, and reports errors.
pub(super) fn read_stays(
    text: &Text,
    items: &[Node],
    open: bool,
    region: &mut FindRegion<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Stay>> {
    let mut stays: Vec<Stay> = Vec::new();
    let mut sound = true;
    for (item, n) in items.iter().zip(1..) {
        let Some(mut map) = Map::new(text, item, diagnostics) else {
            sound = false;
            continue;
        };
        let named = map.require("in", diagnostics);
        let end = map.take("until");
        let until = end.and_then(|node| super::yaml::read_date(text, node, diagnostics));
        map.finish(diagnostics);
        sound &= end.is_some() == until.is_some();
        let found = named.and_then(|node| {
            map_text(text, node, diagnostics)?;
            region(node, until, diagnostics)
        });
        let Some(region) = found else {
            sound = false;
            continue;
        };
        let last = n == items.len();
        let reason = if until.is_none() && !last {
            Some(Arg::term("only the last one may be without an end date", "只有最后一段可以不写到哪天为止"))
        } else if until.is_some() && last && open {
            Some(Arg::term("the last one must have no end date", "最后一段不能写 until"))
        } else {
            let before = stays.last().and_then(|stay| stay.until);
            let rises = before.zip(until).is_none_or(|(before, until)| before.last_day() < until.last_day());
            (!rises).then(|| Arg::term("it ends before the one above it", "它的结束日期比上面一段还早"))
        };
        if let Some(reason) = reason {
            let place = text.place(end.map_or(item.span, |node| node.span));
            diagnostics.push(Diagnostic::new(Code::StaysOutOfOrder).at(place).arg("reason", reason));
            sound = false;
        }
        stays.push(Stay { region, until });
    }
    (sound && !stays.is_empty()).then_some(stays)
}

/// Takes a text as the name of a region; reports other nodes.
fn map_text(text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> Option<()> {
    if node.as_text().is_none() {
        super::yaml::wrong_shape(text, node, super::yaml::Shape::Region, diagnostics);
        return None;
    }
    Some(())
}
