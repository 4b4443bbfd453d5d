//! The monthly ranking of regions, and what ranking and stars have in common.

use std::sync::Arc;

use super::{Aims, amount, thousandths, unknown_name};
use crate::config::yaml::{Map, Node};
use crate::diag::{Arg, Code, Diagnostics};
use crate::domain::{Decimal, Ranking, Span};

impl Aims<'_> {
    pub(super) fn ranking(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<Ranking> {
        let mut map = Map::new(self.known.text, node, diagnostics)?;
        let (public, basis) = self.audience(&mut map, ("ranking", "排名"), diagnostics);
        let set = map.require("set", diagnostics).and_then(|node| {
            let set = map.expect_text(node, diagnostics)?;
            Some((self.is_set(&set, node.span, diagnostics), set))
        });
        let cap = map.take("cap").map_or(1000, |node| {
            thousandths(self.known.text, node).filter(|cap| *cap > 0).unwrap_or_else(|| {
                map.bad("cap", node, "a share such as 1 or 1.2", "比例，例如 1 或 1.2", diagnostics);
                1000
            })
        });
        let weighed = set.as_ref().filter(|(known, _)| *known).map(|(_, set)| &**set);
        let weights = match map.require("weights", diagnostics) {
            Some(node) => self.weights(node, weighed, diagnostics),
            None => Vec::new(),
        };
        let span = map.span();
        map.finish(diagnostics);
        Some(Ranking { public, basis, set: set?.1, cap, weights, span })
    }

    fn weights(
        &self,
        node: &Node,
        set: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<(usize, Decimal)> {
        let mut weights = Vec::new();
        let Some(map) = Map::new(self.known.text, node, diagnostics) else { return weights };
        for (key, node) in map.rest() {
            let metric = self.known.metric_at(&key.text, key.span, diagnostics);
            let weight = amount(self.known.text, node);
            if weight.is_none() {
                map.bad(&key.text, node, "a number above 0", "大于 0 的数字", diagnostics);
            }
            let (Some(metric), Some(weight)) = (metric, weight) else { continue };
            if weight.is_zero() {
                self.weight_of_zero(self.known.title(metric), node.span, diagnostics);
            } else if let Some(set) = set {
                self.without_shares(metric, set, key.span, diagnostics);
            }
            weights.push((metric, weight));
        }
        weights
    }

    pub(super) fn weight_of_zero(&self, title: Arg, at: Span, diagnostics: &mut Diagnostics) {
        diagnostics.push(self.known.at(Code::WeightOfZero, at).arg("title", title));
    }

    /// Reports that the regions have no shares of a metric by which they are measured.
    pub(super) fn without_shares(&self, metric: usize, set: &str, at: Span, diagnostics: &mut Diagnostics) {
        let mut of_it = self.targets.iter().filter(|target| target.metric == metric && *target.set == *set);
        if self.complete && !of_it.any(|target| !target.regions.is_empty()) {
            let diagnostic = self.known.at(Code::WeightWithoutShares, at);
            diagnostics.push(diagnostic.arg("title", self.known.title(metric)).arg("set", set));
        }
    }

    /// Whether anybody of this name has set a target; reports an error otherwise.
    pub(super) fn is_set(&self, set: &str, at: Span, diagnostics: &mut Diagnostics) -> bool {
        let known = self.targets.iter().any(|target| *target.set == *set);
        if !known && self.complete {
            let names = self.targets.iter().map(|target| (&*target.set, Vec::new()));
            let what = ("body that sets targets", "目标下达单位");
            unknown_name(self.known.text, at, what, set, names, diagnostics);
        }
        known
    }

    /// Whether it is public, and by which document. Without a document it stays internal.
    pub(super) fn audience(
        &self,
        map: &mut Map<'_>,
        what: (&str, &str),
        diagnostics: &mut Diagnostics,
    ) -> (bool, Option<Arc<str>>) {
        let basis = map.text_of("basis", diagnostics).filter(|basis| !basis.is_empty());
        let Some(node) = map.take("audience") else { return (false, basis) };
        match node.as_text().map(AsRef::as_ref) {
            Some("internal") => {}
            Some("public") if basis.is_some() => return (true, basis),
            Some("public") => {
                let diagnostic = self.known.at(Code::PublicWithoutBasis, node.span);
                diagnostics.push(diagnostic.arg("what", Arg::term(what.0, what.1)));
            }
            _ => {
                let (en, zh) = ("internal or public", "internal（内部）或 public（公开）");
                map.bad("audience", node, en, zh, diagnostics);
            }
        }
        (false, basis)
    }
}
