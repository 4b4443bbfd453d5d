//! The star rating of regions.

use std::sync::Arc;

use super::{Aims, amount, list, unknown_name};
use crate::config::yaml::{Map, Node};
use crate::diag::{Arg, Diagnostics};
use crate::domain::{Decimal, FieldType, Span, StarComponent, StarMeasure, Stars};

impl Aims<'_> {
    pub(super) fn stars(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<Stars> {
        let mut map = Map::new(self.known.text, node, diagnostics)?;
        let (public, basis) = self.audience(&mut map, ("star rating", "星级"), diagnostics);
        let components = list(&mut map, "components", diagnostics, |item, out| self.component(item, out));
        let mut odd = Vec::new();
        let thresholds = list(&mut map, "thresholds", diagnostics, |item, _| {
            let found = self.known.text.decimal(item);
            if found.is_none() {
                odd.push(item.clone());
            }
            found
        });
        for item in &odd {
            map.bad("thresholds", item, "numbers such as 70 or 82.5", "数字，例如 70 或 82.5", diagnostics);
        }
        let span = map.span();
        map.finish(diagnostics);
        Some(Stars { public, basis, components, thresholds, span })
    }

    fn component(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<StarComponent> {
        let mut map = Map::new(self.known.text, node, diagnostics)?;
        let weight = map.take("weight");
        let (measure, title) = match map.take("assessment") {
            Some(node) => {
                let kind = map.expect_text(node, diagnostics);
                if let Some(kind) = &kind {
                    self.check_kind(kind, node.span, diagnostics);
                }
                let title = Arg::from(kind.as_deref().unwrap_or(""));
                (kind.map(StarMeasure::Assessment), title)
            }
            None => self.of_target(&mut map, diagnostics),
        };
        let number = weight.map_or(Some(Decimal::whole(1)), |node| amount(self.known.text, node));
        if let Some(node) = weight {
            match number {
                Some(number) if number.is_zero() => self.weight_of_zero(title, node.span, diagnostics),
                None => map.bad("weight", node, "a number above 0", "大于 0 的数字", diagnostics),
                Some(_) => {}
            }
        }
        map.finish(diagnostics);
        Some(StarComponent { measure: measure?, weight: number? })
    }

    fn of_target(&self, map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> (Option<StarMeasure>, Arg) {
        let metric = self.known.metric_named(map, diagnostics);
        let set = map.require("set", diagnostics);
        let Some((metric, node)) = metric.zip(set) else { return (None, Arg::from("")) };
        let title = self.known.title(metric);
        let Some(set) = map.expect_text(node, diagnostics) else { return (None, title) };
        if self.is_set(&set, node.span, diagnostics) {
            self.without_shares(metric, &set, node.span, diagnostics);
        }
        (Some(StarMeasure::Target(metric, set)), title)
    }

    /// An assessment is selected by a choice that a record with a score can make.
    fn check_kind(&self, kind: &str, at: Span, diagnostics: &mut Diagnostics) {
        let scored = self.known.names.collections.iter().filter(|it| it.roles.score.is_some());
        let fields = scored.flat_map(|it| &it.fields).filter(|it| matches!(it.kind, FieldType::Choice));
        let kinds: Vec<&Arc<str>> = fields.flat_map(|it| &it.choices).map(|choice| &choice.id).collect();
        if !kinds.iter().any(|known| ***known == *kind) {
            let names = kinds.iter().map(|known| (&***known, Vec::new()));
            let what = ("kind of assessment", "考核类别");
            unknown_name(self.known.text, at, what, kind, names, diagnostics);
        }
    }
}
