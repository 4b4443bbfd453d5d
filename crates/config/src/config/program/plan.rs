//! The plan of a target: the values to reach at the end of some periods.

use std::collections::BTreeMap;

use super::{Known, amount};
use crate::config::decode::of_other_year;
use crate::config::yaml::{Map, Node};
use crate::diag::{Arg, Code, Diagnostics};
use crate::domain::{Date, Decimal, Period, Span, WrittenPeriod};

/// A planned value with its positions.
#[derive(Clone, Copy)]
struct Point {
    value: Decimal,
    key: Span,
    span: Span,
}

impl Known<'_> {
    pub(super) fn plan(
        &self,
        node: &Node,
        value: Option<Decimal>,
        due: Option<Date>,
        diagnostics: &mut Diagnostics,
    ) -> BTreeMap<Period, Decimal> {
        let Some(map) = Map::new(self.text, node, diagnostics) else { return BTreeMap::new() };
        let mut points: BTreeMap<Period, Point> = BTreeMap::new();
        for (key, node) in map.rest() {
            let period = WrittenPeriod::parse(&key.text).map(|written| written.in_years(self.year));
            match (period, amount(self.text, node)) {
                (Some(period), _) if !period.is_of(self.year) => {
                    diagnostics.push(
                        of_other_year(&key.text, period, self.id, self.year).at(self.text.place(key.span)),
                    );
                }
                (Some(period), Some(value)) => {
                    points.insert(period, Point { value, key: key.span, span: node.span });
                }
                (None, _) => {
                    let year = self.starts.map(Date::year);
                    let meant = Period::meant_in(&key.text, year).map(|period| period.to_string());
                    let told = self.at(Code::BadPeriod, key.span).arg("found", &key.text);
                    diagnostics.push(told.arg_opt("suggestion", meant));
                }
                (_, None) => {
                    map.bad(&key.text, node, "a number, 0 or more", "数字，不小于 0", diagnostics);
                }
            }
        }
        self.falls(&points, value, diagnostics);
        for (period, point) in &points {
            if let Some(value) = value.filter(|value| point.value > *value) {
                diagnostics.push(
                    self.at(Code::PlanBeyondTarget, point.span)
                        .arg("period", period.to_string())
                        .arg("found", point.value)
                        .arg("value", value),
                );
            }
            if let Some(reason) = self.outside(*period, due) {
                diagnostics.push(
                    self.at(Code::PlanOutside, point.key)
                        .arg("period", period.to_string())
                        .arg("reason", reason),
                );
            }
        }
        points.into_iter().map(|(period, point)| (period, point.value)).collect()
    }

    /// Reports a plan that decreases, since plans are cumulative. Values after one that exceeds the target
    /// are not reported.
    fn falls(&self, points: &BTreeMap<Period, Point>, value: Option<Decimal>, diagnostics: &mut Diagnostics) {
        let sound = || points.iter().filter(|(_, point)| value.is_none_or(|value| point.value <= value));
        for ((earlier, before), (period, point)) in sound().zip(sound().skip(1)) {
            if point.value < before.value {
                diagnostics.push(
                    self.at(Code::PlanFalls, point.span)
                        .and_at(self.text.place(before.span))
                        .arg("period", period.to_string())
                        .arg("found", point.value)
                        .arg("earlier", earlier.to_string())
                        .arg("before", before.value),
                );
            }
        }
    }

    fn outside(&self, period: Period, due: Option<Date>) -> Option<Arg> {
        if let Some(starts) = self.starts.filter(|starts| period.last_day() < starts.first_day()) {
            return Some(Arg::term(
                format!("is over before the program begins on {starts}"),
                format!("在项目开始（{starts}）之前就结束了"),
            ));
        }
        let due = due.filter(|due| period.last_day() > due.last_day())?;
        Some(Arg::term(
            format!("ends after the target is due on {due}"),
            format!("到目标的期限（{due}）以后才结束"),
        ))
    }
}
