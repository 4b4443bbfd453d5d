//! `content/closed/<program>/corrections.yaml`: reasons for changed figures of closed periods.
//!
//! ```yaml
//! - {period: 2022-08, metric: outreach, region: lanpu, date: 2022-10-12, reason: Two sessions were reported late}
//! ```

use std::path::Path;

use super::super::text;
use super::super::yaml::{Map, Node, Shape, Text, parse, wrong_shape};
use super::Known;
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, listed, suggestion};
use crate::domain::{Closing, Correction, Label, Period, Program, RegionIx, Span, WrittenPeriod};
use crate::source::{SitePath, System};

impl Known<'_> {
    /// Reads a program's corrections; those that do not name their subject are dropped.
    pub(super) fn corrections(
        &self,
        system: &dyn System,
        root: &Path,
        file: &SitePath,
        (program, closings): (&str, &[Closing]),
        diagnostics: &mut Diagnostics,
    ) -> Vec<Correction> {
        let Some(text) = text::read_text(system, root, file, diagnostics) else { return Vec::new() };
        if text.content.trim().is_empty() {
            return Vec::new();
        }
        let Some(node) = parse(&text, 0..text.content.len(), diagnostics) else { return Vec::new() };
        let Some(found) = self.programs.iter().find(|known| *known.id == *program) else {
            if !self.declared.iter().any(|id| **id == *program) {
                let known = self.declared.iter().map(String::as_str);
                diagnostics.push(unknown(&text, node.span, ("program", "项目"), program, known));
            }
            return Vec::new();
        };
        let Some(items) = node.as_list() else {
            if !node.is_null() {
                wrong_shape(&text, &node, Shape::List, diagnostics);
            }
            return Vec::new();
        };
        let reader = CorrectionsParser { known: self, text: &text, program: found, closings };
        items.iter().filter_map(|item| reader.one(item, diagnostics)).collect()
    }
}

struct CorrectionsParser<'a> {
    known: &'a Known<'a>,
    text: &'a Text,
    program: &'a Program,
    closings: &'a [Closing],
}

impl CorrectionsParser<'_> {
    fn one(&self, item: &Node, diagnostics: &mut Diagnostics) -> Option<Correction> {
        let mut map = Map::new(self.text, item, diagnostics)?;
        let period = map.require("period", diagnostics).and_then(|node| self.period(&map, node, diagnostics));
        let metric = map.require("metric", diagnostics).and_then(|node| {
            let found = map.expect_text(node, diagnostics)?;
            let known = || self.program.metrics.iter().map(|metric| &*metric.id);
            if !known().any(|id| *id == *found) {
                diagnostics.push(unknown(self.text, node.span, ("metric", "指标"), &found, known()));
                return None;
            }
            Some(found)
        });
        let region = map.take("region").map(|node| self.region(&map, node, diagnostics));
        let reason = map.label_of("reason", diagnostics);
        let date = map.date_of("date", diagnostics);
        map.finish(diagnostics);
        let Some(reason) = reason.filter(Label::says_something) else {
            diagnostics.push(
                Diagnostic::new(Code::CorrectionWithoutReason)
                    .at(self.text.place(item.span))
                    .arg_opt("period", period.map(|period| period.to_string())),
            );
            return None;
        };
        Some(Correction {
            program: self.program.id.clone(),
            period: period?,
            metric: metric?,
            // An unknown region must not be read as all regions.
            region: match region {
                Some(region) => Some(region?),
                None => None,
            },
            reason,
            date,
            place: self.text.place(item.span),
        })
    }

    /// A closed period of the program.
    fn period(&self, map: &Map<'_>, node: &Node, diagnostics: &mut Diagnostics) -> Option<Period> {
        let found = map.expect_text(node, diagnostics)?;
        let written = WrittenPeriod::parse(&found);
        let Some(period) = written.map(|written| written.in_years(self.program.year.starts)) else {
            let bad = Diagnostic::new(Code::BadPeriod).at(self.text.place(node.span));
            let year = Some(self.program.starts.year());
            let meant = Period::meant_in(&found, year).map(|period| period.to_string());
            diagnostics.push(bad.arg("found", &found).arg_opt("suggestion", meant));
            return None;
        };
        let own = || self.closings.iter().filter(|closing| closing.program == self.program.id);
        if !own().any(|closing| closing.period == period) {
            let closed: Vec<String> = own().map(|closing| closing.period.to_string()).collect();
            diagnostics.push(
                Diagnostic::new(Code::CorrectionOfOpen)
                    .at(self.text.place(node.span))
                    .arg("period", period.to_string())
                    .arg("program", &self.program.id)
                    .arg_opt("known", Some(closed.join(", ")).filter(|known| !known.is_empty())),
            );
            return None;
        }
        Some(period)
    }

    fn region(&self, map: &Map<'_>, node: &Node, diagnostics: &mut Diagnostics) -> Option<RegionIx> {
        let found = map.expect_text(node, diagnostics)?;
        let region = self.known.regions.named(&found, None);
        if region.is_none() {
            let known = self.known.regions.names().map(|name| &**name);
            diagnostics.push(unknown(self.text, node.span, ("region", "县区"), &found, known));
        }
        region.map(|ix| self.known.regions.now(ix))
    }
}

fn unknown<'k>(
    text: &Text,
    span: Span,
    (en, zh): (&str, &str),
    found: &str,
    known: impl Iterator<Item = &'k str>,
) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    Diagnostic::new(Code::UnknownName)
        .at(text.place(span))
        .arg("what", Arg::term(en, zh))
        .arg("found", found)
        .arg_opt("suggestion", suggestion(found, known.iter().copied()))
        .arg_opt("known", listed(known))
}
