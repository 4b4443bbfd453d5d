//! The measure of a metric: a count, a sum or a distinct count; and its unit.

use super::fields::{Fields, Use};
use crate::config::yaml::{Map, Node};
use crate::diag::{Code, Diagnostic, Diagnostics, listed};
use crate::domain::{FieldAt, FieldType, Label, Measure, Metric, Visibility};

/// Units of people.
const PEOPLE: [&str; 5] = ["人", "名", "位", "people", "persons"];

const SUM: Use = Use {
    en: "sum",
    zh: "sum（求和）",
    fits: |kind| matches!(kind, FieldType::Quantity | FieldType::Integer),
};

const DISTINCT: Use = Use { en: "distinct", zh: "distinct（去重计数）", fits: |_| true };

impl Fields<'_> {
    pub(super) fn measure(&self, map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> Option<Measure> {
        let Some(node) = map.take("measure") else { return Some(Measure::Count) };
        let unclear = |diagnostics: &mut Diagnostics| {
            let (en, zh) =
                ("count, {sum: FIELD} or {distinct: FIELD}", "count、{sum: 字段} 或 {distinct: 字段}");
            map.bad("measure", node, en, zh, diagnostics);
            None
        };
        if let Some(word) = node.as_text() {
            return if &**word == "count" { Some(Measure::Count) } else { unclear(diagnostics) };
        }
        let mut inner = Map::new(self.text, node, diagnostics)?;
        let (sum, distinct) = (inner.take("sum"), inner.take("distinct"));
        inner.finish(diagnostics);
        match (sum, distinct) {
            (Some(node), None) => self.sum(node, diagnostics).map(Measure::Sum),
            (None, Some(node)) => self.find(node, DISTINCT, diagnostics).map(Measure::Distinct),
            _ => unclear(diagnostics),
        }
    }

    fn sum(&self, node: &Node, diagnostics: &mut Diagnostics) -> Option<FieldAt> {
        let named = node.as_text().and_then(|name| self.get(self.named(name)?));
        match named {
            Some(field) if field.visibility != Visibility::Private && !(SUM.fits)(&field.kind) => {
                diagnostics.push(
                    Diagnostic::new(Code::SumOfText)
                        .at(self.text.place(node.span))
                        .arg("field", &field.name)
                        .arg_opt("known", listed(self.fitting(SUM))),
                );
                None
            }
            _ => self.find(node, SUM, diagnostics),
        }
    }
}

/// Warns if a metric's unit differs from that of the field that it sums, and if it sums people without saying
/// how repeated attendance counts.
pub(super) fn check_units(fields: Fields<'_>, metric: &Metric, unit: &Node, diagnostics: &mut Diagnostics) {
    let at = |code| Diagnostic::new(code).at(fields.text.place(unit.span));
    let summed = match metric.measure {
        Measure::Sum(at) => fields.get(at),
        Measure::Count | Measure::Distinct(_) => None,
    };
    if let Some(field) = summed
        && let Some(own) = field.unit.as_deref()
        && differs(&metric.unit, own)
    {
        let found = metric.unit.term("");
        diagnostics
            .push(at(Code::UnitsDiffer).arg("field", &field.name).arg("unit", own).arg("found", found));
        return;
    }
    let people =
        metric.unit.texts().any(|unit| PEOPLE.iter().any(|people| unit.eq_ignore_ascii_case(people)));
    // A record may stand for one person, but never an event.
    let events = fields.collection.roles.state.is_some() && !fields.collection.is_persons();
    let adds_up = summed.is_some() || (metric.measure == Measure::Count && events);
    let is_told = metric.method.as_ref().is_some_and(|method| !method.is_empty());
    if people && adds_up && !is_told {
        diagnostics.push(at(Code::PeopleWithoutMethod).arg("title", metric.title.term(&metric.id)));
    }
}

/// Whether a metric's unit differs from a field's. “people” and “人” may well be the same and are not
/// compared.
fn differs(label: &Label, unit: &str) -> bool {
    let units = || label.texts().filter(|it| !it.is_empty());
    !units().any(|it| it == unit) && units().any(|it| it.is_ascii() == unit.is_ascii())
}
