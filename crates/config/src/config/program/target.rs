//! A target: what is to be reached by when, planned over time and distributed among regions.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Known, amount, list, required_date, unknown_name, value_of};
use crate::config::yaml::{Key, Map, Node};
use crate::diag::{Arg, Code, Diagnostics};
use crate::domain::{Date, Decimal, RegionIx, Span, Target};

impl Known<'_> {
    /// The targets, one per metric and setter; and whether all of them could be read.
    pub(super) fn targets(&self, map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> (Vec<Target>, bool) {
        let mut complete = true;
        let mut seen: Vec<(usize, Arc<str>, Span)> = Vec::new();
        let targets = list(map, "targets", diagnostics, |item, out| {
            let target = self.target(item, out);
            let Some(target) = target else {
                complete = false;
                return None;
            };
            let at = value_of(item, "set").map_or(target.span, |node| node.span);
            let first = seen.iter().find(|(metric, set, _)| *metric == target.metric && *set == target.set);
            if let Some((_, _, first)) = first {
                out.push(
                    self.at(Code::TargetTwice, at)
                        .and_at(self.text.place(*first))
                        .arg("title", self.title(target.metric))
                        .arg("set", &target.set),
                );
                return None;
            }
            seen.push((target.metric, target.set.clone(), at));
            Some(target)
        });
        (targets, complete)
    }

    fn target(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<Target> {
        let mut map = Map::new(self.text, node, diagnostics)?;
        let metric = self.metric_named(&mut map, diagnostics);
        let set = map.require_text("set", diagnostics);
        let value = map.require("value", diagnostics).and_then(|node| {
            let value = amount(self.text, node).filter(|value| value.is_positive());
            if value.is_none() {
                map.bad(
                    "value",
                    node,
                    "a number above 0, without its unit",
                    "大于 0 的数字，不带单位",
                    diagnostics,
                );
            }
            value
        });
        let due = required_date(&mut map, "due", diagnostics);
        if let (Some(due), Some(node)) = (due, value_of(node, "due")) {
            self.runs_on(due, node, diagnostics);
        }
        let document = map.take("document").and_then(|node| Some((node.as_text()?.clone(), node.span)));
        let plan = map.take("plan").map(|node| self.plan(node, value, due, diagnostics));
        let shares = map.take_with_key("regions");
        let span = map.span();
        map.finish(diagnostics);
        let (regions, read) =
            shares.map_or_else(|| (BTreeMap::new(), false), |(_, node)| self.shares(node, due, diagnostics));
        let target = Target {
            metric: metric?,
            set: set?,
            value: value?,
            due: due?,
            document,
            plan: plan.unwrap_or_default(),
            regions,
            span,
        };
        if let Some((key, _)) = shares.filter(|_| read) {
            self.add_up(&target, key, value_of(node, "value"), diagnostics);
        }
        Some(target)
    }

    /// Reports a target that is due while its program does not run.
    fn runs_on(&self, due: Date, node: &Node, diagnostics: &mut Diagnostics) {
        let (Some(starts), Some(ends)) = (self.starts, self.ends) else { return };
        let runs = starts.first_day() <= ends.last_day();
        if runs && (due.last_day() > ends.last_day() || due.last_day() < starts.first_day()) {
            diagnostics.push(
                self.at(Code::DueOutsideProgram, node.span)
                    .arg("due", due.to_string())
                    .arg("starts", starts.to_string())
                    .arg("ends", ends.to_string()),
            );
        }
    }

    /// The shares of regions, and whether all could be read. Shares of regions that have since been merged
    /// are added up.
    fn shares(
        &self,
        node: &Node,
        due: Option<Date>,
        diagnostics: &mut Diagnostics,
    ) -> (BTreeMap<RegionIx, Decimal>, bool) {
        let mut shares: BTreeMap<RegionIx, Decimal> = BTreeMap::new();
        let mut seen: Vec<RegionIx> = Vec::new();
        let Some(map) = Map::new(self.text, node, diagnostics) else { return (shares, false) };
        let mut read = true;
        let regions = self.names.regions;
        for (key, node) in map.rest() {
            match (regions.named(&key.text, due.map(Date::last_day)), amount(self.text, node)) {
                (Some(ix), _) if seen.contains(&ix) => {
                    map.bad(&key.text, node, "each region once", "每个县区只写一次", diagnostics);
                }
                (Some(ix), Some(value)) => {
                    seen.push(ix);
                    let share = shares.entry(regions.now(ix)).or_default();
                    // An overflow is reported when the shares are compared with the target.
                    *share = share.checked_add(value).unwrap_or(value);
                    continue;
                }
                // Errors in the list of regions are reported there.
                (None, _) if !self.names.regions_sound => {}
                (None, _) => {
                    let names = regions.iter().map(|region| (&*region.id, vec![&*region.title]));
                    unknown_name(self.text, key.span, ("region", "县区"), &key.text, names, diagnostics);
                }
                (_, None) => {
                    map.bad(&key.text, node, "a number, 0 or more", "数字，不小于 0", diagnostics);
                }
            }
            read = false;
        }
        (shares, read)
    }

    /// Reports shares that do not add up to the target.
    fn add_up(&self, target: &Target, key: &Key, value: Option<&Node>, diagnostics: &mut Diagnostics) {
        let sum: i128 = target.regions.values().map(|share| share.millionths()).sum();
        let more = sum - target.value.millionths();
        if more == 0 {
            return;
        }
        let number = |millionths: i128| Decimal::from_millionths(millionths).unwrap_or_default();
        let (sum, by) = (number(sum), number(more.abs()));
        let difference = if more > 0 {
            Arg::term(format!("{by} too many"), format!("多 {by}"))
        } else {
            Arg::term(format!("{by} too few"), format!("少 {by}"))
        };
        diagnostics.push(
            self.at(Code::SharesDiffer, key.span)
                .and_at(value.map(|node| self.text.place(node.span)))
                .arg("title", self.title(target.metric))
                .arg("set", &target.set)
                .arg("value", target.value)
                .arg("sum", sum)
                .arg("difference", difference),
        );
    }
}
